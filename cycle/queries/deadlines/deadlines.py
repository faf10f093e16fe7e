"""The list of deadlines: who owes what until when, in the same number of questions for any page."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import orjson
from sqlalchemy import ColumnElement, RowMapping, Select, and_, func, or_, select, true

from cycle.database import Transaction
from cycle.office import Office
from cycle.publication import Published
from cycle.queries.deadlines.around import Around, read_around
from cycle.queries.deadlines.owed import Case, Named, Party
from cycle.queries.paging import Listed, Order, Page, bytewise, cut, read_page
from cycle.queries.register.bodies import Bodies, read_bodies
from cycle.queries.viewing import View, dossiers_seen, organisations_within, products_within
from cycle.tables import deadline, dossier, dossier_title, party, producer, product, programme

SORTS = ("deadline", "name", "code")
OPEN, PAUSED = "open", "paused"
RUNNING = (OPEN, PAUSED)
EXTENDED = "extended"
# More deadlines than any office has.
WHOLE = 10**9
AS_STORED = (
    *("dossier", "about", "name", "opened_seq", "due", "status", "proposal", "escalation", "programme", "family"),
    *("definition", "stage", "state", "product", "producer", "closed_seq"),
)


@dataclass(frozen=True)
class DeadlineFilter:
    """Which deadlines. `organisation` owes them, or one below it or before it does; with `coordinating` also those

    in which it is named besides. `nearing` are those that end within so many days. Without `closed` only what is owed.
    """

    programme: str | None = None
    family: str | None = None
    stage: str | None = None
    dossier: str | None = None
    deadline: str | None = None
    organisation: str | None = None
    coordinating: bool = False
    nearing: int | None = None
    overdue: bool = False
    proposals: bool = False
    closed: bool = False


@dataclass(frozen=True)
class DeadlineRow:
    """One deadline of a list. `number` is that of a plan's task, `term` the span declared (`2020-Q2`) where one was.

    `status` is open, paused or closed; `days_left` is None unless it is open, and negative once it is `overdue`: its
    last day is over and the act has not been done.
    `original` is the last day before any extension, None where there was none. `provisional` are the years whose
    calendar may still change the last day. `proposal` is the trigger that waits for somebody's confirmation,
    `escalation` how far the matter has gone. `year` is the one that a yearly deadline is for. `unshared` are those
    asked who else takes part, where the plan has such a column and its cell is blank.
    """

    dossier: str
    number: str | None
    about: str
    name: str
    opened_seq: int
    owed_by: tuple[Party, ...]
    unnamed: bool
    coordinating: tuple[Party, ...]
    starts: date
    last_day: date
    due: str
    term: str | None
    status: str
    days_left: int | None
    overdue: bool
    original: date | None
    provisional: tuple[int, ...]
    proposal: str | None
    escalation: str | None
    programme: str
    family: str
    definition: str
    stage: str
    state: str
    product: str | None
    producer: str | None
    closed_seq: int | None
    changes: int
    year: int | None
    unshared: tuple[Party, ...]


def list_deadlines(office: Office, view: View, wanted: DeadlineFilter, on: date, page: Page) -> Listed[DeadlineRow]:
    """One page of the deadlines of the dossiers that a view shows; days are counted from the day `on`.

    Sorts: deadline (the last day), name (of what the dossier is about), code. Those of an organisation are read whole:
    whose they are, the rules tell.
    """
    with office.database.reading() as transaction:
        published = office.rulebook.on(transaction, view.today)
        if published is None:
            return cut((), page)
        return DeadlineReader(transaction, office, view, published, on).listed(wanted, page)


@dataclass(frozen=True)
class DeadlineReader:
    """Reads deadlines under the rules of one day."""

    transaction: Transaction
    office: Office
    view: View
    published: Published
    on: date

    def listed(self, wanted: DeadlineFilter, page: Page) -> Listed[DeadlineRow]:
        """One page. Raises UnknownSortError."""
        if wanted.organisation is not None:
            return cut(self.owed_near(wanted, page.sort), page)
        statement, orders = self._statement(wanted), self._orders()
        rows, total = read_page(self.transaction, statement, page, orders)
        shown = statement.order_by(*orders[page.sort]).limit(page.size).offset(page.skipped)
        return Listed(tuple(self._rows(rows, shown, read_bodies(self.transaction, self.view.today))), total, page)

    def owed_near(self, wanted: DeadlineFilter, sort: str = SORTS[0]) -> list[DeadlineRow]:
        """All deadlines of an organisation, ordered. Raises UnknownSortError."""
        bodies = read_bodies(self.transaction, self.view.today)
        within = bodies.within(wanted.organisation or "")
        whole = Page(size=WHOLE, sort=sort)
        statement = self._statement(wanted).where(self._near(wanted, bodies, within))
        rows, _ = read_page(self.transaction, statement, whole, self._orders())
        return [row for row in self._rows(rows, statement, bodies) if _concerns(row, wanted, within)]

    def _statement(self, wanted: DeadlineFilter) -> Select[Any]:
        about = func.coalesce(product.c.name, dossier_title.c.title, dossier.c.code).label("about")
        names = ("programme", "family", "definition", "stage", "state", "product", "producer")
        return (
            select(*deadline.c, *(dossier.c[name] for name in names), about, producer.c.name.label("producer_name"))
            .join(dossier, dossier.c.code == deadline.c.dossier)
            .join(product, product.c.code == dossier.c.product, isouter=True)
            .join(producer, producer.c.code == dossier.c.producer, isouter=True)
            .join(dossier_title, dossier_title.c.dossier == dossier.c.code, isouter=True)
            .where(dossiers_seen(self.view), *_conditions(wanted, self.on))
        )

    def _orders(self) -> Order:
        code, name = bytewise(self.transaction, dossier.c.code), bytewise(self.transaction, deadline.c.name)
        about = func.coalesce(product.c.name_key, dossier_title.c.title_key, "")
        ends = (code, name, deadline.c.opened_seq)
        return {
            "deadline": (deadline.c.last_day, *ends),
            "name": (bytewise(self.transaction, about), deadline.c.last_day, *ends),
            "code": (code, deadline.c.last_day, name, deadline.c.opened_seq),
        }

    def _near(self, wanted: DeadlineFilter, bodies: Bodies, within: frozenset[str]) -> ColumnElement[bool]:
        """Dossiers in which an organisation, or one below it, may be asked for something at all."""
        if any(bodies.known[code].level == "centre" for code in within):
            return true()
        asked, today = [wanted.organisation or ""], self.view.today
        runs = {*within, *(above for code in within if (above := bodies.known[code].parent))}
        run_by = runs.union(*(bodies.stands_for(code) for code in runs))
        named = party.c.organisation.in_(organisations_within(asked, today))
        return or_(
            dossier.c.product.in_(products_within(asked, today)),
            dossier.c.code.in_(select(party.c.dossier).where(named)),
            dossier.c.programme.in_(select(programme.c.code).where(programme.c.organisation.in_(sorted(run_by)))),
        )

    def _rows(self, rows: Sequence[RowMapping], chosen: Select[Any], bodies: Bodies) -> list[DeadlineRow]:
        found = chosen.subquery()
        around = read_around(self.transaction, bodies, select(found.c.product), select(found.c.dossier))
        return [self._row(row, around) for row in rows]

    def _row(self, row: RowMapping, around: Around) -> DeadlineRow:
        case, derivation = self._case(row, around), orjson.loads(row["derivation"])
        last_day = date.fromisoformat(row["last_day"])
        left = (last_day - self.on).days if row["status"] == OPEN else None
        return DeadlineRow(
            **{name: row[name] for name in AS_STORED},
            number=case.number if case else None,
            owed_by=case.owing(row["name"]) if case else (),
            unnamed=case is not None and case.unnamed(row["name"]),
            coordinating=case.coordinating(row["name"]) if case else (),
            starts=date.fromisoformat(row["starts"]),
            last_day=last_day,
            term=derivation.get("fixed", {}).get("term"),
            days_left=left,
            overdue=left is not None and left < 0,
            original=_original(derivation),
            provisional=_provisional(derivation, last_day),
            changes=derivation.get("changes", 0),
            year=case.year(row["name"], derivation) if case else None,
            unshared=case.unshared(row["name"]) if case else (),
        )

    def _case(self, row: RowMapping, around: Around) -> Case | None:
        declared = self.published.rules.programmes.get(row["programme"])
        if declared is None:
            return None
        owner = Named(row["producer"], row["producer_name"]) if row["producer"] else None
        definition = self.office.rulebook.definition(self.transaction, row["definition"], self.published)
        stands = (row["dossier"], row["product"], owner, row["state"])
        return Case(*stands, declared, definition, self.published.rules, around)


def _conditions(wanted: DeadlineFilter, on: date) -> list[ColumnElement[bool]]:
    exact = {
        dossier.c.programme: wanted.programme,
        dossier.c.family: wanted.family,
        dossier.c.stage: wanted.stage,
        dossier.c.code: wanted.dossier,
        deadline.c.name: wanted.deadline,
    }
    conditions = [column == value for column, value in exact.items() if value is not None]
    if not wanted.closed:
        conditions.append(deadline.c.status.in_(RUNNING))
    if wanted.overdue:
        conditions.append(and_(deadline.c.status == OPEN, deadline.c.last_day < on.isoformat()))
    if wanted.nearing is not None:
        until = (on + timedelta(wanted.nearing)).isoformat()
        conditions.append(and_(deadline.c.status == OPEN, deadline.c.last_day.between(on.isoformat(), until)))
    if wanted.proposals:
        conditions.append(deadline.c.proposal.is_not(None))
    return conditions


def _concerns(row: DeadlineRow, wanted: DeadlineFilter, within: frozenset[str]) -> bool:
    parties = (*row.owed_by, *(row.coordinating if wanted.coordinating else ()))
    return any(one.codes & within for one in parties)


def _original(derivation: Mapping[str, Any]) -> date | None:
    """The last day before any extension."""
    extended = any(one["event"] == EXTENDED for one in derivation.get("events", ()))
    return date.fromisoformat(derivation["original"]) if extended else None


def _provisional(derivation: Mapping[str, Any], last_day: date) -> tuple[int, ...]:
    """The years on which a last day rests that may still change; earlier releases noted that of the last day alone."""
    if "format" in derivation:
        return tuple(derivation["provisional"])
    unsure = derivation.get("calendar", {}).get("year", "confirmed") != "confirmed"
    return (last_day.year,) if unsure else ()
