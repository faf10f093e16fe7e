"""The instant at which a day ends: in the zone of the programme, whatever the zone of the process."""

import time as process_time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest

from tests.workflows.timing import REMINDERS, ZONE, day, found, paused, rule, vietnam
from workflows.calendars.calendars import ONE_DAY
from workflows.deadlines.deadline_rules import Period
from workflows.deadlines.deadlines import amended
from workflows.deadlines.marks import end_of_day, instant_text

DAYS, WORKING = Period(days=10), Period(working_days=5)


def test_the_instant_is_the_end_of_the_last_day_in_the_zone_of_the_programme() -> None:
    given = found(rule(DAYS), day("2026-03-02"))
    assert given.last_day == day("2026-03-12")
    assert given.instant == datetime(2026, 3, 12, 17, tzinfo=UTC)
    there = found(rule(DAYS), day("2026-03-02"), "Pacific/Kiritimati")
    assert there.instant == datetime(2026, 3, 12, 10, tzinfo=UTC)


@pytest.fixture
def zones(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[str]]:
    """Zones to put the process in, one after the other; the one it had is put back."""
    yield ["UTC", "Asia/Ho_Chi_Minh", "America/Los_Angeles", "Pacific/Kiritimati", "Europe/London"]
    monkeypatch.undo()
    process_time.tzset()


@pytest.mark.skipif(not hasattr(process_time, "tzset"), reason="this system has no time zone of a process")
def test_the_zone_of_the_process_makes_no_difference(zones: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    one, seen = rule(WORKING, remind=REMINDERS), []
    for zone in zones:
        monkeypatch.setenv("TZ", zone)
        process_time.tzset()
        given = found(one, day("2026-03-26"))
        seen.append((given, amended(one, given.derivation, paused("2026-03-27", "2026-03-29"), vietnam())))
    assert len(seen) == len(zones)
    assert all(one == seen[0] for one in seen)


def test_an_instant_without_a_zone_is_refused() -> None:
    naive = datetime(2026, 3, 2)  # noqa: DTZ001 - what must be refused
    with pytest.raises(ValueError, match="naive"):
        instant_text(naive)
    for moment in (naive, naive.replace(tzinfo=UTC)):
        with pytest.raises(TypeError, match="not an instant"):
            end_of_day(moment, ZONE)
        with pytest.raises((TypeError, ValueError)):
            found(rule(DAYS), moment)


def test_the_instant_of_a_day_that_the_clocks_change_on_is_the_end_of_that_day() -> None:
    summer = end_of_day(day("2026-10-25"), "Europe/London") - end_of_day(day("2026-10-24"), "Europe/London")
    assert summer == timedelta(hours=25)
    assert end_of_day(day("2026-10-25"), "Europe/London") == end_of_day(day("2026-10-25") + 0 * ONE_DAY, "UTC")
