"""What a dossier that stands for itself is called, and the organisations and dossiers that its values name."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from cycle import tables
from cycle.database import Transaction
from cycle.parties import Span, parties_of
from cycle.queries.paging import bytewise


@dataclass(frozen=True)
class Place:
    """An organisation in whose locality the product is made."""

    code: str
    name: str
    level: str


@dataclass(frozen=True)
class PartyShown:
    """An organisation that a value names; `successors` stand for it today where it has ended."""

    value: str
    code: str
    name: str
    ended: date | None
    successors: tuple[Place, ...]


@dataclass(frozen=True)
class Link:
    """A dossier that a value names."""

    value: str
    dossier: str
    title: str | None
    state: str
    final: str | None


def title_of(transaction: Transaction, code: str) -> str | None:
    """The title of a dossier that stands for itself."""
    named = tables.dossier_title
    statement = select(named.c.title).where(named.c.dossier == code)
    return transaction.connection.execute(statement).scalar_one_or_none()


def parties_shown(transaction: Transaction, code: str, on: date) -> tuple[PartyShown, ...]:
    """The organisations that the values of a dossier name, by value and name, with whoever stands for them on a day."""
    body, named = tables.organisation, tables.party
    statement = (
        select(named.c.name.label("value"), body.c.code, body.c.name, body.c.level, body.c.valid_to)
        .join(body, body.c.code == named.c.organisation)
        .where(named.c.dossier == code)
        .order_by(named.c.name, bytewise(transaction, body.c.name_key), body.c.code)
    )
    rows = transaction.connection.execute(statement).all()
    asked = [(code, row.value, row.code, row.level, row.valid_to) for row in rows]
    standing = {
        (value, one.organisation): one.standing
        for value, found in parties_of(transaction, asked, Span(on, on)).get(code, {}).items()
        for one in found
    }
    return tuple(
        PartyShown(
            row.value,
            row.code,
            row.name,
            ended := date.fromisoformat(row.valid_to) if row.valid_to and row.valid_to < on.isoformat() else None,
            _bodies(transaction, standing[row.value, row.code]) if ended else (),
        )
        for row in rows
    )


def links_shown(transaction: Transaction, code: str) -> tuple[Link, ...]:
    """The dossiers that the values of a dossier name, by value."""
    link, target, named = tables.link, tables.dossier, tables.dossier_title
    statement = (
        select(link.c.name, target.c.code, named.c.title, target.c.state, target.c.final)
        .join(target, target.c.code == link.c.target)
        .outerjoin(named, named.c.dossier == target.c.code)
        .where(link.c.dossier == code)
        .order_by(link.c.name)
    )
    return tuple(Link(*row) for row in transaction.connection.execute(statement))


def _bodies(transaction: Transaction, levels: Mapping[str, frozenset[str]]) -> tuple[Place, ...]:
    body, codes = tables.organisation, [code for found in levels.values() for code in found]
    statement = select(body.c.code, body.c.name, body.c.level).where(body.c.code.in_(sorted(codes)))
    return tuple(Place(*row) for row in transaction.connection.execute(statement.order_by(body.c.code)))
