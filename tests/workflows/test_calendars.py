"""Which days count, in Vietnam and under any calendar; finding them agrees with walking from day to day."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from functools import cache
from random import Random

import pytest

from tests.workflows import oracle
from tests.workflows.timing import vietnam
from workflows.calendars.calendars import add, day_off, exceptional, moved, roll
from workflows.deadlines.deadline_rules import Period
from workflows.rules import Calendar

SEED = 2026


@pytest.mark.parametrize(
    ("start", "count", "last"),
    [
        # Tết 2026: Monday 16 to Friday 20 February.
        ("2026-02-12", 1, "2026-02-13"),
        ("2026-02-12", 2, "2026-02-23"),
        ("2026-02-13", 1, "2026-02-23"),
        ("2026-02-18", 1, "2026-02-23"),
        # Friday 2 January off, Saturday 10 January worked instead.
        ("2026-01-01", 1, "2026-01-05"),
        ("2026-01-01", 5, "2026-01-09"),
        ("2026-01-01", 6, "2026-01-10"),
        ("2026-01-01", 7, "2026-01-12"),
        ("2026-01-10", 1, "2026-01-12"),
        # Saturday 22 August worked for Monday 31, before the two days of 2 September.
        ("2026-08-21", 1, "2026-08-22"),
        ("2026-08-21", 6, "2026-08-28"),
        ("2026-08-21", 7, "2026-09-03"),
        # 24 November is not known to be enacted: it counts as worked.
        ("2026-11-23", 1, "2026-11-24"),
    ],
)
def test_working_days_in_vietnam(start: str, count: int, last: str) -> None:
    assert moved(vietnam(), date.fromisoformat(start), Period(working_days=count)) == date.fromisoformat(last)


@pytest.mark.parametrize(
    ("last", "count", "day"),
    [("2026-02-23", 1, "2026-02-13"), ("2026-02-23", 2, "2026-02-12"), ("2026-01-12", 1, "2026-01-10")],
)
def test_working_days_before_a_day(last: str, count: int, day: str) -> None:
    found = moved(vietnam(), date.fromisoformat(last), Period(working_days=count), -1)
    assert found == date.fromisoformat(day)


@pytest.mark.parametrize(
    ("start", "months", "last"),
    [
        ("2024-01-31", 1, "2024-02-29"),
        ("2025-01-31", 1, "2025-02-28"),
        ("2024-02-29", 12, "2025-02-28"),
        ("2024-02-29", 48, "2028-02-29"),
        ("2026-10-31", 1, "2026-11-30"),
        ("2026-11-30", 3, "2027-02-28"),
        ("2026-12-31", 36, "2029-12-31"),
    ],
)
def test_a_month_ends_on_the_same_date_or_on_the_last_of_the_month(start: str, months: int, last: str) -> None:
    assert add(date.fromisoformat(start), Period(months=months)) == date.fromisoformat(last)


def test_a_day_off_says_why() -> None:
    calendar = vietnam()
    assert "12729/VPCP-KGVX" in str(day_off(calendar, date(2026, 1, 2)))
    assert day_off(calendar, date(2026, 1, 3)) == "weekend"
    assert day_off(calendar, date(2026, 1, 5)) is None
    assert day_off(calendar, date(2026, 1, 10)) is None


def test_days_worked_instead_are_told_like_days_skipped() -> None:
    days = [date(2026, 1, number).toordinal() for number in range(8, 13)]
    told = [(one.day.day, one.counts) for one in exceptional(vietnam(), days)]
    assert told == [(10, True), (11, False)]


def test_a_day_that_is_off_and_worked_is_worked() -> None:
    friday, saturday = date(2026, 3, 6), date(2026, 3, 7)
    both = Calendar("c", {friday: "off", saturday: "off"}, {friday: "worked", saturday: "worked"}, {})
    assert (day_off(both, friday), day_off(both, saturday)) == (None, None)
    assert moved(both, date(2026, 3, 5), Period(working_days=2)) == saturday


def test_a_revised_calendar_is_compiled_anew() -> None:
    monday = date(2026, 3, 9)
    assert roll(vietnam(), monday) == monday
    revised = replace(vietnam(), off={**vietnam().off, monday: "Nghỉ"})
    assert roll(revised, monday) == date(2026, 3, 10)


@pytest.mark.torture
def test_finding_working_days_agrees_with_walking(share: Callable[[int], int]) -> None:
    random, calendar = Random(SEED), vietnam()
    for number in range(share(20_000)):
        if number % 50 == 0:
            calendar = any_calendar(random)
        day, count = any_day(random), random.randrange(0, 70)
        days = calendar.working_days
        told = (SEED, number, day, count)
        assert days.counts(day) == oracle.is_worked(calendar, day), told
        assert days.moved(day, count) == oracle.walked(calendar, day, count, "working_days"), told
        assert days.moved(day, -count) == oracle.walked_back(calendar, day, count), told
        assert days.at_or_after(day) == oracle.rolled(calendar, day), told
        until = day + timedelta(days=random.randrange(-5, 90))
        assert days.between(day, until) == oracle.counted(calendar, day, until, "working_days"), told


def any_day(random: Random) -> date:
    """A day of 2023 to 2028, most often near Tết, a swapped day, or the end of a month or a year."""
    if random.random() < 0.6:
        return random.choice(edges()) + timedelta(days=random.randrange(-25, 10))
    return date(2023, 1, 1) + timedelta(days=random.randrange(365 * 6))


@cache
def edges() -> list[date]:
    return [*vietnam().off, *vietnam().worked, date(2024, 2, 29), date(2025, 1, 31), date(2026, 12, 31)]


def any_calendar(random: Random) -> Calendar:
    """Vietnam's, or one with long holidays, crowded swaps, or nothing but weekends."""
    if random.random() < 0.4:
        return vietnam()
    off = {any_day(random) + timedelta(days=more): "Nghỉ" for more in range(random.randrange(0, 30))}
    worked = {any_day(random): "Làm bù" for _ in range(random.randrange(0, 60))}
    begun = any_day(random)
    off |= {begun + timedelta(days=more): "Nghỉ dài" for more in range(random.randrange(0, 25))}
    return Calendar("any", off, worked, {2024: "confirmed", 2026: "confirmed", 2027: "provisional"}, 7, "f" * 64)
