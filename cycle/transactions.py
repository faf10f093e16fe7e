"""One open transaction as the hot path uses it: driver text, locks, writes that are checked before they are kept."""

import re
from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache
from itertools import count
from typing import Any

from sqlalchemy import Connection

Row = tuple[Any, ...]
Query = tuple[str, Sequence[Any]]

AT_ONCE = 500
_LOCKS = re.compile(r" FOR (UPDATE|SHARE)( OF \w+(, \w+)*)?( SKIP LOCKED)?")


class LostUpdateError(Exception):
    """A write changed another number of rows than it must; nothing of the transaction may be kept."""


class Transaction:
    """An open transaction whose writer, if it writes, is alone. Statements take `?` for each parameter."""

    postgresql = False

    def __init__(self, connection: Connection, *, writing: bool) -> None:
        self.writing = writing
        self._connection = connection
        driver: Any = connection.connection.driver_connection
        self._driver, self._cursor = driver, driver.cursor()
        self._failure: Exception | None = None

    @property
    def connection(self) -> Connection:
        """The same transaction for SQLAlchemy Core, all that was written before being sent."""
        self.settle()
        return self._connection

    def rows(self, statement: str, parameters: Sequence[Any] = ()) -> list[Row]:
        """Every row of a query."""
        found: list[Row] = self._cursor.execute(_unlocked(statement), parameters).fetchall()
        return found

    def row(self, statement: str, parameters: Sequence[Any] = ()) -> Row | None:
        """The first row of a query, or None. None is left unread: it would keep the connection in its snapshot."""
        return next(iter(self.rows(statement, parameters)), None)

    def stream(self, statement: str) -> Iterator[Row]:
        """The rows of a query as they come, never all at once."""
        found: Iterator[Row] = self._driver.cursor().execute(_unlocked(statement))
        return found

    def lock(self, statement: str, parameters: Sequence[Any] = ()) -> None:
        """Wait for the lock of some rows. A writer on SQLite holds all of them already."""

    def run(self, statement: str, parameters: Sequence[Any] = ()) -> int:
        """Run a statement that changes rows; how many it changed."""
        return int(self._cursor.execute(statement, parameters).rowcount)

    def run_many(self, statement: str, many: Sequence[Sequence[Any]]) -> None:
        """Run a statement once for each set of parameters."""
        if many:
            self._cursor.executemany(statement, many)

    def write(self, statement: str, parameters: Sequence[Any], otherwise: Exception | None = None) -> None:
        """Change exactly one row, at the latest before anything else is asked or the transaction ends.

        By then it raises `otherwise`, a LostUpdateError where that is None, if it was not exactly one; and again at the
        end where somebody has caught that.
        """
        if self._cursor.execute(statement, parameters).rowcount != 1:
            self._failure = otherwise or LostUpdateError(statement)
            raise self._failure

    def foresee(self, queries: Sequence[Query]) -> None:
        """Say which queries come next, so that they travel together where the way is long."""

    def settle(self) -> None:
        """Send what waits to be written. Raises what a write has failed with, each time: nothing may be kept then."""
        if self._failure is not None:
            raise self._failure


class PostgresTransaction(Transaction):
    """On PostgreSQL every question is a journey: writes wait and travel with the next one, foreseen queries together.

    A foreseen answer serves once, and none outlives a write.
    """

    postgresql = True

    def __init__(self, connection: Connection, *, locking: bool) -> None:
        super().__init__(connection, writing=locking)
        self._text = _locking_text if locking else _reading_text
        self._waiting: list[tuple[str, Sequence[Any], Exception | None]] = []
        self._foreseen: list[tuple[Query, list[Row]]] = []
        self._streams = count()

    @property
    def connection(self) -> Connection:
        """The same transaction for SQLAlchemy Core, which may write: all is sent before, nothing foreseen after."""
        self._foreseen.clear()
        return super().connection

    def rows(self, statement: str, parameters: Sequence[Any] = ()) -> list[Row]:
        """Every row of a query."""
        asked = statement, tuple(parameters)
        for place, (query, foreseen) in enumerate(self._foreseen):
            if query == asked:
                del self._foreseen[place]
                return foreseen
        self.settle()
        found: list[Row] = self._cursor.execute(self._text(statement), parameters).fetchall()
        return found

    def stream(self, statement: str) -> Iterator[Row]:
        """The rows of a query as they come, by a cursor of the server's: the driver's own would fetch them all."""
        self.settle()
        with self._driver.cursor(f"stream_{next(self._streams)}") as cursor:
            cursor.itersize = AT_ONCE
            cursor.execute(self._text(statement), ())
            yield from cursor

    def lock(self, statement: str, parameters: Sequence[Any] = ()) -> None:
        """Wait for the lock of some rows."""
        self.rows(statement, parameters)

    def run(self, statement: str, parameters: Sequence[Any] = ()) -> int:
        """Run a statement that changes rows; how many it changed."""
        self.settle()
        self._foreseen.clear()
        return int(self._cursor.execute(self._text(statement), parameters).rowcount)

    def run_many(self, statement: str, many: Sequence[Sequence[Any]]) -> None:
        """Run a statement once for each set of parameters."""
        self.settle()
        self._foreseen.clear()
        if many:
            self._cursor.executemany(self._text(statement), many)

    def write(self, statement: str, parameters: Sequence[Any], otherwise: Exception | None = None) -> None:
        """Change exactly one row with the next journey."""
        self._foreseen.clear()
        self._waiting.append((statement, parameters, otherwise))

    def foresee(self, queries: Sequence[Query]) -> None:
        """Ask all of them, and send what waits to be written, in one journey; none where all are foreseen already."""
        asked = [(statement, tuple(parameters)) for statement, parameters in queries]
        known = [query for query, _ in self._foreseen]
        if all(one in known for one in asked):
            return
        self._foreseen = list(zip(asked, self._journey(asked), strict=True))

    def settle(self) -> None:
        """Send what waits to be written. Raises what a write has failed with, each time: nothing may be kept then."""
        if self._waiting:
            self._journey(())
        super().settle()

    def _journey(self, asked: Sequence[Query]) -> list[list[Row]]:
        try:
            return self._travel(asked)
        except Exception as failure:
            self._failure, self._foreseen = failure, []
            raise

    def _travel(self, asked: Sequence[Query]) -> list[list[Row]]:
        waiting, self._waiting = self._waiting, []
        with self._driver.pipeline():
            written = [self._driver.execute(self._text(statement), values) for statement, values, _ in waiting]
            found = [self._driver.execute(self._text(statement), values) for statement, values in asked]
        for (statement, _, otherwise), cursor in zip(waiting, written, strict=True):
            if cursor.rowcount != 1:
                raise otherwise or LostUpdateError(statement)
        return [cursor.fetchall() for cursor in found]


def transaction_of(connection: Connection, *, locking: bool) -> Transaction:
    """The transaction that a connection has begun; one that is `locking` locks the rows that its queries say."""
    if connection.dialect.name == "postgresql":
        return PostgresTransaction(connection, locking=locking)
    return Transaction(connection, writing=locking)


def text_for(*, postgresql: bool) -> Callable[[str], str]:
    """How a writer's statement is worded for the driver."""
    return _locking_text if postgresql else _unlocked


@lru_cache(maxsize=1024)
def _unlocked(statement: str) -> str:
    return _LOCKS.sub("", statement)


@lru_cache(maxsize=1024)
def _locking_text(statement: str) -> str:
    return statement.replace("%", "%%").replace("?", "%s")


@lru_cache(maxsize=1024)
def _reading_text(statement: str) -> str:
    return _locking_text(_unlocked(statement))
