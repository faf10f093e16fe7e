"""Bad sheets: each is refused with every reason at once; councils that are too small."""

from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest

from tests.workflows.scoring.sets import best, qd26, sheets_of
from workflows.scoring.quorum import Quorum, quorum_reasons
from workflows.scoring.ranking import rank
from workflows.scoring.sheets import Sheet, finding_reasons, raised, sheet_reasons, spread

GIVEN = qd26().sets[1]


def codes(answers: dict[str, Any]) -> list[tuple[str, str]]:
    found = sheet_reasons(GIVEN, answers)
    return [(one.code, one.params.get("criterion") or ", ".join(one.params["criteria"])) for one in found]


@pytest.mark.parametrize(
    ("given", "code"),
    [
        ([1, 2], "criterion_two_options"),
        (4, "option_unknown"),
        (-1, "option_unknown"),
        (True, "option_unknown"),
        ("1", "option_unknown"),
        (1.0, "option_unknown"),
        (None, "criterion_unanswered"),
    ],
)
def test_an_answer_is_one_option_that_is_there(given: Any, code: str) -> None:
    assert codes(best(GIVEN) | {"1.1": given}) == [(code, "1.1")]


def test_all_reasons_come_at_once_in_the_printed_order() -> None:
    answers: dict[str, Any] = best(GIVEN) | {"1.2": 9, "5.1": 1, "99": 1}
    del answers["1.1"]
    del answers["1.3"]
    assert codes(answers) == [
        ("criterion_unknown", "99"),
        ("criterion_unanswered", "1.1, 1.3"),
        ("option_unknown", "1.2"),
        ("criterion_not_applicable", "5.2"),
    ]


def test_a_yes_no_is_answered_with_0_or_1() -> None:
    code = next(code for code, one in GIVEN.criteria.items() if one.yes_no)
    assert codes(best(GIVEN) | {code: 0}) == []
    assert codes(best(GIVEN) | {code: 2}) == [("option_unknown", code)]


def test_the_structure_of_a_story_is_not_answered_without_one() -> None:
    assert codes(best(GIVEN) | {"5.1": 1, "5.2": 0}) == []
    assert codes(best(GIVEN) | {"5.1": [1, 2]}) == [
        ("criterion_two_options", "5.1"),
        ("criterion_not_applicable", "5.2"),
    ]


def test_none_reached_is_0_points_and_may_be_refused_by_configuration() -> None:
    strict = replace(GIVEN, none_taken=False)
    assert GIVEN.criteria["1.1"].options[0].points == 1
    assert codes(best(GIVEN) | {"1.1": 0}) == []
    assert [one.code for one in sheet_reasons(strict, best(GIVEN) | {"1.1": 0})] == ["option_needed"]


def test_a_sheet_of_another_set_is_not_taken() -> None:
    assert sheet_reasons(qd26().sets[26], best(GIVEN))


def test_bad_sheets_keep_a_dossier_from_being_ranked_and_say_whose() -> None:
    sheets = [*sheets_of(best(GIVEN)), Sheet("late", best(GIVEN) | {"1.1": 7})]
    found = rank(qd26().scoring, GIVEN, sheets, {})
    assert isinstance(found, list)
    assert [(one.code, one.params["member"]) for one in found] == [("option_unknown", "late")]
    assert [one.code for one in rank(qd26().scoring, GIVEN, [], {})] == ["sheets_missing"]  # type: ignore[union-attr]  # another kind of answer fails the test


def test_a_council_agrees_on_what_needs_agreement_only() -> None:
    found = rank(qd26().scoring, GIVEN, sheets_of(best(GIVEN)), {"1.1": 1, "nothing": 2, "1.5": 9})
    assert isinstance(found, list)
    assert [one.code for one in found] == ["agreement_needless", "agreement_needless", "option_unknown"]


def test_findings_are_grounds_printed_there() -> None:
    assert finding_reasons(GIVEN, [("forged", None), ("not_of_province", "1.1")]) == []
    assert [one.code for one in finding_reasons(GIVEN, [("forged", "1.1"), ("whim", None)])] == ["finding_unknown"] * 2
    sheets = [Sheet("a", {}, frozenset({("forged", None)})), Sheet("b", {}, frozenset({("forged", None)}))]
    assert raised(sheets) == (("forged", None),)


def test_the_spread_is_between_the_highest_and_the_lowest_total() -> None:
    assert [spread([70, 80, 75]), spread([70]), spread([])] == [Decimal(10), Decimal(0), Decimal(0)]


SEATS = {f"m{number}": "chair" if number == 1 else "member" for number in range(1, 10)}
RULE = Quorum(Fraction(3, 4), ("chair", "deputy"))


@pytest.mark.parametrize(
    ("present", "found"), [(7, []), (6, ["quorum_missing"]), (0, ["quorum_missing", "chair_missing"])]
)
def test_three_quarters_with_the_chair(present: int, found: list[str]) -> None:
    there = [f"m{number}" for number in range(1, present + 1)]
    assert [one.code for one in quorum_reasons(RULE, SEATS, there)] == found


def test_the_chair_must_be_there_and_who_is_conflicted_counts_nowhere() -> None:
    there = [f"m{number}" for number in range(2, 10)]
    assert [one.code for one in quorum_reasons(RULE, SEATS, there)] == ["chair_missing"]
    assert [one.code for one in quorum_reasons(RULE, SEATS, SEATS, ["m1"])] == ["chair_missing"]
    (short,) = quorum_reasons(RULE, SEATS, ["m1", "m2", "m3", "m4", "m5"], ["m8", "m9"])
    assert short.params == {"present": 5, "entitled": 7, "least": 6, "share": "3/4"}
    assert quorum_reasons(RULE, SEATS, ["m1", "m2", "m3", "m4", "m5", "m6"], ["m8", "m9"]) == []
