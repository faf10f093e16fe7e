"""Papers that are about to expire: each told once, as long as it matters."""

from datetime import date, timedelta

from cycle.sweeps import foresee, sweep
from tests.conftest import TestClock
from tests.cycle.sweeps.looking import TODAY, in_drafting, is_true_to_history
from tests.scene import PRODUCER, Scene

KIND = "production_conditions"
DAY = timedelta(days=1)


def test_a_paper_is_told_once_when_so_many_days_are_left_as_the_programme_says(timely: Scene, clock: TestClock) -> None:
    in_drafting(timely)
    paper = _paper(timely, date(2024, 4, 20))
    clock.set("2024-03-20T09:00:00+07:00")
    assert sweep(timely.office, "a").counts["papers"] == 0
    clock.advance(DAY)
    assert foresee(timely.office, "a").counts["papers"] == 1
    assert sweep(timely.office, "a").counts["papers"] == 1
    clock.advance(DAY)
    assert sweep(timely.office, "a").counts["papers"] == 0
    assert _told(timely) == [(paper, "expires@2024-04-20")]
    assert is_true_to_history(timely)


def test_a_paper_that_expired_during_an_outage_is_still_told(timely: Scene, clock: TestClock) -> None:
    in_drafting(timely)
    sweep(timely.office, "a")
    paper = _paper(timely, date(2024, 4, 20))
    clock.set("2024-05-20T09:00:00+07:00")
    sweep(timely.office, "a")
    assert _told(timely) == [(paper, "expires@2024-04-20")]


def test_a_paper_that_was_renewed_or_not_verified_or_matters_to_nobody_is_not_told(
    timely: Scene, clock: TestClock
) -> None:
    _paper(timely, date(2024, 3, 20))
    sweep(timely.office, "a")
    assert _told(timely) == []
    clock.advance(DAY)
    in_drafting(timely)
    _paper(timely, date(2025, 3, 20), received=date(2024, 3, 6))
    timely.unverified("organisation_profile", "producer", PRODUCER, TODAY)
    sweep(timely.office, "a")
    assert _told(timely) == []


def test_more_papers_than_one_transaction_takes_are_all_told(timely: Scene, clock: TestClock) -> None:
    in_drafting(timely)
    paper = _paper(timely, date(2024, 3, 20))
    with timely.office.database.writing() as transaction:
        columns = (
            "holder_kind, status, file, file_name, media, size, pages_from, pages_to, count, place, hash, supplier"
        )
        rest = "on_behalf, received, issued, expires, recorded, judged_by, judged, reason, holder, version"
        for number in range(1200):
            transaction.run(
                f"INSERT INTO paper (code, type, {columns}, {rest}) SELECT ?, ?, {columns}, {rest} "
                "FROM paper WHERE code = ?",
                (f"P-{number:04d}", f"kind_{number}", paper),
            )
    assert sweep(timely.office, "a").counts["papers"] == 1201
    assert len(_told(timely)) == 1201


def _paper(scene: Scene, expires: date, received: date = TODAY) -> str:
    return scene.paper(KIND, "establishment", "CS01", received, issued=date(2023, 1, 1), expires=expires)


def _told(scene: Scene) -> list[tuple[str, str]]:
    statement = "SELECT subject, mark FROM effect WHERE kind = 'paper' AND part <> '' ORDER BY at, subject"
    with scene.office.database.reading() as transaction:
        return [(subject, mark) for subject, mark in transaction.rows(statement)]
