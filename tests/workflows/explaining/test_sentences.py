"""Every sentence has its text and is said somewhere; some of them as they are read."""

import ast
from pathlib import Path

import pytest

from cycle.texts.texts import catalogue
from tests.workflows.explaining.enriched import page_of, text_of
from tests.workflows.explaining.other_definitions import put
from workflows.definition import TooLate
from workflows.guards.guards import GUARDS
from workflows.judging import EVIDENCE_TYPES
from workflows.model.deadlines import DeadlineLettersItem
from workflows.model.guards import OVERRIDABLE
from workflows.programme import AUDIENCES
from workflows.rules import Rules

ROOT = Path(__file__).parents[3]


def test_what_takes_the_place_of_a_transition_that_comes_too_late_is_said(rules: Rules) -> None:
    season = rules.definitions["season"]
    at = next(number for number, one in enumerate(season.transitions) if one.trigger == "submit")
    late = put(season, ("transitions", at, "too_late"), TooLate("screening", "withdraw"))
    assert "thì thực hiện “Rút” [withdraw] thay cho bước này" in " ".join(page_of(rules, late).split())


def test_what_leaves_every_open_state_is_told_once_for_all(rules: Rules) -> None:
    text = page_of(rules, rules.definitions["season"])
    assert "VIỆC CHUNG CHO MỌI TRẠNG THÁI CHƯA KẾT THÚC\n\nViệc 8. Rút [withdraw]\n" in text
    assert "Chuyển từ “Đã chấm” [council.scored] sang “Chấm điểm”" in page_of(
        rules, rules.definitions["evaluation_old"]
    )


def codes_said() -> set[str]:
    """Every code that the modules of sentences can say; those put together are listed by their pieces."""
    found: set[str] = set()
    for file in sorted((ROOT / "workflows/explaining").glob("*.py")):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                found.add(node.value)
    checks = ("at_least", "at_most", "below", "equals", "one_of")
    found |= {f"check.{one}" for one in checks} | {f"check.{one}_word" for one in checks}
    found |= {f"who.{one}" for one in ("own", "of_product", "of_programme", "any", "child", "parent", "system")}
    found |= {f"skipped.{one}" for one in OVERRIDABLE} | {f"proof.{one}" for one in EVIDENCE_TYPES}
    found |= {"papers.never", "papers.printed", *(f"reminder.{one}" for one in ("before", "on", "after", "used"))}
    found |= {f"letter.on_{event}" for event in DeadlineLettersItem.model_fields}
    found |= {f"audience.{one}" for one in AUDIENCES}
    always = (code for code in catalogue("vi", "explain") if code.startswith("always.") and code[7:] in found)
    return found | set(always)


@pytest.mark.parametrize("language", ["vi", "en"])
def test_every_sentence_is_said_somewhere_and_every_guard_has_one(language: str) -> None:
    texts = set(catalogue(language, "explain"))
    assert texts - codes_said() == set()
    assert {f"guard.{guard}" for guard in GUARDS} <= texts
    assert {f"skipped.{guard}" for guard in OVERRIDABLE} <= texts


def test_no_sentence_is_left_unfilled(rules: Rules) -> None:
    """A code without a text shows as the code with its values, a value that was not given as a question mark."""
    codes = set(catalogue("vi", "explain"))
    for definition in rules.definitions.values():
        text = text_of(rules, definition)
        assert "?" not in text
        assert [code for code in codes if f"{code} (" in text] == []


def test_lines_are_no_wider_than_a_page(rules: Rules) -> None:
    text = page_of(rules, rules.definitions["season"])
    assert max(map(len, text.splitlines())) <= 100
