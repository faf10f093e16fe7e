"""Deadlines by walking day after day over a wall calendar: slow, plain, and written without a look at ours."""

from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime, timedelta
from functools import cache
from typing import Any
from zoneinfo import ZoneInfo

from workflows.rules import Calendar

TOMORROW = timedelta(days=1)


def is_worked(calendar: Calendar, day: date) -> bool:
    if day in calendar.worked:
        return True
    if day in calendar.off:
        return False
    return day.isoweekday() not in (6, 7)


def walked(calendar: Calendar, day: date, count: int, unit: str) -> date:
    """So many days, working days or months on from a day that is not counted."""
    if unit == "months":
        return _months_on(day, count)
    while count > 0:
        day += TOMORROW
        if unit == "days" or is_worked(calendar, day):
            count -= 1
    return day


def walked_back(calendar: Calendar, day: date, count: int) -> date:
    """So many working days before a day that is not counted."""
    while count > 0:
        day -= TOMORROW
        if is_worked(calendar, day):
            count -= 1
    return day


def counted(calendar: Calendar, after: date, until: date, unit: str) -> int:
    """How many days of a kind come after one day, up to another."""
    count = 0
    while after < until:
        after += TOMORROW
        if unit != "working_days" or is_worked(calendar, after):
            count += 1
    return count


def rolled(calendar: Calendar, day: date) -> date:
    while not is_worked(calendar, day):
        day += TOMORROW
    return day


def last_day(
    calendar: Calendar, start: date, length: tuple[str, int] | date, events: Iterable[Mapping[str, Any]], *, rolls: bool
) -> date:
    """The last day in the end. A length is a unit with a count; a day given for it stands as it is."""
    unit = "days" if isinstance(length, date) or length[0] == "months" else length[0]
    end = length if isinstance(length, date) else walked(calendar, start, length[1], length[0])
    named, stopped = False, None
    for event in events:
        if event["event"] == "paused":
            stopped = date.fromisoformat(event["day"])
        if event["event"] == "resumed":
            assert stopped is not None
            rest = counted(calendar, stopped, end, unit)
            end, named = walked(calendar, date.fromisoformat(event["day"]), rest, unit), False
        if event["event"] == "extended":
            end, named = date.fromisoformat(event["until"]), True
    return rolled(calendar, end) if rolls and not named else end


@cache
def over(day: date, zone: str) -> datetime:
    """The first minute, in UTC, at which a clock on the wall of the zone shows a later day."""
    instant = datetime(day.year, day.month, day.day, tzinfo=UTC) - TOMORROW
    while instant.astimezone(ZoneInfo(zone)).date() <= day:
        instant += timedelta(hours=1)
    instant -= timedelta(hours=1)
    while instant.astimezone(ZoneInfo(zone)).date() <= day:
        instant += timedelta(minutes=1)
    return instant


def used_up(start: date, end: date, share: int) -> date:
    """The day in the course of which a share of the days after the start is used."""
    day, days = start, (end - start).days
    while (day - start).days * 100 < days * share:
        day += TOMORROW
    return day


def _months_on(day: date, count: int) -> date:
    year, month = day.year, day.month
    for _ in range(count):
        month += 1
        if month > 12:
            year, month = year + 1, 1
    number = day.day
    while True:
        try:
            return date(year, month, number)
        except ValueError:
            number -= 1
