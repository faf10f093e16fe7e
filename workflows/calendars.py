"""Which days count: days off, days worked instead, and moving along them."""

from calendar import monthrange
from datetime import date, timedelta

from workflows.definition import Period
from workflows.rules import Calendar

SATURDAY = 5
ONE_DAY = timedelta(days=1)


def day_off(calendar: Calendar, day: date) -> str | None:
    """Why nobody works on `day`: the reason of the calendar, `weekend`, or None on a working day."""
    if day in calendar.worked:
        return None
    if day in calendar.off:
        return calendar.off[day]
    return "weekend" if day.weekday() >= SATURDAY else None


def add(start: date, period: Period) -> date:
    """The last day of a period that began with `start` as day zero (Civil Code 2015, Articles 147 and 148).

    Months end on the same date, or on the last day of a month that has no such date.
    """
    if period.days is not None:
        return start + timedelta(days=period.days)
    months = start.year * 12 + start.month - 1 + (period.months or 0)
    year, month = divmod(months, 12)
    return date(year, month + 1, min(start.day, monthrange(year, month + 1)[1]))


def roll(calendar: Calendar, day: date) -> tuple[date, list[tuple[date, str]]]:
    """The next working day at or after `day`, and every day skipped on the way with its reason."""
    skipped: list[tuple[date, str]] = []
    while (reason := day_off(calendar, day)) is not None:
        skipped.append((day, reason))
        day += ONE_DAY
    return day, skipped
