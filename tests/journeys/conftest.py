"""The rehearsal of Quảng Ngãi's season of 2024, played once by `ocop demo` for all who read it back."""

import json
from collections.abc import Iterator

import pytest

from cycle.database import Database
from tests.journeys.rehearsed import VARIABLES, Rehearsal, ocop


@pytest.fixture(scope="session")
def rehearsal(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Rehearsal]:
    folder = tmp_path_factory.mktemp("rehearsal") / "season"
    with pytest.MonkeyPatch.context() as patch:
        for name in VARIABLES:
            patch.delenv(name, raising=False)
        done = ocop("--json", "demo", "--folder", str(folder))
        assert done.exit_code == 0, done.output
        database = Database(f"sqlite:///{folder / 'ocop.db'}")
        yield Rehearsal(json.loads(done.stdout), database, folder)
        database.close()
