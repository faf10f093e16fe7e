"""An office whose deadlines remind, propose and escalate as these tests say, whatever the shipped ones do."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.conftest import TestClock
from tests.scene import CONFIG, MARCH, Scene, set_scene

OWN = "quang-ngai-2024"
TIMELY = {
    "submission": (
        "ends: programme.idea_submission, basis: thử, remind: [{before: {days: 7}}], "
        "expiry: {propose: submit, to: producer.own}"
    ),
    "screening": (
        "starts: entering, within: programme.idea_screening, basis: thử, rolls: false, "
        "remind: [{before: {days: 3}}, {before: {days: 1}}, {after: {days: 2}}], expiry: {escalate: true}"
    ),
    "resubmission": (
        "starts: entering, within: programme.idea_resubmission, basis: thử, rolls: false, "
        "remind: [{used: 50}, {before: {days: 3}}, {before: {days: 1}}], expiry: {propose: lapse, to: secretariat}"
    ),
}


@pytest.fixture(scope="session")
def timely_config(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The shipped configuration with deadlines of its own."""
    folder = Path(shutil.copytree(CONFIG, tmp_path_factory.mktemp("timely") / "config"))
    for programme in (folder / "programmes").iterdir():
        if programme.name != OWN:
            shutil.rmtree(programme)
    file = folder / "workflows" / "season.yaml"
    text = file.read_text(encoding="utf-8")
    for name, told in TIMELY.items():
        text = _declared(text, name, told)
    file.write_text(text, encoding="utf-8")
    return folder


@pytest.fixture
def timely(database_url: str, clock: TestClock, timely_config: Path) -> Iterator[Scene]:
    """The scene on the fifth of March 2024, nine in the morning in Vietnam, once on each kind of database."""
    clock.set(MARCH)
    scene = set_scene(database_url, clock, timely_config)
    yield scene
    scene.office.database.close()


def _declared(text: str, name: str, told: str) -> str:
    """The text with one deadline declared anew."""
    begin = text.index(f"{{deadline: {name},")
    depth = 0
    for place in range(begin, len(text)):
        depth += {"{": 1, "}": -1}.get(text[place], 0)
        if depth == 0:
            title = "title: {vi: Thời hạn thử, en: A deadline to try}"
            return f"{text[:begin]}{{deadline: {name}, {title}, {told}}}{text[place + 1 :]}"
    raise AssertionError(name)
