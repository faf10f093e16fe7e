"""The iCalendar file of an organisation's season: what it owes, each deadline on its last day."""

import os
from datetime import date
from pathlib import Path

from cycle.cli.asking.seeing import shown, view
from cycle.cli.asking.session import Failure, Session
from cycle.cli.telling.answers import NOT_FOUND
from cycle.cli.telling.output import talk, write_json
from cycle.cli.telling.owed import lasting, owing, parties, term, titling, what
from cycle.cli.telling.titles import Titled
from cycle.clock import read_instant
from cycle.icalendar import CANCELLED, CONFIRMED, TENTATIVE, Almanac, Entry, whose, written
from cycle.queries.deadlines.agenda import Asked, read_season_of
from cycle.queries.deadlines.changed import key_of
from cycle.queries.deadlines.deadlines import PAUSED, RUNNING, DeadlineRow

STATUS = {PAUSED: TENTATIVE}


def almanac_of(session: Session, asked: Asked, on: date) -> Almanac:
    """What an organisation owes in a season, also what has been settled since: that is taken out of calendars.

    Raises Failure where no season is named, Refused.
    """
    if asked.programme is None or session.xlsx is not None:
        raise Failure("ics_season" if asked.programme is None else "ics_one_way")
    found = shown(read_season_of(session.app().office, view(session), asked, on))
    known = titling(session)
    entries = (_entry(known(row.definition), row, found.changed[key_of(row)]) for row in found.rows)
    title = session.texts.say(
        "ics.title", organisation=found.organisation.name, programme=_season(session, asked.programme)
    )
    key = f"{asked.programme}/{asked.organisation}"
    return Almanac(key, title, found.zone, session.texts.language, tuple(entries))


def _season(session: Session, programme: str) -> str:
    """The title of a programme; its code where none is declared any more."""
    rules = session.rules()
    known = rules.programmes if rules else {}
    return session.texts.title(known[programme].title) if programme in known else programme


def keep(session: Session, file: Path, almanac: Almanac) -> None:
    """Write a file, in place of an earlier one of the same organisation and season.

    Raises Failure where another file is there, or no folder.
    """
    if not file.parent.is_dir():
        raise Failure("folder_missing", NOT_FOUND, folder=file.parent)
    if file.exists() and whose(file.read_bytes()) != almanac.whose:
        raise Failure("file_exists", NOT_FOUND, file=file)
    beside = file.with_name(f".{file.name}.{os.getpid()}")
    beside.write_bytes(written(almanac))
    beside.replace(file)
    count = sum(1 for entry in almanac.entries if entry.status != CANCELLED)
    if session.json:
        write_json({"result": "done", "file": str(file), "open": count, "entries": len(almanac.entries)})
    else:
        talk(session.texts.say("ics.written", file=file, count=count, cancelled=len(almanac.entries) - count))


def _entry(own: Titled, row: DeadlineRow, changed: str) -> Entry:
    settled = row.status not in RUNNING
    return Entry(
        uid=f"{row.dossier}/{row.name}/{row.opened_seq}@ocop",
        sequence=row.changes + int(settled),
        day=row.last_day,
        status=CANCELLED if settled else STATUS.get(row.status, CONFIRMED),
        changed=read_instant(changed),
        summary=own.texts.say("ics.summary", what=what(own, row), about=row.about),
        description=_description(own, row),
    )


def _description(own: Titled, row: DeadlineRow) -> str:
    """One fact a line. Of what a passing day changes only that it is overdue: who has the file is told of changes."""
    told = {
        "dossier": row.dossier,
        "owed_by": owing(own, row),
        "coordinating": parties(own, row, row.coordinating),
        "term": term(own, row),
        "status": "; ".join(filter(None, [own.texts.say("owed.overdue") if row.overdue else "", lasting(own, row)])),
    }
    texts = own.texts
    return "\n".join(f"{texts.say(f'column.{name}')}: {text}" for name, text in told.items() if text)
