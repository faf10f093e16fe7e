"""The calendar file that goes with a letter: each deadline told on its last day, known again by its name."""

from collections.abc import Iterable, Sequence

from cycle.clock import read_instant
from cycle.icalendar import CONFIRMED, PUBLISH, Almanac, Entry, written
from cycle.letters.composed import Queued
from cycle.letters.composing.duties import Share
from cycle.letters.composing.lines import Lines
from notifications.facts import Line


def almanac(lines: Lines, queued: Queued, coming: Iterable[tuple[Share, Line]]) -> bytes | None:
    """The days of what is still to come, each with its line; None where nothing is."""
    entries = []
    for (duty, *_), line in coming:
        if line.days_left is not None:
            name = f"{duty.dossier}/{duty.name}/{duty.opened}"
            entries.append(entry(lines, queued, line, (name, duty.changes)))
    return calendar_of(lines, queued, entries)


def entry(lines: Lines, queued: Queued, line: Line, about: tuple[str, int]) -> Entry:
    """A last day; `about` are what never changes of its deadline, and how often it was changed."""
    texts, (name, changes) = lines.words.texts, about
    told = {"dossier": line.dossier, "owed_by": line.owed_by, "basis": line.basis}
    return Entry(
        uid=f"{name}@ocop",
        sequence=changes,
        day=line.last_day,
        status=CONFIRMED,
        changed=read_instant(queued.send_after),
        summary=texts.say("ics.summary", what=line.what, about=line.about),
        description="\n".join(f"{texts.say(f'column.{key}')}: {text}" for key, text in told.items() if text),
    )


def calendar_of(lines: Lines, queued: Queued, entries: Sequence[Entry]) -> bytes | None:
    """The file of some days; None where there are none."""
    if not entries:
        return None
    programme = lines.desk.programme
    title = lines.words.title(programme.title)
    language = lines.desk.letters.language
    return written(Almanac(queued.code, title, programme.zone, language, tuple(entries), PUBLISH))
