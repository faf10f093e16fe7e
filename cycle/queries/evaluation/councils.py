"""Councils as they were formed: the decision, who sits in them, and what the programme declares of them."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import orjson
from sqlalchemy import ColumnElement, and_, exists, or_, select, true

from cycle import tables
from cycle.database import Transaction
from cycle.office import Office
from cycle.queries.viewing import View, organisations_within
from cycle.sessions.folding import COUNCIL
from workflows.councils import Council
from workflows.verdict import Reason

JOINED, LEFT = "joined", "left"


@dataclass(frozen=True)
class DecisionTold:
    """A decision on who sits in a council; `date` as YYYY-MM-DD."""

    number: str
    date: str


@dataclass(frozen=True)
class MemberTold:
    """A member; both days count. `joined_by` and `left_by` are the decisions, as the history has them."""

    member: str
    seat: str
    name: str
    organisation: str | None
    account: str | None
    valid_from: str
    valid_to: str | None
    joined_by: DecisionTold | None
    left_by: DecisionTold | None


@dataclass(frozen=True)
class CouncilTold:
    """A council. `declared` is what its programme says of it today, None where it says nothing any more."""

    code: str
    programme: str
    council: str
    level: str
    decision_number: str
    decision_date: str
    regulation_number: str | None
    valid_from: str
    valid_to: str | None
    members: tuple[MemberTold, ...]
    declared: Council | None


def councils_seen(view: View) -> ColumnElement[bool]:
    """The councils that a view shows: of programmes run by its areas, and those it is a member of."""
    if view.everything:
        return true()
    council, member, programme = tables.council, tables.council_member, tables.programme
    sits = exists().where(and_(member.c.council == council.c.code, member.c.account == view.account))
    if not view.areas:
        return sits
    within = organisations_within(view.areas, view.today)
    return or_(sits, council.c.programme.in_(select(programme.c.code).where(programme.c.organisation.in_(within))))


def list_councils(office: Office, view: View, programme: str | None = None) -> tuple[CouncilTold, ...]:
    """The councils that a view shows, of one programme or of all, by their codes."""
    council = tables.council
    named = [council.c.programme == programme] if programme is not None else []
    statement = select(council.c.code).where(councils_seen(view), *named).order_by(council.c.code)
    with office.database.reading() as transaction:
        codes = transaction.connection.execute(statement).scalars().all()
        return tuple(_told(transaction, office, view, code) for code in codes)


def find_council(office: Office, view: View, code: str) -> CouncilTold | Reason:
    """A council by its code, where the view shows it."""
    with office.database.reading() as transaction:
        found = select(tables.council.c.code).where(tables.council.c.code == code, councils_seen(view))
        if transaction.connection.execute(found).first() is None:
            return Reason("council_unknown", {"council": code})
        return _told(transaction, office, view, code)


def _told(transaction: Transaction, office: Office, view: View, code: str) -> CouncilTold:
    row: Any = transaction.row(_COUNCIL, (code,))
    by = _decisions(transaction, row[1], code)
    rows: list[tuple[Any, ...]] = [
        (*one, by.get((one[0], JOINED)), by.get((one[0], LEFT))) for one in transaction.rows(_MEMBERS, (code,))
    ]
    members = tuple(MemberTold(*one) for one in rows)
    published = office.rulebook.on(transaction, view.today)
    programme = published.rules.programmes.get(row[1]) if published else None
    declared = programme.councils.get(row[2]) if programme else None
    told: tuple[Any, ...] = (*row, members, declared)
    return CouncilTold(*told)


def _decisions(transaction: Transaction, programme: str, council: str) -> Mapping[tuple[str, str], DecisionTold]:
    """By which decision each member joined and left a council."""
    said = [orjson.loads(payload) for (payload,) in transaction.rows(_SAID, (f"programme/{programme}", COUNCIL))]
    return {
        (one["member"], one["event"]): DecisionTold(one["decision_number"], one["decision_date"])
        for one in said
        if one["council"] == council and one["event"] in (JOINED, LEFT)
    }


_SAID = "SELECT payload FROM record WHERE stream = ? AND kind = ? ORDER BY seq"
_COUNCIL = (
    "SELECT code, programme, council, level, decision_number, decision_date, regulation_number, valid_from, valid_to "
    "FROM council WHERE code = ?"
)
_MEMBERS = (
    "SELECT member, seat, name, organisation, account, valid_from, valid_to FROM council_member "
    "WHERE council = ? ORDER BY member"
)
