"""The sheets of a rehearsal: takeable, near the points that the script says, of the rank whose gates it asks for."""

from collections.abc import Mapping
from pathlib import Path

import pytest

from cycle.configuration import Configuration, read_configuration
from cycle.demo.scoring import APART, Wanted, sheet
from workflows.scoring.criteria import STARRED, CriteriaSet
from workflows.scoring.sheets import sheet_reasons, total

NINE = len(APART)


@pytest.fixture(scope="module")
def sets() -> Mapping[int, CriteriaSet]:
    found = read_configuration(Path(__file__).parents[2] / "config")
    assert isinstance(found, Configuration)
    return found.rules.criteria["qd26_2026"].sets


@pytest.mark.parametrize("number", range(1, 27))
@pytest.mark.parametrize(("points", "stars"), [(94, 5), (78, 4), (62, 3)])
def test_sheets_are_takeable_near_the_points_and_reach_the_gates(
    sets: Mapping[int, CriteriaSet], number: int, points: int, stars: int
) -> None:
    given = sets[number]
    sheets = [sheet(given, Wanted(points, stars), apart) for apart in APART]
    assert not [reason for one in sheets for reason in sheet_reasons(given, one)]
    assert abs(sum(total(given, one) for one in sheets) / NINE - points) <= 4
    ranks = [rank for rank in STARRED if rank <= stars]
    starred = [one for one in given.criteria.values() if one.starred and not one.only_if]
    assert all(one.reaches(answers[one.code], rank) for answers in sheets for one in starred for rank in ranks)


def test_a_missed_gate_is_one_option_below_and_costs_little(sets: Mapping[int, CriteriaSet]) -> None:
    answers = sheet(sets[3], Wanted(92, 4, ("1.5",)), 0)
    criterion = sets[3].criteria["1.5"]
    assert (criterion.reaches(answers["1.5"], 4), criterion.reaches(answers["1.5"], 5)) == (True, False)
    assert total(sets[3], answers) > 90
