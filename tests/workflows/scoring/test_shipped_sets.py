"""The shipped sets say what the decision says: every point and gate, all sums, the grounds; each slip as decided."""

import csv
import json
import os
from collections import Counter
from pathlib import Path

import pytest

from tests.shape import criteria as making
from tests.workflows.scoring.sets import best, qd26, shipped
from workflows.scoring.criteria import CriteriaSet
from workflows.scoring.ranking import Ranking, rank
from workflows.scoring.sheets import Sheet, part_totals, sheet_reasons, total

NUMBERS = range(1, 27)
SOURCE = Path(os.environ.get("OCOP_CRITERIA_SOURCE", making.ROOT.parent / "shared/data/qd26-2026-criteria.json"))


def one_set(number: int) -> CriteriaSet:
    return qd26().sets[number]


def test_there_are_26_sets() -> None:
    assert sorted(qd26().sets) == [*NUMBERS]


@pytest.mark.parametrize("number", NUMBERS)
def test_the_best_options_add_up_to_40_25_35_and_give_five_stars(number: int) -> None:
    given = one_set(number)
    answers = best(given)

    assert sheet_reasons(given, answers) == []
    assert part_totals(given, answers) == {"A": 40, "B": 25, "C": 35}
    assert total(given, answers) == 100
    result = rank(qd26().scoring, given, [Sheet("m1", answers)], {})
    assert isinstance(result, Ranking)
    assert (result.score, result.stars) == ("100.00", 5)


def test_every_option_has_the_points_stars_and_text_of_the_facts() -> None:
    with making.FACTS.open(encoding="utf-8", newline="") as file:
        facts = [tuple(row) for row in csv.reader(file)][1:]
    assert Counter(declared()) == Counter(facts)
    assert Counter(row[7] for row in facts if row[7]) == {"3": 179, "4": 290, "5": 106}


def declared() -> list[tuple[str, ...]]:
    """The sets as they are read, in the shape of the facts."""
    found: list[tuple[str, ...]] = []
    for given in qd26().sets.values():
        for code, one in given.criteria.items():
            head = (str(given.number), one.path[0], code, "yes_no" if one.yes_no else "choice", str(one.most))
            if one.yes_no:
                found.append((*head, "", "", "", "", ""))
            for number, option in enumerate(one.options, 1):
                about = (number, option.points, option.stars or "", option.case or "", option.text)
                found.append((*head, *map(str, about)))
    return found


@pytest.mark.skipif(
    not SOURCE.is_file(),
    reason="the decision's print is no part of the project (OCOP_CRITERIA_SOURCE names it); its points, stars and "
    "wordings are kept in facts-26.csv, with which the sets are compared on every machine",
)
def test_the_files_are_those_that_the_script_makes_of_the_source() -> None:
    printed = json.loads(SOURCE.read_text("utf-8"))
    texts, missing = making.set_texts(printed, making.labels())
    assert missing == []
    assert making.undecided(printed) == ([], [])
    assert {name: (making.FOLDER / name).read_text("utf-8") for name in texts} == texts
    with making.FACTS.open(encoding="utf-8", newline="") as file:
        assert [tuple(row) for row in csv.reader(file)][1:] == list(making.facts(printed))


@pytest.mark.parametrize("language", ["vi", "en"])
def test_the_pages_have_the_tables_of_today(language: str) -> None:
    text = making.PAGES[language].read_text("utf-8")
    assert making.page(language, text) == text


def test_the_grounds_are_those_that_are_printed() -> None:
    findings = [one for given in qd26().sets.values() for one in given.findings]
    printed = Counter(one.effect for one in findings if one.at and one.ground != "not_of_province")
    # The 18th stop is the note under section 6 of set 16.
    assert printed == {"reject": 24, "stop": 17, "not_assessed": 4}
    assert {given.number for given in qd26().sets.values() if given.zero_stops} == {16}
    assert sorted(one_set(16).zero_stops["6"]) == ["6.1", "6.2", "6.3", "6.4"]
    assert [given.number for given in qd26().sets.values() if not any(one.at is None for one in given.findings)] == [26]
    wanted = {given.number for given in qd26().sets.values() if given.finding("not_of_province", "1.1")}
    assert wanted == {1, 2, 3, 4, 23, 24, 25}
    assert {one.effect for one in findings if one.ground == "not_of_province"} == {"reject"}


def test_25_sets_ask_for_a_story_before_its_structure() -> None:
    asking = {given.number for given in qd26().sets.values() if given.criteria["5.2"].only_if == ("5.1", 2)}
    assert asking == set(NUMBERS) - {26}


def points(number: int, code: str) -> list[int]:
    return [option.points for option in one_set(number).criteria[code].options]


def stars(number: int, code: str) -> list[int | None]:
    return [option.stars for option in one_set(number).criteria[code].options]


def test_slips_that_touch_points_are_read_as_decided() -> None:
    assert qd26().sets[26].headings["A"].most == 40
    assert points(4, "7")[2] == 3
    assert points(11, "6.1.1") == [0, 1, 2]
    assert one_set(23).criteria["9"].most == 4
    assert [points(number, "1.2")[0] for number in (4, 7, 10, 11)] == [0, 0, 0, 0]
    assert points(7, "3.1") == [1, 1, 3]
    assert points(23, "6.2") == [1, 1, 3, 5]


def test_slips_that_touch_gates_are_read_as_decided() -> None:
    assert stars(3, "5.1")[-1] == 4
    assert stars(7, "7")[-1] == 5
    assert stars(10, "3.5")[1] is None
    assert stars(1, "8")[-1] is None
    assert any(one.starred for one in one_set(26).criteria.values())


def test_where_the_print_leaves_room_a_hint_says_so() -> None:
    for number, code in ((7, "3.1"), (23, "6.2"), (10, "3.5"), (1, "8"), (1, "3.3"), (1, "1.5")):
        assert one_set(number).criteria[code].hints, (number, code)


def test_options_of_a_criterion_are_told_apart_in_both_languages() -> None:
    for given in qd26().sets.values():
        for code, one in given.criteria.items():
            for case in {option.case for option in one.options}:
                labels = [option.label for option in one.options if option.case == case]
                assert len({label.vi for label in labels}) == len(labels), (given.number, code)
                assert len({label.en for label in labels}) == len(labels), (given.number, code)


def test_every_official_text_has_a_label_and_no_wording_is_shipped() -> None:
    criteria = qd26()
    assert criteria.wording == {}
    assert not any(criteria.wording_complete(number) for number in NUMBERS)
    texts = {text for given in criteria.sets.values() for text in given.texts}
    assert len(texts) == 456
    assert (
        len({option.label.vi for row in criteria.sets.values() for c in row.criteria.values() for option in c.options})
        == 425
    )


def test_the_older_decisions_have_parts_and_bands_only() -> None:
    parts = {name: (dict(one.scoring.parts), len(one.sets)) for name, one in shipped().items()}
    assert parts["qd148_2023"] == parts["qd1489_2025"] == ({"A": 40, "B": 25, "C": 35}, 0)
    assert parts["qd1048_2019"] == ({"A": 35, "B": 25, "C": 40}, 0)
