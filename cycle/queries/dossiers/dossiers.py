"""The list of dossiers: filtered, sorted and paged in the database, at the same number of questions for any page."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, RowMapping, Select, and_, case, exists, func, literal, select

from cycle.database import Transaction
from cycle.office import Office
from cycle.queries.paging import Listed, Order, Page, bytewise, matching, parts, read_page
from cycle.queries.viewing import View, dossiers_seen, dossiers_within
from cycle.tables import deadline, dossier, dossier_title, organisation, producer, product, product_area

SORTS = ("name", "code", "deadline", "state")


@dataclass(frozen=True)
class DossierFilter:
    """Which dossiers. `state` is dotted; `organisation` stands for all below it; `text` is searched folded."""

    programme: str | None = None
    family: str | None = None
    stage: str | None = None
    state: str | None = None
    organisation: str | None = None
    sector: str | None = None
    producer: str | None = None
    text: str | None = None
    open_only: bool = False
    late_only: bool = False


@dataclass(frozen=True)
class NextDeadline:
    """The open deadline that ends first; late where its last day is over."""

    name: str
    last_day: date
    late: bool


@dataclass(frozen=True)
class DossierRow:
    """One dossier of a list. `definition` names the text of its workflow, where the titles of its states stand.

    One that stands for itself has a title, and neither product nor producer.
    """

    code: str
    family: str
    workflow: str
    definition: str
    programme: str
    product: str | None
    product_name: str | None
    producer: str | None
    producer_name: str | None
    sector: str | None
    title: str | None
    localities: tuple[str, ...]
    stage: str
    state: str
    final: str | None
    version: int
    opened: date
    happened: date
    deadline: NextDeadline | None

    @property
    def name(self) -> str:
        """What people call it: its title, else its product."""
        return self.title or self.product_name or self.code


def list_dossiers(office: Office, view: View, wanted: DossierFilter, on: date, page: Page) -> Listed[DossierRow]:
    """One page of the dossiers that a view shows; what is late is judged as of the day `on`.

    Sorts: name, code, deadline (the next first, none last), state (as the workflows declare them).
    """
    with office.database.reading() as transaction:
        statement = _statement().where(dossiers_seen(view), *_conditions(wanted, view, on))
        rows, total = read_page(transaction, statement, page, _orders(transaction, office, on))
        localities = localities_of(transaction, [row["product"] for row in rows if row["product"]])
        deadlines = next_deadlines(transaction, [row["code"] for row in rows], on)
    return Listed(tuple(_row(row, localities, deadlines) for row in rows), total, page)


def find_dossiers(office: Office, view: View, wanted: DossierFilter, on: date) -> tuple[str, ...]:
    """The codes of all dossiers that a view shows and a filter means, as they stand at one moment."""
    with office.database.reading() as transaction:
        chosen = _statement().where(dossiers_seen(view), *_conditions(wanted, view, on))
        codes = chosen.with_only_columns(dossier.c.code).order_by(bytewise(transaction, dossier.c.code))
        return tuple(transaction.connection.execute(codes).scalars())


def localities_of(transaction: Transaction, products: Sequence[str]) -> Mapping[str, tuple[str, ...]]:
    """The names of the places of each product, in Vietnamese order."""
    statement = (
        select(product_area.c.product, organisation.c.name)
        .join(organisation, organisation.c.code == product_area.c.organisation)
        .order_by(bytewise(transaction, organisation.c.name_key), organisation.c.code)
    )
    found: dict[str, list[str]] = defaultdict(list)
    for part in parts(products):
        for code, name in transaction.connection.execute(statement.where(product_area.c.product.in_(part))):
            found[code].append(name)
    return {code: tuple(names) for code, names in found.items()}


def next_deadlines(transaction: Transaction, dossiers: Sequence[str], on: date) -> Mapping[str, NextDeadline]:
    """The open deadline of each dossier that ends first."""
    statement = (
        select(deadline.c.dossier, deadline.c.name, deadline.c.last_day)
        .where(deadline.c.status == "open")
        .order_by(deadline.c.last_day.desc(), deadline.c.name.desc())
    )
    found = {}
    for part in parts(dossiers):
        for code, name, last_day in transaction.connection.execute(statement.where(deadline.c.dossier.in_(part))):
            day = date.fromisoformat(last_day)
            found[code] = NextDeadline(name, day, day < on)
    return found


def late(on: date) -> ColumnElement[bool]:
    """Whether a dossier has an open deadline whose last day is over on a day."""
    return exists().where(
        deadline.c.dossier == dossier.c.code, deadline.c.status == "open", deadline.c.last_day < on.isoformat()
    )


def _statement() -> Select[Any]:
    names = (
        product.c.name.label("product_name"),
        product.c.sector,
        producer.c.name.label("producer_name"),
        dossier_title.c.title,
    )
    return (
        select(*(column for column in dossier.c if column.name not in ("root", "parent", "data")), *names)
        .outerjoin(product, product.c.code == dossier.c.product)
        .outerjoin(producer, producer.c.code == dossier.c.producer)
        .outerjoin(dossier_title, dossier_title.c.dossier == dossier.c.code)
    )


def _conditions(wanted: DossierFilter, view: View, on: date) -> list[ColumnElement[bool]]:
    exact = {
        dossier.c.programme: wanted.programme,
        dossier.c.family: wanted.family,
        dossier.c.stage: wanted.stage,
        dossier.c.state: wanted.state,
        dossier.c.producer: wanted.producer,
        product.c.sector: wanted.sector,
    }
    conditions = [column == value for column, value in exact.items() if value is not None]
    if wanted.organisation is not None:
        conditions.append(dossiers_within([wanted.organisation], view.today))
    if wanted.text:
        codes = (dossier.c.code, product.c.code, producer.c.code)
        folded = (product.c.name_folded, producer.c.name_folded, dossier_title.c.title_folded)
        conditions.append(matching(wanted.text, folded, codes))
    if wanted.open_only:
        conditions.append(dossier.c.final.is_(None))
    if wanted.late_only:
        conditions.append(late(on))
    return conditions


def _orders(transaction: Transaction, office: Office, on: date) -> Order:
    code = bytewise(transaction, dossier.c.code)
    due = select(func.min(deadline.c.last_day)).where(deadline.c.dossier == dossier.c.code, deadline.c.status == "open")
    return {
        "name": (bytewise(transaction, func.coalesce(dossier_title.c.title_key, product.c.name_key)), code),
        "code": (code,),
        "deadline": (due.scalar_subquery().nulls_last(), code),
        "state": (*_place_of_state(transaction, office, on), bytewise(transaction, dossier.c.state), code),
    }


def _place_of_state(transaction: Transaction, office: Office, on: date) -> list[ColumnElement[int]]:
    """Where a state stands in its workflow; those of older texts come last."""
    published = office.rulebook.on(transaction, on)
    definitions = published.rules.definitions.values() if published else ()
    places = [(one.name, state) for one in definitions for state in one.states]
    found = [(and_(dossier.c.workflow == w, dossier.c.state == s), literal(n)) for n, (w, s) in enumerate(places)]
    return [case(*found, else_=literal(len(found)))] if found else []


def _row(
    row: RowMapping, localities: Mapping[str, tuple[str, ...]], deadlines: Mapping[str, NextDeadline]
) -> DossierRow:
    days = {name: date.fromisoformat(row[name]) for name in ("opened", "happened")}
    places, due = localities.get(row["product"] or "", ()), deadlines.get(row["code"])
    return DossierRow(**{**row, **days}, localities=places, deadline=due)
