"""The shortest way of a dossier to its round, on both databases."""

from collections.abc import Iterator
from datetime import date

import pytest

from cycle.answers import Done
from cycle.queries.dossiers.path import PathAsked, path_of
from cycle.queries.dossiers.path_lines import ACT, PAPER, VERIFY, WAIT, PathShown
from cycle.queries.viewing import View
from tests.conftest import TestClock
from tests.evaluating import PRODUCT, Scene, bring, scene_26
from workflows.verdict import Reason

CUT_OFF, HELD_BY = date(2026, 10, 29), date(2026, 12, 29)


@pytest.fixture
def scene(database_url: str, clock: TestClock) -> Iterator[Scene]:
    scene = scene_26(database_url, clock)
    yield scene
    scene.office.database.close()


def asked(scene: Scene, dossier: str, round_: str | None = None, *, tight: bool = False) -> PathShown | Reason:
    view = View(scene.secretariat.account, scene.office.clock.now().date(), everything=True)
    return path_of(scene.office, view, PathAsked(dossier, round_, tight))


def shown(scene: Scene, dossier: str, round_: str | None = None, *, tight: bool = False) -> PathShown:
    found = asked(scene, dossier, round_, tight=tight)
    assert isinstance(found, PathShown), found
    return found


def acts(found: PathShown) -> list[tuple[str, date]]:
    return [(line.for_act, line.latest) for line in found.lines if line.kind == ACT]


def papers_of(found: PathShown, kind: str = PAPER) -> list[str]:
    return [line.papers[0] for line in found.lines if line.kind == kind]


def reached(found: PathShown) -> tuple[str, date, bool]:
    assert found.reached is not None, found.reasons
    return found.reached.code, found.reached.last_day, found.reached.tight


def test_with_all_papers_only_the_proposal_is_left_until_the_cut_off(scene: Scene) -> None:
    found = shown(scene, bring(scene, PRODUCT, "commune.checking"))
    assert found.in_time
    assert reached(found) == ("T-02-2026", CUT_OFF, False)
    assert acts(found) == [("propose", CUT_OFF)]
    assert papers_of(found) == []
    ((owner, party),) = [(owner.role, owner.parties[0].name) for owner in found.lines[-1].owners]
    assert (owner, party) == ("commune", "Ủy ban nhân dân xã Trà Giang")


def test_a_candidate_is_led_through_its_season_into_the_evaluation_that_it_will_open(scene: Scene) -> None:
    found = shown(scene, scene.open())
    days = dict(acts(found))
    assert list(days) == [
        "choose",
        "submit",
        "accept",
        "select",
        "submit_plan",
        "accept_plan",
        "declare_ready",
        "file",
        "propose",
    ]
    # 15 working days before the 29th of October; the windows of ideas and plans close before, on the last working day.
    assert days["file"] == date(2026, 10, 8)
    assert days["submit"] == date(2026, 6, 30)
    assert days["submit_plan"] == date(2026, 8, 28)
    assert papers_of(found) == [
        "idea_form_new",
        "production_plan",
        "organisation_profile",
        "self_assessment",
        "evaluation_registration",
        "commune_report",
        "commune_request",
        "samples",
    ]
    (filing,) = (line.term for line in found.lines if line.for_act == "file" and line.kind == ACT)
    assert filing is not None
    assert (filing.deadline, filing.unit, filing.length) == ("commune_report", "working_days", 15)
    assert filing.last_day == CUT_OFF


def test_the_season_is_asked_about_and_its_evaluation_answers(scene: Scene) -> None:
    evaluation = bring(scene, PRODUCT, "commune.checking")
    found = shown(scene, evaluation.removesuffix(".1"))
    assert (found.asked, found.dossier) == (evaluation.removesuffix(".1"), evaluation)
    assert acts(found) == [("propose", CUT_OFF)]


def test_what_is_not_verified_is_only_to_be_verified(scene: Scene) -> None:
    dossier = scene.open()
    scene.unverified("idea_form_new", "dossier", dossier, date(2026, 6, 8))
    found = shown(scene, dossier)
    assert papers_of(found, VERIFY) == ["idea_form_new"]
    assert "idea_form_new" not in papers_of(found)


def test_late_for_everybodys_time_but_not_for_those_who_hurry(scene: Scene, clock: TestClock) -> None:
    dossier = scene.open()
    clock.set("2026-06-25T02:00:00+00:00")
    assert reached(shown(scene, dossier))[2] is False
    clock.set("2026-10-02T02:00:00+00:00")
    evaluation = shown(scene, dossier)
    # The window of ideas closed in June: no round of any year is reached from there any more.
    assert evaluation.reached is None
    assert {one.trigger for one in evaluation.missed} == {"choose"}


def test_after_the_cut_off_the_next_round_is_told_with_the_days_of_delay(scene: Scene, clock: TestClock) -> None:
    evaluation = bring(scene, PRODUCT, "commune.checking")
    clock.set("2026-10-30T02:00:00+00:00")
    again = shown(scene, evaluation)
    # On the day after the cut-off the round ahead is the next year's.
    assert reached(again)[:2] == ("T-01-2027", date(2027, 4, 29))
    assert again.in_time
    late = shown(scene, evaluation, "T-02-2026")
    assert not late.in_time
    assert [(one.round, one.trigger, one.latest, one.days) for one in late.missed] == [
        ("T-02-2026", "propose", CUT_OFF, 1)
    ]
    assert reached(late)[0] == "T-01-2027"


def test_in_its_round_a_dossier_is_led_to_the_councils_result(scene: Scene) -> None:
    found = shown(scene, bring(scene, PRODUCT, "province.received"))
    assert reached(found) == ("T-02-2026", HELD_BY, False)
    # The advisory team has 15 days that end on the 29th of December.
    assert acts(found) == [
        ("accept_for_review", date(2026, 12, 14)),
        ("complete_review", HELD_BY),
        ("record_result", HELD_BY),
    ]
    assert papers_of(found) == []
    assert {(one.value, one.given) for one in found.assumptions} == {("score", "50"), ("stars", "3")}


def test_who_hurries_may_come_later_and_after_the_round_a_dossier_is_postponed(scene: Scene, clock: TestClock) -> None:
    evaluation = bring(scene, PRODUCT, "province.received")
    assert acts(shown(scene, evaluation, tight=True))[0] == ("accept_for_review", HELD_BY)
    clock.set("2026-12-20T02:00:00+00:00")
    assert reached(shown(scene, evaluation)) == ("T-02-2026", HELD_BY, True)
    clock.set("2027-01-04T02:00:00+00:00")
    found = shown(scene, evaluation)
    assert [(one.round, one.trigger) for one in found.missed] == [("T-02-2026", "accept_for_review")]
    assert reached(found)[:2] == ("T-01-2027", date(2027, 6, 29))
    assert acts(found)[0][0] == "postpone"


def test_an_opinion_that_is_open_is_waited_for(scene: Scene) -> None:
    evaluation = bring(scene, PRODUCT, "province.received")
    scene.done(evaluation, "ask_opinion", "to_chuc", values={"asked": ["QNG-SYT"], "question": "An toàn thực phẩm"})
    found = shown(scene, evaluation)
    ((waited, owner),) = [(line.dossier, line.owners[0].parties[0].code) for line in found.lines if line.kind == WAIT]
    assert (waited, owner) == (f"{evaluation}.1", "QNG-SYT")


def test_the_way_told_can_be_gone(scene: Scene, clock: TestClock) -> None:
    """Each act is fired on its latest day with the papers that were told; the dossier is in the round told."""
    evaluation = bring(scene, PRODUCT, "commune.checking")
    found = shown(scene, evaluation)
    ((_, day),) = acts(found)
    clock.set(f"{day}T02:00:00+00:00")
    given = {name: f"{evaluation}/{name}/1" for name in ("commune_report", "commune_request")}
    done = scene.done(evaluation, "propose", "xa", values=given)
    assert isinstance(done, Done)
    assert reached(found)[0] == shown(scene, evaluation).reached.code  # type: ignore[union-attr]  # another kind of answer fails the test


def test_what_cannot_be_asked_is_said(scene: Scene) -> None:
    evaluation = bring(scene, PRODUCT, "province.recognised")
    assert asked(scene, "QNG2026-9999") == Reason("dossier_unknown", {"dossier": "QNG2026-9999"})
    closed = asked(scene, evaluation)
    assert isinstance(closed, Reason)
    assert closed.code == "dossier_closed"


def test_a_round_that_is_none_is_refused(scene: Scene) -> None:
    evaluation = bring(scene, PRODUCT, "commune.checking")
    unknown = asked(scene, evaluation, "T-09-2026")
    assert isinstance(unknown, Reason)
    assert unknown.code == "round_unknown"
    assert [one.code for one in shown(scene, evaluation, "TW-01-2026").reasons] == ["path_round_otherwise"]
