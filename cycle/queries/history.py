"""History shown as it was recorded, and replayed as of any day; its verification is in a package of its own."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal, NamedTuple

import orjson
from sqlalchemy import select

from cycle.clock import day_in, read_instant
from cycle.database import Transaction
from cycle.history import MOVING_KINDS, Snapshot, fold
from cycle.office import Office
from cycle.queries.deadlines.clocks import Clocks, UnfittingError, fold_clocks, fold_deadline
from cycle.queries.dossiers.snapshots import snapshot_seen
from cycle.queries.evaluation.eyes import Eyes, eyes_of
from cycle.queries.evaluation.sessions import session_seen
from cycle.queries.evaluation.sheets import unsealed
from cycle.queries.letters.letters import letters_seen
from cycle.queries.records import StoredRecord, read_stream
from cycle.queries.streams import REGISTER, stream_of
from cycle.queries.verification import Fault, Verification, verify
from cycle.queries.viewing import View, producers_seen
from cycle.statements import ZONE_OF
from cycle.tables import letter, mailbox, producer, programme
from workflows.verdict import Reason

__all__ = ["Fault", "HistoryRecord", "Replay", "Verification", "replay", "show_history", "verify"]

SESSION, PROGRAMME = "session/", "programme/"
FOLDED = MOVING_KINDS | {"deadline"}
READS_REGISTER = frozenset({"see.all", "account.write", "organisation.write"})


class HistoryRecord(NamedTuple):
    """One record. `personal` maps each personal field to its plain text, None where that has been erased.

    `sealed`: a part of it is not shown yet, such as what a member's sheet says.
    """

    stream: str
    seq: int
    kind: str
    happened: date
    recorded: str
    actor: str
    on_behalf: str | None
    payload: Mapping[str, Any]
    personal: Mapping[str, str | None]
    publication: str | None
    request: str | None
    prev: str
    hash: str
    sealed: bool = False


@dataclass(frozen=True)
class Replay:
    """A dossier as of a day, None before it was opened, with the last days of its running deadlines.

    `records` are those that it was made from.
    """

    snapshot: Snapshot | None
    deadlines: Mapping[str, date]
    records: tuple[HistoryRecord, ...]

    @property
    def title(self) -> str | None:
        """The title that it was opened with, where it stands for itself."""
        return next((one.payload.get("title") for one in self.records if one.kind == "opened"), None)


def show_history(office: Office, view: View, which: str) -> tuple[HistoryRecord, ...] | Reason:
    """The records of a stream (`register`, `programme/…`, `producer/…`, `letters/…` …), or of a dossier by its code.

    Everybody reads what happened in a programme; the names of people in it are shown to officials only.
    """
    stream = stream_of(which)
    with office.database.reading() as transaction:
        if not _seen(transaction, view, stream):
            return Reason("stream_unknown", {"stream": which})
        found = read_stream(transaction, stream)
        if stream.startswith(SESSION):
            eyes = eyes_of(transaction, office.rulebook, view, stream.removeprefix(SESSION))
            return tuple(_as_unsealed(transaction, eyes, one) for one in list(found))
        shown = tuple(_shown(one, orjson.loads(one.payload)) for one in found)
    official = bool(view.areas) or view.everything
    return shown if official or not stream.startswith(PROGRAMME) else tuple(one._replace(personal={}) for one in shown)


def _as_unsealed(transaction: Transaction, eyes: Eyes, one: StoredRecord) -> HistoryRecord:
    """A record of a session without what is sealed to these eyes."""
    payload, whole = unsealed(transaction, eyes, one, orjson.loads(one.payload))
    shown = _shown(one, payload)
    return shown if whole else shown._replace(personal={}, sealed=True)


def replay(
    office: Office, view: View, code: str, at: date | None, by: Literal["happened", "recorded"]
) -> Replay | Reason:
    """The dossier folded from its records up to a day, by what had happened or by what had been recorded; guards sleep.

    `at` None takes every record.
    """
    with office.database.reading() as transaction:
        zone = _zone(transaction, view, code)
        if zone is None:
            return Reason("dossier_unknown", {"dossier": code})
        found = read_stream(transaction, f"dossier/{code}")
        return _folded(code, [one for one in found if at is None or _day(one, by, zone) <= at])


def _folded(code: str, records: Iterable[StoredRecord]) -> Replay:
    snapshot: Snapshot | None = None
    clocks: Clocks = {}
    used = []
    for one in records:
        if one.kind not in FOLDED or (snapshot is None and one.kind != "opened"):
            continue
        payload = orjson.loads(one.payload)
        if one.kind in MOVING_KINDS:
            snapshot = fold(snapshot, one.kind, one, payload)
            fold_clocks(clocks, code, one.seq, payload["deadlines"])
        elif not _clock_folded(clocks, one, payload):
            continue
        used.append(_shown(one, payload))
    running = (row for row in clocks.values() if row["status"] != "closed")
    return Replay(snapshot, {row["name"]: date.fromisoformat(row["last_day"]) for row in running}, tuple(used))


def _clock_folded(clocks: Clocks, one: StoredRecord, payload: Mapping[str, Any]) -> bool:
    """Whether an act on a deadline counts: by what had happened, what it is about may not have begun or may be over."""
    try:
        fold_deadline(clocks, one.seq, payload)
    except UnfittingError:
        return False
    return True


def _day(one: StoredRecord, by: str, zone: str) -> date:
    return date.fromisoformat(one.happened) if by == "happened" else day_in(zone, read_instant(one.recorded))


def _zone(transaction: Transaction, view: View, code: str) -> str | None:
    """The zone of a dossier's programme; None where there is no such dossier or the view does not show it."""
    found = transaction.row(ZONE_OF, (code,))
    return found[0] if found and (view.everything or snapshot_seen(transaction, view, code)) else None


def _seen(transaction: Transaction, view: View, stream: str) -> bool:
    kind, _, code = stream.partition("/")
    if kind == "dossier":
        return snapshot_seen(transaction, view, code) is not None
    if kind == "producer":
        found = select(producer.c.code).where(producer.c.code == code, producers_seen(view))
        return transaction.connection.execute(found).first() is not None
    if kind == "programme":
        found = select(programme.c.code).where(programme.c.code == code)
        return transaction.connection.execute(found).first() is not None
    if kind == "letters":
        return _mailed(transaction, view, code)
    if kind == "session":
        return session_seen(transaction, view, code)
    return stream == REGISTER and bool(view.permissions & READS_REGISTER)


def _mailed(transaction: Transaction, view: View, recipient: str) -> bool:
    """Whether a view shows the letters of a recipient, `organisation:CODE` or `producer:CODE`."""
    found = select(letter.c.code).where(letter.c.recipient == recipient, letters_seen(view)).limit(1)
    if view.everything:
        found = select(mailbox.c.recipient).where(mailbox.c.recipient == recipient)
    return transaction.connection.execute(found).first() is not None


def _shown(one: StoredRecord, payload: Mapping[str, Any]) -> HistoryRecord:
    sealed = [name for name, value in payload.items() if type(value) is dict and len(value) == 1 and _SEAL in value]
    if sealed or one.personal:
        plain = {beside.field: beside.plain for beside in one.personal}
        personal: Mapping[str, str | None] = {name: plain.get(name) for name in sealed}
        payload = {name: value for name, value in payload.items() if name not in personal}
    else:
        personal = {}
    return HistoryRecord(
        one.stream,
        one.seq,
        one.kind,
        date.fromisoformat(one.happened),
        one.recorded,
        one.actor,
        one.on_behalf,
        payload,
        personal,
        one.publication,
        one.request,
        one.prev,
        one.hash,
    )


_SEAL = "commitment"
