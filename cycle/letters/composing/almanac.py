"""The calendar file that goes with a letter: each deadline told on its last day, known again by its name."""

from collections.abc import Iterable, Sequence

from cycle.clock import read_instant
from cycle.icalendar import CONFIRMED, PUBLISH, Almanac, Entry, written
from cycle.letters.composed import Queued
from cycle.letters.composing.duties import Share
from cycle.letters.composing.lines import Lines
from notifications.facts import Line, Reminder


def almanac(lines: Lines, queued: Queued, shares: Iterable[Share], body: Reminder) -> bytes | None:
    """The days of what is still to come; None where nothing is."""
    coming = {(line.dossier, line.what): line for line in (*body.nearing, *body.new, *body.later)}
    entries = []
    for one in shares:
        line = coming.get((one.duty.dossier, lines.words.of(one.duty.pinned).deadline(one.duty.name, one.duty.year)))
        if line is not None and line.days_left is not None:
            name = f"{one.duty.dossier}/{one.duty.name}/{one.duty.opened}"
            entries.append(entry(lines, queued, line, (name, one.duty.changes)))
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
