"""Ranking by the members' sheets: one dossier, and a thousand, in the pure rules without any database."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from random import Random

from bench.profiling import where_time_goes
from bench.rounds import Way, in_turns
from bench.table import Result
from cycle.reading import read_folder
from cycle.shipped import shipped_config
from workflows.reading.criteria import criteria_of
from workflows.reading.criteria_files import criteria_folders
from workflows.scoring.criteria import Criteria, CriteriaSet
from workflows.scoring.ranking import Ranking, rank
from workflows.scoring.rising import rises
from workflows.scoring.sheets import Sheet, total

MEMBERS = 9
DATABASE = "none"


@dataclass(frozen=True)
class Scored:
    """The sheets of one dossier, and the options that its council has agreed on."""

    given: CriteriaSet
    sheets: tuple[Sheet, ...]
    agreed: dict[str, int]


def ranking(dossiers: int, rounds: int, seed: int) -> Iterator[Result]:
    """Rows for one dossier and for many: ranking them, and ranking them with what would raise each rank."""
    criteria = _criteria()
    random = Random(seed)  # noqa: S311 - scores of a measurement are no secret
    for count in (1, dossiers):
        scored = [_scored(criteria, random) for _ in range(count)]
        for name, work in (("rank", _ranked(criteria, scored)), ("rank and explain", _explained(criteria, scored))):
            (found,) = in_turns([_way(work), _way(_added(scored))], rounds)
            case = f"{name}, against adding up {MEMBERS} sheets"
            yield Result(case, DATABASE, count, found, None, where_time_goes(work))


def _way(work: Callable[[], int]) -> Way:
    return lambda _number: work


@cache
def _criteria() -> Criteria:
    sources, _ = read_folder(shipped_config())
    return max(criteria_of(criteria_folders(sources), {}).values(), key=lambda one: len(one.sets))


def _scored(criteria: Criteria, random: Random) -> Scored:
    given = criteria.sets[random.choice(sorted(criteria.sets))]
    sheets = tuple(Sheet(f"m{number}", _answers(given, random)) for number in range(MEMBERS))
    return Scored(given, sheets, {code: min(one.answers[code] for one in sheets) for code in given.settled})


def _answers(given: CriteriaSet, random: Random) -> dict[str, int]:
    answers = {code: random.randint(0, one.last) for code, one in given.criteria.items()}
    for code, one in given.criteria.items():
        if one.only_if and answers[one.only_if[0]] < one.only_if[1]:
            answers[code] = 0
    return answers


def _ranked(criteria: Criteria, scored: list[Scored]) -> Callable[[], int]:
    def work() -> int:
        for one in scored:
            rank(criteria.scoring, one.given, one.sheets, one.agreed)
        return len(scored)

    return work


def _explained(criteria: Criteria, scored: list[Scored]) -> Callable[[], int]:
    def work() -> int:
        for one in scored:
            result = rank(criteria.scoring, one.given, one.sheets, one.agreed)
            if isinstance(result, Ranking):
                rises(criteria.scoring, one.given, one.sheets, result)
        return len(scored)

    return work


def _added(scored: list[Scored]) -> Callable[[], int]:
    """The least that a result takes: the points of every sheet added up."""

    def work() -> int:
        for one in scored:
            sum(total(one.given, sheet.answers) for sheet in one.sheets)
        return len(scored)

    return work
