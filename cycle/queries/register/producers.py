"""The lists of producers, of their establishments and of their products."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, select

from cycle.database import Transaction
from cycle.office import Office
from cycle.queries.dossiers.dossiers import localities_of
from cycle.queries.paging import Listed, Page, bytewise, cut, matching, parts, read_page
from cycle.queries.viewing import (
    View,
    establishments_seen,
    organisations_within,
    producers_seen,
    products_seen,
    products_within,
)
from cycle.tables import establishment, organisation, producer, product, product_establishment
from cycle.vietnamese import fold, sort_key

SORTS = ("name", "code")
# How to reach a producer is for those who enter producers.
READS_CONTACTS = "producer.write"


@dataclass(frozen=True)
class MakerFilter:
    """Which producers, establishments or products: of one producer, of a sector (products), at or below a place."""

    text: str | None = None
    producer: str | None = None
    sector: str | None = None
    organisation: str | None = None


@dataclass(frozen=True)
class ProducerRow:
    code: str
    name: str
    kind: str
    registration: str
    registration_kind: str
    organisation: str
    organisation_name: str


@dataclass(frozen=True)
class EstablishmentRow:
    code: str
    name: str
    address: str | None
    producer: str
    producer_name: str
    organisation: str
    organisation_name: str


@dataclass(frozen=True)
class ProductRow:
    code: str
    name: str
    producer: str
    producer_name: str
    sector: str
    group: str | None
    set_number: int | None
    localities: tuple[str, ...]
    establishments: tuple[str, ...]


def list_producers(office: Office, view: View, wanted: MakerFilter, page: Page) -> Listed[ProducerRow]:
    """One page of the producers that a view shows. Sorts: name, code."""
    statement = (
        select(*_of(ProducerRow, producer), organisation.c.name.label("organisation_name"))
        .join(organisation, organisation.c.code == producer.c.organisation)
        .where(producers_seen(view), *_producer_conditions(wanted, view))
    )
    with office.database.reading() as transaction:
        code = bytewise(transaction, producer.c.code)
        orders = {"name": (bytewise(transaction, producer.c.name_key), code), "code": (code,)}
        rows, total = read_page(transaction, statement, page, orders)
    return Listed(tuple(ProducerRow(**row) for row in rows), total, page)


def list_establishments(office: Office, view: View, wanted: MakerFilter, page: Page) -> Listed[EstablishmentRow]:
    """One page of the establishments that a view shows. Sorts: name, code.

    Their names have no stored keys: they are folded and sorted here.
    """
    statement = (
        select(*_of(EstablishmentRow, establishment), organisation.c.name.label("organisation_name"))
        .add_columns(producer.c.name.label("producer_name"))
        .join(organisation, organisation.c.code == establishment.c.organisation)
        .join(producer, producer.c.code == establishment.c.producer)
        .where(establishments_seen(view))
    )
    if wanted.producer is not None:
        statement = statement.where(establishment.c.producer == wanted.producer)
    if wanted.organisation is not None:
        within = organisations_within([wanted.organisation], view.today)
        statement = statement.where(establishment.c.organisation.in_(within))
    with office.database.reading() as transaction:
        rows = [EstablishmentRow(**row) for row in transaction.connection.execute(statement).mappings()]
    found = [row for row in rows if fold(wanted.text or "") in fold(f"{row.code} {row.name} {row.producer_name}")]
    found.sort(key=lambda row: ("" if page.sort == "code" else sort_key(row.name), row.code))
    return cut(found, page)


def list_products(office: Office, view: View, wanted: MakerFilter, page: Page) -> Listed[ProductRow]:
    """One page of the products that a view shows. Sorts: name, code."""
    about = (product.c.product_group.label("group"), producer.c.name.label("producer_name"))
    columns = ("code", "name", "producer", "sector", "set_number")
    statement = (
        select(*(product.c[name] for name in columns), *about)
        .join(producer, producer.c.code == product.c.producer)
        .where(products_seen(view), *_product_conditions(wanted, view))
    )
    with office.database.reading() as transaction:
        code = bytewise(transaction, product.c.code)
        orders = {"name": (bytewise(transaction, product.c.name_key), code), "code": (code,)}
        rows, total = read_page(transaction, statement, page, orders)
        codes = [row["code"] for row in rows]
        places, made_at = localities_of(transaction, codes), _made_at(transaction, codes)
    found = (
        ProductRow(**row, localities=places.get(row["code"], ()), establishments=tuple(made_at.get(row["code"], ())))
        for row in rows
    )
    return Listed(tuple(found), total, page)


def _of(row: type, table: Any) -> list[ColumnElement[Any]]:
    """The columns of a table that a row holds under the same name."""
    return [table.c[name] for name in row.__dataclass_fields__ if name in table.c]  # type: ignore[attr-defined]  # a row is a dataclass


def _producer_conditions(wanted: MakerFilter, view: View) -> list[ColumnElement[bool]]:
    conditions: list[ColumnElement[bool]] = []
    if wanted.producer is not None:
        conditions.append(producer.c.code == wanted.producer)
    if wanted.organisation is not None:
        conditions.append(producer.c.organisation.in_(organisations_within([wanted.organisation], view.today)))
    if wanted.text:
        conditions.append(matching(wanted.text, (producer.c.name_folded,), (producer.c.code,)))
    return conditions


def _product_conditions(wanted: MakerFilter, view: View) -> list[ColumnElement[bool]]:
    exact = {product.c.producer: wanted.producer, product.c.sector: wanted.sector}
    conditions = [column == value for column, value in exact.items() if value is not None]
    if wanted.organisation is not None:
        conditions.append(product.c.code.in_(products_within([wanted.organisation], view.today)))
    if wanted.text:
        folded = (product.c.name_folded, producer.c.name_folded)
        conditions.append(matching(wanted.text, folded, (product.c.code, producer.c.code)))
    return conditions


def _made_at(transaction: Transaction, products: Sequence[str]) -> Mapping[str, list[str]]:
    table = product_establishment
    statement = select(table.c.product, table.c.establishment).order_by(table.c.establishment)
    found: dict[str, list[str]] = defaultdict(list)
    for part in parts(products):
        for code, made_at in transaction.connection.execute(statement.where(table.c.product.in_(part))):
            found[code].append(made_at)
    return found
