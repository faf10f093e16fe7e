"""What was filed before 22/05/2026 is finished under the old rules by the days of Article 12.2, and not after them."""

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest

from cycle.commands.entering import Desk, Law, OnPaper, Ready, enter, prepared
from cycle.commands.permits import Permit, permitted
from cycle.database import Database
from cycle.office import Office
from cycle.publication import Rulebook
from cycle.queries.dossiers.offers import why
from cycle.queries.verification import verify
from cycle.queries.viewing import View, view_of
from cycle.sweeps import sweep
from cycle.verdicts import Claim
from tests.conftest import TestClock
from tests.evaluating import PROGRAMME, Scene, filed, scene_26
from tests.kept import begin_as_kept
from workflows.verdict import Refusal

FILED, JUNE = "2026-05-20T02:00:00+00:00", "2026-06-08T02:00:00+00:00"
LAST, AFTER = "2026-07-21T02:00:00+00:00", "2026-07-22T02:00:00+00:00"
SEASON, EVALUATION = f"{PROGRAMME}-0001", f"{PROGRAMME}-0001.1"
OUT = "withdraw_evaluation"
REASSESSED = "Đánh giá lại"


@pytest.fixture
def scene(database_url: str, clock: TestClock) -> Iterator[Scene]:
    """An evaluation under 148 and 1489 that was filed on 20/05/2026; today is that day."""
    clock.set(FILED)
    begin_as_kept(database_url, ("filed under 1489",), lambda: _file(database_url, clock))
    scene = Scene(Office(Database(database_url), Rulebook(), clock, rehearsal=True))
    yield scene
    scene.office.database.close()


def _file(url: str, clock: TestClock) -> None:
    scene = scene_26(url, clock, early=True)
    assert filed(scene) == EVALUATION
    scene.office.database.close()


def offered(scene: Scene, dossier: str, account: str) -> dict[str, set[str]]:
    """What stands against each act, as an account is told."""
    with scene.office.database.reading() as transaction:
        view = view_of(transaction, scene.office, account, scene.office.clock.now().date())
    assert isinstance(view, View), view
    found = why(scene.office, view, Claim(dossier, account))
    assert isinstance(found, tuple), found
    return {one.transition.trigger: {reason.code for reason in one.reasons} for one in found}


def codes(answer: object) -> set[str]:
    return {reason.code for reason in answer.reasons} if isinstance(answer, Refusal) else set()


def state_of(scene: Scene, dossier: str) -> tuple[str, str]:
    with scene.office.database.reading() as transaction:
        return transaction.rows("SELECT workflow, state FROM dossier WHERE code = ?", (dossier,))[0]


def notice(scene: Scene, day: date) -> dict[str, Any]:
    """What an act of a day is proved by, for a demand of the commune."""
    document = scene.paper("office_notice", "dossier", EVALUATION, day, issued=day)
    return {"document": document, "more": "Bản sao có chứng thực"}


@pytest.mark.parametrize("day", [date(2026, 5, 21), date(2026, 5, 25)])
def test_an_act_entered_later_stays_under_the_law_of_its_filing(scene: Scene, clock: TestClock, day: date) -> None:
    clock.set(JUNE)
    given = {"happened": day, "note": "Thiếu bản sao", "values": notice(scene, day)}
    assert codes(scene.fire(EVALUATION, "ask_supplement", "xa", **given)) == set()
    assert state_of(scene, EVALUATION) == ("evaluation_148_1489", "commune.supplementing")
    assert verify(scene.office).faults == ()


@pytest.mark.parametrize(("day", "refused"), [(date(2026, 7, 21), False), (date(2026, 7, 22), True)])
def test_the_day_of_the_act_counts_not_the_day_of_its_entry(
    scene: Scene, clock: TestClock, day: date, refused: bool
) -> None:
    clock.set("2026-07-28T02:00:00+00:00")
    given = {"happened": day, "note": "Thiếu bản sao", "values": notice(scene, day)}
    answer = scene.fire(EVALUATION, "ask_supplement", "xa", **given)
    assert codes(answer) == ({"law_finished"} if refused else set())


def test_on_the_last_day_nothing_is_finished(scene: Scene, clock: TestClock) -> None:
    clock.set(LAST)
    assert all("law_finished" not in reasons for reasons in offered(scene, EVALUATION, "xa").values())


def test_after_it_every_act_is_refused_but_the_producers_way_out(scene: Scene, clock: TestClock) -> None:
    clock.set(AFTER)
    offers = offered(scene, EVALUATION, "chu_the")
    assert {name for name, reasons in offers.items() if "law_finished" not in reasons} == {OUT, "withdraw"}
    refused = scene.fire(EVALUATION, "ask_supplement", "xa", note="Thiếu bản sao", values={"more": "Bản sao"})
    assert isinstance(refused, Refusal)
    (reason,) = refused.reasons
    assert (reason.params["day"], reason.mend) == (date(2026, 7, 21), ("secretariat",))
    scene.done(EVALUATION, OUT, "chu_the", note="Chuyển sang quy định mới")
    assert state_of(scene, EVALUATION)[1] == "closed.withdrawn"
    # The season was told of it by its child.
    assert state_of(scene, SEASON)[1] != "evaluation.under_evaluation"
    assert verify(scene.office).faults == ()


def test_what_a_season_ends_still_ends_with_it(scene: Scene, clock: TestClock) -> None:
    clock.set(AFTER)
    scene.done(SEASON, "withdraw", "chu_the", note="Không còn sản xuất")
    assert state_of(scene, EVALUATION)[1] == "closed.withdrawn"
    assert verify(scene.office).faults == ()


def test_sweeps_go_on_and_put_it_before_the_superior(scene: Scene, clock: TestClock) -> None:
    sweep(scene.office, "test")
    clock.set("2026-07-22T17:30:00+00:00")
    assert sweep(scene.office, "test").aside == ()
    statement = "SELECT expired_seq, escalation FROM deadline WHERE dossier = ? AND name = 'finish_old_rules'"
    with scene.office.database.reading() as transaction:
        ((expired, escalation),) = transaction.rows(statement, (EVALUATION,))
    assert expired is not None
    assert escalation is not None
    assert verify(scene.office).faults == ()


@pytest.mark.parametrize(("today", "refused"), [("2026-06-21", False), ("2026-06-22", True)])
def test_a_reevaluation_has_thirty_days(scene: Scene, clock: TestClock, today: str, refused: bool) -> None:
    clock.set(JUNE)
    dossier = _reassessed(scene)
    clock.set(f"{today}T02:00:00+00:00")
    assert ("law_finished" in offered(scene, dossier, "xa")["ask_supplement"]) is refused
    # What was filed for the first time has its sixty days.
    assert "law_finished" not in offered(scene, EVALUATION, "xa")["ask_supplement"]


def test_a_season_files_a_reevaluation_with_its_thirty_days_and_none_under_the_new_law(
    scene: Scene, clock: TestClock
) -> None:
    again = filed(scene, scene.add_product(3), "file_reevaluation")
    with scene.office.database.reading() as transaction:
        statement = "SELECT dossier, last_day FROM deadline WHERE name = 'finish_old_rules' ORDER BY dossier"
        days = {dossier: last for dossier, last in transaction.rows(statement)}  # noqa: C416 - rows are no pairs to mypy
    assert (days[EVALUATION], days[again]) == ("2026-07-21", "2026-06-21")
    clock.set("2026-05-22T02:00:00+00:00")
    scene.done(EVALUATION, OUT, "chu_the", note="Chuyển sang quy định mới")
    assert codes(scene.fire(SEASON, "file_reevaluation", "chu_the")) == {"window_closed"}
    assert verify(scene.office).faults == ()


def _reassessed(scene: Scene) -> str:
    """A re-evaluation that was filed on paper before the new law; the code of its dossier."""
    product, began = scene.add_product(2), date(2026, 5, 20)
    with scene.office.database.writing() as transaction:
        permit = permitted(transaction, scene.office, scene.secretariat, "dossier.import")
        assert isinstance(permit, Permit), permit
        desk = Desk(transaction, scene.office, permit, PROGRAMME)
        states = {"season": "evaluation.under_evaluation", "evaluation_148_1489": "commune.received"}
        ready = [
            _ready(desk, permit, OnPaper(product, _named(permit, name, began), state, began, began, "Sổ", values))
            for (name, state), values in zip(states.items(), ({}, {"purpose": REASSESSED}), strict=True)
        ]
        return f"{enter(desk, *ready).target}.1"


def _named(permit: Permit, family: str, day: date) -> str:
    """The workflow of a name, or that of a family of the day."""
    found = permit.published.rules.member(family, day)
    return found.name if found else family


def _ready(desk: Desk, permit: Permit, asked: OnPaper) -> Ready:
    rules = permit.published.rules
    law = Law(permit.published.hash, rules, rules.programmes[desk.programme], rules.definitions[asked.workflow])
    ready = prepared(desk, law, asked, {})
    assert isinstance(ready, Ready), ready
    return ready
