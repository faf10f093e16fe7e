"""What the READMEs and the architecture say is so: every command runs, every file named is there."""

import re
import shlex
from pathlib import Path

import pytest
from click.testing import CliRunner

from cycle.cli import main
from cycle.cli.groups import COMMANDS

ROOT = Path(__file__).parents[2]
DOCUMENTS = ("README.md", "README.vi.md")


def text(document: str) -> str:
    return (ROOT / document).read_text(encoding="utf-8")


def blocks(document: str) -> list[str]:
    return re.findall(r"```\n(.*?)```", text(document), re.DOTALL)


@pytest.mark.parametrize("document", DOCUMENTS)
def test_the_commands_of_a_first_office_all_work(
    document: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    monkeypatch.setenv("OCOP_DATA", str(tmp_path / "data"))
    for name, value in re.findall(r"^export (\w+)=(\S+)$", text(document), re.MULTILINE):
        monkeypatch.setenv(name, value)
    lines = [line for block in blocks(document) for line in block.splitlines() if line.startswith("ocop ")]
    assert len(lines) >= 7
    for line in lines:
        result = CliRunner().invoke(main, shlex.split(line)[1:])
        assert result.exit_code == 0, (line, result.output)


@pytest.mark.parametrize("document", DOCUMENTS)
def test_every_command_that_is_mentioned_exists(document: str) -> None:
    known = {command.name for command in COMMANDS}
    mentioned = set(re.findall(r"`ocop ([a-z][a-z-]*)", text(document)))
    assert mentioned
    assert mentioned <= known


@pytest.mark.parametrize("document", DOCUMENTS)
def test_every_make_target_that_is_mentioned_exists(document: str) -> None:
    targets = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))
    assert set(re.findall(r"(?:`|^)make ([a-z]+)", text(document), re.MULTILINE)) <= targets


@pytest.mark.parametrize("document", [*DOCUMENTS, "ARCHITECTURE.md"])
def test_every_file_that_is_named_is_there(document: str) -> None:
    named = re.findall(r"\]\(([^)#:]+)\)", text(document))
    named += re.findall(r"`((?:config|cycle|workflows|notifications|tests)/[\w./-]*)`", text(document))
    missing = [path for path in named if not (ROOT / path).exists() and not (ROOT / path).with_suffix(".py").exists()]
    assert missing == []


def test_the_exit_statuses_are_those_of_the_program() -> None:
    told = re.findall(r"^\| (\d+) \|", text("README.md"), re.MULTILINE)
    assert told == ["0", "1", "2", "3", "4", "5", "130"]
