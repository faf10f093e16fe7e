"""What a season's timetable brings, and what happens where nothing was swept for too long."""

from datetime import timedelta

import pytest

from cycle.clock import instant_text
from cycle.sweeps import sweep
from cycle.sweeps.around import look_around
from cycle.sweeps.deadlines import Pass
from cycle.sweeps.result import Tally
from cycle.sweeps.seasons import sweep_season
from tests.conftest import TestClock
from tests.cycle.sweeps.looking import by_machine, is_true_to_history, ledger
from tests.scene import MARCH, PROGRAMME, Scene

DAY, HOUR, SECOND = timedelta(days=1), timedelta(hours=1), timedelta(seconds=1)


def test_windows_and_the_season_are_told_once_each_and_in_order(timely: Scene, clock: TestClock) -> None:
    sweep(timely.office, "a")
    clock.set("2025-02-01T00:00:00+07:00")
    done = sweep(timely.office, "a")
    assert sweep(timely.office, "a").counts["windows"] == 0
    told = by_machine(timely, "season")
    assert [one["at"] for one in told] == sorted(one["at"] for one in told)
    assert done.counts["seasons"] == 1
    assert [one["event"] for one in told if one["event"] == "season_ended"] == ["season_ended"]
    ideas = [(one["event"], one["day"]) for one in told if one["window"] == "ideas"]
    assert ideas == [("window_opened", "2024-03-01"), ("window_closed", "2024-04-30")]
    marks = [mark for _, mark, _ in ledger(timely, "window")]
    assert len(marks) == len(told) - 1
    assert is_true_to_history(timely)


def test_a_window_closes_as_its_last_day_ends_in_the_zone_of_the_programme(timely: Scene, clock: TestClock) -> None:
    clock.set("2024-05-01T00:00:00+07:00")
    clock.advance(-SECOND)
    sweep(timely.office, "a")
    assert ("ideas", "window_closed@2024-04-30", "done") not in ledger(timely, "window")
    clock.advance(SECOND)
    sweep(timely.office, "a")
    assert ("ideas", "window_closed@2024-04-30", "done") in ledger(timely, "window")


@pytest.mark.parametrize(("gap", "told"), [(26 * HOUR, False), (26 * HOUR + SECOND, True), (21 * DAY, True)])
def test_a_lag_of_more_than_26_hours_is_recorded_and_promised_to_the_outbox(
    timely: Scene, clock: TestClock, gap: timedelta, told: bool
) -> None:
    assert sweep(timely.office, "a").lag is None
    clock.advance(gap)
    found = sweep(timely.office, "a")
    again = sweep(timely.office, "b")
    lags = by_machine(timely, "lag")
    assert (found.lag is not None, again.lag, len(lags)) == (told, None, int(told))
    if told:
        assert lags == [found.lag]
        assert lags[0]["from"].startswith(MARCH[:19])
        with timely.office.database.reading() as transaction:
            promised = transaction.rows(
                "SELECT 1 FROM outbox o JOIN record r ON r.stream = o.stream AND r.seq = o.seq WHERE r.kind = 'lag'"
            )
        assert promised == [(1,)]
    assert is_true_to_history(timely)


def test_the_season_of_a_programme_that_is_closed_is_told_of_no_more(timely: Scene, clock: TestClock) -> None:
    sweep(timely.office, "a")
    with timely.office.database.writing() as transaction:
        transaction.write("UPDATE programme SET closed = '2024-03-05' WHERE code = ?", (PROGRAMME,))
    clock.set("2024-12-31T23:00:00+07:00")
    assert sweep(timely.office, "a").counts["windows"] == 0


def test_what_came_before_the_season_was_closed_is_told_though_nothing_was_swept_until_later(
    timely: Scene, clock: TestClock
) -> None:
    with timely.office.database.writing() as transaction:
        transaction.write("UPDATE programme SET closed = '2024-05-02' WHERE code = ?", (PROGRAMME,))
    clock.set("2024-12-01T00:00:00+07:00")
    sweep(timely.office, "a")
    assert sweep(timely.office, "a").counts["windows"] == 0
    told = [(one["event"], one["window"]) for one in by_machine(timely, "season")]
    assert ("window_closed", "ideas") in told
    assert max(one["day"] for one in by_machine(timely, "season")) <= "2024-05-02"
    assert ("season_ended", "") not in told


def test_a_season_that_closes_while_a_sweep_waits_is_looked_at_again_under_the_lock(
    timely: Scene, clock: TestClock
) -> None:
    sweep(timely.office, "a")
    clock.set("2024-12-31T23:00:00+07:00")
    now = instant_text(timely.office.clock.now())
    with timely.office.database.reading() as transaction:
        assert PROGRAMME in look_around(transaction, timely.office, now).seasons
    with timely.office.database.writing() as transaction:
        transaction.write("UPDATE programme SET closed = '2024-03-05' WHERE code = ?", (PROGRAMME,))
    way = Pass(timely.office, now, Tally())
    sweep_season(way, PROGRAMME)
    assert (way.tally.counts["windows"], way.tally.aside) == (0, [])


def test_sweeps_that_were_killed_are_forgotten_like_the_others(timely: Scene, clock: TestClock) -> None:
    with timely.office.database.writing() as transaction:
        for code, started in (("old", "2023-12-01T00:00:00.000000Z"), ("new", "2024-03-01T00:00:00.000000Z")):
            transaction.write("INSERT INTO sweep (code, worker, started) VALUES (?, 'x', ?)", (code, started))
    sweep(timely.office, "a")
    with timely.office.database.reading() as transaction:
        assert transaction.rows("SELECT code FROM sweep WHERE finished IS NULL") == [("new",)]
