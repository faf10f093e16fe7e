"""`ocop establishment`: where producers produce."""

from collections.abc import Iterable

import click

from cycle.cli.asking.seeing import view
from cycle.cli.asking.session import Session
from cycle.cli.asking.spoken import group, option
from cycle.cli.asking.written import CODE, LINE, PARTY
from cycle.cli.placing import placing
from cycle.cli.telling.answers import give
from cycle.cli.telling.lists import Table, paged, write_list
from cycle.commands.producers import producers
from cycle.queries.paging import Page
from cycle.queries.register import producers as queries
from cycle.queries.register.producers import EstablishmentRow, MakerFilter

COLUMNS = ("code", "name", "address", "organisation", "producer")


@group("establishment")
def establishment() -> None:
    """Acts and questions on establishments."""


@establishment.command("add")
@click.argument("code", type=CODE, metavar="CODE")
@click.argument("producer", type=CODE, metavar="PRODUCER")
@click.argument("name", type=LINE, metavar="NAME")
@option("--organisation", type=CODE, required=True, metavar="ORGANISATION")
@option("--address", type=LINE, metavar="TEXT")
@option("--on-behalf", type=PARTY)
@click.pass_obj
def add(
    session: Session,
    code: str,
    producer: str,
    name: str,
    organisation: str,
    address: str | None,
    on_behalf: str | None,
) -> int:
    place = producers.Establishment(code, producer, name, organisation, address)
    answer = producers.add_establishment(session.app().office, session.caller(on_behalf), place)
    return give(session, answer, session.texts.say("register.added", what="establishment", code=code))


establishment.add_command(placing("establishment"))


@establishment.command("list")
@option("--text", type=LINE, metavar="TEXT")
@option("--producer", type=CODE, metavar="PRODUCER")
@option("--organisation", type=CODE, metavar="ORGANISATION")
@paged(queries.SORTS)
@click.pass_obj
def list_establishments(
    session: Session, text: str | None, producer: str | None, organisation: str | None, page: Page
) -> None:
    wanted = MakerFilter(text, producer, organisation=organisation)
    listed = queries.list_establishments(session.app().office, view(session), wanted, page)
    write_list(session, listed, establishment_table(listed.rows))


def establishment_table(rows: Iterable[EstablishmentRow]) -> Table:
    """Establishments as a table."""
    return Table("table.establishments", COLUMNS, map(_cells, rows))


def _cells(row: EstablishmentRow) -> tuple[str | None, ...]:
    return row.code, row.name, row.address, row.organisation_name, f"{row.producer_name} ({row.producer})"
