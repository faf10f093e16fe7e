"""Dossiers of the register with the record that opened each: how they were entered, and how they stand now."""

from collections.abc import Iterator
from dataclasses import dataclass

import orjson
from sqlalchemy import ColumnElement, select

from cycle.database import Transaction
from cycle.history import Snapshot, fold, snapshot_of
from cycle.office import Office
from cycle.publication import Published
from cycle.queries.paging import bytewise
from cycle.tables import dossier, personal, record
from workflows.definition import Definition


@dataclass(frozen=True)
class Kept:
    """A dossier now, and as it was opened; `basis` is None where it was not entered from paper."""

    snapshot: Snapshot
    opening: Snapshot
    definition: Definition
    basis: str | None
    note: str | None

    @property
    def entered(self) -> bool:
        """Whether it was entered from paper."""
        return self.basis is not None

    @property
    def moved(self) -> bool:
        """Whether anything has happened to it since it was opened."""
        return self.snapshot.version > 1

    @property
    def counts(self) -> bool:
        """Whether it stands against another of its kind: it is open, or was entered from paper itself."""
        return self.entered or self.snapshot.final is None


@dataclass(frozen=True)
class _Opened:
    """What a fold asks of the record."""

    happened: str
    actor: str = ""
    on_behalf: str | None = None


def kept_dossiers(
    transaction: Transaction, office: Office, published: Published, wanted: ColumnElement[bool]
) -> Iterator[Kept]:
    """The dossiers wanted that are about a product, in the order of their codes."""
    opened = (record.c.stream == "dossier/" + dossier.c.code) & (record.c.seq == 1)
    noted = (personal.c.stream == record.c.stream) & (personal.c.seq == 1) & (personal.c.field == "note")
    statement = (
        select(*dossier.c, record.c.payload, record.c.happened.label("day"), personal.c.plain)
        .join(record, opened)
        .outerjoin(personal, noted)
        .where(wanted, dossier.c.product.is_not(None))
        .order_by(bytewise(transaction, dossier.c.code))
    )
    for *row, payload, day, note in transaction.connection.execute(statement):
        snapshot, told = snapshot_of(tuple(row)), orjson.loads(payload)
        definition = office.rulebook.definition(transaction, snapshot.definition, published)
        opening = fold(None, "opened", _Opened(day), told)
        yield Kept(snapshot, opening, definition, told.get("entered", {}).get("basis"), note)
