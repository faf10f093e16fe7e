"""`ocop dossier list`: the dossiers that the account sees."""

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

import click

from cycle.cli.dossier.filters import filtered
from cycle.cli.lists import paged, write_list
from cycle.cli.seeing import definition_of, today, view
from cycle.cli.session import Session
from cycle.cli.spoken import command, option
from cycle.cli.types import DAY
from cycle.queries import dossiers
from cycle.queries.dossiers import DossierFilter, DossierRow
from cycle.queries.paging import Page

COLUMNS = ("code", "product", "producer", "locality", "stage", "state", "deadline", "note")


@command("list")
@filtered
@option("--at", "at", type=DAY, metavar="DAY")
@paged(dossiers.SORTS)
@click.pass_obj
def list_dossiers(session: Session, wanted: DossierFilter, at: date | None, page: Page) -> None:
    seen = view(session)
    listed = dossiers.list_dossiers(session.app().office, seen, wanted, at or today(session), page)
    write_list(session, listed, COLUMNS, _cells(session))


def _cells(session: Session) -> Callable[[DossierRow], Sequence[Any]]:
    texts = session.texts.under(session.rules_or_none())

    def cells(row: DossierRow) -> Sequence[Any]:
        definition = definition_of(session, row.definition)
        state = texts.title(definition.states[row.state].title) if definition else row.state
        stages = {one.name: texts.title(one.title) for one in definition.stages} if definition else {}
        due = texts.show("day", row.deadline.last_day) if row.deadline else ""
        late = texts.say("dossier.late") if row.deadline and row.deadline.late else ""
        places = ", ".join(row.localities)
        return row.code, row.product_name, row.producer_name, places, stages.get(row.stage, row.stage), state, due, late

    return cells
