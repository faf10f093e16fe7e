"""The append-only record of every act: the one function that writes it, moves dossiers and can be folded back."""

import hashlib
import secrets
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, NamedTuple

import orjson

from cycle import bearings, statements
from cycle.canonical import canonical, digest
from cycle.clock import instant_text
from cycle.database import Transaction

FORMAT = 1
FIRST_PREV = "0" * 64
MOVING_KINDS = frozenset({"opened", "step", "moved", "corrected"})
HEADER = (
    "actor",
    "format",
    "happened",
    "kind",
    "on_behalf",
    "payload",
    "prev",
    "publication",
    "recorded",
    "request",
    "seq",
    "stream",
)


@dataclass(frozen=True)
class Act:
    """Who does something, for whom, under which request; `now` is aware and was read after the lock."""

    actor: str
    now: datetime
    on_behalf: str | None = None
    request: str | None = None


@dataclass(frozen=True)
class Entry:
    """What is to be recorded. `personal` values enter the payload as salted commitments only."""

    stream: str
    kind: str
    happened: date
    payload: Mapping[str, Any]
    personal: Mapping[str, str] = field(default_factory=dict)
    publication: str | None = None


@dataclass(frozen=True)
class Recorded:
    """Where an act stands in history."""

    stream: str
    seq: int
    hash: str
    recorded: str


class Snapshot(NamedTuple):
    """A dossier as its records make it: the columns of its row, then what its data hold.

    `product` and `producer` are None where it stands for itself. `acts` maps a trigger to the last actor, on whose
    behalf, and the day.
    """

    code: str
    root: str
    parent: str | None
    family: str
    workflow: str
    definition: str
    programme: str
    product: str | None
    producer: str | None
    state: str
    stage: str
    final: str | None
    version: int
    opened: str
    happened: str
    values: Mapping[str, Any]
    acts: Mapping[str, Any]

    @property
    def data(self) -> str:
        """The stored text of values and acts."""
        return canonical({"acts": self.acts, "values": self.values})


def append(transaction: Transaction, act: Act, entry: Entry) -> Recorded:
    """Append one record to its stream, its personal plain text to the side table, and a promise to the outbox.

    The caller holds the lock of the stream's owner. `recorded` is never before the stream's last record.
    """
    return _append(transaction, act, entry, transaction.row(statements.LAST_RECORD, (entry.stream,)))


def append_all(transaction: Transaction, act: Act, entries: Sequence[Entry]) -> list[Recorded]:
    """Append several records in their order, each as `append` does; what they follow is asked for all at once."""
    streams = dict.fromkeys(one.stream for one in entries)
    transaction.foresee([(statements.LAST_RECORD, (stream,)) for stream in streams])
    last = {stream: transaction.row(statements.LAST_RECORD, (stream,)) for stream in streams}
    done = []
    for one in entries:
        recorded = _append(transaction, act, one, last[one.stream])
        last[one.stream] = (recorded.seq, recorded.hash, recorded.recorded)
        done.append(recorded)
    return done


def _append(transaction: Transaction, act: Act, entry: Entry, last: tuple[Any, ...] | None) -> Recorded:
    seq, prev, recorded = 1, FIRST_PREV, instant_text(act.now)
    if last is not None:
        seq, prev, recorded = last[0] + 1, last[1], max(recorded, last[2])
    salts = {name: secrets.token_hex(16) for name in entry.personal}
    sealed = {name: {"commitment": commitment(salts[name], name, text)} for name, text in entry.personal.items()}
    header = {
        "actor": act.actor,
        "format": FORMAT,
        "happened": entry.happened.isoformat(),
        "kind": entry.kind,
        "on_behalf": act.on_behalf,
        "payload": canonical({**entry.payload, **sealed}),
        "prev": prev,
        "publication": entry.publication,
        "recorded": recorded,
        "request": act.request,
        "seq": seq,
        "stream": entry.stream,
    }
    own = record_hash(header)
    columns = [header[name] for name in statements.RECORD_COLUMNS.split(", ")[:-1]]
    transaction.write(statements.APPEND, (*columns, own))
    for name, text in entry.personal.items():
        transaction.write(statements.KEEP_PERSONAL, (entry.stream, seq, name, salts[name], text))
    transaction.write(statements.PROMISE, (entry.stream, seq, recorded))
    return Recorded(entry.stream, seq, own, recorded)


def move(transaction: Transaction, act: Act, entry: Entry, before: Snapshot | None) -> tuple[Snapshot, Recorded]:
    """Append a record that moves a dossier and set the dossier's row to what the record makes of it.

    `before` None opens the dossier. Raises StaleDossierError, at the latest as the transaction
    ends, where the row is no longer what `before` says.
    """
    recorded = append(transaction, act, entry)
    after = fold(before, entry.kind, _Fields(entry.happened.isoformat(), act.actor, act.on_behalf), entry.payload)
    if before is None:
        transaction.write(statements.OPEN_DOSSIER, (*after[:_DATA], after.data))
        bearings.write(transaction, after.code, entry.payload)
    else:
        moved = (after.state, after.stage, after.final, after.version, after.happened, after.data)
        pinned: tuple[str, ...] = ()
        text = statements.MOVE_DOSSIER
        if after.definition != before.definition:
            pinned, text = (after.workflow, after.definition), statements.TRANSFER_DOSSIER
        stale = StaleDossierError(after.code)
        transaction.write(text, (*pinned, *moved, after.code, before.version), stale)
        bearings.write(transaction, after.code, entry.payload)
    return after, recorded


_DATA = Snapshot._fields.index("values")


class StaleDossierError(Exception):
    """The dossier moved between its reading and its writing."""


@dataclass(frozen=True)
class _Fields:
    happened: str
    actor: str
    on_behalf: str | None


def fold(before: Snapshot | None, kind: str, fields: Any, payload: Mapping[str, Any]) -> Snapshot:
    """What a record makes of a dossier. Writing and replaying both go through here; no guard is asked again.

    One entered from paper says when it `began`, and may have ended or have `acts` behind it; any other has not. One
    that a law moved says the `workflow` and `definition` it stands under now and which values and acts it lost; one
    moved back which it has again, and on which day it `stands`.
    """
    if kind == "opened":
        about = (payload[name] for name in _OPENED)
        stands = (payload["to"], payload["stage"], payload.get("final"))
        opened = payload.get("began", fields.happened)
        kept = (payload["values"], payload.get("acts", {}))
        return Snapshot._make((*about, *stands, 1, opened, fields.happened, *kept))
    if before is None:
        raise ValueError("a dossier's first record must open it")
    if kind not in MOVING_KINDS:
        return before
    return before._replace(
        workflow=payload.get("workflow", before.workflow),
        definition=payload.get("definition", before.definition),
        state=payload["to"],
        stage=payload["stage"],
        final=payload["final"],
        version=before.version + 1,
        happened=payload.get("stands", fields.happened),
        values={**_without(before.values, payload.get("dropped", ())), **payload["values"]},
        acts={**_without(before.acts, payload.get("acts_dropped", ())), **_acts(fields, payload)},
    )


def _acts(fields: Any, payload: Mapping[str, Any]) -> Mapping[str, Any]:
    """The acts that a record adds: the step's own, or those that a dossier has again."""
    if "trigger" in payload:
        return {payload["trigger"]: [fields.actor, fields.on_behalf, fields.happened]}
    return dict(payload.get("acts", {}))


def _without(kept: Mapping[str, Any], dropped: Collection[str]) -> Mapping[str, Any]:
    return {name: one for name, one in kept.items() if name not in dropped} if dropped else kept


_OPENED = ("code", "root", "parent", "family", "workflow", "definition", "programme", "product", "producer")


def snapshot_of(row: tuple[Any, ...]) -> Snapshot:
    """The snapshot that a stored dossier row holds."""
    data = orjson.loads(row[-1])
    return Snapshot._make((*row[:-1], data["values"], data["acts"]))


def record_hash(header: Mapping[str, Any]) -> str:
    """The hash of a record: SHA-256 of the canonical text (RFC 8785) of its twelve header fields."""
    return digest(canonical({name: header[name] for name in HEADER}))


def commitment(salt: str, name: str, text: str) -> str:
    """What stands in a payload for a personal value: SHA-256 of salt, field and text, joined by line feeds."""
    return hashlib.sha256(f"{salt}\n{name}\n{text}".encode()).hexdigest()


def opened_by(payload: Mapping[str, Any]) -> list[str]:
    """The codes of the dossiers that a recorded step opened: the payload holds one code, or a list of several."""
    found = payload.get("opened") or []
    return [found] if isinstance(found, str) else list(found)
