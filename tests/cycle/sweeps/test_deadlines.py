"""Deadlines that are swept: reminded of once, over once, proposed and escalated, whatever was missed meanwhile."""

import random
from collections import Counter
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from cycle.answers import Done
from cycle.sweeps import Swept, foresee, sweep
from tests.conftest import TestClock
from tests.cycle.sweeps.looking import (
    by_machine,
    count,
    deadline_row,
    in_drafting,
    in_screening,
    is_true_to_history,
    ledger,
    returned,
    stands,
)
from tests.scene import COMMUNE, MARCH, Scene

# The screening of the fifth of March is over as the fifteenth ends in Vietnam.
THREE_DAYS_BEFORE = "2024-03-12T00:00:00+07:00"
ONE_DAY_BEFORE = "2024-03-14T00:00:00+07:00"
OVER = "2024-03-16T00:00:00+07:00"
TWO_DAYS_AFTER = "2024-03-17T00:00:00+07:00"
A_SECOND = timedelta(seconds=1)


def test_a_reminder_is_done_once_and_not_a_second_before_it_is_due(timely: Scene, clock: TestClock) -> None:
    in_screening(timely)
    clock.set(THREE_DAYS_BEFORE)
    clock.advance(-A_SECOND)
    assert _did(sweep(timely.office, "a")) == {"windows": 3}
    clock.advance(A_SECOND)
    assert _did(sweep(timely.office, "a")) == {"reminders": 1}
    assert _did(sweep(timely.office, "a")) == {}
    assert ledger(timely) == [("screening", "before_3_days@2024-03-15", "done")]
    assert is_true_to_history(timely)


def test_of_several_missed_reminders_one_is_told_and_names_the_rest(timely: Scene, clock: TestClock) -> None:
    in_screening(timely)
    clock.set(ONE_DAY_BEFORE)
    assert _did(sweep(timely.office, "a")) == {"reminders": 1, "merged": 1, "windows": 3}
    assert ledger(timely) == [
        ("screening", "before_3_days@2024-03-15", "merged"),
        ("screening", "before_1_days@2024-03-15", "done"),
    ]
    assert is_true_to_history(timely)


def test_a_deadline_is_over_at_the_end_of_its_last_day_and_escalated_to_the_secretariat(
    timely: Scene, clock: TestClock
) -> None:
    in_screening(timely)
    clock.set(OVER)
    clock.advance(-A_SECOND)
    sweep(timely.office, "a")
    assert deadline_row(timely, "screening")["expired_seq"] is None
    clock.advance(A_SECOND)
    assert _did(sweep(timely.office, "a")) == {"expired": 1, "escalated": 1}
    row = deadline_row(timely, "screening")
    assert (row["status"], row["proposal"], row["escalation"]) == ("open", None, "waiting")
    assert row["next_at"] == "2024-03-16T17:00:00.000000Z"
    (told,) = by_machine(timely, "deadline")
    assert (told["event"], told["deadline"]["name"], told["escalation"]) == ("expired", "screening", "waiting")
    clock.set(TWO_DAYS_AFTER)
    assert _did(sweep(timely.office, "a")) == {"reminders": 1}
    assert deadline_row(timely, "screening")["next_at"] is None
    assert is_true_to_history(timely)


def test_what_was_settled_during_an_outage_is_voided_and_nobody_is_reminded(timely: Scene, clock: TestClock) -> None:
    dossier = in_screening(timely)
    clock.set(ONE_DAY_BEFORE)
    timely.done(dossier, "return", "to_chuc", on_behalf=f"organisation:{COMMUNE}", note="thiếu")
    clock.set("2024-03-19T09:00:00+07:00")
    assert _did(sweep(timely.office, "a")) == {"void": 2, "windows": 3}
    assert ledger(timely) == [
        ("screening", "before_3_days@2024-03-15", "void"),
        ("screening", "before_1_days@2024-03-15", "void"),
    ]
    assert by_machine(timely, "deadline") == []
    assert is_true_to_history(timely)


def test_what_was_settled_in_time_leaves_nothing_to_sweep(timely: Scene, clock: TestClock) -> None:
    dossier = in_screening(timely)
    timely.done(dossier, "return", "to_chuc", on_behalf=f"organisation:{COMMUNE}", note="thiếu")
    clock.set(ONE_DAY_BEFORE)
    sweep(timely.office, "a")
    assert {part for part, _, _ in ledger(timely)} == {"resubmission"}


def test_a_trigger_that_its_rules_allow_is_offered_and_never_fired_by_the_machine(
    timely: Scene, clock: TestClock
) -> None:
    dossier = returned(timely)
    clock.set("2024-03-21T00:00:00+07:00")
    assert _did(sweep(timely.office, "a")) == {"reminders": 1, "merged": 2, "expired": 1, "offered": 1, "windows": 3}
    (told,) = by_machine(timely, "deadline")
    assert (told["proposal"], told["offered"], told["reasons"]) == ("lapse", True, [])
    (waiting,) = stands(timely).waiting
    assert (waiting.dossier, waiting.proposal, waiting.offered) == (dossier, "lapse", True)
    assert waiting.to == ("secretariat.of_programme",)
    assert waiting.since == "2024-03-20T17:00:00.000000Z"
    assert isinstance(timely.fire(dossier, "lapse", "to_chuc"), Done)
    assert stands(timely).waiting == ()
    assert is_true_to_history(timely)


def test_a_proposal_that_a_guard_refuses_stays_with_its_reasons(timely: Scene, clock: TestClock) -> None:
    in_drafting(timely)
    clock.set("2024-05-01T00:00:00+07:00")
    assert _did(sweep(timely.office, "a"))["not_offered"] == 1
    (told,) = by_machine(timely, "deadline")
    codes = {reason["code"] for reason in told["reasons"]}
    assert (told["proposal"], told["offered"]) == ("submit", False)
    assert {"window_closed", "paper_missing_any"} <= codes
    (waiting,) = stands(timely).waiting
    assert {reason.code for reason in waiting.reasons} == codes
    assert deadline_row(timely, "submission")["proposal"] == "submit"


def test_a_dry_run_tells_what_a_sweep_then_does_and_writes_nothing(timely: Scene, clock: TestClock) -> None:
    for number in range(2, 5):
        (in_screening, returned, in_drafting)[number % 3](timely, timely.add_product(number))
    clock.set("2024-05-02T00:00:00+07:00")
    before = [count(timely, table) for table in ("record", "effect", "sweep", "outbox")]
    foreseen = foresee(timely.office, "a")
    assert [count(timely, table) for table in ("record", "effect", "sweep", "outbox")] == before
    done = sweep(timely.office, "a")
    assert (foreseen.counts, foreseen.lag) == (done.counts, done.lag)
    assert done.counts["expired"] == 3


@pytest.mark.parametrize("seconds", [1, 60, 3600, 86_400, 7 * 86_400, 30 * 86_400])
def test_after_an_outage_of_any_length_each_mark_is_in_the_ledger_once(
    timely: Scene, clock: TestClock, seconds: int
) -> None:
    returned(timely)
    in_screening(timely, timely.add_product(2))
    outage, end = timedelta(seconds=seconds), datetime(2024, 4, 5, tzinfo=UTC)
    jumps = range(0, 40 * 86_400, seconds) if seconds >= 86_400 else _near_marks(timely, seconds)
    for jump in jumps:
        clock.set(datetime.fromisoformat(MARCH) + timedelta(seconds=jump))
        sweep(timely.office, "a")
    clock.set(end)
    sweep(timely.office, "a")
    clock.advance(outage)
    assert {"windows", "papers"} >= _did(sweep(timely.office, "a")).keys()
    assert _ledger_by_deadline(timely) == {"resubmission": 4, "screening": 4}
    assert len(by_machine(timely, "deadline")) == 2
    assert is_true_to_history(timely)


def test_whatever_the_clock_does_each_effect_comes_once(timely: Scene, clock: TestClock) -> None:
    seed = random.SystemRandom().randrange(2**32)
    print(f"seed {seed}")  # noqa: T201 - shown when the test fails
    chance = random.Random(seed)
    returned(timely)
    in_screening(timely, timely.add_product(2))
    begin = datetime.fromisoformat(MARCH)
    for _ in range(40):
        clock.set(begin + timedelta(seconds=chance.randrange(30 * 86_400)))
        sweep(timely.office, "a")
    clock.set(begin + timedelta(days=31))
    sweep(timely.office, "a")
    assert _ledger_by_deadline(timely) == {"resubmission": 4, "screening": 4}
    assert Counter(one["event"] for one in by_machine(timely, "deadline")) == {"expired": 2}
    assert is_true_to_history(timely)


def _near_marks(scene: Scene, seconds: int) -> list[int]:
    """So many seconds before, at and after each mark, counted from the beginning."""
    with scene.office.database.reading() as transaction:
        (first,) = transaction.row("SELECT MIN(next_at) FROM deadline") or (None,)
    begin = datetime.fromisoformat(MARCH)
    there = int((datetime.fromisoformat(str(first)) - begin).total_seconds())
    return [there + day * 86_400 + by for day in range(4) for by in (-seconds, 0, seconds)]


def _ledger_by_deadline(scene: Scene) -> dict[str, int]:
    with scene.office.database.reading() as transaction:
        rows = transaction.rows("SELECT part, COUNT(*) FROM effect WHERE kind = 'deadline' GROUP BY part")
    return dict(rows)


def _did(found: Swept) -> dict[str, Any]:
    """The kinds of which something was done."""
    assert found.aside == ()
    return {kind: many for kind, many in found.counts.items() if many}
