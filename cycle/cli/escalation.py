"""`ocop escalation`: what waits for the secretariat, released to the superior organisation or answered."""

from typing import Any

import click

from cycle.cli.asking.seeing import view
from cycle.cli.asking.session import Session
from cycle.cli.asking.spoken import group, option
from cycle.cli.asking.written import CODE
from cycle.cli.deadline.acting import act, on_deadline
from cycle.cli.dossier.filters import check
from cycle.cli.telling.lists import Table, paged, wall, write_list
from cycle.cli.telling.titles import titled
from cycle.commands.clocks import RELEASED, SETTLED
from cycle.queries.deadlines.escalations import SORTS, Escalation, find_escalations
from cycle.queries.dossiers.dossiers import DossierFilter
from cycle.queries.names import names_of
from cycle.queries.paging import Page

COLUMNS = ("dossier", "clock_about", "deadline_name", "last_day", "clock_since", "clock_owing", "clock_above")


@group("escalation")
def escalation() -> None:
    """Acts and questions on escalations."""


@escalation.command("list")
@click.argument("programme", type=CODE, metavar="[PROGRAMME]", required=False)
@paged(SORTS)
@click.pass_obj
def list_escalations(session: Session, programme: str | None, page: Page) -> None:
    seen = view(session)
    check(session, seen, DossierFilter(programme))
    found = find_escalations(session.app().office, seen, page, programme)
    write_list(session, found, Table("table.escalations", COLUMNS, _rows(session, found.rows)))


@escalation.command("release")
@on_deadline
@option("--to", "to", type=CODE, metavar="ORGANISATION")
@click.pass_obj
def release(session: Session, /, dry_run: bool, **asked: Any) -> int:
    return act(session, RELEASED, dry_run=dry_run, **asked)


@escalation.command("answer")
@on_deadline
@click.pass_obj
def answer(session: Session, /, dry_run: bool, **asked: Any) -> int:
    return act(session, SETTLED, dry_run=dry_run, **asked)


def _rows(session: Session, found: tuple[Escalation, ...]) -> list[tuple[Any, ...]]:
    above = {f"organisation:{code}" for one in found for code in one.above}
    names = names_of(session.app().office, above | {party for one in found for party in one.owing})
    return [
        (
            one.dossier,
            one.about,
            titled(session, one.definition).texts.show("deadline", one.deadline),
            one.last_day,
            wall(one.since),
            "; ".join(names[party] for party in one.owing),
            "; ".join(f"{names[f'organisation:{code}']} ({code})" for code in one.above),
        )
        for one in found
    ]
