import ast
import string
from pathlib import Path

import cycle.sheets
from cycle.sheets import PRODUCTS_BOOK
from cycle.sheets.lists import Lists
from cycle.sheets.words import labels, titles, words
from cycle.store import media
from cycle.vietnamese import fold
from workflows.rules import SECTORS

MODULES = sorted(Path(cycle.sheets.__file__).parent.glob("*.py"))


def fields(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


def test_both_languages_say_the_same_with_the_same_blanks() -> None:
    assert words("vi").keys() == words("en").keys()
    assert all(fields(words("vi")[key]) == fields(words("en")[key]) for key in words("vi"))


def test_every_kind_of_file_has_a_name() -> None:
    recognised = {name for _, name in media.SIGNATURES}
    assert recognised < labels("media").keys()


def test_every_column_has_a_title_and_a_meaning() -> None:
    for plan in PRODUCTS_BOOK.plans:
        headers = [titles()[f"header.{plan.name}.{column.name}"] for column in plan.columns]
        assert len(set(map(fold, headers))) == len(headers)
        assert all(titles()[f"meaning.{plan.name}.{column.name}"] for column in plan.columns)
        assert titles()[f"sheet.{plan.name}"]


def test_labels_cannot_be_mistaken_for_one_another() -> None:
    for group in ("kind", "sector", "registration"):
        assert len({fold(label) for label in labels(group).values()}) == len(labels(group))
        assert all(Lists().name_of(group, label.upper()) == name for name, label in labels(group).items())


def test_the_sectors_are_those_of_the_rules() -> None:
    assert tuple(labels("sector")) == SECTORS
    assert tuple(labels("kind")) == (
        "cooperative",
        "cooperative_group",
        "company",
        "farm",
        "household",
        "association",
        "operating_centre",
    )


def test_no_word_of_vietnamese_stands_in_the_source() -> None:
    for module in MODULES:
        for node in ast.walk(ast.parse(module.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                assert not any(letter.isalpha() and not letter.isascii() for letter in node.value), module.name
