"""Every problem has its text in both languages, and the texts fit what the problems carry."""

import ast
from collections.abc import Callable
from pathlib import Path
from string import Formatter
from typing import Any

import pytest

from cycle.reading import read_text
from cycle.texts import Texts
from tests.workflows import (
    council_cases,
    criteria_cases,
    deadline_cases,
    item_cases,
    letter_cases,
    problem_cases,
    round_cases,
)
from tests.workflows.declared import Case, changed, read_texts, sound_texts
from workflows.model.check import CODES
from workflows.problems import Problem

ROOT = Path(__file__).parents[2]
LANGUAGES = ("vi", "en")
OF_SOUND = (problem_cases.SHAPE, problem_cases.NAMES, council_cases.NAMES, deadline_cases.SHAPE, deadline_cases.NAMES)
# Every case, with the texts that it changes.
EVERY: list[tuple[list[Case], Callable[[], dict[str, str]]]] = [
    *((cases, sound_texts) for cases in OF_SOUND),
    *(
        (cases, one.whole)
        for one in (item_cases, letter_cases, criteria_cases, round_cases)
        for cases in (one.SHAPE, one.NAMES)
    ),
]
# Where problems are made: the function, and how many of its arguments come before the code.
MAKERS = {"at": 1, "at_key": 1, "unknown": 1, "refused": 0, "refuse": 1, "Problem": 1, "_unknown": 1}


def catalogue(language: str) -> dict[str, str]:
    path = f"cycle/catalogue/{language}/problems.yaml"
    source, problems = read_text(path, (ROOT / path).read_bytes())
    assert source is not None
    assert problems == []
    tree: dict[str, str] = source.tree
    return tree


def codes_in(path: Path) -> set[str]:
    """The codes of problems that stand in a module, also where one of two is chosen."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call):
            name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
            if name in MAKERS and len(node.args) > MAKERS[name]:
                found |= {str(text) for text in texts_in(node.args[MAKERS[name]])}
    return found


def texts_in(node: ast.expr) -> list[Any]:
    """The texts that an expression may be: not those that it looks something up with."""
    if isinstance(node, ast.IfExp):
        return [*texts_in(node.body), *texts_in(node.orelse)]
    if isinstance(node, ast.BoolOp):
        return [text for value in node.values for text in texts_in(value)]
    return [node.value] if isinstance(node, ast.Constant) and isinstance(node.value, str) else []


def made() -> set[str]:
    modules = [
        *ROOT.glob("workflows/model/*.py"),
        *ROOT.glob("workflows/reading/*.py"),
        *ROOT.glob("cycle/reading/*.py"),
    ]
    modules += [ROOT / "workflows/soundness.py", ROOT / "workflows/deadlines/clock_soundness.py"]
    return set().union(*(codes_in(module) for module in modules)) | set(CODES.values())


def holes(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name}


def test_both_languages_have_the_same_problems_with_the_same_parameters() -> None:
    vi, en = (catalogue(language) for language in LANGUAGES)
    assert {code: holes(text) for code, text in vi.items()} == {code: holes(text) for code, text in en.items()}


def test_every_problem_that_can_be_made_has_a_text() -> None:
    assert made() - set(catalogue("vi")) == set()


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_text_can_be_filled_with_what_its_problem_carries(language: str) -> None:
    texts = catalogue(language)
    found: list[Problem] = []
    for cases, whole in EVERY:
        for _, path, old, new, _ in cases:
            found += read_texts(changed(path, old, new, whole())[0])[1]
    for problem in found:
        assert set(problem.params) >= holes(texts[problem.code]), problem
        assert Texts(language).problem_text(problem)


def test_every_case_of_shape_and_names_is_a_problem_of_the_catalogue() -> None:
    assert {case[0] for cases, _ in EVERY for case in cases} <= set(catalogue("vi"))
