"""docs/workflows.md is true: its tables are those of the program, its fragments are read; see test_docs_example too."""

import re
from collections.abc import Mapping
from typing import Any

import pytest
from pydantic import TypeAdapter

from cycle.reading import read_text
from cycle.texts.texts import catalogue
from tests.shape.reference import (
    MARKED,
    forms_of,
    guard_reasons,
    problem_groups,
    renewed,
    tables,
    type_of,
)
from tests.shape.workflows_document import BLOCKS, TEXT, blocks, section
from workflows.guards.guards import GUARDS
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
# A plan's guards and papers are those of workflows; a reform's bodies are those of organisations.
TOLD_ONCE |= {f"law {noun}" for noun in ("ahead", "covered", "ended", "need", "paper")} | {"reform organisation"}


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
    files |= {"trials": "## Trials", "reform": "## Reforms", "law": "## Change of law"}
    files |= dict.fromkeys(("criteria", "scoring_set", "labels", "wording"), "## Criteria")
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
