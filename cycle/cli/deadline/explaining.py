"""`ocop deadline explain`: why a deadline is what it is."""

import click

from cycle.cli.deadline.sheet import parties_of, sheet_pairs, sheet_tables
from cycle.cli.lists import Shown, as_workbook, data, write_shown
from cycle.cli.seeing import shown_of, view
from cycle.cli.session import Session
from cycle.cli.spoken import command
from cycle.cli.titles import titled
from cycle.cli.written import CODE
from cycle.queries.derivations import explain_deadline
from cycle.queries.names import names_of


@command("explain")
@click.argument("dossier", type=CODE, metavar="DOSSIER")
@click.argument("name", type=CODE, metavar="[NAME]", required=False)
@as_workbook
@click.pass_obj
def explain(session: Session, dossier: str, name: str | None) -> None:
    office = session.app().office
    found = shown_of(session, dossier, explain_deadline(office, view(session), dossier, name))
    own, names = titled(session, found.definition), names_of(office, parties_of(found))
    tables = sheet_tables(own, found, names)
    write_shown(session, Shown(lambda: data(found), tables, pairs=sheet_pairs(own, found)))
