"""`ocop import`: what an office has on day one, from its workbooks."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import click

from cycle.cli.asking.session import Failure, Session
from cycle.cli.asking.spoken import group, option
from cycle.cli.asking.types import FILE
from cycle.cli.asking.written import CODE
from cycle.cli.importing.report import tell_report
from cycle.cli.telling.answers import NOT_FOUND
from cycle.cli.telling.output import progress
from cycle.imports import ORGANISATIONS, PRODUCTS, Load, certificates, dossiers, import_workbook, survey_workbook

Command = Callable[..., Any]


@group("import")
def importing() -> None:
    """Acts with workbooks."""


def _workbook(function: Command) -> Command:
    """The workbook and how it is taken, as every import offers it; the programme comes after the file."""
    trying = option("--dry-run", is_flag=True)(option("--good-rows", is_flag=True)(function))
    return click.argument("file", type=FILE, metavar="FILE.xlsx")(trying)


def _programme(function: Command) -> Command:
    return click.argument("programme", type=CODE, metavar="PROGRAMME")(function)


@importing.command("products")
@_workbook
@click.pass_obj
def bring_products(session: Session, file: Path, dry_run: bool, good_rows: bool) -> int:
    return _bring(session, Load(PRODUCTS, file), dry_run=dry_run, good_rows=good_rows)


@importing.command("organisations")
@_workbook
@click.pass_obj
def bring_organisations(session: Session, file: Path, dry_run: bool, good_rows: bool) -> int:
    return _bring(session, Load(ORGANISATIONS, file), dry_run=dry_run, good_rows=good_rows)


@importing.command("certificates")
@_workbook
@_programme
@click.pass_obj
def bring_certificates(session: Session, file: Path, programme: str, dry_run: bool, good_rows: bool) -> int:
    return _bring(session, Load(certificates(programme), file), dry_run=dry_run, good_rows=good_rows)


@importing.command("dossiers")
@_workbook
@_programme
@click.pass_obj
def bring_dossiers(session: Session, file: Path, programme: str, dry_run: bool, good_rows: bool) -> int:
    return _bring(session, Load(dossiers(programme), file), dry_run=dry_run, good_rows=good_rows)


def _bring(session: Session, load: Load, *, dry_run: bool, good_rows: bool) -> int:
    if not load.path.is_file():
        raise Failure("file_missing", NOT_FOUND, file=load.path)
    office, caller = session.app().office, session.caller()
    if dry_run:
        return tell_report(session, survey_workbook(office, caller, load), dry_run=True)
    with progress(session.texts.say("import.label"), 0) as bar:
        report = import_workbook(office, caller, load, good_rows=good_rows, progress=bar.reach)
    return tell_report(session, report, dry_run=False)
