"""The story of a season, told once on each kind of database, and copied for every test that changes it."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from cycle.database import Database
from cycle.office import Office
from cycle.publication import Rulebook
from tests.conftest import Postgres, TestClock
from tests.cycle.queries.story import LATER, Story, tell
from tests.cycle.queries.vandal import Vandal, past_all_guards
from tests.scene import Scene


@pytest.fixture(scope="session")
def sqlite_story(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The file of a database in which the story has been told; tests copy it."""
    file = tmp_path_factory.mktemp("story") / "ocop.db"
    shutil.copyfile(sqlite_template, file)
    tell(f"sqlite:///{file}")
    return file


@pytest.fixture(scope="session")
def pg_story(pg_server: Postgres, pg_template: str) -> str:
    """The name of a database in which the story has been told; tests copy it."""
    name = pg_server.create(pg_template)
    tell(pg_server.url(name))
    return name


@pytest.fixture(scope="session", params=["sqlite", "postgresql"])
def story(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Story]:
    """The story, to be asked about only: all tests share it."""
    with _copied(request, tmp_path_factory.mktemp("shared")) as copied:
        yield copied


@pytest.fixture(params=["sqlite", "postgresql"])
def own_story(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Story]:
    """The story in a database of the test's own."""
    with _copied(request, tmp_path) as copied:
        yield copied


@contextmanager
def _copied(request: pytest.FixtureRequest, folder: Path) -> Iterator[Story]:
    if request.param == "sqlite":
        shutil.copyfile(request.getfixturevalue("sqlite_story"), folder / "ocop.db")
        with _opened(f"sqlite:///{folder / 'ocop.db'}") as opened:
            yield opened
        return
    server: Postgres = request.getfixturevalue("pg_server")
    name = server.create(request.getfixturevalue("pg_story"))
    with _opened(server.url(name)) as opened:
        yield opened
    server.drop(name)


@contextmanager
def _opened(url: str) -> Iterator[Story]:
    office = Office(Database(url), Rulebook(), TestClock(LATER), rehearsal=True)
    yield Story(Scene(office), url)
    office.database.close()


@pytest.fixture
def vandal(own_story: Story) -> Iterator[Vandal]:
    """Somebody who may write to the test's own story past every trigger and foreign key."""
    with past_all_guards(own_story.url) as connection:
        yield Vandal(own_story, connection)
