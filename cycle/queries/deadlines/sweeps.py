"""How the sweeps stand: the last one, what was set aside, and what waits for somebody's word."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

import orjson
from sqlalchemy import ColumnElement, RowMapping, Select, func, literal, literal_column, or_, select

from cycle.clock import instant_text, read_instant
from cycle.database import Transaction
from cycle.deadlines import pause_ends
from cycle.office import Office
from cycle.queries.paging import parts
from cycle.queries.viewing import View, dossiers_seen
from cycle.tables import deadline, dossier, record, set_aside
from workflows.verdict import Reason

# How long a sweep may take before one that has not told its end is taken for cut off.
SILENT = timedelta(hours=1)
# What waits, or was set aside, is told of no more than so many.
MOST = 500
# Written out: only so does a database know that its index of what waits holds them all.
WAITING: ColumnElement[str] = literal_column("'waiting'")


@dataclass(frozen=True)
class PastSweep:
    """One sweep; `finished` and `result` are None while it runs, or where it was cut off.

    `silent`: it began over an hour ago and never told its end, so that it must have been cut off.
    """

    code: str
    worker: str
    started: str
    finished: str | None
    result: Mapping[str, Any] | None
    silent: bool = False


@dataclass(frozen=True)
class SetAside:
    """One thing that sweeps could not do so far."""

    kind: str
    subject: str
    part: str
    number: int
    since: str
    last: str
    attempts: int
    reason: Reason


@dataclass(frozen=True)
class Waiting:
    """A deadline that is over and waits for an officer: a `proposal` to confirm, an escalation to release or answer.

    `to` are the roles it is put before; `reasons` said at the time why the proposal could not be fired.
    """

    dossier: str
    definition: str
    deadline: str
    opened: int
    last_day: str
    proposal: str | None
    to: tuple[str, ...]
    offered: bool
    reasons: tuple[Reason, ...]
    escalation: str | None
    since: str


@dataclass(frozen=True)
class PauseOver:
    """A clock that stands still for longer than it may: it could go on from `latest` at the last."""

    dossier: str
    deadline: str
    opened: int
    latest: str
    since: str


@dataclass(frozen=True)
class Standing:
    """All of it at an instant. `lag_seconds` is how long ago the last sweep ended; None before the first.

    `set_aside_count`, `waiting_count` and `pauses_count` are of the whole office. Each one is told, where `told` says
    so and no more than `MOST` of a kind, only of the dossiers that whoever asks may see.
    """

    at: str
    last: PastSweep | None
    lag_seconds: int | None
    unfinished: tuple[PastSweep, ...]
    set_aside: tuple[SetAside, ...]
    waiting: tuple[Waiting, ...]
    next_due: str | None
    pauses: tuple[PauseOver, ...]
    set_aside_count: int
    waiting_count: int
    pauses_count: int
    told: bool


def standing(office: Office, view: View | None) -> Standing:
    """How the sweeps of an office stand now; without a view nothing but counts of what concerns dossiers."""
    instant = office.clock.now()
    now = instant_text(instant)
    with office.database.reading() as transaction:
        last = next(iter(_sweeps(transaction, _LAST, (now,))), None)
        pauses = list(_pauses(transaction))
        ago = instant - read_instant(last.finished) if last and last.finished else None
        (next_due,) = transaction.row("SELECT MIN(next_at) FROM deadline WHERE next_at IS NOT NULL") or (None,)
        return Standing(
            at=now,
            last=last,
            lag_seconds=int(ago.total_seconds()) if ago is not None else None,
            unfinished=_unfinished(transaction, instant),
            set_aside=_aside_seen(transaction, view) if view else (),
            waiting=_waiting_seen(transaction, view, now) if view else (),
            next_due=next_due,
            pauses=_pauses_seen(transaction, view, pauses),
            pauses_count=len(pauses),
            set_aside_count=_count(transaction, select(set_aside.c.subject)),
            waiting_count=_count(transaction, _waiting_of(now)),
            told=view is not None,
        )


def _pauses_seen(transaction: Transaction, view: View | None, found: Sequence[PauseOver]) -> tuple[PauseOver, ...]:
    if view is None or not found:
        return ()
    codes = {one.dossier for one in found}
    asked = (select(dossier.c.code).where(dossier.c.code.in_(part), dossiers_seen(view)) for part in parts(codes))
    seen = {code for statement in asked for (code,) in transaction.connection.execute(statement)}
    return tuple(one for one in found if one.dossier in seen)[:MOST]


def _unfinished(transaction: Transaction, instant: datetime) -> tuple[PastSweep, ...]:
    long_ago = instant_text(instant - SILENT)
    found = _sweeps(transaction, _UNFINISHED, ())
    return tuple(replace(one, silent=one.started < long_ago) for one in found)


def _count(transaction: Transaction, statement: Select[Any]) -> int:
    counted = select(func.count()).select_from(statement.subquery())
    return int(transaction.connection.execute(counted).scalar_one())


def _sweeps(transaction: Transaction, statement: str, parameters: Sequence[Any]) -> list[PastSweep]:
    return [
        PastSweep(code, worker, started, finished, orjson.loads(result) if result else None)
        for code, worker, started, finished, result in transaction.rows(statement, parameters)
    ]


def _aside_seen(transaction: Transaction, view: View) -> tuple[SetAside, ...]:
    """What was set aside of programmes, and of the dossiers that a view shows."""
    seen = select(dossier.c.code).where(dossiers_seen(view))
    columns = set_aside.c
    statement = (
        select(columns.kind, columns.subject, columns.part, columns.number)
        .add_columns(columns.since, columns.last, columns.attempts, columns.reason)
        .where(or_(columns.kind != "deadline", columns.subject.in_(seen)))
        .order_by(columns.since, columns.kind, columns.subject, columns.part, columns.number)
        .limit(MOST)
    )
    return tuple(_set_aside(row) for row in transaction.connection.execute(statement).mappings())


def _waiting_of(now: str) -> Select[Any]:
    """What waits for somebody's word in the whole office."""
    names = ("dossier", "name", "opened_seq", "last_day", "proposal", "escalation")
    stream = literal("dossier/") + deadline.c.dossier
    return (
        select(*(deadline.c[name] for name in names), dossier.c.definition, record.c.recorded, record.c.payload)
        .join(dossier, dossier.c.code == deadline.c.dossier)
        .join(record, (record.c.stream == stream) & (record.c.seq == deadline.c.expired_seq))
        .where(or_(deadline.c.proposal.is_not(None), deadline.c.escalation == WAITING))
        .where(deadline.c.status == "open", deadline.c.due <= now)
    )


def _waiting_seen(transaction: Transaction, view: View, now: str) -> tuple[Waiting, ...]:
    statement = _waiting_of(now).where(dossiers_seen(view))
    ordered = statement.order_by(record.c.recorded, deadline.c.dossier, deadline.c.name).limit(MOST)
    return tuple(_waiting(row) for row in transaction.connection.execute(ordered).mappings())


def _set_aside(row: RowMapping) -> SetAside:
    return SetAside(**{**row, "reason": _reason(orjson.loads(row["reason"]))})


def _pauses(transaction: Transaction) -> Iterator[PauseOver]:
    """Of the pauses that sweeps have told to be over, those that clocks stand in still."""
    for code, name, opened, derivation, mark, at in transaction.rows(_PAUSES):
        latest = mark.partition("@")[2].partition("#")[0]
        if pause_ends(orjson.loads(derivation), latest)["mark"] == mark:
            yield PauseOver(code, name, opened, latest, at)


def _waiting(row: RowMapping) -> Waiting:
    told, proposal = orjson.loads(row["payload"]), row["proposal"]
    return Waiting(
        dossier=row["dossier"],
        definition=row["definition"],
        deadline=row["name"],
        opened=row["opened_seq"],
        last_day=row["last_day"],
        proposal=proposal,
        to=tuple(told["to"]) if proposal else (),
        offered=bool(proposal and told["offered"]),
        reasons=tuple(_reason(one) for one in told["reasons"]) if proposal else (),
        escalation=row["escalation"],
        since=row["recorded"],
    )


def _reason(told: Mapping[str, Any]) -> Reason:
    return Reason(told["code"], told["params"], tuple(told["mend"]))


_PAUSES = (
    "SELECT l.dossier, l.name, l.opened_seq, l.derivation, e.mark, e.at FROM deadline l JOIN effect e "
    "ON e.kind = 'deadline' AND e.subject = l.dossier AND e.part = l.name AND e.number = l.opened_seq "
    "WHERE l.status = 'paused' AND e.mark LIKE 'pause_over@%' ORDER BY e.at, l.dossier, l.name"
)
_COLUMNS = "code, worker, started, finished, result"
_LAST = f"SELECT {_COLUMNS} FROM sweep WHERE finished <= ? ORDER BY finished DESC LIMIT 1"  # noqa: S608 - constant
_UNFINISHED = f"SELECT {_COLUMNS} FROM sweep WHERE finished IS NULL ORDER BY started"  # noqa: S608 - constant
