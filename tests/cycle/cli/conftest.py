"""Running `ocop` in an empty folder of its own, with nothing of the machine's settings."""

import json
import os
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from cycle.cli import main
from tests.conftest import TestClock
from tests.cycle.commands.councils.sitting import Sitting, sit
from tests.evaluating import PRODUCT, bring, scene_26
from tests.scene import COMMUNE, MARCH, PRODUCER, set_scene

CONFIG = Path(__file__).parents[3] / "config"
OURS = ("OCOP_", "DATABASE_URL")
# Checked with the rules, and no part of them.
SEEDS = ("organisations", "trials", "law")


def texts_of_letters() -> set[str]:
    """The texts of letters, which are published; forms of official reminders are not."""
    return {f"letters/{file.name}" for file in (CONFIG / "letters").iterdir() if file.suffix in (".txt", ".html")}


def published_files() -> set[str]:
    """What rules are made of; a letter's folder has a page for people too."""
    rules = {file.relative_to(CONFIG).as_posix() for file in CONFIG.rglob("*.yaml")}
    return {file for file in rules if file.partition("/")[0] not in {*SEEDS, "demo"}} | texts_of_letters()


@dataclass(frozen=True)
class Ocop:
    """`run` gives click's result; `json` the parsed answer of a run with --json."""

    folder: Path

    def run(self, *words: str) -> Result:
        return CliRunner().invoke(main, list(words))

    def json(self, *words: str) -> Any:
        return json.loads(self.run("--json", *words).stdout)

    @property
    def database(self) -> Path:
        return self.folder / "data" / "ocop.db"


@pytest.fixture
def ocop(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Ocop:
    monkeypatch.chdir(tmp_path)
    for name in [name for name in os.environ if name.startswith(OURS) and name != "OCOP_TORTURE"]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "xdg"))
    monkeypatch.setenv("OCOP_DATA", str(tmp_path / "data"))
    return Ocop(tmp_path)


@pytest.fixture
def config(tmp_path: Path) -> Path:
    """A copy of the shipped configuration, to be damaged."""
    return Path(shutil.copytree(CONFIG, tmp_path / "config"))


@pytest.fixture
def edit(config: Path) -> Callable[[str, str, str], None]:
    """Replaces a text in a file of the copy."""

    def change(path: str, old: str, new: str) -> None:
        file = config / path
        text = file.read_text(encoding="utf-8")
        assert old in text
        file.write_text(text.replace(old, new, 1), encoding="utf-8")

    return change


@pytest.fixture
def office(ocop: Ocop) -> Ocop:
    """After `ocop init` of a database for work."""
    assert ocop.run("init", "--admin", "quantri", "--effective", "2024-01-01").exit_code == 0
    return ocop


@pytest.fixture
def rehearsal(ocop: Ocop) -> Ocop:
    """After `ocop init --rehearsal`, whose administrator is bound to the user of this machine."""
    done = ocop.run(
        "--now", "2024-01-02T08:00+07:00", "init", "--rehearsal", "--admin", "quantri", "--effective", "2024-01-01"
    )
    assert done.exit_code == 0, done.output
    return ocop


def brought(ocop: Ocop, template: Path, clock: TestClock, state: str) -> str:
    """An office in June 2026 with one evaluation, brought to a state; its code."""
    ocop.database.parent.mkdir()
    shutil.copyfile(template, ocop.database)
    scene = scene_26(f"sqlite:///{ocop.database}", clock)
    dossier = bring(scene, PRODUCT, state)
    scene.office.database.close()
    return dossier


@dataclass(frozen=True)
class Province(Ocop):
    """The office of tests.scene, on the fifth of March 2024; `by` acts as one of its accounts."""

    def by(self, account: str, *words: str, now: str = "2024-03-05") -> Result:
        return self.run("--now", f"{now}T09:00+07:00", "--as", account, *words)

    def done(self, account: str, *words: str, now: str = "2024-03-05") -> str:
        result = self.by(account, *words, now=now)
        assert result.exit_code == 0, result.output
        return result.stdout

    def told(self, account: str, *words: str, now: str = "2024-03-05") -> Any:
        """The answer in JSON, whatever the exit status."""
        return json.loads(self.by(account, "--json", *words, now=now).stdout)

    def form(self, content: bytes = b"%PDF-1.4 form", name: str = "form.pdf") -> str:
        (self.folder / name).write_bytes(content)
        return name


@pytest.fixture(scope="session")
def province_template(tmp_path_factory: pytest.TempPathFactory, sqlite_template: Path) -> Path:
    """The database of the scene, which tests copy."""
    file = tmp_path_factory.mktemp("province") / "ocop.db"
    shutil.copyfile(sqlite_template, file)
    scene = set_scene(f"sqlite:///{file}", TestClock(MARCH))
    scene.office.database.close()
    assert not file.with_name("ocop.db-wal").exists()
    return file


@pytest.fixture
def province(ocop: Ocop, province_template: Path) -> Province:
    ocop.database.parent.mkdir()
    shutil.copyfile(province_template, ocop.database)
    return Province(ocop.folder)


@pytest.fixture
def season(province: Province) -> Province:
    """Dossiers QNG2024-0001 and -0002 on the commune's list."""
    province.done("to_chuc", "product", "add", "SP002", PRODUCER, "Đường phèn", "--sector", "food", "--area", COMMUNE)
    province.done("to_chuc", "season", "open", "QNG2024")
    return province


@pytest.fixture
def sitting(sqlite_url: str, clock: TestClock, tmp_path: Path) -> Iterator[Sitting]:
    """A session of a council on one dossier, which its members may score."""
    found = sit(sqlite_url, clock, tmp_path)
    yield found
    found.office.database.close()
