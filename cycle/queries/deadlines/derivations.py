"""How the last day of a deadline came about: its derivation, the acts on it, what its sweeps have done."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import orjson
from sqlalchemy import RowMapping, select

from cycle.clock import instant_text
from cycle.database import Transaction
from cycle.deadlines import EXPIRY, PAUSE_OVER, marks_of
from cycle.history import Snapshot
from cycle.office import Office
from cycle.queries.deadlines.clocks import overtaken
from cycle.queries.dossiers.snapshots import snapshot_seen
from cycle.queries.records import StoredRecord, read_stream
from cycle.queries.viewing import View
from cycle.statements import ZONE_OF
from cycle.tables import deadline, effect
from workflows.verdict import Reason

PLANNED, COME, OVER = "planned", "due", "ended"
ENDED = "closed"


@dataclass(frozen=True)
class ActTold:
    """One recorded act on a deadline. `note` is None where there was none, or where it has been erased.

    `before` and `last_day` are the old and the new last day, None where the act gave no other. `ends` names what was
    waiting, a `proposal` or an `escalation`, and was not needed any more after it.
    """

    seq: int
    event: str
    happened: date
    recorded: str
    actor: str
    on_behalf: str | None
    basis: str | None
    before: date | None
    last_day: date | None
    to: tuple[str, ...]
    proposal: str | None
    note: str | None
    ends: tuple[str, ...]


@dataclass(frozen=True)
class MarkTold:
    """A reminder or the expiry: when it is due, for whom, and whether it was `done`, `merged`, `void` or is `planned`.

    One whose instant has come, but no sweep since, is `due`; `ended` where it had not come when the act was done.
    `to` empty: whoever owes the act. `done` is the instant it was seen to.
    """

    mark: str
    kind: str
    at: str
    to: tuple[str, ...]
    status: str
    done: str | None
    reason: str | None


@dataclass(frozen=True)
class DeadlineTold:
    """A deadline with all that its last day rests on.

    `due` is the instant at which it is late. `overdue` says that this is past and the clock runs. `provisional` are the
    years whose calendar may still change.
    """

    dossier: str
    name: str
    definition: str
    programme: str
    state: str
    zone: str
    opened_seq: int
    status: str
    starts: date
    original: date
    last_day: date
    due: str
    overdue: bool
    proposal: str | None
    escalation: str | None
    provisional: tuple[int, ...]
    derivation: Mapping[str, Any]
    acts: tuple[ActTold, ...]
    marks: tuple[MarkTold, ...]


def explain_deadline(office: Office, view: View, code: str, name: str | None = None) -> DeadlineTold | Reason:
    """The last deadline of a name that a dossier has had; without a name the only one that runs."""
    with office.database.reading() as transaction:
        snapshot = snapshot_seen(transaction, view, code)
        if snapshot is None:
            return Reason("dossier_unknown", {"dossier": code})
        rows = _rows(transaction, code)
        row = _chosen(rows, name)
        if row is None:
            return _none_chosen(rows, code, name)
        (zone,) = transaction.row(ZONE_OF, (code,)) or ("UTC",)
        records = [one for one in read_stream(transaction, f"dossier/{code}") if one.kind == "deadline"]
        effects = _effects(transaction, row)
    return _told(snapshot, row, zone, (tuple(_acts(records, row)), effects), instant_text(office.clock.now()))


def _told(snapshot: Snapshot, row: RowMapping, zone: str, done: tuple[Any, Any], now: str) -> DeadlineTold:
    """The sheet of a deadline; `done` are the acts on it and what sweeps did about it."""
    told, (acts, effects) = orjson.loads(row["derivation"]), done
    runs_out = row["status"] == "open" and row["due"] <= now
    return DeadlineTold(
        dossier=snapshot.code,
        name=row["name"],
        definition=snapshot.definition,
        programme=snapshot.programme,
        state=snapshot.state,
        zone=zone,
        opened_seq=row["opened_seq"],
        status=row["status"],
        starts=date.fromisoformat(row["starts"]),
        original=date.fromisoformat(told.get("original", row["last_day"])),
        last_day=date.fromisoformat(row["last_day"]),
        due=row["due"],
        overdue=runs_out,
        proposal=row["proposal"],
        escalation=row["escalation"],
        provisional=_provisional(told),
        derivation=told,
        acts=acts,
        marks=tuple(_marks(told, row, effects, now)),
    )


def _rows(transaction: Transaction, code: str) -> Sequence[RowMapping]:
    statement = select(deadline).where(deadline.c.dossier == code).order_by(deadline.c.opened_seq)
    return transaction.connection.execute(statement).mappings().all()


def _chosen(rows: Sequence[RowMapping], name: str | None) -> RowMapping | None:
    if name is not None:
        return next((row for row in reversed(rows) if row["name"] == name), None)
    running = [row for row in rows if row["status"] != ENDED]
    among = running or rows[-1:]
    return among[0] if len(among) == 1 else None


def _none_chosen(rows: Sequence[RowMapping], code: str, name: str | None) -> Reason:
    if name is not None or not rows:
        known = list(dict.fromkeys(row["name"] for row in rows))
        return Reason("deadline_never", {"deadline": name or "", "dossier": code, "known": known})
    running = [row["name"] for row in rows if row["status"] != ENDED]
    return Reason("deadline_of_several", {"dossier": code, "known": running})


def _effects(transaction: Transaction, row: RowMapping) -> Mapping[str, RowMapping]:
    statement = select(effect).where(
        effect.c.kind == "deadline",
        effect.c.subject == row["dossier"],
        effect.c.part == row["name"],
        effect.c.number == row["opened_seq"],
    )
    return {one["mark"]: one for one in transaction.connection.execute(statement).mappings()}


def _acts(records: Sequence[StoredRecord], row: RowMapping) -> list[ActTold]:
    which = {"name": row["name"], "opened": row["opened_seq"]}
    told = [(one, orjson.loads(one.payload)) for one in records]
    ends = overtaken((one.seq, payload) for one, payload in told)
    return [_act(one, payload, ends.get(one.seq, ())) for one, payload in told if payload["deadline"] == which]


def _act(one: StoredRecord, payload: Mapping[str, Any], ends: tuple[str, ...]) -> ActTold:
    to = payload.get("to", ())
    before = payload.get("before", {}).get("last_day")
    return ActTold(
        seq=one.seq,
        event=payload["event"],
        happened=date.fromisoformat(one.happened),
        recorded=one.recorded,
        actor=one.actor,
        on_behalf=one.on_behalf,
        basis=payload.get("basis"),
        before=date.fromisoformat(before) if before else None,
        last_day=date.fromisoformat(payload["last_day"]) if "last_day" in payload else None,
        to=(to,) if isinstance(to, str) else tuple(to),
        proposal=payload.get("proposal"),
        note=next((beside.plain for beside in one.personal if beside.field == "note"), None),
        ends=ends,
    )


def _marks(told: Mapping[str, Any], row: RowMapping, effects: Mapping[str, RowMapping], now: str) -> list[MarkTold]:
    """Those of the present last day, and those of earlier ones that something became of."""
    present = {mark["mark"]: mark for mark in marks_of(told, row["due"])}
    past = {name: {"mark": name, "kind": _kind(name), "at": one["at"]} for name, one in effects.items()}
    found = {**past, **present}
    told_of = (_mark(mark, effects.get(name), _unseen(mark, row["status"], now)) for name, mark in found.items())
    return sorted(told_of, key=lambda one: (one.at, one.mark))


def _unseen(mark: Mapping[str, Any], status: str, now: str) -> str:
    """How a mark stands that no sweep has seen to."""
    if status == ENDED:
        return OVER
    return COME if status == "open" and mark["at"] <= now else PLANNED


def _mark(mark: Mapping[str, Any], done: RowMapping | None, unseen: str) -> MarkTold:
    about = (mark["mark"], mark["kind"], mark["at"], tuple(mark.get("to", ())))
    if done is None:
        return MarkTold(*about, unseen, None, None)
    return MarkTold(*about, done["status"], done["done"], done["reason"])


def _kind(mark: str) -> str:
    name = mark.partition("@")[0]
    return name if name in (EXPIRY, PAUSE_OVER) else "reminder"


def _provisional(told: Mapping[str, Any]) -> tuple[int, ...]:
    """Derivations of earlier releases name the year of the last day and what the calendar said of it."""
    if "provisional" in told:
        return tuple(told["provisional"])
    status = told.get("calendar", {}).get("year", "confirmed")
    return () if status == "confirmed" else (date.fromisoformat(told["last_day"]).year,)
