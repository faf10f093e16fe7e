"""`ocop export`: the register as the workbooks that `ocop import` takes, and tables for the nation's databases."""

from datetime import date
from pathlib import Path

import click

from cycle.cli.asking.seeing import shown, view
from cycle.cli.asking.session import Session
from cycle.cli.asking.spoken import group
from cycle.cli.asking.written import CODE
from cycle.cli.national import asked, asked_of, export_evaluations, export_ocop
from cycle.cli.telling.output import tell, write_json
from cycle.cli.telling.workbook import NewWorkbook
from cycle.imports import BOOKS, export

FILE = click.argument("file", type=NewWorkbook(), metavar="FILE.xlsx")


@group("export")
def exporting() -> None:
    """The register as workbooks."""


@exporting.command("products")
@FILE
@click.pass_obj
def export_products(session: Session, file: Path) -> None:
    _write(session, "products", file)


@exporting.command("organisations")
@FILE
@click.pass_obj
def export_organisations(session: Session, file: Path) -> None:
    _write(session, "organisations", file)


@exporting.command("certificates")
@FILE
@click.pass_obj
def export_certificates(session: Session, file: Path) -> None:
    _write(session, "certificates", file)


@exporting.command("dossiers")
@FILE
@click.argument("programme", type=CODE, metavar="PROGRAMME")
@click.pass_obj
def export_dossiers(session: Session, file: Path, programme: str) -> None:
    _write(session, "dossiers", file, programme)


@exporting.command("ocop")
@asked
@click.pass_obj
def of_products(session: Session, file: Path, programme: str | None, at: date | None, year: int | None) -> None:
    export_ocop(session, file, asked_of(session, programme, at, year))


@exporting.command("evaluations")
@asked
@click.pass_obj
def of_evaluations(session: Session, file: Path, programme: str | None, at: date | None, year: int | None) -> None:
    export_evaluations(session, file, asked_of(session, programme, at, year))


def _write(session: Session, kind: str, file: Path, programme: str | None = None) -> None:
    book = BOOKS[kind]
    rows = shown(export(session.app().office, view(session, book.reads), book, file, programme))
    if session.json:
        write_json({"result": "done", "file": str(file), "rows": rows})
    else:
        tell(session.texts.say("export.written", file=file, rows=rows))
