"""`ocop product`: what is ranked."""

from collections.abc import Iterable

import click

from cycle.cli.asking.seeing import Refused, view
from cycle.cli.asking.session import Session
from cycle.cli.asking.spoken import group, option
from cycle.cli.asking.written import CODE, LINE, PARTY, OneOf, Whole
from cycle.cli.placing import placing
from cycle.cli.telling.answers import give
from cycle.cli.telling.lists import Shown, Table, as_workbook, data, headings, paged, write_list, write_shown
from cycle.commands.producers import producers
from cycle.commands.producers.linking import link_establishment
from cycle.queries.paging import Page
from cycle.queries.register import producers as queries
from cycle.queries.register.producers import MakerFilter, ProductRow
from cycle.texts import Texts
from workflows.rules import SECTORS
from workflows.scoring.criteria import SETS
from workflows.verdict import Reason

COLUMNS = ("code", "name", "sector", "product_group", "set_number", "locality", "establishments", "producer")


@group("product")
def product() -> None:
    """Acts and questions on products."""


@product.command("add")
@click.argument("code", type=CODE, metavar="CODE")
@click.argument("producer", type=CODE, metavar="PRODUCER")
@click.argument("name", type=LINE, metavar="NAME")
@option("--sector", type=OneOf(SECTORS), required=True, metavar="SECTOR")
@option("--area", "areas", type=CODE, multiple=True, required=True, metavar="ORGANISATION")
@option("--establishment", "establishments", type=CODE, multiple=True, metavar="ESTABLISHMENT")
@option("--group", "product_group", type=LINE, metavar="TEXT")
@option("--set", "set_number", type=Whole(1, SETS), metavar="NUMBER")
@option("--on-behalf", type=PARTY)
@click.pass_obj
def add(
    session: Session,
    code: str,
    producer: str,
    name: str,
    sector: str,
    areas: tuple[str, ...],
    establishments: tuple[str, ...],
    product_group: str | None,
    set_number: int | None,
    on_behalf: str | None,
) -> int:
    one = producers.Product(code, producer, name, sector, areas, establishments, product_group, set_number)
    answer = producers.add_product(session.app().office, session.caller(on_behalf), one)
    return give(session, answer, session.texts.say("register.added", what="product", code=code))


@product.command("made-at")
@click.argument("product", type=CODE, metavar="PRODUCT")
@click.argument("establishment", type=CODE, metavar="ESTABLISHMENT")
@option("--on-behalf", type=PARTY)
@click.pass_obj
def made_at(session: Session, product: str, establishment: str, on_behalf: str | None) -> int:
    answer = link_establishment(session.app().office, session.caller(on_behalf), product, establishment)
    return give(session, answer, session.texts.say("product.linked", code=product, establishment=establishment))


product.add_command(placing("product"))


@product.command("list")
@option("--text", type=LINE, metavar="TEXT")
@option("--producer", type=CODE, metavar="PRODUCER")
@option("--sector", type=OneOf(SECTORS), metavar="SECTOR")
@option("--organisation", type=CODE, metavar="ORGANISATION")
@paged(queries.SORTS)
@click.pass_obj
def list_products(
    session: Session,
    text: str | None,
    producer: str | None,
    sector: str | None,
    organisation: str | None,
    page: Page,
) -> None:
    wanted = MakerFilter(text, producer, sector, organisation)
    listed = queries.list_products(session.app().office, view(session), wanted, page)
    write_list(session, listed, product_table(session, listed.rows))


@product.command("show")
@as_workbook
@click.argument("code", type=CODE, metavar="PRODUCT")
@click.pass_obj
def show(session: Session, code: str) -> None:
    rows = queries.list_products(session.app().office, view(session), MakerFilter(code), Page(10**6)).rows
    found = next((row for row in rows if row.code == code), None)
    if found is None:
        raise Refused(Reason("product_unknown", {"code": code}))
    pairs = zip(headings(session, COLUMNS), product_cells(session.texts, found), strict=True)
    write_shown(session, Shown(lambda: data(found), (), pairs=tuple(pairs)))


def product_table(session: Session, rows: Iterable[ProductRow]) -> Table:
    """Products as a table."""
    return Table("table.products", COLUMNS, (product_cells(session.texts, row) for row in rows))


def product_cells(texts: Texts, row: ProductRow) -> tuple[str | int | None, ...]:
    """The cells of one product, in the order of COLUMNS."""
    places, made_at = ", ".join(row.localities), ", ".join(row.establishments)
    about = (texts.show("sector", row.sector), row.group, row.set_number, places, made_at)
    return row.code, row.name, *about, f"{row.producer_name} ({row.producer})"
