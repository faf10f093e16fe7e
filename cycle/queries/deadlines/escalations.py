"""What an expiry has put before the secretariat and nobody has released or answered yet."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, RowMapping, Select, func, literal, literal_column, select

from cycle.clock import instant_text
from cycle.database import Transaction
from cycle.office import Office
from cycle.owing import LOCAL
from cycle.publication import Published
from cycle.queries.deadlines.around import Around, read_around
from cycle.queries.deadlines.owed import PRODUCER, Case, Named, Party
from cycle.queries.paging import Listed, Page, bytewise, cut, read_page
from cycle.queries.register.bodies import Bodies, read_bodies
from cycle.queries.viewing import View, dossiers_seen
from cycle.tables import deadline, dossier, dossier_title, producer, product, record

SORTS = ("since", "deadline", "code")
# Written out: only so does a database know that its index of what waits holds them all.
WAITING: ColumnElement[str] = literal_column("'waiting'")


@dataclass(frozen=True)
class Escalation:
    """A deadline that ran out and waits for the secretariat `since` an instant.

    `owing` are the parties that owe the act (`organisation:CODE`), `above` the organisations to which it can be
    released; both are as of today.
    """

    dossier: str
    about: str
    deadline: str
    opened_seq: int
    definition: str
    programme: str
    state: str
    last_day: date
    since: str
    proposal: str | None
    owing: tuple[str, ...]
    above: tuple[str, ...]


def find_escalations(office: Office, view: View, page: Page, programme: str | None = None) -> Listed[Escalation]:
    """One page of those that wait, of the dossiers that a view shows, in the same number of questions for any page.

    Sorts: since (the longest waiting first), deadline (the last day), code.
    """
    with office.database.reading() as transaction:
        published = office.rulebook.on(transaction, view.today)
        if published is None:
            return cut((), page)
        statement = _statement(view, instant_text(office.clock.now()), programme)
        code, name = bytewise(transaction, dossier.c.code), bytewise(transaction, deadline.c.name)
        ends = (code, name, deadline.c.opened_seq)
        orders = {
            "since": (record.c.recorded, *ends),
            "deadline": (deadline.c.last_day, *ends),
            "code": (code, deadline.c.last_day, *ends),
        }
        rows, total = read_page(transaction, statement, page, orders)
        found = statement.order_by(*orders[page.sort]).limit(page.size).offset(page.skipped).subquery()
        bodies = read_bodies(transaction, view.today)
        around = read_around(transaction, bodies, select(found.c.product), select(found.c.dossier))
        return Listed(tuple(_escalation(transaction, office, published, row, around) for row in rows), total, page)


def _statement(view: View, now: str, programme: str | None) -> Select[Any]:
    about = func.coalesce(product.c.name, dossier_title.c.title, dossier.c.code).label("about")
    names = ("definition", "programme", "state", "product", "producer")
    stream = literal("dossier/") + dossier.c.code
    statement = (
        select(deadline, *(dossier.c[name] for name in names), record.c.recorded, about)
        .add_columns(producer.c.name.label("producer_name"))
        .join(dossier, dossier.c.code == deadline.c.dossier)
        .join(record, (record.c.stream == stream) & (record.c.seq == deadline.c.expired_seq))
        .join(product, product.c.code == dossier.c.product, isouter=True)
        .join(producer, producer.c.code == dossier.c.producer, isouter=True)
        .join(dossier_title, dossier_title.c.dossier == dossier.c.code, isouter=True)
        .where(deadline.c.status == "open", deadline.c.due <= now, deadline.c.escalation == WAITING)
        .where(dossiers_seen(view))
    )
    return statement if programme is None else statement.where(dossier.c.programme == programme)


def _escalation(
    transaction: Transaction, office: Office, published: Published, row: RowMapping, around: Around
) -> Escalation:
    case = _case(transaction, office, published, row, around)
    owing = case.owing(row["name"]) if case else ()
    told = [f"{PRODUCER if one.kind == PRODUCER else 'organisation'}:{who.code}" for one in owing for who in one.today]
    return Escalation(
        dossier=row["dossier"],
        about=row["about"],
        deadline=row["name"],
        opened_seq=row["opened_seq"],
        definition=row["definition"],
        programme=row["programme"],
        state=row["state"],
        last_day=date.fromisoformat(row["last_day"]),
        since=row["recorded"],
        proposal=row["proposal"],
        owing=tuple(dict.fromkeys(told)),
        above=_above(case, owing, around.bodies) if case else (),
    )


def _case(
    transaction: Transaction, office: Office, published: Published, row: RowMapping, around: Around
) -> Case | None:
    """What decides who owes the act; None where no publication declares the programme."""
    declared = published.rules.programmes.get(row["programme"])
    if declared is None:
        return None
    owner = Named(row["producer"], row["producer_name"]) if row["producer"] else None
    definition = office.rulebook.definition(transaction, row["definition"], published)
    stands = (row["dossier"], row["product"], owner, row["state"])
    return Case(*stands, declared, definition, published.rules, around)


def _above(case: Case, owing: Iterable[Party], bodies: Bodies) -> tuple[str, ...]:
    """The organisations of today above those that owe; above a producer the nearest level of its product's places."""
    found: dict[str, None] = {}
    for one in owing:
        if one.kind == PRODUCER:
            areas = case.facts.areas
            found.update(dict.fromkeys(sorted(next((areas[level] for level in LOCAL if areas.get(level)), ()))))
            continue
        for who in one.today:
            parent = bodies.known[who.code].parent
            found.update(dict.fromkeys(sorted(bodies.standing(parent)) if parent else ()))
    return tuple(found)
