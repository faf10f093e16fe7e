"""`ocop sheet template` and `ocop sheet enter-many`: the sheets of a session as workbooks."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import click

from cycle.answers import Answer, refused_all
from cycle.cli.asking.acting import acting, caller_of
from cycle.cli.asking.seeing import shown, view
from cycle.cli.asking.session import Failure, Session
from cycle.cli.asking.spoken import command, option
from cycle.cli.asking.types import FILE, Place
from cycle.cli.asking.written import CODE
from cycle.cli.scoresheets import read_sheets, said_by, write_sheets
from cycle.cli.telling.answers import NOT_FOUND, answer_json, status_of, worst
from cycle.cli.telling.output import tell, write_json
from cycle.cli.telling.workbook import NewWorkbook
from cycle.commands.councils import EnterSheet, enter_sheet, try_enter_sheet
from cycle.commands.permits import Caller
from cycle.queries.evaluation.scoring import Scored, list_open_turns
from cycle.sheets.scoresheet import Filled
from workflows.verdict import Refusal


@command("template")
@click.argument("code", type=CODE, metavar="SESSION")
@click.argument("file", type=NewWorkbook(), metavar="FILE.xlsx")
@option("--dossier", "dossiers", type=CODE, metavar="DOSSIER", multiple=True)
@click.pass_obj
def template(session: Session, code: str, file: Path, dossiers: tuple[str, ...]) -> None:
    scored = shown(list_open_turns(session.app().office, view(session), code))
    chosen = [one for one in scored if not dossiers or one.dossier in dossiers]
    if not chosen:
        raise Failure("no_open_turn", session=code)
    write_sheets(session, file, chosen)


@command("enter-many")
@click.argument("code", type=CODE, metavar="SESSION")
@click.argument("files", type=Place(), nargs=-1, required=True, metavar="FILE.xlsx…|FOLDER…")
@option("--member", type=CODE, metavar="MEMBER")
@option("--scan", type=FILE, metavar="FILE")
@acting
@click.pass_obj
def enter_many(session: Session, /, code: str, files: tuple[Path, ...], dry_run: bool, **given: Any) -> int:
    caller = caller_of(session, given["request_id"], given["on_behalf"])
    scored = shown(list_open_turns(session.app().office, view(session), code))
    way = {"member": given["member"], "scan": given["scan"]}
    sheets = [one for file in _books(files) for one in read_sheets(file) if one.rows]
    outcomes = list(_entered(session, (caller, code), (scored, sheets), {**way, "dry_run": dry_run}))
    texts = session.texts
    if session.json:
        told = [{"dossier": dossier, **answer_json(answer, texts)} for dossier, answer in outcomes]
        write_json({"dry_run": dry_run, "total": len(outcomes), "outcomes": told})
    else:
        for dossier, answer in outcomes:
            reasons = [texts.reason(one) for one in answer.reasons] if isinstance(answer, Refusal) else []
            said = "sheet.refused" if reasons else "sheet.would" if dry_run else "sheet.taken"
            tell("\n".join([texts.say(said, dossier=dossier), *(f"  - {one}" for one in reasons)]))
    return worst([status_of(answer) for _, answer in outcomes])


def _books(files: Iterable[Path]) -> Iterator[Path]:
    """The workbooks named, and those that lie in the folders named. Raises Failure where there is none in a folder."""
    for one in files:
        inside = sorted(file for file in one.glob("*.xlsx") if file.name[0] not in "~.") if one.is_dir() else [one]
        if not inside:
            raise Failure("no_workbooks", NOT_FOUND, folder=one)
        yield from inside


def _entered(
    session: Session, whose: tuple[Caller, str], what: tuple[tuple[Scored, ...], list[Filled]], way: dict[str, Any]
) -> Iterator[tuple[str, Answer]]:
    """Each filled sheet entered by itself, a request of its own: what is refused keeps no other from being entered."""
    (caller, code), (scored, sheets), app = whose, what, session.app()
    dry_run = way.pop("dry_run")
    for filled in sheets:
        dossier = filled.about.dossier
        turn = next((one for one in scored if one.dossier == dossier), None)
        found = said_by(turn, [filled]) if turn else None
        if isinstance(found, list):
            yield dossier, refused_all(found)
            continue
        said: dict[str, Any] = {"findings": found.findings, "papers": found.papers} if found else {}
        own = replace(caller, request=f"{caller.request} {dossier}")
        asked = EnterSheet(own, code, dossier, found.answers if found else {}, **way, **said)
        yield dossier, try_enter_sheet(app.office, asked) if dry_run else enter_sheet(app.office, app.store, asked)
