"""One dossier moved under another law, and moved back: what their records say, and the rows that they change."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from cycle import bearings, deadlines, statements
from cycle.commands.payloads import outcome_payload, plain
from cycle.database import Transaction
from cycle.history import Act, Entry, Recorded, Snapshot, move
from workflows.definition import Definition
from workflows.programme import Programme
from workflows.transfer.cases import Change, Running

MOVED = "moved"
STOOD = ("workflow", "definition", "state", "stage", "happened")


@dataclass(frozen=True)
class Order:
    """Under which run of which plan (the hash of its text) dossiers move, on which day, by which publication."""

    run: str
    plan: str
    day: date
    publication: str


@dataclass(frozen=True)
class Moving:
    """A dossier with the verdict that lets it move. `chosen` tells who chose where nothing else says, with a note."""

    before: Snapshot
    clocks: Mapping[str, Running]
    target: Definition
    programme: Programme
    rule: int
    state: str
    change: Change
    letter: str | None = None
    chosen: Mapping[str, Any] | None = None
    note: str | None = None


@dataclass(frozen=True)
class Return:
    """A dossier to be moved back: the record by which it was moved, with what that says."""

    before: Snapshot
    seq: int
    hash: str
    payload: Mapping[str, Any]
    note: str


def move_by_law(transaction: Transaction, act: Act, order: Order, moving: Moving) -> Recorded:
    """Move one dossier. The caller holds the lock of its root and has judged it under that lock."""
    before, change = moving.before, moving.change
    personal = {"note": moving.note} if moving.note else {}
    stream = f"dossier/{before.code}"
    entry = Entry(stream, MOVED, order.day, moved_payload(order, moving), personal, order.publication)
    _, recorded = move(transaction, act, entry, before)
    deadlines.write(transaction, before.code, recorded, change.clocks)
    for one in change.relied:
        transaction.write(statements.RELY, (one.paper, recorded.stream, recorded.seq))
    transaction.write(statements.KEEP_LAW_MOVE, (order.run, before.code, recorded.seq))
    return recorded


def moved_payload(order: Order, moving: Moving) -> Mapping[str, Any]:
    """What the record of a move says: where it went by which rule, how it stood, what it gained and lost."""
    before, change, target = moving.before, moving.change, moving.target
    letter = {"letter": moving.letter} if moving.letter else {}
    payload: dict[str, Any] = {
        "law": {"run": order.run, "plan": order.plan, "rule": moving.rule, **letter},
        "from": before.state,
        "to": moving.state,
        "stage": target.states[moving.state].stage,
        "final": None,
        "workflow": target.name,
        "definition": target.hash,
        "left": _left(before, change),
        "values": plain(change.values),
        "dropped": list(change.dropped),
        "acts_dropped": list(change.forgotten),
        "guards": [outcome_payload(outcome) for outcome in change.outcomes],
        "papers": [{"paper": r.paper, "type": r.type, "version": r.version, "hash": r.hash} for r in change.relied],
        "deadlines": {**deadlines.payload(change.clocks), "left": [_clock(one) for one in moving.clocks.values()]},
        **bearings.payload(target, change.values, moving.programme),
    }
    return {**payload, "choice": moving.chosen} if moving.chosen is not None else payload


def move_back(transaction: Transaction, act: Act, order: Order, back: Return) -> Recorded:
    """Move one dossier back to what it was. The caller holds its lock and knows that nothing was done since."""
    payload = returned_payload(order, back)
    stream = f"dossier/{back.before.code}"
    entry = Entry(stream, MOVED, order.day, payload, {"note": back.note}, order.publication)
    _, recorded = move(transaction, act, entry, back.before)
    for name in payload["deadlines"]["closed"]:
        told = (recorded.seq, recorded.recorded, back.before.code, name)
        transaction.write(statements.CLOSE_DEADLINE, told)
    deadlines.reopen(transaction, back.before.code, payload["deadlines"]["reopened"])
    transaction.write(statements.LAW_MOVED_BACK, (recorded.seq, back.before.code, back.seq))
    return recorded


def returned_payload(order: Order, back: Return) -> Mapping[str, Any]:
    """What the record of a move back says: all that the move has changed, as it was."""
    told, left = back.payload, back.payload["left"]
    opened = [one["name"] for one in told["deadlines"]["opened"]]
    closed = set(told["deadlines"]["closed"])
    return {
        "law": {"run": order.run, "reverts": {"seq": back.seq, "hash": back.hash}},
        "from": back.before.state,
        "to": left["state"],
        "stage": left["stage"],
        "final": None,
        "workflow": left["workflow"],
        "definition": left["definition"],
        "stands": left["happened"],
        "values": left["values"],
        "dropped": sorted(told["values"].keys() - left["values"].keys()),
        "acts": left["acts"],
        "deadlines": {
            "closed": opened,
            "opened": [],
            "reopened": [one for one in told["deadlines"]["left"] if one["name"] in closed],
        },
    }


def _left(before: Snapshot, change: Change) -> Mapping[str, Any]:
    """How it stood, with the values and acts that it has no more or has otherwise now."""
    lost: Sequence[str] = (*change.dropped, *change.values)
    return {
        **{name: getattr(before, name) for name in STOOD},
        "values": {name: before.values[name] for name in lost if name in before.values},
        "acts": {name: before.acts[name] for name in change.forgotten},
    }


def _clock(one: Running) -> Mapping[str, Any]:
    return {"name": one.name, "opened": one.opened, "status": one.status, "next_at": one.next_at}
