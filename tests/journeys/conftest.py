"""The rehearsals of Quảng Ngãi's seasons, each played once by `ocop demo` for all who read it back."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from cycle.database import Database
from tests.journeys.rehearsed import VARIABLES, Rehearsal, ocop


@pytest.fixture(scope="session")
def rehearsal(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Rehearsal]:
    with played("quang-ngai-2024", tmp_path_factory.mktemp("rehearsal")) as found:
        yield found


@pytest.fixture(scope="session")
def rehearsal_2026(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Rehearsal]:
    with played("quang-ngai-2026", tmp_path_factory.mktemp("rehearsal")) as found:
        yield found


@contextmanager
def played(name: str, place: Path) -> Iterator[Rehearsal]:
    """A season of its name, in a folder of its own."""
    folder = place / "season"
    with pytest.MonkeyPatch.context() as patch:
        for variable in VARIABLES:
            patch.delenv(variable, raising=False)
        done = ocop("--json", "demo", name, "--folder", str(folder))
        assert done.exit_code == 0, done.output
        database = Database(f"sqlite:///{folder / 'ocop.db'}")
        yield Rehearsal(json.loads(done.stdout), database, folder)
        database.close()
