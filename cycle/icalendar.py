"""iCalendar files (RFC 5545): days that other programs put into their calendars. Alone uses the library icalendar."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache

from icalendar import Calendar, Event, Timezone

MEDIA = "text/calendar"
MAKER = "-//ocop//ocop agenda//VI"
# By this an earlier file of the same agenda is known again.
WHOSE = "X-OCOP-AGENDA"
# How a file that is sent says what it is for (RFC 5546).
PUBLISH = "PUBLISH"
CONFIRMED, TENTATIVE, CANCELLED = "CONFIRMED", "TENTATIVE", "CANCELLED"
# As far as the time zone is written out.
FIRST, LAST = date(2019, 1, 1), date(2038, 1, 1)


@dataclass(frozen=True)
class Entry:
    """One whole day. `uid` never changes, `sequence` grows with every change; `changed` is the instant of the last.

    A `status` of CANCELLED takes the day out of the calendars that have it.
    """

    uid: str
    sequence: int
    day: date
    status: str
    changed: datetime
    summary: str
    description: str


@dataclass(frozen=True)
class Almanac:
    """What one file holds; `whose` names what it is about for programs, `title` for people, `method` what it is for."""

    whose: str
    title: str
    zone: str
    language: str
    entries: tuple[Entry, ...]
    method: str | None = None


def written(almanac: Almanac) -> bytes:
    """The file. The same almanac gives the same bytes."""
    calendar = Calendar()
    calendar.add("prodid", MAKER)
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    if almanac.method is not None:
        calendar.add("method", almanac.method)
    calendar.add("x-wr-calname", almanac.title)
    calendar.add("x-wr-timezone", almanac.zone)
    calendar.add(WHOSE, almanac.whose)
    calendar.add_component(_zone(almanac.zone))
    for entry in _ordered(almanac.entries):
        calendar.add_component(_event(entry, almanac.language))
    return bytes(calendar.to_ical())


def whose(content: bytes) -> str | None:
    """What an earlier file is about; None where it is none of ours."""
    try:
        calendar = Calendar.from_ical(content)
    except ValueError:
        return None
    if str(calendar.get("prodid")) != MAKER:
        return None
    return str(calendar.get(WHOSE)) if WHOSE in calendar else None


@cache
def _zone(name: str) -> Timezone:
    """The time zone, made once and changed by nobody, without what the library remarks on it, in its own language."""
    zone = Timezone.from_tzid(name, first_date=FIRST, last_date=LAST)
    zone.pop("comment", None)
    return zone


def _ordered(entries: Iterable[Entry]) -> list[Entry]:
    return sorted(entries, key=lambda one: (one.day, one.uid))


def _event(entry: Entry, language: str) -> Event:
    event = Event()
    told = {"LANGUAGE": language}
    event.add("uid", entry.uid)
    event.add("sequence", entry.sequence)
    event.add("dtstart", entry.day)
    event.add("dtstamp", entry.changed)
    event.add("last-modified", entry.changed)
    event.add("status", entry.status)
    # A day on which something is owed does not make anybody busy.
    event.add("transp", "TRANSPARENT")
    event.add("summary", entry.summary, parameters=told)
    event.add("description", entry.description, parameters=told)
    return event
