"""Bands, gates and what they come to: the boundaries of each regime, exclusions, what the council settles."""

from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

import pytest

from tests.workflows.scoring.sets import best, points, qd26, sheets_of, shipped
from workflows.scoring.criteria import Finding, Scoring
from workflows.scoring.gates import gates, needs_agreement
from workflows.scoring.ranking import Ranking, average, band_of, rank, text_of
from workflows.verdict import Reason

HALF_OPEN = [
    ("0", 1),
    ("29.99", 1),
    ("30", 2),
    ("49.99", 2),
    ("50", 3),
    ("69.99", 3),
    ("70", 4),
    ("89.99", 4),
    ("90", 5),
    ("100", 5),
]


# Averages at the limits of the bands, each as the totals of a hundred sheets.
LIMITS = {
    "49.99": ([50] * 99 + [49], 2),
    "50.00": ([50], 3),
    "69.99": ([70] * 99 + [69], 3),
    "70.00": ([70], 4),
    "89.99": ([90] * 99 + [89], 4),
    "90.00": ([90], 5),
    "100.00": ([100], 5),
}


def averaged(name: str, totals: list[int]) -> Ranking | list[Reason]:
    """The result of sheets of set 1 under the parts, bands and rounding of a regime."""
    given = qd26().sets[1]
    sheets = sheets_of(*(points(given, total) for total in totals))
    agreed = {code: max(one.answers[code] for one in sheets) for code in needs_agreement(given, sheets)}
    return rank(shipped()[name].scoring, given, sheets, agreed)


@pytest.mark.parametrize("score", LIMITS)
@pytest.mark.parametrize("name", ["qd26_2026", "qd148_2023", "qd1489_2025", "qd1048_2019"])
def test_sheets_whose_average_lies_at_a_limit_have_its_rank_under_every_regime(name: str, score: str) -> None:
    totals, stars = LIMITS[score]
    result = averaged(name, totals)
    if name == "qd1048_2019" and score.endswith(".99"):
        assert isinstance(result, list)
        told = {"score": score, "below": stars, "above": stars + 1}
        assert [(one.code, one.params) for one in result] == [("score_between_bands", told)]
    else:
        assert isinstance(result, Ranking), result
        assert (result.score, result.band) == (score, stars)


def test_an_average_of_89_and_a_half_is_four_stars_today_and_undecided_under_1048() -> None:
    today, before = averaged("qd26_2026", [89, 90]), averaged("qd1048_2019", [89, 90])
    assert isinstance(today, Ranking)
    assert (today.score, today.band) == ("89.50", 4)
    assert isinstance(before, list)
    assert [one.params for one in before] == [{"score": "89.50", "below": 4, "above": 5}]


def ranked(number: int, *totals: int) -> Ranking:
    given = qd26().sets[number]
    sheets = sheets_of(*(points(given, total) for total in totals))
    agreed = {code: max(one.answers[code] for one in sheets) for code in needs_agreement(given, sheets)}
    result = rank(qd26().scoring, given, sheets, agreed)
    assert isinstance(result, Ranking), result
    return result


@pytest.mark.parametrize("name", ["qd26_2026", "qd148_2023", "qd1489_2025"])
@pytest.mark.parametrize(("score", "stars"), HALF_OPEN)
def test_the_bands_in_force_are_half_open_and_100_belongs_to_five_stars(name: str, score: str, stars: int) -> None:
    assert band_of(score, shipped()[name].scoring) == stars


@pytest.mark.parametrize(
    ("score", "stars"),
    [("29", 1), ("30", 2), ("49", 2), ("50", 3), ("69", 3), ("70", 4), ("89", 4), ("90", 5), ("100", 5)],
)
def test_the_bands_of_1048_are_whole_numbers(score: str, stars: int) -> None:
    assert band_of(score, shipped()["qd1048_2019"].scoring) == stars


@pytest.mark.parametrize(
    ("score", "below", "above"), [("89.5", 4, 5), ("69.99", 3, 4), ("49.01", 2, 3), ("29.5", 1, 2)]
)
def test_between_two_bands_of_1048_the_council_has_to_say(score: str, below: int, above: int) -> None:
    scoring = shipped()["qd1048_2019"].scoring
    answer = band_of(score, scoring)

    assert isinstance(answer, Reason)
    assert (answer.code, answer.params) == ("score_between_bands", {"score": score, "below": below, "above": above})
    taken = {take: replace(scoring, silent=replace(scoring.silent, between=take)) for take in ("lower", "upper")}
    assert (band_of(score, taken["lower"]), band_of(score, taken["upper"])) == (below, above)


@pytest.mark.parametrize("limit", [30, 50, 70, 90])
def test_a_ninth_of_a_hundredth_below_a_limit_is_never_lifted_over_it(limit: int) -> None:
    scoring = qd26().scoring
    below, above = (band_of(text_of(Fraction(limit) + Fraction(part, 900), scoring), scoring) for part in (-1, 1))
    assert isinstance(below, int)
    assert below + 1 == above == band_of(str(limit), scoring)


def test_the_rounding_declared_decides_the_printed_score() -> None:
    cut = qd26().scoring
    half_up = Scoring(cut.parts, cut.bands, silent=replace(cut.silent, mode="half_up"))
    exact = average([70, 70, 69, 70, 70, 70, 71, 70, 69])

    assert exact == Fraction(629, 9)
    assert (text_of(exact, cut), text_of(exact, half_up)) == ("69.88", "69.89")
    assert (text_of(Fraction(69995, 1000), cut), text_of(Fraction(69995, 1000), half_up)) == ("69.99", "70.00")


@pytest.mark.parametrize(
    ("totals", "score", "stars"), [((90,), "90.00", 5), ((89, 90), "89.50", 4), ((70,), "70.00", 4)]
)
def test_the_average_of_the_sheets_gives_the_band(totals: tuple[int, ...], score: str, stars: int) -> None:
    result = ranked(1, *totals)
    assert (result.score, result.band) == (score, stars)
    assert sum(result.parts.values()) == result.exact
    assert result.spread == Decimal(max(totals) - min(totals))


@pytest.mark.parametrize(("stars", "expected"), [(4, 3), (3, 2), (5, 4)])
def test_over_ninety_with_a_gate_missed_ranks_below_the_gate(stars: int, expected: int) -> None:
    given = qd26().sets[1]
    code, gate = next((code, gate) for code, one in given.criteria.items() if (gate := one.gate(stars)) and gate > 0)
    answers = best(given) | {code: gate - 1}
    result = rank(qd26().scoring, given, sheets_of(answers), {})

    assert isinstance(result, Ranking)
    assert Decimal(result.score) > 90
    assert (result.band, result.gate, result.stars) == (5, expected, expected)
    assert code in result.unmet[stars]


def test_gates_of_lower_ranks_are_asked_for_unless_the_configuration_says_otherwise() -> None:
    given = qd26().sets[1]
    code = next(code for code, one in given.criteria.items() if one.gate(3) and not one.gate(4) and not one.gate(5))
    answers = best(given) | {code: 0}
    assert gates(given, answers)[0] == 2
    assert gates(given, answers, lower_too=False)[0] == 5


def test_a_gate_compares_places_where_two_options_have_the_same_points() -> None:
    given = qd26().sets[7]
    one = given.criteria["3.1"]
    starred = replace(one, options=(one.options[0], replace(one.options[1], stars=3), one.options[2]))
    assert (starred.reaches(1, 3), starred.reaches(2, 3), starred.reaches(3, 3)) == (False, True, True)


def test_members_who_differ_on_a_gate_must_agree_and_the_agreed_option_counts() -> None:
    given = qd26().sets[1]
    code, gate = next((code, gate) for code, one in given.criteria.items() if (gate := one.gate(4)))
    sheets = sheets_of(best(given), best(given) | {code: gate - 1})

    refused = rank(qd26().scoring, given, sheets, {})
    assert needs_agreement(given, sheets) == [code]
    assert isinstance(refused, list)
    assert [(one.code, one.params["criterion"]) for one in refused] == [("not_agreed", code)]
    lower, higher = (rank(qd26().scoring, given, sheets, {code: option}) for option in (gate - 1, gate))
    assert isinstance(lower, Ranking)
    assert isinstance(higher, Ranking)
    assert (lower.stars, higher.stars) == (3, 4)
    assert lower.exact == higher.exact


@pytest.mark.parametrize(
    ("effect", "outcome"), [("reject", "excluded"), ("not_assessed", "excluded"), ("stop", "stopped")]
)
def test_a_finding_leaves_a_score_and_no_rank(effect: str, outcome: str) -> None:
    given = qd26().sets[1]
    result = rank(qd26().scoring, given, sheets_of(best(given)), {}, [Finding("forged", effect)])
    assert isinstance(result, Ranking)
    assert (result.score, result.stars, result.outcome) == ("100.00", None, outcome)


def test_rejection_decides_where_a_set_names_a_ground_twice() -> None:
    given = qd26().sets[19]
    found = [one for one in given.findings if one.ground in ("product_declaration", "no_product_declaration")]
    result = rank(qd26().scoring, given, sheets_of(best(given)), {}, found)
    assert isinstance(result, Ranking)
    assert result.outcome == "excluded"
    assert set(result.excluded) == set(found)


def test_zero_at_a_criterion_of_section_6_of_set_16_stops_the_assessment() -> None:
    given = qd26().sets[16]
    result = rank(qd26().scoring, given, sheets_of(best(given) | {"6.2": 0}), {})
    assert isinstance(result, Ranking)
    assert (result.outcome, result.stars, result.excluded) == ("stopped", None, (Finding("zero", "stop", "6.2"),))


def test_a_note_changes_nothing() -> None:
    given = qd26().sets[1]
    result = rank(qd26().scoring, given, sheets_of(best(given)), {}, [Finding("not_of_province", "note", "1.1")])
    assert isinstance(result, Ranking)
    assert result.stars == 5
