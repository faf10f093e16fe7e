"""How the sweeps stand: the last one, what was set aside, and what waits for somebody's word."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import orjson

from cycle.clock import instant_text, read_instant
from cycle.database import Transaction
from cycle.office import Office
from workflows.verdict import Reason


@dataclass(frozen=True)
class PastSweep:
    """One sweep; `finished` and `result` are None while it runs, or where it was cut off."""

    code: str
    worker: str
    started: str
    finished: str | None
    result: Mapping[str, Any] | None


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
class Standing:
    """All of it at an instant. `lag_seconds` is how long ago the last sweep ended; None before the first."""

    at: str
    last: PastSweep | None
    lag_seconds: int | None
    unfinished: tuple[PastSweep, ...]
    set_aside: tuple[SetAside, ...]
    waiting: tuple[Waiting, ...]
    next_due: str | None


def standing(office: Office) -> Standing:
    """How the sweeps of an office stand now."""
    instant = office.clock.now()
    now = instant_text(instant)
    with office.database.reading() as transaction:
        last = next(iter(_sweeps(transaction, _LAST, (now,))), None)
        ago = instant - read_instant(last.finished) if last and last.finished else None
        (next_due,) = transaction.row("SELECT MIN(next_at) FROM deadline WHERE next_at IS NOT NULL") or (None,)
        return Standing(
            at=now,
            last=last,
            lag_seconds=int(ago.total_seconds()) if ago is not None else None,
            unfinished=tuple(_sweeps(transaction, _UNFINISHED, ())),
            set_aside=tuple(_set_aside(row) for row in transaction.rows(_ASIDE)),
            waiting=tuple(_waiting(row) for row in transaction.rows(_WAITING, (now,))),
            next_due=next_due,
        )


def _sweeps(transaction: Transaction, statement: str, parameters: Sequence[Any]) -> list[PastSweep]:
    return [
        PastSweep(code, worker, started, finished, orjson.loads(result) if result else None)
        for code, worker, started, finished, result in transaction.rows(statement, parameters)
    ]


def _set_aside(row: tuple[Any, ...]) -> SetAside:
    kind, subject, part, number, since, last, attempts, reason = row
    return SetAside(kind, subject, part, number, since, last, attempts, _reason(orjson.loads(reason)))


def _waiting(row: tuple[Any, ...]) -> Waiting:
    dossier, definition, name, opened, last_day, proposal, escalation, since, payload = row
    told = orjson.loads(payload)
    reasons = tuple(_reason(one) for one in told["reasons"]) if proposal else ()
    return Waiting(
        dossier=dossier,
        definition=definition,
        deadline=name,
        opened=opened,
        last_day=last_day,
        proposal=proposal,
        to=tuple(told["to"]),
        offered=bool(proposal and told["offered"]),
        reasons=reasons,
        escalation=escalation,
        since=since,
    )


def _reason(told: Mapping[str, Any]) -> Reason:
    return Reason(told["code"], told["params"], tuple(told["mend"]))


_COLUMNS = "code, worker, started, finished, result"
_LAST = f"SELECT {_COLUMNS} FROM sweep WHERE finished <= ? ORDER BY finished DESC LIMIT 1"  # noqa: S608 - constant
_UNFINISHED = f"SELECT {_COLUMNS} FROM sweep WHERE finished IS NULL ORDER BY started"  # noqa: S608 - constant
_ASIDE = (
    "SELECT kind, subject, part, number, since, last, attempts, reason FROM set_aside "
    "ORDER BY since, kind, subject, part, number"
)
_WAITING = (
    "SELECT l.dossier, d.definition, l.name, l.opened_seq, l.last_day, l.proposal, l.escalation, r.recorded, r.payload "
    "FROM deadline l JOIN dossier d ON d.code = l.dossier "
    "JOIN record r ON r.stream = 'dossier/' || l.dossier AND r.seq = l.expired_seq "
    "WHERE l.status = 'open' AND l.due <= ? AND (l.proposal IS NOT NULL OR l.escalation = 'waiting') "
    "ORDER BY r.recorded, l.dossier, l.name"
)
