"""What must be known of a dossier that is entered at its state, worked out from the shipped workflows."""

from datetime import date

import pytest

from tests.scene import declared
from workflows.definition import Definition
from workflows.entering import acts_asked_for, opened_on_arrival, read_known, surely_known, waits_for_child


@pytest.fixture(scope="module")
def evaluation() -> Definition:
    return declared().rules.definitions["evaluation_148"]


@pytest.fixture(scope="module")
def season() -> Definition:
    return declared().rules.definitions["season"]


@pytest.mark.parametrize(
    ("state", "values", "acts"),
    [
        ("district.received", set(), set()),
        ("district.in_council", set(), set()),
        ("district.concluded", {"score", "stars"}, {"record_result"}),
        ("province.in_council", {"score", "stars"}, set()),
        ("province.concluded", {"score", "stars"}, {"record_result"}),
        ("province.approved", {"score", "stars", "approval"}, set()),
        ("centre.evaluating", {"score", "stars", "approval"}, set()),
    ],
)
def test_a_state_asks_for_what_lies_behind_it(
    evaluation: Definition, state: str, values: set[str], acts: set[str]
) -> None:
    assert surely_known(evaluation, state) == values
    assert acts_asked_for(evaluation, state) == acts


def test_only_a_season_under_evaluation_waits(season: Definition) -> None:
    waiting = [name for name, one in season.states.items() if not one.final and waits_for_child(season, name)]
    assert waiting == ["evaluation.under_evaluation"]
    assert opened_on_arrival(season, waiting[0]) == {"evaluation"}


def test_values_are_read_as_their_triggers_would_read_them(evaluation: Definition) -> None:
    given = {"score": "82,5", "district_decision": {"number": "1/QĐ", "date": "01/02/2024"}, "minutes": "P-1", "x": "1"}
    kept, reasons = read_known(evaluation, given, date(2024, 3, 1))
    assert kept == {
        "score": "82.5",
        "district_decision": {"number": "1/QĐ", "date": "2024-02-01", "by": "district_chair"},
    }
    assert [reason.code for reason in reasons] == ["value_is_paper", "value_not_of_workflow"]


def test_what_is_received_and_not_known_is_as_where_none_is_handed_over() -> None:
    definition = declared().rules.definitions["evaluation_26"]
    kept, reasons = read_known(definition, {"purpose": "Nâng hạng"}, date(2026, 6, 8))
    assert (dict(kept), reasons) == ({"purpose": "Nâng hạng", "held_stars": "0"}, ())
