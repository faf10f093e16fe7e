"""Producers, establishments and products as rows of their workbook."""

from collections.abc import Iterator
from datetime import date

from sqlalchemy import Select, select

from cycle.database import Transaction
from cycle.queries.paging import bytewise
from cycle.queries.register.producers import READS_CONTACTS
from cycle.queries.viewing import View, establishments_seen, producers_seen, products_seen
from cycle.sheets import EstablishmentRow, ProducerRow, ProductRow
from cycle.tables import establishment, producer, product, product_area, product_establishment


def every_maker(transaction: Transaction, today: date) -> Iterator[ProducerRow | EstablishmentRow | ProductRow]:
    """All that the register has, contacts included: what an import is compared with, and shown to nobody."""
    return stored_makers(transaction, View("", today, everything=True, permissions=frozenset({READS_CONTACTS})))


def stored_makers(transaction: Transaction, view: View) -> Iterator[ProducerRow | EstablishmentRow | ProductRow]:
    """All producers, establishments and products that a view shows, each in the order of their codes."""
    yield from _producers(transaction, view)
    yield from _establishments(transaction, view)
    yield from _products(transaction, view)


def _producers(transaction: Transaction, view: View) -> Iterator[ProducerRow]:
    told = READS_CONTACTS in view.permissions
    statement = select(producer).where(producers_seen(view)).order_by(bytewise(transaction, producer.c.code))
    for row in transaction.connection.execute(statement).mappings():
        contact = [row[name] if told else None for name in ("representative", "phone", "email")]
        about = [row[name] for name in ("registration", "registration_kind", "name", "kind", "organisation")]
        yield ProducerRow("", 0, *about, *contact)


def _establishments(transaction: Transaction, view: View) -> Iterator[EstablishmentRow]:
    names = (establishment.c.code, producer.c.registration, establishment.c.name, establishment.c.address)
    statement = select(*names, establishment.c.organisation).join(producer, producer.c.code == establishment.c.producer)
    seen = statement.where(establishments_seen(view)).order_by(bytewise(transaction, establishment.c.code))
    for row in transaction.connection.execute(seen):
        yield EstablishmentRow("", 0, *row)


def _products(transaction: Transaction, view: View) -> Iterator[ProductRow]:
    areas = _grouped(transaction, select(product_area.c.product, product_area.c.organisation))
    made_at = _grouped(transaction, select(product_establishment.c.product, product_establishment.c.establishment))
    names = (product.c.code, producer.c.registration, product.c.name, product.c.sector)
    more = (product.c.product_group, product.c.set_number, product.c.listed)
    statement = select(*names, *more).join(producer, producer.c.code == product.c.producer).where(products_seen(view))
    for row in transaction.connection.execute(statement.order_by(bytewise(transaction, product.c.code))):
        code, listed = row[0], date.fromisoformat(row[6]) if row[6] else None
        yield ProductRow("", 0, *row[:6], areas.get(code, ()), made_at.get(code, ()), listed)


def _grouped(transaction: Transaction, statement: Select[str, str]) -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for one, other in sorted((row[0], row[1]) for row in transaction.connection.execute(statement)):
        found[one] = (*found.get(one, ()), other)
    return found
