"""docs/workflows.md is true: its tables are those of the program, its examples read, its commands run."""

import re
import shlex
import shutil
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from pydantic import TypeAdapter

from cycle.cli import main
from cycle.demo.pdf import pdf
from cycle.reading import read_folder, read_text
from cycle.texts.texts import catalogue
from tests.shape.documents import command_of
from tests.shape.reference import (
    DOCUMENT,
    MARKED,
    ROOT,
    forms_of,
    guard_reasons,
    problem_groups,
    renewed,
    tables,
    type_of,
)
from tests.shape.test_catalogues import commands
from workflows.guards import GUARDS
from workflows.model.calendar import CalendarFile
from workflows.model.dates import DateItem
from workflows.model.deadlines import DeadlineItem
from workflows.model.guards import GUARD_NAMES, OVERRIDABLE, DeclaredNeed, DeclaredPaper
from workflows.model.items import GroupItem, ItemItem
from workflows.model.letters import LettersItem
from workflows.model.papers import PapersFile
from workflows.model.parts import RESERVED, RESERVED_BEGINNINGS
from workflows.model.programme import WindowItem
from workflows.model.roles import LEVELS
from workflows.model.schema import KINDS
from workflows.model.values import SIMPLE, WITH_ARGUMENT, DeclaredType
from workflows.model.workflow import AboutItem, StateItem, TransitionItem
from workflows.rules import SECTORS

TEXT = DOCUMENT.read_text(encoding="utf-8")
EXAMPLE = ROOT / "docs/examples/craft-villages"
BLOCK = re.compile(r"^```(\w+)(?: ([^\n]+))?\n(.*?)^```$", re.MULTILINE | re.DOTALL)
BLOCKS = [(language, mark, text) for language, mark, text in BLOCK.findall(TEXT)]
FRAGMENTS: Mapping[str, Any] = {
    "states": list[StateItem],
    "transitions": list[TransitionItem],
    "deadlines": list[DeadlineItem],
    "papers": list[DeclaredPaper],
    "needs": list[DeclaredNeed],
    "values": dict[str, DeclaredType],
    "papers.yaml": PapersFile,
    "about": AboutItem,
    "calendar": CalendarFile,
    "windows": list[WindowItem],
    "dates": list[DateItem],
    "groups": list[GroupItem],
    "items": list[ItemItem],
    "letters": LettersItem,
}
# Every mapping has one table; that of a title stands among the common forms.
TOLD_ONCE = {f"{kind} title" for kind in KINDS} - {"workflow title"}


def section(heading: str) -> str:
    """The text under a heading, down to the next of its rank."""
    marks = heading.split(" ")[0]
    found = re.search(rf"^{re.escape(heading)}$(.*?)(?=^#{{1,{len(marks)}}} |\Z)", TEXT, re.MULTILINE | re.DOTALL)
    assert found, heading
    return found[1]


def blocks(language: str, mark: str) -> list[tuple[str, str]]:
    return [(given, text) for one, given, text in BLOCKS if one == language and given.split(" ")[0] == mark]


def test_every_table_says_what_the_program_says() -> None:
    """To mend it: python -m tests.shape.reference."""
    wanted = renewed(TEXT)
    wrong = [line for line in TEXT.splitlines() if line not in wanted.splitlines()]
    assert wrong == []
    assert wanted == TEXT


def test_every_mapping_every_guard_every_problem_has_its_table() -> None:
    empty = {f"problems {number}" for number, group in enumerate(problem_groups(), 1) if not group}
    assert {found[2] for found in MARKED.finditer(TEXT)} == set(tables()) - TOLD_ONCE - empty
    assert set(tables()) >= {f"reasons of {guard}" for guard in GUARD_NAMES}


def test_every_table_has_the_heading_of_its_file_or_guard_above_it() -> None:
    files = {"workflow": "## A workflow file", "papers": "## papers.yaml", "roles": "## roles.yaml"}
    files |= {"calendar": "## Calendars", "programme": "## Programmes", "organisations": "## Organisations"}
    files |= {"trials": "## Trials"}
    for kind in KINDS:
        here = section(files[kind]) + (section("## Guards") + section("## Common forms") if kind == "workflow" else "")
        told = {f"{kind} {noun}" for noun in forms_of(kind)} - TOLD_ONCE
        assert told <= {found[2] for found in MARKED.finditer(here)}, kind
    for guard in GUARDS:
        assert f"<!-- table: reasons of {guard} -->" in section(f"### `{guard}`")
    assert sorted(re.findall(r"^### `(\w+)`$", section("## Guards"), re.MULTILINE)) == sorted(guard_reasons())


def test_every_key_of_a_workflow_stands_in_its_section_and_no_other() -> None:
    for kind in KINDS:
        for noun, form in forms_of(kind).items():
            shown = re.findall(r"^\| `(\w+)` \|", tables()[f"{kind} {noun}"](), re.MULTILINE)
            assert shown == list(form["properties"])


def test_every_form_that_a_table_names_is_explained() -> None:
    explained = set(re.findall(r"^\| ([\w .]+) \|", section("## Common forms"), re.MULTILINE))
    values = [value for kind in KINDS for form in forms_of(kind).values() for value in form["properties"].values()]
    noise = r"`[^`]*`|\*[^*]*\*|list of: |, or a list of them|, any number|, \d+ or more|integer, [^|]*"
    named = {re.sub(noise, "", type_of(value)) for value in values}
    words = {word.strip() for one in named for word in ([one] if one in explained else re.split(r" or|,|: ", one))}
    assert words - explained <= {""}


def test_closed_lists_are_told_whole() -> None:
    forms, values, who = section("## Common forms"), section("### Values"), section("### Who")
    assert {f"`{word}`" for word in (*RESERVED, *RESERVED_BEGINNINGS)} <= set(re.findall(r"`\w+`", forms))
    told = re.findall(r"^\| `([\w ]+)` \|", values, re.MULTILINE)
    assert [kind.split(" ")[0] for kind in told] == [*SIMPLE, *WITH_ARGUMENT]
    scopes = re.findall(r"^\| `(\w+)` \| ([^|]+) \|", who, re.MULTILINE)
    assert {scope: tuple(re.findall(r"\w+", levels)) for scope, levels in scopes} == dict(LEVELS)
    override = re.search(r"An override sets aside only (.*?);", TEXT, re.DOTALL)
    assert override
    assert set(re.findall(r"`(\w+)`", override[1])) == OVERRIDABLE
    assert {f"`{sector}`" for sector in SECTORS} <= set(re.findall(r"`\w+`", section("## What stays fixed")))


def test_every_reason_and_problem_that_is_mentioned_exists() -> None:
    known = {*catalogue("en", "reasons"), *catalogue("en", "problems")}
    told = {code for found in re.finditer(r"^\| (?:reason|problem) \|.*\n(?:\|.*\n)+", TEXT, re.MULTILINE)
             for code in re.findall(r"^\| `(\w+)` \|", found[0], re.MULTILINE)}  # fmt: skip
    assert told
    assert told <= known
    assert {mark.split(" ")[1] for mark, _ in blocks("yaml", "refused")} <= known


def shown() -> dict[str, str]:
    """The files of the example as the document has them."""
    return {mark.split(" ")[1]: text for mark, text in blocks("yaml", "file")}


def test_every_block_is_of_a_kind_that_is_tried() -> None:
    kinds = {"yaml": {"", "file", "refused", *FRAGMENTS}, "console": {"", "example"}}
    assert [mark for language, mark, _ in BLOCKS if mark.split(" ")[0] not in kinds.get(language, ())] == []


@pytest.mark.parametrize("mark", FRAGMENTS)
def test_every_fragment_is_one_that_the_program_reads(mark: str) -> None:
    found = blocks("yaml", mark)
    assert found
    for _, text in found:
        source, problems = read_text("docs/workflows.md", text)
        assert problems == []
        assert source is not None
        TypeAdapter(FRAGMENTS[mark]).validate_python(source.tree)


def test_what_is_said_to_be_refused_is() -> None:
    found = blocks("yaml", "refused")
    assert found
    for mark, text in found:
        assert [problem.code for problem in read_text("docs/workflows.md", text)[1]] == [mark.split(" ")[1]]


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
