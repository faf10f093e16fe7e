"""Changes of law as they were applied: the runs, the dossiers that each moved, and those that still could move."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

import orjson
from sqlalchemy import ColumnElement, and_, func, or_, select

from cycle.database import Transaction
from cycle.office import Office
from cycle.queries.viewing import View, unless_everything
from cycle.tables import config_file, deadline, dossier, law_move, law_run, record, session, turn
from workflows.transfer.cases import Running
from workflows.verdict import Reason

AT_ONCE = 500


@dataclass(frozen=True)
class LawRun:
    """A plan at work. `plan` is the hash of its text, `name` what the text calls itself; counts are of dossiers."""

    code: str
    plan: str
    name: str
    title: Mapping[str, str]
    happened: date
    basis: str
    begun: str
    ended: str | None
    reverted: str | None
    moved: int
    moved_back: int


@dataclass(frozen=True)
class LawMove:
    """A dossier that a run moved, by the record `seq` of its stream; `returned` is the one that moved it back."""

    dossier: str
    seq: int
    happened: date
    source: str
    target: str
    before: str
    after: str
    rule: int
    returned: int | None


@dataclass(frozen=True)
class Wanted:
    """The open dossiers that a plan is about: of workflows, each but for those that pin the new text already."""

    texts: Mapping[str, str]
    programme: str | None = None
    only: tuple[str, ...] = ()

    @property
    def condition(self) -> ColumnElement[bool]:
        """What is true of their rows."""
        older = [and_(dossier.c.workflow == name, dossier.c.definition != new) for name, new in self.texts.items()]
        chosen = [dossier.c.final.is_(None), or_(*older)]
        chosen += [dossier.c.programme == self.programme] if self.programme is not None else []
        chosen += [dossier.c.code.in_(self.only)] if self.only else []
        return and_(*chosen)


class Standing(NamedTuple):
    """Under which workflow, by the hash of its text, a dossier stands, and whether it has ended."""

    workflow: str
    definition: str
    ended: bool


def standing_of(transaction: Transaction, codes: Collection[str]) -> Mapping[str, Standing]:
    """How each of some dossiers stands, of those that there are."""
    ordered, one = sorted(codes), dossier.c
    found: dict[str, Standing] = {}
    for start in range(0, len(ordered), AT_ONCE):
        part = ordered[start : start + AT_ONCE]
        statement = select(one.code, one.workflow, one.definition, one.final.is_not(None)).where(one.code.in_(part))
        rows = transaction.connection.execute(statement)
        found.update((code, Standing(workflow, text, bool(ended))) for code, workflow, text, ended in rows)
    return found


def count_of(transaction: Transaction, wanted: Wanted) -> int:
    """How many dossiers there are."""
    statement = select(func.count()).select_from(dossier).where(wanted.condition)
    return int(transaction.connection.execute(statement).scalar_one())


def roots_after(transaction: Transaction, wanted: Wanted, after: str, most: int) -> list[str]:
    """The next roots under which there are some, in order."""
    statement = select(dossier.c.root).distinct().where(wanted.condition, dossier.c.root > after)
    return list(transaction.connection.execute(statement.order_by(dossier.c.root).limit(most)).scalars())


def codes_of(transaction: Transaction, wanted: Wanted, roots: Sequence[str]) -> list[str]:
    """Those under some roots, in order: the older ones first."""
    statement = select(dossier.c.code).where(wanted.condition, dossier.c.root.in_(roots))
    return list(transaction.connection.execute(statement.order_by(dossier.c.code)).scalars())


def clocks_of(transaction: Transaction, codes: Iterable[str]) -> Mapping[str, Mapping[str, Running]]:
    """The running clocks of some dossiers, by dossier and name."""
    one = deadline.c
    columns = (one.opened_seq, one.status, one.last_day, one.derivation, one.proposal, one.next_at)
    statement = select(one.dossier, one.name, *columns).where(
        one.dossier.in_(list(codes)), func.coalesce(one.status, "") != "closed"
    )
    found: dict[str, dict[str, Running]] = defaultdict(dict)
    for code, name, opened, status, last_day, derivation, proposal, next_at in transaction.connection.execute(
        statement
    ):
        told = orjson.loads(derivation)
        found[code][name] = Running(name, opened, status, date.fromisoformat(last_day), told, proposal, next_at)
    return found


def heard_now(transaction: Transaction, codes: Iterable[str]) -> Mapping[str, str]:
    """The open session that considers each of some dossiers, of those that one does."""
    statement = (
        select(turn.c.dossier, session.c.code)
        .join(session, session.c.code == turn.c.session)
        .where(turn.c.dossier.in_(list(codes)), session.c.status == "open", turn.c.status.in_(("open", "closed")))
    )
    return {row.dossier: row.code for row in transaction.connection.execute(statement)}


class MovedBy(NamedTuple):
    """A dossier that a run moved and that has a letter to tell it: by its record and under which publication.

    `before` and `after` are the hashes of the workflows, `source` and `target` the states.
    """

    dossier: str
    seq: int
    programme: str
    publication: str
    letter: str
    before: str
    after: str
    source: str
    target: str


def moved_by(transaction: Transaction, run: str) -> list[MovedBy]:
    """What a run has moved, and not back, of which a letter tells; in the order of the dossiers."""
    return [found for row in transaction.rows(_MOVED_BY, (run,)) if (found := _moved_by(row)) is not None]


def _moved_by(row: tuple[str, int, str, str, str]) -> MovedBy | None:
    code, seq, programme, publication, payload = row
    told = orjson.loads(payload)
    letter = told["law"].get("letter")
    hashes = (told["left"]["definition"], told["definition"])
    return MovedBy(code, seq, programme, publication, letter, *hashes, told["from"], told["to"]) if letter else None


_MOVED_BY = (
    "SELECT m.dossier, m.seq, d.programme, r.publication, r.payload FROM law_move m "
    "JOIN dossier d ON d.code = m.dossier JOIN record r ON r.stream = 'dossier/' || m.dossier AND r.seq = m.seq "
    "WHERE m.run = ? AND m.reverted_seq IS NULL ORDER BY m.dossier, m.seq"
)


def list_runs(office: Office, view: View) -> tuple[LawRun, ...] | Reason:
    """Every run, the latest first; why they are not told to a view that is not of everything."""
    counts = (
        select(law_move.c.run, func.count().label("moved"), func.count(law_move.c.reverted_seq).label("moved_back"))
        .group_by(law_move.c.run)
        .subquery()
    )
    statement = (
        select(law_run, config_file.c.canonical, counts.c.moved, counts.c.moved_back)
        .join(config_file, config_file.c.hash == law_run.c.plan)
        .outerjoin(counts, counts.c.run == law_run.c.code)
        .order_by(law_run.c.begun.desc(), law_run.c.code.desc())
    )
    with office.database.reading() as transaction:
        if refused := unless_everything(transaction, office, view):
            return refused
        rows = transaction.connection.execute(statement).mappings().all()
    return tuple(_run(dict(row)) for row in rows)


def _run(row: dict[str, object]) -> LawRun:
    plan = orjson.loads(str(row.pop("canonical")))
    counts = {name: int(str(row.pop(name) or 0)) for name in ("moved", "moved_back")}
    happened = date.fromisoformat(str(row.pop("happened")))
    return LawRun(**row, name=plan["law"], title=plan["title"], happened=happened, **counts)  # type: ignore[arg-type]  # each column is of its own field


def list_moves(office: Office, view: View, run: str) -> tuple[LawMove, ...] | Reason:
    """What a run moved, in the order of the dossiers; why it is not told to a view that is not of everything."""
    statement = (
        select(law_move.c.dossier, law_move.c.seq, law_move.c.reverted_seq, record.c.happened, record.c.payload)
        .join(record, and_(record.c.stream == "dossier/" + law_move.c.dossier, record.c.seq == law_move.c.seq))
        .where(law_move.c.run == run)
        .order_by(law_move.c.dossier, law_move.c.seq)
    )
    with office.database.reading() as transaction:
        if refused := unless_everything(transaction, office, view):
            return refused
        rows = transaction.connection.execute(statement).all()
    return tuple(_move(row) for row in rows)


def _move(row: Sequence[Any]) -> LawMove:
    code, seq, returned, happened, payload = row
    told = orjson.loads(payload)
    left = told["left"]
    states = (left["workflow"], told["workflow"], told["from"], told["to"])
    return LawMove(code, seq, date.fromisoformat(happened), *states, told["law"]["rule"], returned)
