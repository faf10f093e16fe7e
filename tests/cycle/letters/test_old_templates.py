"""A notice whose act's publication has a template that fails is written from the one in force today."""

import shutil
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import orjson
import pytest

from cycle.answers import Done
from cycle.commands import publishing
from cycle.commands.permits import Caller
from tests.conftest import TestClock
from tests.cycle.letters.posted import MAKER, Posted, posted
from tests.scene import CONFIG, declared, set_scene

# Renders on the samples that publishing tries, and fails for the producer of the scene.
FAILING = '{% if head.recipient == "Hợp tác xã Thử nghiệm" %}{{ 1 // 0 }}{% endif %}'
OPENING = "{% block body %}"


def broken(file: Path, added: str = FAILING) -> None:
    text = file.read_text(encoding="utf-8")
    assert OPENING in text
    file.write_text(text.replace(OPENING, f"{OPENING}{added}", 1), encoding="utf-8")


@pytest.fixture
def config(tmp_path: Path) -> Path:
    return Path(shutil.copytree(CONFIG, tmp_path / "config"))


@pytest.fixture
def office(database_url: str, clock: TestClock, tmp_path: Path, config: Path) -> Iterator[Posted]:
    broken(config / "letters" / "decided.vi.txt")
    clock.set("2024-03-05T02:00:00+00:00")
    scene = set_scene(database_url, clock, config)
    yield posted(scene, clock, tmp_path / "mail")
    scene.office.database.close()


def publish(office: Posted, config: Path = CONFIG) -> str:
    """The hash of what is published."""
    before = office.rows("SELECT hash FROM publication")
    answer = publishing.publish(office.office, Caller("to_chuc"), declared(config), None)
    assert isinstance(answer, Done), answer
    ((published,),) = {*office.rows("SELECT hash FROM publication")} - {*before}
    return str(published)


def test_publishing_a_template_that_was_mended_lets_a_notice_go_that_could_not(
    office: Posted, clock: TestClock
) -> None:
    code = office.notice()
    (own,) = office.rows("SELECT hash FROM publication")[0]
    assert office.seal().counts["hindered"] == 1
    told = orjson.loads(office.letter(code)["reason"])
    assert (told["code"], told["params"]["file"]) == ("letter_template", "letters/decided.vi.txt")
    mended = publish(office)
    clock.advance(timedelta(hours=1))
    assert office.seal().counts["sealed"] == 1
    (under,) = office.rows("SELECT publication FROM record WHERE stream = ?", f"letters/{MAKER}")[0]
    assert under == mended != own


def test_what_is_no_better_today_is_told_of_the_template_of_today(
    office: Posted, clock: TestClock, config: Path
) -> None:
    code = office.notice()
    office.seal()
    broken(config / "letters" / "decided.vi.txt", "\n\n")
    publish(office, config)
    clock.advance(timedelta(hours=1))
    assert office.seal().counts["hindered"] == 1
    told = orjson.loads(office.letter(code)["reason"])
    assert told["code"] == "letter_template"
    assert (told["params"]["line"], told["attempts"]) == (7, 2)


def test_a_template_that_works_stays_that_of_the_act(office: Posted) -> None:
    own = office.rows("SELECT hash FROM publication")[0][0]
    code = office.notice(name="returned")
    publish(office)
    assert office.seal().counts["sealed"] == 1
    assert office.letter(code)["status"] == "sealed"
    assert office.rows("SELECT publication FROM record WHERE stream = ?", f"letters/{MAKER}") == [(own,)]
