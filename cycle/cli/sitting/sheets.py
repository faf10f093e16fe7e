"""`ocop sheet`: a member's sheet on a dossier, entered, taken back, looked at."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import click

from cycle.cli.asking.acting import acted, acting, answered, caller_of
from cycle.cli.asking.seeing import Refused, shown, view
from cycle.cli.asking.session import Failure, Session
from cycle.cli.asking.spoken import group, option
from cycle.cli.asking.types import FILE
from cycle.cli.asking.written import CODE, LINE
from cycle.cli.scoresheets import read_sheets, said_by
from cycle.cli.sitting.given import ANSWERED, GROUND, gathered
from cycle.cli.sitting.workbooks import enter_many, template
from cycle.cli.telling.lists import Shown, Table, as_workbook, data, write_shown
from cycle.commands.councils import EnterSheet, WithdrawSheet, enter_sheet, try_enter_sheet
from cycle.queries.evaluation.scoring import list_open_turns
from cycle.queries.evaluation.sheets import SheetTold, list_sheets
from cycle.texts import Texts

LISTED = ("member", "turn_number", "version", "sheet_status", "sheet_source", "sheet_total", "answers", "findings")


@group("sheet", commands=[template, enter_many])
def sheet() -> None:
    """Sheets."""


@sheet.command("enter")
@click.argument("code", type=CODE, metavar="SESSION")
@click.argument("dossier", type=CODE, metavar="DOSSIER")
@click.argument("options", type=ANSWERED, nargs=-1, required=True, metavar="FILE.xlsx|CODE=NUMBER…")
@option("--member", type=CODE, metavar="MEMBER")
@option("--scan", type=FILE, metavar="FILE")
@option("--finding", "findings", type=GROUND, metavar="GROUND@CODE", multiple=True)
@option("--comment", type=LINE, metavar="TEXT")
@acting
@click.pass_obj
def enter(session: Session, /, code: str, dossier: str, scan: Path | None, dry_run: bool, **given: Any) -> int:
    app, caller = session.app(), caller_of(session, given["request_id"], given["on_behalf"])
    answers, said = _said(session, (code, dossier), given["options"])
    findings = (*said.get("findings", ()), *given["findings"])
    about = {**said, "findings": findings, "comment": given["comment"]}
    asked = EnterSheet(caller, code, dossier, answers, given["member"], scan=scan, **about)
    answer = try_enter_sheet(app.office, asked) if dry_run else enter_sheet(app.office, app.store, asked)
    return answered(session, answer, "sheet.entered", dry_run=dry_run)


def _said(
    session: Session, where: tuple[str, str], options: tuple[tuple[str, int] | Path, ...]
) -> tuple[Mapping[str, Any], Mapping[str, Any]]:
    """The answers, and the rest of what a workbook says. Raises Refused for what it says wrong."""
    files = [one for one in options if isinstance(one, Path)]
    if not files:
        return gathered(tuple(one for one in options if isinstance(one, tuple))), {}
    if len(options) > 1:
        raise Failure("sheet_file_alone")
    sheets, turns = read_sheets(files[0]), shown(list_open_turns(session.app().office, view(session), where[0]))
    turn = next((one for one in turns if one.dossier == where[1]), None)
    if turn is None:
        return {}, {}
    found = said_by(turn, sheets)
    if isinstance(found, list):
        raise Refused(*found)
    return found.answers, {"findings": found.findings, "papers": found.papers}


@sheet.command("withdraw")
@click.argument("code", type=CODE, metavar="SESSION")
@click.argument("dossier", type=CODE, metavar="DOSSIER")
@option("--member", type=CODE, metavar="MEMBER")
@option("--note", type=LINE, metavar="TEXT", required=True)
@acting
@click.pass_obj
def withdraw(session: Session, /, code: str, dossier: str, dry_run: bool, **given: Any) -> int:
    caller = caller_of(session, given["request_id"], given["on_behalf"])
    asked = WithdrawSheet(caller, code, dossier, given["note"], given["member"])
    return acted(session, asked, "sheet.withdrawn", dry_run=dry_run)


@sheet.command("show")
@click.argument("code", type=CODE, metavar="SESSION")
@click.argument("dossier", type=CODE, metavar="DOSSIER")
@as_workbook
@click.pass_obj
def show(session: Session, code: str, dossier: str) -> None:
    found = shown(list_sheets(session.app().office, view(session), code, dossier))
    texts = session.texts
    rows = [_row(texts, one) for one in found]
    write_shown(session, Shown(lambda: [data(one) for one in found], [Table("table.score_sheets", LISTED, rows)]))


def _row(texts: Texts, one: SheetTold) -> tuple[Any, ...]:
    status, source = texts.show("sheet_status", one.status), texts.show("sheet_source", one.source)
    about = (one.member, one.turn, one.version, status, source)
    if one.said is None:
        return (*about, None, texts.say("sheet.sealed"), None)
    answers = ", ".join(
        f"{criterion}={number}" for criterion, number in sorted(one.said["answers"].items(), key=_order)
    )
    findings = ", ".join(f"{found['ground']}@{found['at'] or ''}".rstrip("@") for found in one.said["findings"])
    return (*about, one.total, answers, findings)


def _order(pair: tuple[str, Any]) -> list[int]:
    return [int(part) if part.isdigit() else 0 for part in pair[0].split(".")]
