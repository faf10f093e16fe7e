"""The session that tests of councils begin with."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.conftest import TestClock
from tests.cycle.commands.councils.sitting import Sitting, sit


@pytest.fixture
def sitting(database_url: str, clock: TestClock, tmp_path: Path) -> Iterator[Sitting]:
    """A session of nine members, once on each kind of database."""
    found = sit(database_url, clock, tmp_path)
    yield found
    found.office.database.close()
