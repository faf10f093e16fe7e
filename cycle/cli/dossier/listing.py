"""`ocop dossier list`: the dossiers that the account sees."""

from collections.abc import Callable, Sequence
from datetime import date
from functools import cache, partial

import click

from cycle.cli.asking.seeing import today, view
from cycle.cli.asking.session import Session
from cycle.cli.asking.spoken import command, option
from cycle.cli.asking.types import DAY
from cycle.cli.dossier.filters import check, filtered
from cycle.cli.telling.lists import Table, paged, write_list
from cycle.cli.telling.titles import titled
from cycle.queries.dossiers import dossiers
from cycle.queries.dossiers.dossiers import DossierFilter, DossierRow
from cycle.queries.paging import Page
from cycle.sheets import Value

COLUMNS = ("code", "product", "producer", "locality", "stage", "state", "deadline", "note")


@command("list")
@filtered
@option("--at", "at", type=DAY, metavar="DAY")
@paged(dossiers.SORTS)
@click.pass_obj
def list_dossiers(session: Session, wanted: DossierFilter, at: date | None, page: Page) -> None:
    seen = view(session)
    check(session, seen, wanted)
    listed = dossiers.list_dossiers(session.app().office, seen, wanted, at or today(session), page)
    write_list(session, listed, Table("table.dossiers", COLUMNS, map(_cells(session), listed.rows)))


def _cells(session: Session) -> Callable[[DossierRow], Sequence[Value]]:
    texts, known = session.texts, cache(partial(titled, session))

    def cells(row: DossierRow) -> Sequence[Value]:
        own, due = known(row.definition), row.deadline
        day = due.last_day if due else None
        late = texts.say("dossier.late") if due and due.late else ""
        place = (own.stage(row.stage), own.state(row.state))
        return row.code, row.name, row.producer_name, ", ".join(row.localities), *place, day, late

    return cells
