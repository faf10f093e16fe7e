"""Which days count, why the others do not, and moving along them."""

from calendar import monthrange
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from workflows.deadlines.deadline_rules import Period
from workflows.rules import Calendar

ONE_DAY = timedelta(days=1)
WEEKEND = "weekend"


@dataclass(frozen=True)
class Exceptional:
    """A day that is skipped (`counts` False), or one that a calendar says is worked, and why."""

    day: date
    why: str
    counts: bool


def day_off(calendar: Calendar, day: date) -> str | None:
    """Why nobody works on `day`: the reason of the calendar, `weekend`, or None on a working day."""
    if calendar.working_days.counts(day):
        return None
    return calendar.off.get(day, WEEKEND)


def exceptional(calendar: Calendar, numbers: Iterable[int]) -> list[Exceptional]:
    """Of days given by their numbers, those that do not count and those that the calendar says are worked, in order."""
    return [
        Exceptional(day, calendar.worked[day], counts=True)
        if day in calendar.worked
        else Exceptional(day, calendar.off.get(day, WEEKEND), counts=False)
        for day in calendar.working_days.named(numbers)
    ]


def add(start: date, period: Period) -> date:
    """The last day of a period that began with `start` as day zero (Civil Code 2015, Articles 147 and 148).

    Months end on the same date, or on the last day of a month that has no such date. Working days need a calendar:
    see `moved`.
    """
    assert period.working_days is None  # noqa: S101 - only deadlines are counted in working days
    if period.days is not None:
        return start + timedelta(days=period.days)
    return _month_on(start, period.months or 0)


def moved(calendar: Calendar, start: date, period: Period, sign: int = 1) -> date:
    """The day that lies a period after `start`, which is not counted; with `sign` -1, before it."""
    if period.working_days is not None:
        return calendar.working_days.moved(start, sign * period.working_days)
    if period.days is not None:
        return start + sign * timedelta(days=period.days)
    return _month_on(start, sign * (period.months or 0))


def roll(calendar: Calendar, day: date) -> date:
    """The next working day at or after `day` (Civil Code 2015, Article 148.5)."""
    return calendar.working_days.at_or_after(day)


def _month_on(start: date, count: int) -> date:
    year, month = divmod(start.year * 12 + start.month - 1 + count, 12)
    return date(year, month + 1, min(start.day, monthrange(year, month + 1)[1]))
