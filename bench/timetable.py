"""A database with very many open deadlines, a tenth of which is to be reminded of; ten on each dossier."""

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import islice
from typing import Any

from bench.grounds import Ground, driver_connection
from cycle import migrations
from cycle.canonical import canonical
from cycle.clock import NamedInstant, instant_text, read_instant
from cycle.office import Office
from cycle.sweeps import sweep
from cycle.transactions import text_for
from tests.scene import MARCH, Scene, set_scene

ON_EACH = 10
AT_ONCE = 5_000
BEGAN = read_instant(MARCH)
DUE = instant_text(BEGAN)
Row = tuple[Any, ...]


@dataclass(frozen=True)
class Timetable:
    """An office whose clock stands at DUE. `due` deadlines are to be reminded of then, all others later."""

    kind: str
    url: str
    office: Office
    due: int

    @property
    def text(self) -> Callable[[str], str]:
        """How a statement is worded for the driver."""
        return text_for(postgresql=self.kind == "postgresql")

    def undo(self) -> None:
        """Let every deadline wait for its reminder again, and leave nothing of what was written in the way."""
        connection = driver_connection(self.url)
        connection.execute("DELETE FROM effect WHERE kind = 'deadline'")
        connection.execute(
            "UPDATE deadline SET next_at = (SELECT w.at FROM bench_wait w WHERE w.part = deadline.name) "
            "WHERE next_at = due"
        )
        connection.commit()
        connection.close()
        self.settle()

    def settle(self) -> None:
        """What the database does by itself within minutes after many rows have changed."""
        connection = driver_connection(self.url)
        if self.kind == "postgresql":
            connection.autocommit = True
            connection.execute("VACUUM ANALYZE deadline")
            connection.execute("VACUUM ANALYZE effect")
        else:
            connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        connection.close()


@contextmanager
def timetable(ground: Ground, deadlines: int, seed: int) -> Iterator[Timetable]:
    """Found an office with one dossier and clone its row and a deadline of it up to so many."""
    url = ground.url(f"sweeps_{deadlines}_{seed % 1000}")
    migrations.upgrade(url)
    scene = set_scene(url, NamedInstant(BEGAN))
    sweep(scene.office, "first")  # what the season's timetable brings is no part of what is measured
    _fill(url, scene, deadlines)
    try:
        yield Timetable(ground.kind, url, scene.office, deadlines // 10)
    finally:
        scene.office.database.close()


def _fill(url: str, scene: Scene, deadlines: int) -> None:
    dossier = scene.open()
    with scene.office.database.reading() as transaction:
        (model,) = transaction.rows("SELECT * FROM dossier WHERE code = ?", (dossier,))
    connection = driver_connection(url)
    cursor = connection.cursor()
    write = _copy if hasattr(cursor, "copy") else _insert
    if write is _insert:
        cursor.execute("BEGIN IMMEDIATE")
    cursor.execute("CREATE TABLE bench_wait (part TEXT PRIMARY KEY, at TEXT NOT NULL)")
    write(cursor, "bench_wait", [(f"d{part}", instant_text(_reminder(part))) for part in range(ON_EACH)])
    codes = [f"B{number:06d}" for number in range(max(1, deadlines // ON_EACH))]
    _all(cursor, write, "dossier", ((code, code, *model[2:]) for code in codes))
    _all(cursor, write, "deadline", _deadlines(codes))
    connection.commit()
    if write is _copy:
        connection.autocommit = True
        cursor.execute("VACUUM ANALYZE")
    else:
        cursor.execute("ANALYZE")
    connection.close()


def _deadlines(codes: Iterable[str]) -> Iterator[Row]:
    """The first of each ten is to be reminded of now, the others day by day later."""
    for code in codes:
        for part in range(ON_EACH):
            yield _deadline(code, f"d{part}", _reminder(part))


def _reminder(part: int) -> datetime:
    return BEGAN + timedelta(days=part)


def _deadline(code: str, name: str, reminder: datetime) -> Row:
    over, starts = reminder + timedelta(days=3), (reminder - timedelta(days=12)).date().isoformat()
    last_day, due, at = over.date().isoformat(), instant_text(over), instant_text(reminder)
    derivation = {
        "format": 2,
        "rule": name,
        "basis": "69/KH-UBND",
        "started_by": {"dossier": code, "happened": starts, "trigger": "return"},
        "start": {"kind": "entering", "name": ""},
        "starts": starts,
        "length": {"days": 15},
        "length_from": {"basis": "do chương trình quy định", "duration": "idea_resubmission", "origin": "assumed"},
        "rolls": True,
        "calendar": {"name": "vietnam", "revision": 1, "hash": "0" * 64, "years": {"2024": "confirmed"}},
        "days": [],
        "events": [],
        "original": last_day,
        "falls_on": last_day,
        "last_day": last_day,
        "provisional": [],
        "zone": "Asia/Ho_Chi_Minh",
        "marks": [
            {"mark": f"before_3_days@{last_day}", "kind": "reminder", "at": at, "to": []},
            {"mark": f"expiry@{last_day}", "kind": "expiry", "at": due},
        ],
        "changes": 0,
    }
    return (code, name, 1, starts, last_day, due, canonical(derivation), "open", None, None, None, None, at)


def _all(cursor: Any, write: Callable[[Any, str, list[Row]], None], table: str, rows: Iterable[Row]) -> None:
    waiting = iter(rows)
    while part := list(islice(waiting, AT_ONCE)):
        write(cursor, table, part)


def _insert(cursor: Any, table: str, rows: list[Row]) -> None:
    cursor.executemany(f"INSERT INTO {table} VALUES ({', '.join('?' * len(rows[0]))})", rows)


def _copy(cursor: Any, table: str, rows: list[Row]) -> None:
    with cursor.copy(f"COPY {table} FROM STDIN") as copy:
        for row in rows:
            copy.write_row(row)
