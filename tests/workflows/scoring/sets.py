"""The shipped criteria for tests, read once, and sheets made of them."""

from functools import cache
from pathlib import Path
from random import Random

from cycle.reading import read_file
from workflows.reading.criteria import criteria_of
from workflows.reading.criteria_files import criteria_folders
from workflows.scoring.criteria import Criteria, CriteriaSet, Criterion
from workflows.scoring.sheets import Sheet
from workflows.source import Source

CONFIG = Path(__file__).parents[3] / "config"


@cache
def shipped() -> dict[str, Criteria]:
    sources: dict[str, Source] = {}
    for file in sorted(CONFIG.glob("criteria/*/*.yaml")):
        path = file.relative_to(CONFIG).as_posix()
        source, problems = read_file(path, file.read_bytes())
        assert source is not None, problems
        sources[path] = source
    return criteria_of(criteria_folders(sources), {})


def qd26() -> Criteria:
    return shipped()["qd26_2026"]


def best_place(one: Criterion) -> int:
    return max(range(1, one.last + 1), key=one.points)


def best(given: CriteriaSet) -> dict[str, int]:
    return {code: best_place(one) for code, one in given.criteria.items()}


def points(given: CriteriaSet, total: int) -> dict[str, int]:
    """Answers that come to a total, as near to the best as can be, the gates kept while they can be."""
    answers = best(given)
    over = sum(one.points(answers[code]) for code, one in given.criteria.items()) - total
    for code in sorted(answers, key=lambda code: given.criteria[code].starred):
        one = given.criteria[code]
        places = [at for at in range(one.last + 1) if one.points(answers[code]) - one.points(at) <= over]
        if not any(rule.only_if and rule.only_if[0] == code for rule in given.criteria.values()):
            over -= one.points(answers[code]) - one.points(places[0])
            answers[code] = places[0]
    assert over == 0, over
    return answers


def chance(given: CriteriaSet, random: Random) -> dict[str, int]:
    """Answers by chance in which nothing is wrong."""
    answers = {code: random.randint(0, one.last) for code, one in given.criteria.items()}
    for code, one in given.criteria.items():
        if one.only_if and answers[one.only_if[0]] < one.only_if[1]:
            answers[code] = 0
    return answers


def sheets_of(*all_answers: dict[str, int]) -> list[Sheet]:
    return [Sheet(f"m{number}", answers) for number, answers in enumerate(all_answers, 1)]


def settled_by_lowest(given: CriteriaSet, sheets: list[Sheet]) -> dict[str, int]:
    """What a council agrees on that takes the lowest option of its members."""
    return {code: min(one.answers[code] for one in sheets) for code in given.settled}
