"""An office in June 2026 with two products before the province and what may be drafted of them."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from cycle.commands.permits import Caller
from cycle.queries.viewing import SEEING, View, view_of
from cycle.store import Store
from tests.conftest import TestClock
from tests.evaluating import Scene, scene_26
from tests.scene import CONFIG
from workflows.verdict import Reason

SEAL = b"%PDF-1.4\n%signed\n"
ROUND = "T-02-2026"


@dataclass
class Desk:
    """The scene, where files lie, and shorthand for who sees what."""

    scene: Scene
    folder: Path
    config: Path = CONFIG

    @property
    def store(self) -> Store:
        return Store(self.folder / "files")

    def view(self, account: str) -> View:
        office = self.scene.office
        with office.database.reading() as transaction:
            seen = view_of(transaction, office, account, office.clock.now().date(), SEEING)
        assert not isinstance(seen, Reason), seen
        return seen

    def scan(self, name: str = "signed.pdf", content: bytes = SEAL) -> Path:
        file = self.folder / name
        file.write_bytes(content)
        return file

    def caller(self, account: str) -> Caller:
        return Caller(account)


@pytest.fixture
def desk(database_url: str, clock: TestClock, tmp_path: Path) -> Iterator[Desk]:
    """The office once on each kind of database."""
    scene = scene_26(database_url, clock)
    yield Desk(scene, tmp_path)
    scene.office.database.close()


@pytest.fixture
def file_desk(sqlite_url: str, clock: TestClock, tmp_path: Path) -> Iterator[Desk]:
    """The office on a file, where the database's kind makes no difference."""
    scene = scene_26(sqlite_url, clock)
    yield Desk(scene, tmp_path)
    scene.office.database.close()
