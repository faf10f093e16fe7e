"""A dossier joins the round of the day on which it was proposed, and may be moved to a later one."""

from collections.abc import Iterator
from datetime import date

import pytest
from sqlalchemy import update

from cycle import tables
from cycle.answers import Answer
from cycle.queries.evaluation import rounds as queries
from cycle.queries.evaluation.rounds import Asked
from cycle.queries.verification import verify
from cycle.queries.viewing import View
from tests.conftest import TestClock
from tests.evaluating import PRODUCT, PROGRAMME, Scene, bring, scene_26
from workflows.verdict import Refusal

REPORTS = ("commune_report", "commune_request")


@pytest.fixture
def scene(database_url: str, clock: TestClock) -> Iterator[Scene]:
    scene = scene_26(database_url, clock)
    yield scene
    scene.office.database.close()


def view(scene: Scene) -> View:
    return View("kiem_tra", scene.office.clock.now().date(), everything=True)


def joined(scene: Scene, dossier: str) -> dict[str, str]:
    with scene.office.database.reading() as transaction:
        rows = transaction.rows("SELECT name, round FROM dossier_round WHERE dossier = ?", (dossier,))
    return dict(rows)


def session_day(scene: Scene, dossier: str) -> list[str]:
    asked = "SELECT last_day FROM deadline WHERE dossier = ? AND name = 'session' AND status <> 'closed'"
    with scene.office.database.reading() as transaction:
        return [day for (day,) in transaction.rows(asked, (dossier,))]


def reasons(answer: Answer) -> set[str]:
    assert isinstance(answer, Refusal), answer
    return {reason.code for reason in answer.reasons}


def propose(scene: Scene, dossier: str, **more: object) -> None:
    values = {name: f"{dossier}/{name}/1" for name in REPORTS}
    scene.done(dossier, "propose", "xa", values=values, **more)


def test_a_proposal_of_the_day_after_the_cut_off_joins_the_next_round(scene: Scene, clock: TestClock) -> None:
    dossier = bring(scene, PRODUCT, "commune.checking")
    clock.set("2026-10-29T17:30:00+00:00")
    propose(scene, dossier)
    assert joined(scene, dossier) == {"round": "T-01-2027"}
    assert verify(scene.office).faults == ()


def test_a_proposal_entered_late_joins_the_round_of_its_own_day(scene: Scene, clock: TestClock) -> None:
    dossier = bring(scene, PRODUCT, "commune.checking")
    clock.set("2026-11-05T02:00:00+00:00")
    propose(scene, dossier, happened=date(2026, 10, 28))
    assert joined(scene, dossier) == {"round": "T-02-2026"}


def test_a_dossier_that_was_not_taken_up_is_moved_to_the_next_round_with_its_last_day(scene: Scene) -> None:
    dossier = bring(scene, PRODUCT, "province.in_review")
    assert session_day(scene, dossier) == ["2026-12-29"]
    assert reasons(scene.fire(dossier, "postpone", "to_chuc")) == {"note_missing"}
    assert "value_computed" in reasons(
        scene.fire(dossier, "postpone", "to_chuc", note="vắng", values={"round": "T-02-2028"})
    )
    scene.done(dossier, "postpone", "to_chuc", note="Chủ thể vắng")
    assert joined(scene, dossier) == {"round": "T-01-2027"}
    assert session_day(scene, dossier) == ["2027-06-29"]
    scene.done(dossier, "complete_review", "to_tu_van", values={"report": f"{dossier}/advisory_report/1"})
    assert session_day(scene, dossier) == ["2027-06-29"]
    assert verify(scene.office).faults == ()


def test_a_round_written_into_the_rows_is_found(scene: Scene) -> None:
    bring(scene, PRODUCT, "province.received")
    with scene.office.database.writing() as transaction:
        transaction.connection.execute(update(tables.dossier_round).values(round="T-01-2027"))
    assert {fault.code for fault in verify(scene.office).faults} == {"row_changed"}


def test_a_round_shows_its_dossiers_what_they_lack_and_the_days_left(scene: Scene) -> None:
    dossier = bring(scene, PRODUCT, "province.received")
    today = view(scene).today
    listed = queries.list_rounds(scene.office, view(scene), Asked(PROGRAMME, "province", None, today))
    assert isinstance(listed, tuple)
    assert [(row.round.code, row.dossiers, row.standing) for row in listed] == [("T-02-2026", 1, "open")]
    assert listed[0].days_left == 143
    sheet = queries.find_round(scene.office, view(scene), "T-02-2026", PROGRAMME, today)
    assert isinstance(sheet, queries.RoundSheet)
    assert [(one.dossier, one.state) for one in sheet.dossiers] == [(dossier, "province.received")]
    other = queries.find_round(scene.office, view(scene), "T-03-2026", PROGRAMME, today)
    assert getattr(other, "code", "") == "round_unknown"
