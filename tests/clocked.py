"""The shipped configuration with clocks that may be paused and extended, that propose and escalate, for tests."""

import shutil
from pathlib import Path

from tests.scene import CONFIG

OWN = "quang-ngai-2024"
TITLE = "title: {vi: Thời hạn thử, en: A deadline to try}"
CLOCKS = {
    "screening": (
        "starts: entering, within: {working_days: 10}, basis: thử, remind: [{before: {working_days: 3}}], "
        "expiry: {escalate: true}, "
        "pause: {by: secretariat, basis: Điều 9, most: {days: 20}, times: 2}, "
        "extend: {by: secretariat, basis: Điều 10, most: {days: 30}, times: 2}"
    ),
    "selection": "starts: entering, within: {days: 5}, basis: thử",
    "resubmission": (
        "starts: entering, within: {days: 5}, basis: thử, expiry: {propose: lapse, to: secretariat}, "
        "extend: {by: [secretariat, district.of_product], basis: Điều 10}"
    ),
}


def clocked_config_in(folder: Path) -> Path:
    """The configuration in a folder that does not exist yet."""
    shutil.copytree(CONFIG, folder)
    for programme in (folder / "programmes").iterdir():
        if programme.name != OWN:
            shutil.rmtree(programme)
    file = folder / "workflows" / "season.yaml"
    text = file.read_text(encoding="utf-8")
    for name, told in CLOCKS.items():
        text = declared(text, name, told)
    file.write_text(text, encoding="utf-8")
    return folder


def declared(text: str, name: str, told: str) -> str:
    """The text with one deadline declared anew."""
    begin, depth = text.index(f"{{deadline: {name},"), 0
    for place in range(begin, len(text)):
        depth += {"{": 1, "}": -1}.get(text[place], 0)
        if depth == 0:
            return f"{text[:begin]}{{deadline: {name}, {TITLE}, {told}}}{text[place + 1 :]}"
    raise AssertionError(name)
