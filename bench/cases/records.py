"""Replaying and verifying history, per record, against fetching and folding, and fetching, hashing and folding."""

from collections.abc import Callable, Iterator
from typing import Any

import orjson

from bench.crowd import dossier_code
from bench.grounds import driver_connection
from bench.profiling import where_time_goes
from bench.rounds import in_turns
from bench.stand import Stand
from bench.table import Result
from cycle import statements
from cycle.history import MOVING_KINDS, Snapshot, fold, record_hash
from cycle.queries.history import Replay, replay, verify
from cycle.transactions import text_for

REPLAY_REACH, VERIFY_REACH = 2.5, 2.0
AT_ONCE = 500
_COLUMNS = statements.RECORD_COLUMNS.split(", ")
_KIND, _HAPPENED, _ACTOR, _ON_BEHALF, _PAYLOAD = (
    _COLUMNS.index(name) for name in ("kind", "happened", "actor", "on_behalf", "payload")
)


class _Fields:
    """What folding looks at besides the payload."""

    __slots__ = ("actor", "happened", "on_behalf")

    def __init__(self, row: tuple[Any, ...]) -> None:
        self.happened, self.actor, self.on_behalf = row[_HAPPENED], row[_ACTOR], row[_ON_BEHALF]


def replaying(stand: Stand, rounds: int, dossiers: int) -> Iterator[Result]:
    """A dossier as of now, from its records alone."""
    codes = [dossier_code(number) for number in stand.returned(dossiers)]
    connection = driver_connection(stand.url)
    text = text_for(postgresql=stand.kind == "postgresql")(statements.STREAM)

    def ours(_number: int) -> Callable[[], int]:
        return lambda: sum(_records(replay(stand.office, stand.view, code, None, "happened")) for code in codes)

    def by_hand(_number: int) -> Callable[[], int]:
        return lambda: sum(_fetch_and_fold(connection, text, f"dossier/{code}") for code in codes)

    (found,) = in_turns([ours, by_hand], rounds)
    yield Result("replay, per record", stand.kind, stand.dossiers, found, REPLAY_REACH, where_time_goes(ours(0)))
    connection.close()


def verifying(stand: Stand, rounds: int) -> Iterator[Result]:
    """Every record there is."""
    connection = driver_connection(stand.url)

    def ours(_number: int) -> Callable[[], int]:
        return lambda: _verified(stand)

    def by_hand(_number: int) -> Callable[[], int]:
        return lambda: _fetch_hash_and_fold(connection, postgresql=stand.kind == "postgresql")

    (found,) = in_turns([ours, by_hand], rounds)
    dominates = where_time_goes(ours(0)) if stand.records < 100_000 else ""
    yield Result("verify, per record", stand.kind, stand.dossiers, found, VERIFY_REACH, dominates)
    connection.close()


def _records(answer: Replay | Any) -> int:
    assert isinstance(answer, Replay), answer
    assert answer.snapshot
    return len(answer.records)


def _verified(stand: Stand) -> int:
    found = verify(stand.office)
    assert not found.faults, found.faults[:3]
    return found.records


def _fetch_and_fold(connection: Any, text: str, stream: str) -> int:
    snapshot: Snapshot | None = None
    cursor = connection.cursor()
    moves = 0
    for row in cursor.execute(text, (stream,)).fetchall():
        if row[_KIND] in MOVING_KINDS:
            snapshot = fold(snapshot, row[_KIND], _Fields(row), orjson.loads(row[_PAYLOAD]))
            moves += 1
    connection.rollback()
    return moves


def _fetch_hash_and_fold(connection: Any, *, postgresql: bool) -> int:
    """Every record in order, never all at once, its hash made anew, each dossier folded."""
    # A cursor of the server's on PostgreSQL, which else would send everything at once.
    cursor = connection.cursor("bench") if postgresql else connection.cursor()
    cursor.execute(f"SELECT {statements.RECORD_COLUMNS} FROM record ORDER BY stream, seq")
    done, before = 0, ""
    snapshot: Snapshot | None = None
    while rows := cursor.fetchmany(AT_ONCE):
        for row in rows:
            header = dict(zip(_COLUMNS, row, strict=True))
            assert record_hash(header) == header["hash"]
            if header["kind"] in MOVING_KINDS:
                snapshot = snapshot if header["stream"] == before else None
                snapshot = fold(snapshot, header["kind"], _Fields(row), orjson.loads(header["payload"]))
                before = header["stream"]
        done += len(rows)
    cursor.close()
    connection.rollback()
    return done
