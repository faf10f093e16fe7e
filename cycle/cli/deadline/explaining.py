"""`ocop deadline explain`: why a deadline is what it is."""

import click

from cycle.cli.asking.seeing import shown_of, today, view
from cycle.cli.asking.session import Session
from cycle.cli.asking.spoken import command
from cycle.cli.asking.written import CODE, LINE
from cycle.cli.deadline.naming import deadline_meant
from cycle.cli.deadline.sheet import parties_of, sheet_pairs, sheet_tables
from cycle.cli.telling.lists import Shown, as_workbook, data, write_shown
from cycle.cli.telling.owed import owing
from cycle.cli.telling.titles import titled
from cycle.queries.deadlines.deadlines import DeadlineFilter, DeadlineRow, list_deadlines
from cycle.queries.deadlines.derivations import DeadlineTold, explain_deadline
from cycle.queries.names import names_of
from cycle.queries.paging import Page

# More than any dossier has of one name.
EVERY = 10_000


@command("explain")
@click.argument("dossier", type=CODE, metavar="DOSSIER")
@click.argument("name", type=LINE, metavar="[NAME]", required=False)
@as_workbook
@click.pass_obj
def explain(session: Session, dossier: str, name: str | None) -> None:
    office, seen = session.app().office, view(session)
    name = deadline_meant(session, dossier, name) if name is not None else None
    found = shown_of(session, dossier, explain_deadline(office, seen, dossier, name))
    own, names = titled(session, found.definition), names_of(office, parties_of(found))
    tables, row = sheet_tables(own, found, names), _row(session, found)
    value = {**data(found), "owed_by": [data(one) for one in row.owed_by] if row else []}
    pairs = sheet_pairs(own, found, owing(own, row) if row else "")
    write_shown(session, Shown(lambda: value, tables, pairs=pairs))


def _row(session: Session, found: DeadlineTold) -> DeadlineRow | None:
    """The same deadline as lists tell it, with those who owe the act."""
    wanted = DeadlineFilter(dossier=found.dossier, deadline=found.name, closed=True)
    listed = list_deadlines(session.app().office, view(session), wanted, today(session), Page(size=EVERY))
    return next((one for one in listed.rows if one.opened_seq == found.opened_seq), None)
