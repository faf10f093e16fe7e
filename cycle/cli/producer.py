"""`ocop producer`: who owns the products."""

import click

from cycle.cli.asking.seeing import Refused, view
from cycle.cli.asking.session import Session
from cycle.cli.asking.spoken import group, option
from cycle.cli.asking.written import CODE, LINE, PARTY, OneOf
from cycle.cli.establishment import establishment_table
from cycle.cli.placing import placing
from cycle.cli.producer_contact import contact
from cycle.cli.product import product_table
from cycle.cli.telling.answers import give
from cycle.cli.telling.lists import Shown, Table, as_workbook, data, headings, paged, write_list, write_shown
from cycle.commands.producers import producers
from cycle.commands.producers.producers import PRODUCER_KINDS
from cycle.queries.paging import Page
from cycle.queries.register import producers as queries
from cycle.queries.register.producers import MakerFilter, ProducerRow
from workflows.verdict import Reason

COLUMNS = ("code", "name", "producer_kind", "registration", "organisation")
REGISTRATION_KINDS = ("tax", "business", "household")
ALL = Page(10**6)


@group("producer")
def producer() -> None:
    """Acts and questions on producers."""


producer.add_command(contact)


@producer.command("add")
@click.argument("registration", type=CODE, metavar="REGISTRATION")
@click.argument("name", type=LINE, metavar="NAME")
@option("--kind", type=OneOf(PRODUCER_KINDS), required=True, metavar="KIND")
@option("--organisation", type=CODE, required=True, metavar="ORGANISATION")
@option("--registration-kind", type=OneOf(REGISTRATION_KINDS), default="tax")
@option("--representative", type=LINE, metavar="NAME")
@option("--phone", type=LINE, metavar="PHONE")
@option("--email", type=LINE, metavar="EMAIL")
@option("--on-behalf", type=PARTY)
@click.pass_obj
def add(
    session: Session,
    registration: str,
    name: str,
    kind: str,
    organisation: str,
    registration_kind: str,
    representative: str | None,
    phone: str | None,
    email: str | None,
    on_behalf: str | None,
) -> int:
    contact = (representative, phone, email)
    one = producers.Producer(registration, registration_kind, kind, name, organisation, *contact)
    answer = producers.add_producer(session.app().office, session.caller(on_behalf), one)
    return give(session, answer, session.texts.say("register.added", what="producer", code=one.code))


producer.add_command(placing("producer"))


@producer.command("list")
@option("--text", type=LINE, metavar="TEXT")
@option("--organisation", type=CODE, metavar="ORGANISATION")
@paged(queries.SORTS)
@click.pass_obj
def list_producers(session: Session, text: str | None, organisation: str | None, page: Page) -> None:
    wanted = MakerFilter(text, organisation=organisation)
    listed = queries.list_producers(session.app().office, view(session), wanted, page)
    write_list(session, listed, Table("table.producers", COLUMNS, (_cells(session, row) for row in listed.rows)))


@producer.command("show")
@as_workbook
@click.argument("code", type=CODE, metavar="PRODUCER")
@click.pass_obj
def show(session: Session, code: str) -> None:
    office, seen, wanted = session.app().office, view(session), MakerFilter(producer=code)
    found = next(iter(queries.list_producers(office, seen, wanted, ALL).rows), None)
    if found is None:
        raise Refused(Reason("producer_unknown", {"code": code}))
    places = queries.list_establishments(office, seen, wanted, ALL).rows
    products = queries.list_products(office, seen, wanted, ALL).rows
    owned = {"establishments": [data(one) for one in places], "products": [data(one) for one in products]}
    tables = (establishment_table(places), product_table(session, products))
    pairs = zip(headings(session, COLUMNS), _cells(session, found), strict=True)
    write_shown(session, Shown(lambda: {**data(found), **owned}, tables, pairs=tuple(pairs)))


def _cells(session: Session, row: ProducerRow) -> tuple[str, ...]:
    texts = session.texts
    registration = f"{row.registration} ({texts.word(f'registration.{row.registration_kind}')})"
    return row.code, row.name, texts.show("producer_kind", row.kind), registration, row.organisation_name
