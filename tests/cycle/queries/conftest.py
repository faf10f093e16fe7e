"""Stories, each told once on each kind of database in a process, and copied for every test that changes one."""

import shutil
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import pytest

from cycle.database import Database
from cycle.office import Office
from cycle.publication import Rulebook
from tests.conftest import Postgres, TestClock
from tests.cycle.queries.story import LATER, Story, tell
from tests.cycle.queries.story_of_council import tell_council
from tests.cycle.queries.story_of_law import tell_law
from tests.cycle.queries.vandal import Vandal, past_all_guards
from tests.evaluating import JUNE
from tests.kept import begin_as_kept
from tests.laws import JULY_2025
from tests.scene import Scene

# Who tells each story, and the instant at which it has been told.
TELLERS: Mapping[str, tuple[Callable[[str], None], str]] = {
    "season": (tell, LATER),
    "council": (tell_council, JUNE),
    "law": (tell_law, JULY_2025),
}


@pytest.fixture
def told() -> str:
    """The story that a test of its own begins with; a test that wants another one gives this as a parameter."""
    return "season"


@pytest.fixture(scope="session", params=["sqlite", "postgresql"])
def story(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Story]:
    """The story of a season, to be asked about only: all tests share it."""
    with _copied(request, tmp_path_factory.mktemp("shared"), "season") as copied:
        yield copied


@pytest.fixture(params=["sqlite", "postgresql"])
def own_story(request: pytest.FixtureRequest, tmp_path: Path, told: str) -> Iterator[Story]:
    """A story in a database of the test's own."""
    with _copied(request, tmp_path, told) as copied:
        yield copied


@contextmanager
def _copied(request: pytest.FixtureRequest, folder: Path, told: str) -> Iterator[Story]:
    if request.param == "sqlite":
        shutil.copyfile(request.getfixturevalue("sqlite_template"), folder / "ocop.db")
        with _opened(f"sqlite:///{folder / 'ocop.db'}", told) as opened:
            yield opened
        return
    server: Postgres = request.getfixturevalue("pg_server")
    name = server.create(request.getfixturevalue("pg_template"))
    with _opened(server.url(name), told) as opened:
        yield opened
    server.drop(name)


@contextmanager
def _opened(url: str, told: str) -> Iterator[Story]:
    teller, instant = TELLERS[told]
    begin_as_kept(url, ("story", told), lambda: teller(url))
    office = Office(Database(url), Rulebook(), TestClock(instant), rehearsal=True)
    yield Story(Scene(office), url)
    office.database.close()


@pytest.fixture
def vandal(own_story: Story) -> Iterator[Vandal]:
    """Somebody who may write to the test's own story past every trigger and foreign key."""
    with past_all_guards(own_story.url) as connection:
        yield Vandal(own_story, connection)
