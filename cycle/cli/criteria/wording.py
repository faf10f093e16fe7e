"""`ocop criteria wording`: the official texts of a decision, loaded beside our labels."""

import shlex
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import click

from cycle.cli.asking.declared import configuration
from cycle.cli.asking.seeing import Refused, shown
from cycle.cli.asking.session import Failure, Session
from cycle.cli.asking.spoken import command, option
from cycle.cli.asking.together import alone
from cycle.cli.asking.types import FILE, FOLDER
from cycle.cli.asking.written import CODE, LINE
from cycle.cli.telling.answers import NOT_FOUND
from cycle.cli.telling.output import tell, write_json
from cycle.cli.telling.workbook import NewWorkbook, headings
from cycle.queries.evaluation.criteria import criteria_meant
from cycle.sheets.badcell import shown as shown_cell
from cycle.sheets.package import WorkbookRefused
from cycle.sheets.wording import read_wordings, write_wordings
from cycle.shipped import shipped_config
from cycle.texts import LANGUAGES, Texts
from cycle.wordings import (
    Matched,
    UnreadableError,
    match_rows,
    match_texts,
    read_texts,
    wanted,
    wording_text,
    write_wording,
)
from workflows.scoring.criteria import Criteria
from workflows.verdict import Reason

INCOMPLETE = 1
COLUMNS = ("set_number", "criterion", "option_label", "fingerprint", "official_wording")
# So many of each are named on a screen; JSON has all.
MOST_NAMED = 10


@command("wording")
@click.argument("file", type=FILE, metavar="[FILE]", required=False)
@option("--criteria", "name", type=CODE, metavar="NAME")
@option("--config", "folder", type=FOLDER, metavar="DIR")
@option("--check", is_flag=True)
@option("--template", type=NewWorkbook(), metavar="FILE.xlsx")
@option("--although-different", "note", type=LINE, metavar="TEXT")
@click.pass_obj
def wording(session: Session, /, file: Path | None, name: str | None, folder: Path | None, **more: Any) -> int:
    if (file is None) == (more["template"] is None):
        raise Failure("wording_file_or_template")
    if file is None:
        alone("--template", "--criteria", "--config")
    chosen = session.config_folder(folder)
    criteria = shown(criteria_meant(configuration(session, chosen).rules, name))
    if file is None:
        _write_template(session, criteria, more["template"], _then(session, more["template"], chosen, name))
        return 0
    return _load(session, criteria, _Load(file, chosen, more["note"], dry=more["check"]))


@dataclass(frozen=True)
class _Load:
    file: Path
    folder: Path
    note: str | None
    dry: bool


def _then(session: Session, path: Path, folder: Path, name: str | None) -> str:
    """The command that loads a template once it is filled in; the folder of the program is never written to."""
    own = folder.resolve() != shipped_config().resolve()
    named = ["--criteria", name] if name else []
    words = ["ocop", "criteria", "wording", str(path), *named, "--config", *([str(folder)] if own else [])]
    return shlex.join(words) if own else f"{shlex.join(words)} {session.texts.say('metavar.DIR')}"


def _write_template(session: Session, criteria: Criteria, path: Path, then: str) -> None:
    title = session.texts.title
    rows = [
        (one.set, one.criterion, title(one.label), one.text, criteria.wording.get(one.text, ""))
        for one in wanted(criteria)
    ]
    write_wordings(path, session.texts.say("table.wording"), headings(session, COLUMNS), rows)
    if session.json:
        write_json({"result": "done", "file": str(path), "rows": len(rows)})
    else:
        tell(session.texts.say("wording.template", file=path, count=len(rows), then=then))


def _load(session: Session, criteria: Criteria, asked: _Load) -> int:
    """The texts found, told and, unless something is against it, written. Raises Failure and Refused."""
    matched = _matched(criteria, asked.file)
    refused = bool(matched.differing) and asked.note is None
    there = criteria.wording.keys() | matched.found.keys() | (matched.differing.keys() if asked.note else set())
    missing = [one.text for one in wanted(criteria) if one.text not in there]
    written = None
    if not asked.dry and not refused and (matched.found or matched.differing):
        if asked.folder.resolve() == shipped_config().resolve():
            raise Failure("wording_shipped", folder=asked.folder)
        written = write_wording(asked.folder / criteria.folder, wording_text(criteria, matched, asked.note))
    _tell(session, criteria, _Told(matched, missing, written, refused=refused, note=asked.note))
    return INCOMPLETE if missing or refused or matched.strays else 0


def _matched(criteria: Criteria, file: Path) -> Matched:
    if not file.is_file():
        raise Failure("file_missing", NOT_FOUND, file=file)
    try:
        if file.suffix.lower() == ".xlsx":
            known = [[Texts(one).say(f"column.{name}") for name in COLUMNS] for one in LANGUAGES]
            return match_rows(criteria, read_wordings(file, known))
        return match_texts(criteria, read_texts(file))
    except WorkbookRefused as refusal:
        raise Refused(Reason(refusal.code, refusal.params)) from None
    except UnreadableError:
        raise Failure("wording_unreadable", NOT_FOUND, file=file) from None


@dataclass(frozen=True)
class _Told:
    matched: Matched
    missing: list[str]
    written: Path | None
    refused: bool
    note: str | None


def _write_json(criteria: Criteria, told: _Told) -> None:
    matched = told.matched
    counts = {"found": len(matched.found), "missing": told.missing, "differing": sorted(matched.differing)}
    strays = [{"sheet": row.sheet, "row": row.row, "fingerprint": row.mark} for row in matched.strays]
    file = {"file": str(told.written)} if told.written else {}
    head = {"result": "done" if told.written else "checked", "criteria": criteria.name}
    write_json({**head, **counts, "although_different": told.note, "not_recognised": strays, **file})


def _tell_others(texts: Texts, told: _Told) -> None:
    """How many texts differ, and the rows whose text stands beside nothing that is known."""
    if told.matched.differing:
        code = "wording.differing" if told.note is None else "wording.although"
        tell(texts.say(code, count=len(told.matched.differing), note=told.note))
    for row in told.matched.strays[:MOST_NAMED]:
        tell(texts.say("wording.stray", sheet=row.sheet, row=row.row, mark=shown_cell(row.mark)))
    if len(told.matched.strays) > MOST_NAMED:
        tell(texts.say("wording.more", count=len(told.matched.strays) - MOST_NAMED))


def _tell(session: Session, criteria: Criteria, told: _Told) -> None:
    texts, places = session.texts, {one.text: one for one in wanted(criteria)}
    matched = told.matched
    if session.json:
        _write_json(criteria, told)
        return
    tell(texts.say("wording.found", count=len(matched.found), of=len(places), missing=len(told.missing)))
    _tell_others(texts, told)
    for code, marks in (("wording.differs", sorted(matched.differing)), ("wording.missing", told.missing)):
        for mark in marks[:MOST_NAMED]:
            one = places[mark]
            tell(texts.say(code, set=one.set or "-", criterion=one.criterion or "-", label=texts.title(one.label)))
        if len(marks) > MOST_NAMED:
            tell(texts.say("wording.more", count=len(marks) - MOST_NAMED))
    if told.refused:
        tell(texts.say("wording.refused"))
    elif told.written:
        tell(texts.say("wording.written", file=told.written))
    else:
        tell(texts.say("wording.not_written"))
