"""An office whose clocks may be paused and extended as these tests say."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.clocked import clocked_config_in
from tests.conftest import TestClock
from tests.cycle.commands.clocks.acting import Clocks
from tests.scene import MARCH, set_scene


@pytest.fixture(scope="session")
def clocked_config(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return clocked_config_in(tmp_path_factory.mktemp("clocked") / "config")


@pytest.fixture
def clocks(database_url: str, clock: TestClock, clocked_config: Path) -> Iterator[Clocks]:
    """Tuesday the fifth of March 2024, nine in the morning in Vietnam, once on each kind of database."""
    clock.set(MARCH)
    scene = set_scene(database_url, clock, clocked_config)
    yield Clocks(scene, clock, clocked_config)
    scene.office.database.close()
