"""The scene that tests of the running programme begin on."""

from collections.abc import Iterator

import pytest

from tests.conftest import TestClock
from tests.scene import MARCH, Scene, set_scene


@pytest.fixture
def scene(database_url: str, clock: TestClock) -> Iterator[Scene]:
    """An office on the fifth of March 2024, once on each kind of database."""
    clock.set(MARCH)
    scene = set_scene(database_url, clock)
    yield scene
    scene.office.database.close()
