"""`ocop import template`: an empty workbook to fill in."""

from pathlib import Path

import click

from cycle.cli.asking.session import Session
from cycle.cli.asking.spoken import metavar, option
from cycle.cli.asking.written import OneOf
from cycle.cli.importing.bringing import importing
from cycle.cli.telling.output import tell, write_json
from cycle.cli.telling.workbook import NewWorkbook
from cycle.imports import BOOKS, write_template

KINDS = tuple(BOOKS)


@importing.command("template")
@click.argument("file", type=NewWorkbook(), metavar="FILE.xlsx")
@option("--kind", type=OneOf(KINDS), default=KINDS[0])
@click.pass_obj
def template(session: Session, file: Path, kind: str) -> None:
    write_template(file, BOOKS[kind], session.app().rules() if BOOKS[kind].by_rules else None)
    if session.json:
        write_json({"result": "done", "file": str(file)})
    else:
        named = f"{file} {metavar(session.texts, 'PROGRAMME')}" if BOOKS[kind].by_rules else file
        tell(session.texts.say("import.template", file=file, kind=kind, arguments=named))
