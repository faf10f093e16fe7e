"""One dossier with all that surrounds it: product, producer, places, relatives, clocks, papers."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import orjson
from sqlalchemy import RowMapping, and_, or_, select

from cycle import tables
from cycle.database import Transaction
from cycle.history import Snapshot
from cycle.office import Office
from cycle.queries.dossiers.papers import PaperRow, paper_row
from cycle.queries.dossiers.parties import Link, PartyShown, Place, links_shown, parties_shown, title_of
from cycle.queries.dossiers.snapshots import line_of, snapshot_seen
from cycle.queries.paging import bytewise
from cycle.queries.viewing import View
from workflows.verdict import Reason


@dataclass(frozen=True)
class ProductShown:
    code: str
    name: str
    sector: str
    group: str | None
    set_number: int | None


@dataclass(frozen=True)
class ProducerShown:
    code: str
    name: str
    kind: str
    registration: str
    registration_kind: str
    organisation: str


@dataclass(frozen=True)
class Relative:
    """A dossier that opened this one, or that this one opened."""

    code: str
    family: str
    workflow: str
    definition: str
    stage: str
    state: str
    final: str | None


@dataclass(frozen=True)
class DeadlineShown:
    """A clock of the dossier; `status` is open or closed, `late` only while open."""

    name: str
    status: str
    starts: date
    last_day: date
    due: str
    late: bool
    opened_seq: int
    closed_seq: int | None
    derivation: Mapping[str, Any]


@dataclass(frozen=True)
class DossierShown:
    """`snapshot` holds state, values and, by trigger, the last act; `papers` are those of every holder that counts.

    One that stands for itself has a title, the organisations that its values name, and no product. `follows` are the
    dossiers that it names. `entered` says from what it was entered where it was under way already, and on which basis.
    """

    snapshot: Snapshot
    title: str | None
    product: ProductShown | None
    producer: ProducerShown | None
    places: tuple[Place, ...]
    establishments: tuple[str, ...]
    parties: tuple[PartyShown, ...]
    follows: tuple[Link, ...]
    parent: Relative | None
    children: tuple[Relative, ...]
    deadlines: tuple[DeadlineShown, ...]
    papers: tuple[PaperRow, ...]
    entered: Mapping[str, str] | None


def show_dossier(office: Office, view: View, code: str, on: date) -> DossierShown | Reason:
    """A dossier that the view shows; what is late is judged as of the day `on`."""
    with office.database.reading() as transaction:
        snapshot = snapshot_seen(transaction, view, code)
        if snapshot is None:
            return Reason("dossier_unknown", {"dossier": code})
        relatives = _relatives(transaction, snapshot)
        made_at = _establishments(transaction, snapshot.product)
        return DossierShown(
            snapshot,
            title_of(transaction, code),
            _product(transaction, snapshot.product) if snapshot.product else None,
            _producer(transaction, snapshot.producer) if snapshot.producer else None,
            _places(transaction, snapshot.product),
            made_at,
            parties_shown(transaction, code, on),
            links_shown(transaction, code),
            relatives.get(snapshot.parent or ""),
            tuple(one for one in relatives.values() if one.code != snapshot.parent),
            _deadlines(transaction, code, on),
            _papers(transaction, snapshot, made_at),
            _entered(transaction, code),
        )


def _entered(transaction: Transaction, code: str) -> Mapping[str, str] | None:
    table = tables.record
    opening = select(table.c.payload).where(table.c.stream == f"dossier/{code}", table.c.seq == 1)
    payload: Mapping[str, Any] = orjson.loads(transaction.connection.execute(opening).scalar_one())
    return payload.get("entered")


def _product(transaction: Transaction, code: str) -> ProductShown:
    row = _one(transaction, tables.product, code)
    return ProductShown(code, row["name"], row["sector"], row["product_group"], row["set_number"])


def _producer(transaction: Transaction, code: str) -> ProducerShown:
    row = _one(transaction, tables.producer, code)
    about = (row["kind"], row["registration"], row["registration_kind"], row["organisation"])
    return ProducerShown(code, row["name"], *about)


def _one(transaction: Transaction, table: Any, code: str) -> RowMapping:
    return transaction.connection.execute(select(table).where(table.c.code == code)).mappings().one()


def _places(transaction: Transaction, product: str | None) -> tuple[Place, ...]:
    area, body = tables.product_area, tables.organisation
    statement = (
        select(body.c.code, body.c.name, body.c.level)
        .join(area, area.c.organisation == body.c.code)
        .where(area.c.product == product)
        .order_by(bytewise(transaction, body.c.name_key), body.c.code)
    )
    return tuple(Place(*row) for row in transaction.connection.execute(statement))


def _establishments(transaction: Transaction, product: str | None) -> tuple[str, ...]:
    made_at = tables.product_establishment
    statement = select(made_at.c.establishment).where(made_at.c.product == product).order_by(made_at.c.establishment)
    return tuple(transaction.connection.execute(statement).scalars())


def _relatives(transaction: Transaction, snapshot: Snapshot) -> Mapping[str, Relative]:
    """The parent and the children, by code in the order of their opening."""
    table = tables.dossier
    columns = ("code", "family", "workflow", "definition", "stage", "state", "final")
    statement = (
        select(*(table.c[name] for name in columns))
        .where(or_(table.c.code == snapshot.parent, table.c.parent == snapshot.code))
        .order_by(table.c.opened, table.c.code)
    )
    return {row.code: Relative(*row) for row in transaction.connection.execute(statement)}


def _deadlines(transaction: Transaction, code: str, on: date) -> tuple[DeadlineShown, ...]:
    table = tables.deadline
    statement = select(table).where(table.c.dossier == code).order_by(table.c.opened_seq, table.c.name)
    return tuple(_deadline(row, on) for row in transaction.connection.execute(statement).mappings())


def _deadline(row: RowMapping, on: date) -> DeadlineShown:
    starts, last_day = (date.fromisoformat(row[name]) for name in ("starts", "last_day"))
    late = row["status"] == "open" and last_day < on
    seqs, derivation = (row["opened_seq"], row["closed_seq"]), orjson.loads(row["derivation"])
    return DeadlineShown(row["name"], row["status"], starts, last_day, row["due"], late, *seqs, derivation)


def _papers(transaction: Transaction, snapshot: Snapshot, made_at: Sequence[str]) -> tuple[PaperRow, ...]:
    """The papers of every holder that counts: those of the dossiers that led to this one too."""
    table = tables.paper
    holders = {
        "producer": [snapshot.producer] if snapshot.producer else [],
        "product": [snapshot.product] if snapshot.product else [],
        "establishment": list(made_at),
        "dossier": list(line_of(transaction, snapshot)),
    }
    counts = (and_(table.c.holder_kind == kind, table.c.holder.in_(codes)) for kind, codes in holders.items())
    order = (table.c.type, table.c.holder_kind, table.c.holder, table.c.version)
    rows = transaction.connection.execute(select(table).where(or_(*counts)).order_by(*order)).mappings()
    return tuple(paper_row(row) for row in rows)
