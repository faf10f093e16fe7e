"""One act on a dossier by hand: the engine's own reads, statement by statement, and the rows that it writes.

Nothing is judged, folded, made canonical or hashed here: the rows lie ready but for what the reads give (the number
and the hash of the record before, the version).
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from cycle import statements
from cycle.transactions import text_for

Row = tuple[Any, ...]
Act = Callable[["Prepared"], None]
MOVED_FROM, VERSION = 9, 12


@dataclass(frozen=True)
class Prepared:
    """What an act on one dossier asks and writes. `reads` begin with the family and end with the last record."""

    dossier: str
    reads: tuple[tuple[str, Row], ...]
    head: Row
    tail: Row
    promised: str
    personal: tuple[Row, ...]
    moved: Row
    closed: tuple[str, ...]
    opened: tuple[Row, ...]
    relied: tuple[str, ...]
    request: Row


@dataclass(frozen=True)
class Texts:
    """The driver's text of every statement."""

    append: str
    personal: str
    promise: str
    move: str
    close: str
    open: str
    rely: str
    request: str


class Hand:
    """A connection of the driver's own and what is written on it."""

    def __init__(self, connection: Any, *, postgresql: bool) -> None:
        self.connection, self.postgresql = connection, postgresql
        self.cursor = connection.cursor()
        self.text = text_for(postgresql=postgresql)
        self._texts = Texts(
            self.text(statements.APPEND),
            self.text(statements.KEEP_PERSONAL),
            self.text(statements.PROMISE),
            self.text(statements.MOVE_DOSSIER),
            self.text(statements.CLOSE_DEADLINE),
            self.text(statements.OPEN_DEADLINE),
            self.text(statements.RELY),
            self.text(statements.KEEP_REQUEST),
        )

    def begin(self) -> None:
        """On PostgreSQL the driver begins by itself."""
        if not self.postgresql:
            self.cursor.execute("BEGIN IMMEDIATE")

    def act(self, one: Prepared) -> None:
        """Every read, then every write, one statement after the other."""
        run = self.cursor.execute
        found = [run(text, parameters).fetchall() for text, parameters in one.reads]
        for text, parameters in self.writes(one, found[-1][0], family_of(found)[0][VERSION]):
            run(text, parameters)
            assert self.cursor.rowcount == 1, (text, parameters)

    def act_in_a_pipeline(self, one: Prepared) -> None:
        """The same in three journeys: locks, the other reads, the writes. PostgreSQL only."""
        run, found = self.connection.execute, []
        for part in (one.reads[:3], one.reads[3:]):
            with self.connection.pipeline():
                cursors = [run(text, parameters) for text, parameters in part]
            found += [cursor.fetchall() for cursor in cursors]
        with self.connection.pipeline():
            writes = self.writes(one, found[-1][0], family_of(found)[0][VERSION])
            cursors = [run(text, parameters) for text, parameters in writes]
        assert all(cursor.rowcount == 1 for cursor in cursors)

    def writes(self, one: Prepared, last: Row, version: int) -> Sequence[tuple[str, Row]]:
        """The rows of the act after the record before it."""
        texts, stream, seq = self._texts, f"dossier/{one.dossier}", last[0] + 1
        return [
            (texts.append, (stream, seq, *one.head, last[1], *one.tail)),
            *((texts.personal, (stream, seq, *row)) for row in one.personal),
            (texts.promise, (stream, seq, one.promised)),
            (texts.move, (*one.moved[:3], version + 1, *one.moved[3:], one.dossier, version)),
            *((texts.close, (seq, one.promised, one.dossier, name)) for name in one.closed),
            *((texts.open, (one.dossier, row[0], seq, *row[1:])) for row in one.opened),
            *((texts.rely, (paper, stream, seq)) for paper in one.relied),
            (texts.request, (*one.request, stream, seq)),
        ]


def family_of(found: Sequence[Sequence[Row]]) -> Sequence[Row]:
    """The rows of the family among what the reads have found: those of sixteen columns."""
    return next(rows for rows in found if rows and len(rows[0]) == len(statements.DOSSIER_COLUMNS.split(", ")))
