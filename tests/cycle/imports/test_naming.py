"""What a person types for a value or an act is understood by title and by name, and never guessed."""

from pathlib import Path
from typing import Any

import pytest

from cycle.configuration import Configuration, read_configuration
from cycle.imports.naming import label_of, labels_of_values, meant, named, nearest_meant, renamed, value_titles
from cycle.sheets.lists import part_named
from workflows.naming import Text
from workflows.rules import Rules

CONFIG = Path(__file__).parents[3] / "config"
SCORE, STARS = Text("Điểm đánh giá", "Score"), Text("Số sao", "Stars")
TITLES = {"score": SCORE, "stars": STARS, "decision": Text("Quyết định", "Decision")}
TWINS = {"first": Text("Ngày họp", "Meeting"), "second": Text("Ngày họp", "Session"), "odd": Text("A=B; C", "Odd")}


@pytest.fixture(scope="module")
def rules() -> Rules:
    found = read_configuration(CONFIG)
    assert isinstance(found, Configuration)
    return found.rules


@pytest.mark.parametrize("typed", ["stars", "Số sao", "so  sao", "SỐ SAO", "Stars", "Số sao (stars)"])
def test_a_title_is_forgiven_its_accents_and_capitals(typed: str) -> None:
    assert meant(typed, TITLES) == {"stars"}


def test_what_two_are_called_is_written_and_read_by_the_name() -> None:
    assert meant("ngày họp", TWINS) == {"first", "second"}
    assert label_of("first", TWINS) == "first"
    assert label_of("odd", TWINS) == "odd", "its title has the signs of a cell"
    assert label_of("stars", TITLES) == "Số sao"
    assert label_of("stars", TITLES, "en") == "Stars"
    assert label_of("gone", TITLES) == "gone"


def test_the_nearest_is_the_title_that_was_probably_meant() -> None:
    assert nearest_meant("So saoo", TITLES) == "Số sao"
    assert nearest_meant("trời mưa", TITLES) == ""


@pytest.mark.parametrize(
    ("given", "code"),
    [
        ({"Số saoo": "3"}, "value_not_of_workflow"),
        ({"Số sao": "3", "stars": "4"}, "value_given_twice"),
        ({"Quyết định": {"date": "1"}, "decision": {"date": "2"}}, "value_given_twice"),
        ({"Ngày họp": "3"}, "value_ambiguous"),
    ],
)
def test_what_cannot_be_made_out_is_told(given: dict[str, Any], code: str) -> None:
    _, wrong = named(given, [{**TITLES, **TWINS}], ["Số sao"])
    assert [one for one, _ in wrong] == [code]


def test_the_parts_of_a_decision_may_be_given_by_its_title_and_by_its_name() -> None:
    given = {"Quyết định": {"number": "1/QĐ"}, "decision": {"date": "01/02/2024"}}
    assert named(given, [TITLES], [])[0] == {"decision": {"number": "1/QĐ", "date": "01/02/2024"}}
    assert [part_named(one) for one in ("số", "ngay", "number", "Date", "part")] == ["number", "date"] * 2 + [None]


def test_the_act_s_own_values_come_before_others_of_the_same_title() -> None:
    assert named({"Ngày họp": "x"}, [{"second": TWINS["second"]}, TWINS], [])[0] == {"second": "x"}


def test_what_is_written_for_every_shipped_value_is_read_back_as_it(rules: Rules) -> None:
    for definition in rules.definitions.values():
        titles = value_titles(definition, definition.recorded)
        kept = dict.fromkeys(definition.recorded, "x")
        assert named(renamed(kept, titles), [titles], [])[0] == kept
        assert not set(definition.recorded) & set(labels_of_values(definition, definition.recorded)), "by titles"
