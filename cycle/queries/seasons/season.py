"""Every dossier of a programme with what its guards look at, in as many questions for thousands as for one."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, func, or_, select

from cycle.database import Transaction
from cycle.facts import Family, Surroundings
from cycle.history import Snapshot, snapshot_of
from cycle.tables import deadline, dossier, paper, party, producer, product, product_area, product_establishment
from workflows.facts import PaperFact

_PAPER = (
    "code",
    "type",
    "version",
    "holder_kind",
    "holder",
    "status",
    "received",
    "issued",
    "expires",
    "count",
    "hash",
)


@dataclass(frozen=True)
class Season:
    """The families of a programme's dossiers, and by dossier its product's places; without one, the bodies it names.

    `asked` are the dossiers of the programme. A family has others too where what opened one runs in another programme.
    """

    families: tuple[Family, ...]
    areas: Mapping[str, frozenset[str]]
    asked: frozenset[str]


@dataclass(frozen=True)
class _Shelves:
    """What was read, by whom or what it belongs to."""

    products: Mapping[str, tuple[str, str, int | None]]
    establishments: Mapping[str, frozenset[str]]
    papers: Mapping[tuple[str, str], list[PaperFact]]
    deadlines: Mapping[str, dict[str, tuple[int, date]]]


def read_season(
    transaction: Transaction, seen: ColumnElement[bool], programme: str | None, now: datetime, on: date
) -> Season:
    """The season of a programme as far as it is seen; `on` is the day that its guards are asked about.

    Places by level stay empty: who may act is not asked here. Without a programme all that is seen is taken: then
    `seen` names whole families.
    """
    wanted = seen if programme is None else and_(dossier.c.programme == programme, seen)
    roots = _by_root(transaction, wanted)
    asked = frozenset(code for members in roots.values() for code in members)
    if programme is not None and any(root not in members for root, members in roots.items()):
        wanted = or_(wanted, dossier.c.root.in_(_opened_elsewhere(programme)))
        roots = {root: members for root, members in _by_root(transaction, wanted).items() if asked & members.keys()}
    shelves = _shelves(transaction, wanted)
    families = (_family(root, members, shelves, now, on) for root, members in roots.items() if root in members)
    return Season(tuple(families), _areas(transaction, wanted), asked)


def _by_root(transaction: Transaction, wanted: ColumnElement[bool]) -> Mapping[str, Mapping[str, Snapshot]]:
    roots: dict[str, dict[str, Snapshot]] = defaultdict(dict)
    for row in transaction.connection.execute(select(dossier).where(wanted).order_by(dossier.c.code)):
        snapshot = snapshot_of(tuple(row))
        roots[snapshot.root][snapshot.code] = snapshot
    return roots


def _opened_elsewhere(programme: str) -> Select[Any]:
    """The roots of the dossiers of a programme that a dossier of another one has opened."""
    own, above = dossier.alias(), dossier.alias()
    elsewhere = select(own.c.root).join(above, above.c.code == own.c.parent)
    return elsewhere.where(own.c.programme == programme, above.c.programme != programme)


def _areas(transaction: Transaction, wanted: ColumnElement[bool]) -> Mapping[str, frozenset[str]]:
    lying = select(dossier.c.code, product_area.c.organisation).join(
        product_area, product_area.c.product == dossier.c.product
    )
    naming = select(dossier.c.code, party.c.organisation).join(party, party.c.dossier == dossier.c.code)
    found: dict[str, set[str]] = defaultdict(set)
    for statement in (lying, naming.where(dossier.c.product.is_(None))):
        for code, organisation in transaction.connection.execute(statement.where(wanted)):
            found[code].add(organisation)
    return {code: frozenset(places) for code, places in found.items()}


def _shelves(transaction: Transaction, wanted: ColumnElement[bool]) -> _Shelves:
    products = select(product.c.code, product.c.sector, product.c.set_number, producer.c.kind).join(
        producer, producer.c.code == product.c.producer
    )
    found = transaction.connection.execute(products.where(product.c.code.in_(_of(dossier.c.product, wanted))))
    made_at = select(product_establishment.c.product, product_establishment.c.establishment)
    return _Shelves(
        {row.code: (row.sector, row.kind, row.set_number) for row in found},
        _grouped(transaction, made_at, product_establishment, wanted),
        _papers(transaction, wanted),
        _deadlines(transaction, wanted),
    )


def _family(root: str, members: Mapping[str, Snapshot], shelves: _Shelves, now: datetime, on: date) -> Family:
    first = members[root]
    sector, maker, number = shelves.products.get(first.product or "", ("", "", None))
    establishments = shelves.establishments.get(first.product or "", frozenset())
    holders = [(kind, code) for kind, code in (("producer", first.producer), ("product", first.product)) if code]
    holders += [("establishment", code) for code in sorted(establishments)] + [("dossier", code) for code in members]
    papers = tuple(one for holder in holders for one in shelves.papers.get(holder, ()))
    clocks = {code: shelves.deadlines.get(code, {}) for code in members}
    around = Surroundings(maker, sector, establishments, {}, {}, papers, clocks, set_number=number)
    ordered = {root: first, **{code: one for code, one in members.items() if code != root}}
    return Family(ordered, around, now, on)


def _papers(transaction: Transaction, wanted: ColumnElement[bool]) -> Mapping[tuple[str, str], list[PaperFact]]:
    """The papers of every holder that counts in the season."""
    made_at = select(product_establishment.c.establishment).where(
        product_establishment.c.product.in_(_of(dossier.c.product, wanted))
    )
    holders: Mapping[str, Select[Any]] = {
        "producer": _of(dossier.c.producer, wanted),
        "product": _of(dossier.c.product, wanted),
        "establishment": made_at,
        "dossier": _of(dossier.c.code, wanted),
    }
    counts = (and_(paper.c.holder_kind == kind, paper.c.holder.in_(codes)) for kind, codes in holders.items())
    statement = select(*(paper.c[name] for name in _PAPER)).where(or_(*counts)).order_by(paper.c.code)
    found: dict[tuple[str, str], list[PaperFact]] = defaultdict(list)
    for row in transaction.connection.execute(statement).mappings():
        days = {
            name: date.fromisoformat(row[name]) if row[name] else None for name in ("received", "issued", "expires")
        }
        found[row["holder_kind"], row["holder"]].append(PaperFact(**{**row, **days}))
    return found


def _deadlines(transaction: Transaction, wanted: ColumnElement[bool]) -> Mapping[str, dict[str, tuple[int, date]]]:
    statement = select(deadline.c.dossier, deadline.c.name, deadline.c.opened_seq, deadline.c.last_day).where(
        # Wrapped so that no database goes through all that is open to find what a few dossiers have.
        func.coalesce(deadline.c.status, "") == "open",
        deadline.c.dossier.in_(_of(dossier.c.code, wanted)),
    )
    found: dict[str, dict[str, tuple[int, date]]] = defaultdict(dict)
    for code, name, opened, last_day in transaction.connection.execute(statement):
        found[code][name] = (opened, date.fromisoformat(last_day))
    return found


def _grouped(
    transaction: Transaction, statement: Select[Any], table: Any, wanted: ColumnElement[bool]
) -> Mapping[str, frozenset[str]]:
    """The second column of a statement by the first, for the products of the season."""
    found: dict[str, set[str]] = defaultdict(set)
    limited = statement.where(table.c.product.in_(_of(dossier.c.product, wanted)))
    for product_code, code in transaction.connection.execute(limited):
        found[product_code].add(code)
    return {one: frozenset(codes) for one, codes in found.items()}


def _of(column: ColumnElement[str], wanted: ColumnElement[bool]) -> Select[Any]:
    return select(column).where(wanted)
