"""Letters are published with the rest: their texts are kept, hashed and read back; what had none still reads."""

import re
import shutil
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import select, update

from cycle import tables
from cycle.answers import Done
from cycle.commands import publishing
from cycle.commands.permits import Caller
from cycle.publication import Published, Rulebook
from cycle.queries.history import verify
from tests.conftest import TestClock
from tests.cycle.queries.vandal import past_all_guards
from tests.scene import CONFIG, MARCH, PROGRAMME, Scene, declared, set_scene

NAMED = re.compile(r",\s+letters?: (?:\{[^{}]*\}|[a-z_]+)(?=[},])")
DECLARED = re.compile(r"^letters:\n(?:(?: .*)?\n)*", re.MULTILINE)
RETURNED = re.compile(r"\bletter: returned\b")


@pytest.fixture
def config(tmp_path: Path) -> Path:
    return Path(shutil.copytree(CONFIG, tmp_path / "config"))


def without_letters(folder: Path) -> Path:
    """The configuration as it was before there were letters."""
    shutil.rmtree(folder / "letters")
    rewrite(folder, "workflows/*.yaml", lambda text: NAMED.sub("", text))
    rewrite(folder, "programmes/*/programme.yaml", lambda text: DECLARED.sub("", text))
    return folder


def rewrite(folder: Path, files: str, change: Callable[[str], str]) -> None:
    for file in folder.glob(files):
        file.write_text(change(file.read_text(encoding="utf-8")), encoding="utf-8")


@pytest.fixture
def silent(database_url: str, clock: TestClock, tmp_path: Path) -> Iterator[Scene]:
    """An office that was founded before there were letters."""
    clock.set(MARCH)
    scene = set_scene(database_url, clock, without_letters(Path(shutil.copytree(CONFIG, tmp_path / "before"))))
    yield scene
    scene.office.database.close()


def publish(scene: Scene, config: Path) -> str:
    answer = publishing.publish(scene.office, Caller("to_chuc"), declared(config), None)
    assert isinstance(answer, Done), answer
    return answer.target


def in_force(scene: Scene, day: date = date(2024, 3, 5)) -> Published:
    """The rules as another process would read them."""
    with scene.office.database.reading() as transaction:
        found = Rulebook().on(transaction, day)
    assert found is not None
    return found


def test_the_texts_of_letters_are_read_back_as_they_were_written(scene: Scene) -> None:
    found = in_force(scene).rules
    written = {f"letters/{one.name}": one for one in (CONFIG / "letters").iterdir() if one.suffix != ".docx"}
    assert found.templates == {path: file.read_text(encoding="utf-8") for path, file in written.items()}
    assert found.programmes[PROGRAMME].letters == declared().rules.programmes[PROGRAMME].letters


def test_a_changed_text_is_another_publication(scene: Scene, config: Path) -> None:
    before = in_force(scene)
    text = config / "letters" / "owed.vi.txt"
    text.write_text(text.read_text(encoding="utf-8") + "\n", encoding="utf-8")
    after = publish(scene, config)
    assert after != before.hash
    assert in_force(scene).rules.templates["letters/owed.vi.txt"] == text.read_text(encoding="utf-8")


def test_published_texts_are_proved_with_everything_else(scene: Scene, database_url: str) -> None:
    assert faults(scene) == []
    placed = tables.publication_file
    file = select(placed.c.file).where(placed.c.path == "letters/owed.vi.txt").scalar_subquery()
    with past_all_guards(database_url) as connection:
        connection.execute(update(tables.config_file).where(tables.config_file.c.hash == file).values(raw="Khác\n"))
        connection.commit()
    assert faults(scene) == ["file_raw_changed"]


def faults(scene: Scene) -> list[str]:
    return [one.code for one in verify(scene.office).faults]


def test_an_office_founded_before_there_were_letters_still_reads_and_then_has_some(silent: Scene, config: Path) -> None:
    rules = in_force(silent).rules
    assert rules.templates == {}
    assert rules.programmes[PROGRAMME].letters is None
    dossier = silent.open()
    silent.done(dossier, "choose", "xa")
    publish(silent, config)
    with silent.office.database.reading() as transaction:
        pinned = transaction.row("SELECT definition FROM dossier WHERE code = ?", (dossier,))
        assert pinned is not None
        now = in_force(silent)
        assert now.rules.programmes[PROGRAMME].letters is not None
        definition = Rulebook().definition(transaction, pinned[0], now)
    assert all(not one.letters for one in definition.transitions), "what was opened before tells nothing"
    assert silent.fire(dossier, "withdraw", "chu_the", note="Thôi") is not None
    assert faults(silent) == []


def test_a_letter_that_an_open_dossier_may_still_send_cannot_be_dropped(scene: Scene, config: Path) -> None:
    scene.open()
    rewrite(
        config, "programmes/*/programme.yaml", lambda text: RETURNED.sub("letter: sent_back, template: returned", text)
    )
    rewrite(config, "workflows/*.yaml", lambda text: RETURNED.sub("letter: sent_back", text))
    answer = publishing.publish(scene.office, Caller("to_chuc"), declared(config), None)
    assert isinstance(answer, list)
    assert {problem.code for problem in answer} == {"letter_unknown"}
    assert {problem.params["name"] for problem in answer} == {"returned"}
