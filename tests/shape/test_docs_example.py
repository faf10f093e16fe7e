"""The example of docs/workflows.md is whole, is not OCOP, and runs as a reader would type it."""

import re
import shlex
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from cycle.cli import main
from cycle.demo.pdf import pdf
from cycle.reading import read_folder
from tests.shape.documents import command_of
from tests.shape.test_catalogues import commands
from tests.shape.workflows_document import EXAMPLE, TEXT, blocks, shown


def test_the_files_of_the_example_stand_in_the_document_as_they_are() -> None:
    there = {file.relative_to(EXAMPLE).as_posix(): file for file in EXAMPLE.rglob("*") if file.is_file()}
    assert shown() == {path: file.read_text(encoding="utf-8") for path, file in there.items()}


def test_the_example_has_nothing_of_ocop() -> None:
    sources, problems = read_folder(EXAMPLE)
    assert problems == []
    for source in sources.values():
        assert not re.search(r"ocop|season:|stars|secretariat", source.raw, re.IGNORECASE), source.path


def test_every_command_line_is_one_that_the_program_understands() -> None:
    lines = [line for mark in ("", "example") for _, text in blocks("console", mark) for line in text.splitlines()]
    asked = [command_of(shlex.split(line)) for line in lines if line.startswith("ocop ")]
    assert len(asked) > 30
    assert all(line.startswith(("ocop ", "export ")) for line in lines)
    known = {path.replace(".", " ") for path, _ in commands()}
    for line in re.findall(r"`ocop ([a-z][a-z -]*)", TEXT):
        words = line.split(" -")[0].split()
        assert any(" ".join(words[:count]) in known for count in (1, 2)), line


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    for name in ("OCOP_AS", "OCOP_NOW", "OCOP_SETTINGS", "DATABASE_URL", "OCOP_DATABASE", "OCOP_LANG", "OCOP_DEBUG"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "xdg"))
    monkeypatch.setenv("OCOP_DATA", str(tmp_path / "data"))
    return tmp_path


def written(folder: Path) -> Path:
    """The example as a reader would copy it out of the document."""
    place = folder / "craft-villages"
    for path, text in shown().items():
        file = place / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
    return place


def run(line: str) -> Result:
    return CliRunner().invoke(main, shlex.split(line)[1:])


def test_the_example_runs_from_checking_to_recognition(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    written(folder)
    for _, text in blocks("console", "example"):
        for line in text.splitlines():
            if line.startswith("export "):
                name, _, value = line.removeprefix("export ").partition("=")
                monkeypatch.setenv(name, value)
                continue
            for file in re.findall(r"--file (\S+)", line):
                (folder / file).write_bytes(pdf(file, [line]))
            result = run(line)
            assert result.exit_code == 0, (line, result.output)
    assert "closed.recognised" in run("ocop --json --as phong dossier show CV2026-0001").stdout


def test_who_can_mend_a_refusal_is_somebody_of_the_example(folder: Path) -> None:
    written(folder)
    tried = run("ocop --lang en workflow try craft_village --config craft-villages").stdout
    assert "Can be mended by: Office of rural trades." in tried
    assert "secretariat" not in tried


def test_the_example_refuses_what_it_must_and_withdraws_with_its_child(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    written(folder)
    lines = [line for _, text in blocks("console", "example") for line in text.splitlines()]
    opened = next(at for at, line in enumerate(lines) if " propose " in line) + 1
    for line in lines[:opened]:
        if line.startswith("export "):
            monkeypatch.setenv(*line.removeprefix("export ").split("=", 1))
            continue
        for file in re.findall(r"--file (\S+)", line):
            (folder / file).write_bytes(pdf(file, [line]))
        assert run(line).exit_code == 0, line
    refused = run("ocop --lang en --as phong dossier fire CV2026-0001.1 pass --value visited=05/03/2026")
    assert refused.exit_code == 3
    assert "Samples of the village's products is missing" in refused.output
    assert run("ocop --as lang dossier fire CV2026-0001 withdraw").exit_code == 3
    assert run("ocop --as lang dossier fire CV2026-0001 withdraw --note 'Thôi'").exit_code == 0
    assert "visit.called_off" in run("ocop --json --as phong dossier show CV2026-0001.1").stdout


def test_the_other_commands_of_the_document_run_too(folder: Path) -> None:
    shutil.rmtree(folder / "data", ignore_errors=True)
    for _, text in blocks("console", ""):
        for line in text.splitlines():
            if line.startswith("ocop publish"):
                continue  # It asks for a database of its own, and has its own tests.
            result = run(line)
            assert result.exit_code == 0, (line, result.output)
