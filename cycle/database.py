"""Engines and transactions: one writer's door that locks at once, one reader's door that sees a snapshot."""

import importlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import ModuleType
from typing import Any, TypeVar

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import DBAPIError

from cycle.transactions import Transaction, transaction_of

__all__ = [
    "ContentionError",
    "Database",
    "Transaction",
    "damaged",
    "machine_failed",
    "patiently",
    "said_by_driver",
    "sqlite_driver",
]

T = TypeVar("T")
TRIES = 5
BUSY_TIMEOUT_MS = 30_000
# serialization failure, deadlock, lock not available, unique violation: somebody else was quicker
CONTENTION_STATES = frozenset({"40001", "40P01", "55P03", "23505"})
DAMAGE_WORDS = ("file is not a database", "malformed", "unsupported file format", "disk I/O error")
# What a driver raises where the machine or the network fails: no single row is to blame.
OF_THE_MACHINE = frozenset({"OperationalError", "InterfaceError"})
CONTENTION_WORDS = ("locked", "busy", "UNIQUE constraint failed")


class ContentionError(Exception):
    """Somebody else wrote the same thing at the same moment; nothing of ours was kept, and it may be tried again."""


class Database:
    """A database by its URL (`sqlite:///file` or `postgresql+psycopg://…`).

    `patience_ms` is how long SQLite waits for a lock that another process holds. One that `rebuilds` tables does not
    hold foreign keys to the truth meanwhile on SQLite: a migration checks them before it ends.
    """

    def __init__(self, url: str, patience_ms: int = BUSY_TIMEOUT_MS, *, rebuilds: bool = False) -> None:
        self.url = make_url(url)
        self.dialect = self.url.get_backend_name()
        self._writer = _engine(self.url, "BEGIN IMMEDIATE", patience_ms, rebuilds=rebuilds)
        self._reader = _engine(self.url, "BEGIN", patience_ms, rebuilds=rebuilds)
        self._held: dict[Engine, list[Connection]] = {}
        if self.dialect == "postgresql":
            self._reader = self._reader.execution_options(isolation_level="REPEATABLE READ")

    @contextmanager
    def writing(self) -> Iterator[Transaction]:
        """A transaction that may write: committed at the end, rolled back on any exception.

        Raises ContentionError where a lock, a deadlock or a unique key says that somebody else was quicker.
        """
        driver_error = self._writer.dialect.loaded_dbapi.Error
        try:
            with self._connection(self._writer) as connection, connection.begin():
                transaction = transaction_of(connection, locking=True)
                yield transaction
                transaction.settle()
        except (driver_error, DBAPIError) as error:
            if _contention(error):
                raise ContentionError from error
            raise

    @contextmanager
    def reading(self) -> Iterator[Transaction]:
        """A snapshot: all that is read in it is of one moment, and nothing in it is kept."""
        with self._connection(self._reader) as connection, connection.begin() as transaction:
            yield transaction_of(connection, locking=False)
            transaction.rollback()

    def close(self) -> None:
        """Give every connection back."""
        for held in self._held.values():
            while held:
                held.pop().close()
        self._writer.dispose()
        self._reader.dispose()

    @contextmanager
    def _connection(self, engine: Engine) -> Iterator[Connection]:
        """A connection that stays open between units of work: the pool's checks cost as much as an act.

        After any error it goes back to the pool, which knows what to do with a broken one.
        """
        held = self._held.setdefault(engine, [])
        try:
            connection = held.pop()
        except IndexError:
            connection = engine.connect()
        try:
            yield connection
        except BaseException:
            connection.close()
            raise
        held.append(connection)


def patiently(work: Callable[[], T]) -> T:
    """Do one transaction, again where it met another one. Raises ContentionError where that does not end."""
    for _ in range(TRIES - 1):
        try:
            return work()
        except ContentionError:
            continue
    return work()


def sqlite_driver() -> tuple[ModuleType, bool]:
    """The SQLite driver, and whether it is one that may use WAL.

    SQLite 3.7.0 to 3.51.2 can corrupt a WAL database that several processes write and checkpoint; the wheel carries a
    newer one.
    """
    try:
        return importlib.import_module("pysqlite3"), True
    except ImportError:
        return importlib.import_module("sqlite3"), False


def said_by_driver(error: BaseException) -> str | None:
    """The first line of what a database driver says; None for an error that is not a driver's."""
    own = error.orig if isinstance(error, DBAPIError) else error
    if not (isinstance(error, DBAPIError) or isinstance(own, sqlite_driver()[0].Error) or hasattr(own, "sqlstate")):
        return None
    return next(iter(str(own).strip().splitlines()), "") or type(own).__name__


def damaged(said: str) -> bool:
    """Whether a driver says that the file of a database cannot be read as one."""
    return any(words in said for words in DAMAGE_WORDS)


def machine_failed(error: BaseException) -> bool:
    """Whether the machine, its disk or the network failed, so that no single row is to blame."""
    said = said_by_driver(error)
    own = getattr(error, "orig", None) or error
    return said is not None and (damaged(said) or bool(OF_THE_MACHINE & {one.__name__ for one in type(own).__mro__}))


def _contention(error: Exception) -> bool:
    own = error.orig if isinstance(error, DBAPIError) else error
    return getattr(own, "sqlstate", None) in CONTENTION_STATES or any(word in str(own) for word in CONTENTION_WORDS)


def _engine(url: URL, begin: str, patience_ms: int, *, rebuilds: bool) -> Engine:
    if url.get_backend_name() != "sqlite":
        return create_engine(url)
    module, newer = sqlite_driver()
    engine = create_engine(url, module=module)
    pragmas = ("journal_mode=WAL", "synchronous=FULL") if newer else ("journal_mode=TRUNCATE", "synchronous=EXTRA")

    @event.listens_for(engine, "connect")
    def _connect(connection: Any, _record: Any) -> None:
        connection.isolation_level = None
        keys = f"foreign_keys={'OFF' if rebuilds else 'ON'}"
        for pragma in (f"busy_timeout={patience_ms}", *pragmas, keys, "recursive_triggers=ON"):
            connection.execute("PRAGMA " + pragma)

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        driver: Any = connection.connection.driver_connection
        driver.execute(begin)

    return engine
