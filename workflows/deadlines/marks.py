"""The instants of a deadline at which something is done: its reminders, and its expiry."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from typing import Any
from zoneinfo import ZoneInfo

from workflows.calendars.calendars import ONE_DAY, moved
from workflows.deadlines.deadline_rules import Reminder
from workflows.rules import Calendar

Past = Sequence[Mapping[str, Any]]

EXPIRY, PAUSE_OVER = "expiry", "pause_over"


@dataclass(frozen=True)
class Span:
    """The time a deadline leaves: from `starts`, day zero, to the end of `last_day`, both days of `zone`.

    Of a yearly deadline `years` are the last days of the years after its own: until it is reported theirs do not run.
    """

    starts: date
    last_day: date
    zone: str
    years: tuple[date, ...] = ()


def end_of_day(day: date, zone: str) -> datetime:
    """The instant, in UTC, at which `day` is over in `zone`. Raises TypeError where an instant is given for a day."""
    return beginning_of(day + ONE_DAY, zone)


def beginning_of(day: date, zone: str) -> datetime:
    """The instant, in UTC, at which `day` begins in `zone`. Raises TypeError where an instant is given for a day."""
    if isinstance(day, datetime):
        raise TypeError("a day is wanted, not an instant: which day an instant lies on depends on the zone")
    return datetime.combine(day, time(), ZoneInfo(zone)).astimezone(UTC)


def instant_text(instant: datetime) -> str:
    """The form in which history keeps an instant: UTC, microseconds, `Z`. Raises ValueError on a naive datetime."""
    if instant.tzinfo is None:
        raise ValueError("a naive datetime names no instant; give it a time zone")
    return instant.astimezone(UTC).replace(tzinfo=None).isoformat(timespec="microseconds") + "Z"


def marks(
    reminders: Sequence[Reminder], span: Span, calendar: Calendar, changes: int = 0, past: Past = ()
) -> list[Mapping[str, Any]]:
    """The marks of a deadline in the order of their instants, its expiry among them.

    A reminder comes at 00:00 of its day; one whose day lies before day zero is left out, but for one that comes after
    a last day that was over by then: it comes on day zero. The later years of a yearly deadline remind of it on their
    last days. No name ever comes again at another instant: after `changes` of the deadline a new mark ends in `#` and
    their number. One of the `past`, those of the last day before, that stays where it is keeps its name, so that what
    was done at it stays done.
    """
    day_told = span.last_day.isoformat()
    found: list[Mapping[str, Any]] = [
        {
            "mark": f"{reminder.mark}@{day_told}",
            "kind": "reminder",
            "at": _midnight(day, span.zone),
            "to": [str(who) for who in reminder.to],
        }
        for reminder in reminders
        if (day := _told_on(reminder, span, calendar)) >= span.starts
    ]
    found += [
        {"mark": f"year_{day.year}@{day.isoformat()}", "kind": "reminder", "at": _midnight(day, span.zone), "to": []}
        for day in span.years
        if day >= span.starts
    ]
    over = _midnight(span.last_day + ONE_DAY, span.zone)
    expiry = {"mark": f"{EXPIRY}@{day_told}", "kind": EXPIRY, "at": over}
    kept = {(one["mark"].partition("#")[0], one["at"]): one["mark"] for one in past}
    named = [
        {**one, "mark": kept.get((one["mark"], one["at"]), _numbered(one["mark"], changes))} for one in [*found, expiry]
    ]
    return sorted(named, key=lambda mark: (mark["at"], mark["mark"]))


def pause_mark(latest: date, zone: str, changes: int) -> Mapping[str, Any]:
    """The mark of a pause after `changes` of its deadline: the end of the `latest` day on which it may go on."""
    name = _numbered(f"{PAUSE_OVER}@{latest.isoformat()}", changes)
    return {"mark": name, "kind": PAUSE_OVER, "at": _midnight(latest + ONE_DAY, zone)}


def _numbered(mark: str, changes: int) -> str:
    return f"{mark}#{changes}" if changes else mark


@lru_cache(maxsize=4096)
def _midnight(day: date, zone: str) -> str:
    return instant_text(beginning_of(day, zone))


def _told_on(reminder: Reminder, span: Span, calendar: Calendar) -> date:
    """The day of a reminder, day zero for one after a last day that was past by then."""
    day = reminder_day(reminder, span, calendar)
    return max(day, span.starts) if reminder.when == "after" and span.last_day < span.starts else day


def reminder_day(reminder: Reminder, span: Span, calendar: Calendar) -> date:
    """The day of a reminder. A share of the time is used up in the course of its day: 75 % of 10 days on the eighth."""
    if reminder.share is not None and span.last_day >= span.starts:
        return span.starts - timedelta(days=-(span.last_day - span.starts).days * reminder.share // 100)
    if reminder.period is None:
        return span.last_day
    return moved(calendar, span.last_day, reminder.period, -1 if reminder.when == "before" else 1)
