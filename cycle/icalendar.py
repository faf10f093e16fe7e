"""iCalendar files (RFC 5545): days that other programs put into their calendars. Alone uses the library icalendar."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import cache

from icalendar import Calendar, Timezone

MEDIA = "text/calendar"
MAKER = "-//ocop//ocop agenda//VI"
# By this an earlier file of the same agenda is known again.
WHOSE = "X-OCOP-AGENDA"
# How a file that is sent says what it is for (RFC 5546).
PUBLISH = "PUBLISH"
CONFIRMED, TENTATIVE, CANCELLED = "CONFIRMED", "TENTATIVE", "CANCELLED"
# As far as the time zone is written out.
FIRST, LAST = date(2019, 1, 1), date(2038, 1, 1)
END = b"END:VCALENDAR\r\n"
# So many octets of a line stand before it is folded.
ROOM = 74


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
    frame = bytes(calendar.to_ical()).removesuffix(END)
    return b"".join((frame, *(_event(entry, almanac.language) for entry in _ordered(almanac.entries)), END))


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


def _event(entry: Entry, language: str) -> bytes:
    """One day, as the library would write it, which takes twenty times as long for it."""
    changed = entry.changed.astimezone(UTC).strftime("%Y%m%dT%H%M%SZ")
    lines = (
        "BEGIN:VEVENT",
        f"SUMMARY;LANGUAGE={language}:{_escaped(entry.summary)}",
        f"DTSTART;VALUE=DATE:{entry.day:%Y%m%d}",
        f"DTSTAMP:{changed}",
        f"UID:{_escaped(entry.uid)}",
        f"SEQUENCE:{entry.sequence}",
        f"DESCRIPTION;LANGUAGE={language}:{_escaped(entry.description)}",
        f"LAST-MODIFIED:{changed}",
        f"STATUS:{_escaped(entry.status)}",
        # A day on which something is owed does not make anybody busy.
        "TRANSP:TRANSPARENT",
        "END:VEVENT",
    )
    return b"".join(b"\r\n ".join(_folded(line.encode())) + b"\r\n" for line in lines)


def _escaped(text: str) -> str:
    """A TEXT (RFC 5545, 3.3.11)."""
    text = text.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,")
    return text.replace("\r\n", "\\n").replace("\n", "\\n").replace("\r", "\\n")


def _folded(line: bytes) -> Iterator[bytes]:
    """The parts of a line, cut neither within a character nor behind a backslash."""
    start = 0
    while len(line) - start > ROOM:
        end = start + ROOM
        while line[end] & 0xC0 == 0x80:
            end -= 1
        end -= line[end - 1] in b"\\^"
        yield line[start:end]
        start = end
    yield line[start:]
