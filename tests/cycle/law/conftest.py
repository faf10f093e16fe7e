"""An office in June 2025 with an evaluation under 148 in each open state, and one more in places of each kind."""

from collections.abc import Iterator

import pytest

from tests import laws
from tests.conftest import TestClock
from tests.scene import Scene


@pytest.fixture
def scene(database_url: str, clock: TestClock) -> Iterator[Scene]:
    """On 07/07/2025, after the last day of the districts."""
    scene = laws.set_law_scene(database_url, clock, 2 * len(laws.STATES))
    yield scene
    scene.office.database.close()


@pytest.fixture
def small(sqlite_url: str, clock: TestClock) -> Iterator[Scene]:
    """The same with one in each state, on one kind of database."""
    scene = laws.set_law_scene(sqlite_url, clock, len(laws.STATES))
    yield scene
    scene.office.database.close()
