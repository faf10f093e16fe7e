"""Sessions as they stand: who sat, and which dossiers were judged."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, and_, exists, func, or_, select, true

from cycle import tables
from cycle.database import Transaction
from cycle.office import Office
from cycle.publication import Rulebook
from cycle.queries.evaluation.eyes import eyes_of
from cycle.queries.paging import Listed, Page, bytewise, read_page
from cycle.queries.viewing import View, organisations_within
from cycle.sessions import Rows
from cycle.sessions.apart import apart_from
from cycle.sessions.folding import Row
from workflows.verdict import Reason

SORTS = ("day", "code", "status")
# What the sheets of a turn come to.
RESULT = ("score", "spread", "band", "gate", "stars", "outcome")


@dataclass(frozen=True)
class SessionFilter:
    """Which sessions."""

    programme: str | None = None
    council: str | None = None
    round: str | None = None
    status: str | None = None


@dataclass(frozen=True)
class SessionRow:
    """A session in a list, with how many turns it has and how many of them are concluded.

    `council` is the code of the council, `council_name` its name in the programme.
    """

    code: str
    programme: str
    council: str
    council_name: str
    round: str | None
    form: str
    day: str
    status: str
    turns: int
    concluded: int


@dataclass(frozen=True)
class Sitting:
    """A member at a session; `present` None: nothing was noted.

    `sent` are the dossiers on which a sheet of it stands, `wanted` all on which it may give one.
    """

    member: str
    seat: str
    name: str
    organisation: str | None
    account: str | None
    present: bool | None
    sent: tuple[str, ...]
    wanted: tuple[str, ...]


@dataclass(frozen=True)
class TurnTold:
    """A turn; `given` are the members whose sheet stands, `apart` those who may not judge.

    What its sheets come to (`score` and all that follows) is None until it is opened, and shown to the view.
    """

    dossier: str
    number: int
    criteria: str
    set_number: int
    set_title: str
    status: str
    given: tuple[str, ...]
    apart: tuple[str, ...]
    score: str | None
    spread: str | None
    band: int | None
    gate: int | None
    stars: int | None
    outcome: str | None


@dataclass(frozen=True)
class SessionTold:
    """All of a session but what its sheets say."""

    row: SessionRow
    publication: str
    version: int
    members: tuple[Sitting, ...]
    turns: tuple[TurnTold, ...]


def sessions_seen(view: View) -> ColumnElement[bool]:
    """The sessions that a view shows: of programmes run by its areas, and of councils it is a member of."""
    if view.everything:
        return true()
    session, member, programme = tables.session, tables.council_member, tables.programme
    sits = exists().where(and_(member.c.council == session.c.council, member.c.account == view.account))
    if not view.areas:
        return sits
    within = organisations_within(view.areas, view.today)
    return or_(sits, session.c.programme.in_(select(programme.c.code).where(programme.c.organisation.in_(within))))


def session_seen(transaction: Transaction, view: View, code: str) -> bool:
    """Whether a view shows a session."""
    found = select(tables.session.c.code).where(tables.session.c.code == code, sessions_seen(view))
    return transaction.connection.execute(found).first() is not None


def list_sessions(office: Office, view: View, wanted: SessionFilter, page: Page) -> Listed[SessionRow]:
    """One page of the sessions that a view shows. Sorts: day (newest first), code, status."""
    session = tables.session
    given = {name: getattr(wanted, name) for name in SessionFilter.__dataclass_fields__}
    exact = [session.c[name] == value for name, value in given.items() if value is not None]
    named = tables.council.c.council.label("council_name")
    joined = select(session, named).join(tables.council, tables.council.c.code == session.c.council)
    statement = joined.where(sessions_seen(view), *exact)
    with office.database.reading() as transaction:
        code = bytewise(transaction, session.c.code)
        orders = {"day": (session.c.day.desc(), code), "code": (code,), "status": (session.c.status, code)}
        rows, total = read_page(transaction, statement, page, orders)
        counts = _counts(transaction, [row["code"] for row in rows])
        return Listed(tuple(_row(row, counts) for row in rows), total, page)


def find_session(office: Office, view: View, code: str) -> SessionTold | Reason:
    """A session by its code, where the view shows it."""
    with office.database.reading() as transaction:
        if not session_seen(transaction, view, code):
            return Reason("session_unknown", {"session": code})
        row = Rows(transaction).find(tables.session, code)
        council = Rows(transaction).find(tables.council, row["council"])
        reads = eyes_of(transaction, office.rulebook, view, code).reads
        turns = _turns(transaction, row, office.rulebook, reads=reads)
        shown = bool(view.areas) or view.everything
        return SessionTold(
            row=_row({**row, "council_name": council["council"]}, _counts(transaction, [code])),
            publication=row["publication"],
            version=row["version"],
            members=_members(transaction, row, _Heard(turns, names_shown=shown)),
            turns=turns,
        )


def _counts(transaction: Transaction, sessions: Sequence[str]) -> Mapping[str, Mapping[str, int]]:
    """How many turns of each session have each status."""
    turn = tables.turn.c
    wanted = select(turn.session, turn.status, func.count()).where(turn.session.in_(sessions))
    found: dict[str, dict[str, int]] = {}
    for session, status, count in transaction.connection.execute(wanted.group_by(turn.session, turn.status)):
        found.setdefault(session, {})[status] = count
    return found


def _row(row: Any, counts: Mapping[str, Mapping[str, int]]) -> SessionRow:
    own = counts.get(row["code"], {})
    about: dict[str, Any] = {
        name: row[name] for name in ("code", "programme", "council", "council_name", "round", "form", "day", "status")
    }
    return SessionRow(**about, turns=sum(own.values()), concluded=own.get("concluded", 0))


@dataclass(frozen=True)
class _Heard:
    """The turns of a session, and whether the names of its members are shown."""

    turns: Sequence[TurnTold]
    names_shown: bool

    def sent(self, member: str) -> tuple[str, ...]:
        """The dossiers on which a sheet of a member stands."""
        return tuple(one.dossier for one in self._counted if member in one.given)

    def wanted(self, member: str) -> tuple[str, ...]:
        """The dossiers on which a member may give one."""
        return tuple(one.dossier for one in self._counted if member not in one.apart)

    @property
    def _counted(self) -> Sequence[TurnTold]:
        """The last turn of each dossier."""
        return tuple({one.dossier: one for one in self.turns}.values())


def _members(transaction: Transaction, row: Row, heard: _Heard) -> tuple[Sitting, ...]:
    present: dict[str, int] = dict(
        transaction.rows("SELECT member, present FROM attendance WHERE session = ?", (row["code"],))
    )
    members = transaction.rows(_MEMBERS, (row["council"], row["day"], row["day"]))
    there: Mapping[str, bool | None] = {one[0]: bool(present[one[0]]) if one[0] in present else None for one in members}
    return tuple(
        Sitting(
            *(member, seat, name if heard.names_shown else "", organisation, account),
            *(there[member], heard.sent(member), heard.wanted(member)),
        )
        for member, seat, name, organisation, account in members
    )


def _turns(transaction: Transaction, opened: Row, rulebook: Rulebook, *, reads: bool) -> tuple[TurnTold, ...]:
    session, criteria = opened["code"], rulebook.load(transaction, opened["publication"]).rules.criteria
    turn, given, apart = tables.turn, dict[tuple[str, int], list[str]](), apart_from(transaction, opened)
    for dossier, number, member in transaction.rows(_GIVEN, (session,)):
        given.setdefault((dossier, number), []).append(member)
    names, hidden = ("dossier", "number", "criteria", "set_number", "status"), dict[str, Any].fromkeys(RESULT)
    wanted = select(turn).where(turn.c.session == session).order_by(turn.c.dossier, turn.c.number)
    return tuple(
        TurnTold(
            **{name: row[name] for name in names},
            **({name: row[name] for name in RESULT} if reads else hidden),
            set_title=criteria[row["criteria"]].sets[row["set_number"]].title,
            given=tuple(given.get((row["dossier"], row["number"]), ())),
            apart=tuple(sorted(apart.get(row["dossier"], ()))),
        )
        for row in transaction.connection.execute(wanted).mappings()
    )


_MEMBERS = (
    "SELECT member, seat, name, organisation, account FROM council_member "
    "WHERE council = ? AND valid_from <= ? AND (valid_to IS NULL OR valid_to >= ?) ORDER BY member"
)
_GIVEN = "SELECT dossier, turn, member FROM sheet WHERE session = ? AND status <> 'withdrawn' ORDER BY member"
