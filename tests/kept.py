"""Databases kept as they stood once: what many tests begin with is made once in a process, and then copied."""

from collections.abc import Callable, Hashable
from itertools import count
from pathlib import Path

import psycopg
from psycopg import sql
from sqlalchemy import URL, make_url

_files: dict[Hashable, bytes] = {}
_databases: dict[Hashable, str] = {}
_numbers = count(1)


def begin_as_kept(url: str, key: Hashable, begin: Callable[[], None]) -> None:
    """Bring a migrated, empty database to what `begin` makes of it, or to what `begin` made of one under this key.

    `begin` closes what it opens. What else was in the database is lost.
    """
    place = make_url(url)
    begun = _file_as_kept if place.get_backend_name() == "sqlite" else _database_as_kept
    begun(place, key, begin)


def _file_as_kept(place: URL, key: Hashable, begin: Callable[[], None]) -> None:
    file = Path(str(place.database))
    if key in _files:
        file.write_bytes(_files[key])
    else:
        begin()
        assert not file.with_name(f"{file.name}-wal").exists(), "left open: a copy would miss the log"
        _files[key] = file.read_bytes()


def _database_as_kept(place: URL, key: Hashable, begin: Callable[[], None]) -> None:
    name = str(place.database)
    here = (place.set(database="postgres"), key)
    if here in _databases:
        _run(place, "drop database {}", name)
        _run(place, "create database {} template {}", name, _databases[here])
    else:
        begin()
        _run(place, "create database {} template {}", kept := f"kept_{next(_numbers)}", name)
        _databases[here] = kept


def _run(place: URL, statement: str, *names: str) -> None:
    address = place.set(drivername="postgresql", database="postgres").render_as_string(hide_password=False)
    with psycopg.connect(address, autocommit=True) as connection:
        connection.execute(sql.SQL(statement).format(*map(sql.Identifier, names)))
