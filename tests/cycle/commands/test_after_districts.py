"""The end of the districts on 30/06/2025: what was done before counts, what is owed passes on, who has ended is out."""

from datetime import date

import pytest

from cycle.answers import Done
from cycle.commands.register import register
from cycle.commands.seasons import seasons
from cycle.queries.dossiers.dossier import show_dossier
from cycle.queries.viewing import View, view_of
from tests.conftest import TestClock
from tests.cycle.letters.passes import passed, queued, screening
from tests.scene import COMMUNE, DISTRICT, PROGRAMME, Scene
from workflows.verdict import Reason, Refusal

LATER = "2025-07-03T02:00:00+00:00"
LAST_WORK, FIRST_DAY = date(2025, 6, 27), date(2025, 7, 1)
NEW_COMMUNE, NEIGHBOUR = "21244-2025", "21235-2025"


@pytest.fixture
def dossier(scene: Scene) -> str:
    """A dossier that waits for the district to select it; the communes of today have officers."""
    code = screening(scene)
    scene.done(code, "accept", "xa")
    for account, role, holder in (
        ("xa_moi", "commune", NEW_COMMUNE),
        ("xa_ben", "commune", NEIGHBOUR),
    ):
        answer = register.add_account(scene.office, scene.admin, register.Account(account, account))
        assert isinstance(answer, Done), answer
        holding = register.Holding(account, role, holder, date(2024, 3, 1))
        answer = register.grant_role(scene.office, scene.admin, holding)
        assert isinstance(answer, Done), answer
    return code


def returned(scene: Scene, dossier: str, day: date, actor: str = "to_chuc", behalf: str | None = None) -> str:
    """What became of the district's returning a dossier, by a notice of that day: `done`, or why not."""
    given = {"document": scene.paper("office_notice", "dossier", dossier, day)}
    more = {"happened": day, "note": "Bổ sung hồ sơ theo quy định", "values": given}
    answer = scene.fire(dossier, "return", actor, on_behalf=behalf, **more)
    assert isinstance(answer, Done | Refusal), answer
    return "done" if isinstance(answer, Done) else ",".join(reason.code for reason in answer.reasons)


def test_what_a_district_did_on_its_last_days_is_entered_after_its_end(
    scene: Scene, dossier: str, clock: TestClock
) -> None:
    clock.set(LATER)
    behalf = f"organisation:{DISTRICT}"
    assert returned(scene, dossier, FIRST_DAY, behalf=behalf) == "may_not_act_for"
    assert returned(scene, dossier, LAST_WORK, behalf=behalf) == "done"


def test_no_commune_does_what_the_district_did(scene: Scene, dossier: str, clock: TestClock) -> None:
    clock.set(LATER)
    assert returned(scene, dossier, LAST_WORK, "xa_moi") == "role_not_allowed"
    assert returned(scene, dossier, LAST_WORK, "huyen") == "role_not_allowed"


def test_the_commune_of_today_enters_what_the_one_before_it_did(scene: Scene, clock: TestClock, dossier: str) -> None:
    other = scene.open(scene_product(scene))
    clock.set(LATER)
    for actor in ("xa", "xa_ben"):
        answer = scene.fire(other, "choose", actor, happened=LAST_WORK)
        assert isinstance(answer, Refusal)
        assert "role_not_allowed" in {reason.code for reason in answer.reasons}
    answer = scene.fire(other, "choose", "xa_moi", happened=LAST_WORK)
    reasons = answer.reasons if isinstance(answer, Refusal) else ()
    assert "role_not_allowed" not in {reason.code for reason in reasons}


def scene_product(scene: Scene) -> str:
    scene.add_product(2)
    return "SP002"


@pytest.mark.parametrize(("day", "sees"), [(date(2025, 6, 30), True), (date(2025, 7, 1), False)])
def test_a_holder_of_a_body_that_has_ended_sees_nothing_from_the_next_day(
    scene: Scene, dossier: str, day: date, sees: bool
) -> None:
    with scene.office.database.reading() as transaction:
        found = view_of(transaction, scene.office, "huyen", day)
    assert isinstance(found, View) is sees
    if isinstance(found, Reason):
        assert found.code == "not_permitted"


def test_an_old_dossier_names_its_places_as_they_were(scene: Scene, dossier: str, clock: TestClock) -> None:
    clock.set("2024-03-20T02:00:00+00:00")
    scene.done(dossier, "return", "huyen", note="Bổ sung hồ sơ theo quy định")

    def told() -> tuple[list[str], list[str]]:
        with scene.office.database.reading() as transaction:
            view = view_of(transaction, scene.office, "to_chuc", scene.office.clock.now().date())
        assert isinstance(view, View)
        shown = show_dossier(scene.office, view, dossier, date(2024, 3, 20))
        assert not isinstance(shown, Reason)
        return [place.name for place in shown.places], [str(one) for one in shown.snapshot.acts.values()]

    before = told()
    clock.set(LATER)
    assert told() == before
    assert before[0] == ["Ủy ban nhân dân xã Nghĩa Thắng"]


def test_what_a_district_owed_of_a_product_is_told_to_the_commune_of_today(
    scene: Scene, dossier: str, clock: TestClock
) -> None:
    with scene.office.database.writing() as transaction:
        ended = [("2024-03-08", code) for code in (DISTRICT, COMMUNE)]
        transaction.run_many("UPDATE organisation SET valid_to = ? WHERE code = ?", ended)
    passed(scene, "2024-03-26T02:00:00+00:00", clock)
    recipients = {one.recipient for one in queued(scene)}
    assert f"organisation:{NEW_COMMUNE}" in recipients
    assert not recipients & {f"organisation:{code}" for code in (DISTRICT, COMMUNE, NEIGHBOUR, "QNG")}


def test_what_a_district_itself_was_to_do_is_told_to_the_province(scene: Scene, clock: TestClock) -> None:
    """The task of the plan that all districts lead; one of them has ended since it was given to them."""
    clock.set("2024-03-22T02:00:00+00:00")
    waiting = seasons.begin(scene.office, scene.secretariat, PROGRAMME)
    assert isinstance(waiting, seasons.Waiting), waiting
    answers = seasons.open_waiting(scene.office, scene.secretariat, waiting)
    assert all(isinstance(answer, Done) for _, answer in answers)
    with scene.office.database.writing() as transaction:
        transaction.run("UPDATE organisation SET valid_to = '2024-04-30' WHERE code = ?", (DISTRICT,))
    passed(scene, "2024-05-29T02:00:00+00:00", clock)
    recipients = {one.recipient for one in queued(scene)}
    assert {"organisation:QNG", "organisation:524"} <= recipients
    assert not recipients & {f"organisation:{code}" for code in (DISTRICT, NEW_COMMUNE, NEIGHBOUR)}
