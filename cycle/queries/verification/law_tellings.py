"""What the records of a change of law tell: its runs, the dossiers that they moved, and those moved back."""

from collections.abc import Mapping
from typing import Any

from cycle import tables
from cycle.history import Snapshot
from cycle.queries.verification.books import Books, Row, Stood, Telling, UntellableError

MOVED = "moved"
BEGUN, ENDED, REVERTED = "begun", "ended", "reverted"
LEFT = ("workflow", "definition", "state", "stage", "happened")


def tell_law(books: Books, told: Telling) -> None:
    """A run of a plan that began, came to its end, or was taken back whole."""
    payload, recorded = told.payload, told.record.recorded
    if payload["event"] == BEGUN:
        about = {name: payload[name] for name in ("plan", "basis")}
        key = {"code": payload["run"], "happened": told.record.happened}
        books.enter(tables.law_run, {**key, **about, "begun": recorded, "ended": None, "reverted": None})
        return
    row = books.find(tables.law_run, payload["run"])
    if payload["event"] == ENDED:
        if row["ended"] is not None:
            raise UntellableError("law_ended_twice")
        row["ended"] = recorded
    elif payload["whole"]:
        row["reverted"] = recorded


def tell_law_move(books: Books, told: Telling) -> None:
    """Before a record is folded: what it says of how the dossier stood is true, and is kept for its return."""
    record, payload = told.record, told.payload
    if record.kind != MOVED:
        return
    before, law = books.snapshots.get(record.stream), payload["law"]
    if before is None or before.final is not None:
        raise UntellableError("moved_after_end")
    key = {"dossier": before.code, "seq": record.seq}
    if "reverts" in law:
        books.find(tables.law_move, before.code, law["reverts"]["seq"])["reverted_seq"] = record.seq
        return
    running = _running(books, record.stream)
    if payload["left"] != left_of(before, payload["left"]) or _left_clocks(running) != _told_clocks(
        payload["deadlines"]
    ):
        raise UntellableError("moved_from_elsewhere")
    books.left[record.stream, record.seq] = Stood(before, running)
    books.enter(tables.law_move, {**key, "run": law["run"], "reverted_seq": None})


def check_moved_back(books: Books, told: Telling) -> None:
    """After a record is folded: a dossier that was moved back stands as it stood before, but for its version.

    A clock that the move left running may have expired since.
    """
    record, payload = told.record, told.payload
    if record.kind != MOVED or "reverts" not in payload["law"]:
        return
    stood = books.left.get((record.stream, payload["law"]["reverts"]["seq"]))
    now = books.snapshots[record.stream]
    same = stood is not None and stood.snapshot._replace(version=0) == now._replace(version=0)
    running = _running(books, record.stream)
    if stood is None or not same or stood.clocks.keys() != running.keys():
        raise UntellableError("reverted_otherwise")
    again = {(one["name"], one["opened"]) for one in payload["deadlines"]["reopened"]}
    if any(stood.clocks[key] != running[key] for key in again):
        raise UntellableError("reverted_otherwise")


def left_of(before: Snapshot, told: Mapping[str, Any]) -> Mapping[str, Any]:
    """How a dossier stood, with the values and acts that the record of its move tells of."""
    return {
        **{name: getattr(before, name) for name in LEFT},
        "values": {name: before.values[name] for name in told["values"]},
        "acts": {name: before.acts[name] for name in told["acts"]},
    }


def _running(books: Books, stream: str) -> Mapping[tuple[str, int], Row]:
    """The clocks that run, without what only tells of their past."""
    clocks = books.clocks[stream].items()
    return {key: {n: v for n, v in one.items() if n != "closed_at"} for key, one in clocks if one["status"] != "closed"}


def _left_clocks(running: Mapping[tuple[str, int], Row]) -> set[tuple[str, int, str]]:
    return {(*key, str(one["status"])) for key, one in running.items()}


def _told_clocks(deadlines: Mapping[str, Any]) -> set[tuple[str, int, str]]:
    return {(one["name"], one["opened"], one["status"]) for one in deadlines["left"]}
