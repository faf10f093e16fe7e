"""What is read of a year under 26/2026/QĐ-TTg costs as many questions for three products as for one."""

from collections.abc import Callable, Iterator
from datetime import date

import pytest

from cycle.queries.certificates.national import NationalAsked, list_ocop_rows
from cycle.queries.certificates.national_evaluations import list_evaluation_rows
from cycle.queries.certificates.radar import RadarAsked, radar
from cycle.queries.deadlines.agenda import Asked, read_agenda
from cycle.queries.deadlines.deadlines import DeadlineFilter, list_deadlines
from cycle.queries.dossiers.dossiers import DossierFilter, list_dossiers
from cycle.queries.dossiers.missing import list_missing
from cycle.queries.dossiers.path import PathAsked, path_of
from cycle.queries.evaluation.rounds import Asked as RoundAsked
from cycle.queries.evaluation.rounds import find_round, list_rounds
from cycle.queries.evaluation.sessions import SessionFilter, list_sessions
from cycle.queries.paging import Page
from cycle.queries.seasons.board import board
from cycle.queries.viewing import View
from tests.conftest import TestClock
from tests.cycle.queries.test_dossiers import counted
from tests.evaluating import COMMUNE, PRODUCT, PROGRAMME, Scene, bring, scene_26
from workflows.verdict import Reason

TODAY, ROUND = date(2026, 6, 8), "T-02-2026"
VIEW = View("to_chuc", TODAY, everything=True)
JUDGED = "province.recognised"

READINGS: dict[str, Callable[[Scene], object]] = {
    "agenda": lambda scene: read_agenda(scene.office, VIEW, Asked(COMMUNE, TODAY, 12), TODAY),
    "board": lambda scene: board(scene.office, VIEW, PROGRAMME, TODAY),
    "deadlines": lambda scene: list_deadlines(scene.office, VIEW, DeadlineFilter(), TODAY, Page(sort="deadline")),
    "dossiers": lambda scene: list_dossiers(scene.office, VIEW, DossierFilter(), TODAY, Page()),
    "evaluations": lambda scene: list_evaluation_rows(scene.office, VIEW, NationalAsked(TODAY)),
    "missing": lambda scene: list_missing(scene.office, VIEW, None, PROGRAMME, Page()),
    "ocop": lambda scene: list_ocop_rows(scene.office, VIEW, NationalAsked(TODAY)),
    "path": lambda scene: path_of(scene.office, VIEW, PathAsked("QNG2026-0002")),
    "radar": lambda scene: radar(scene.office, VIEW, RadarAsked()),
    "round": lambda scene: find_round(scene.office, VIEW, ROUND, PROGRAMME, TODAY),
    "rounds": lambda scene: list_rounds(scene.office, VIEW, RoundAsked(PROGRAMME, None, None, TODAY)),
    "sessions": lambda scene: list_sessions(scene.office, VIEW, SessionFilter(), Page(sort="day")),
}


@pytest.fixture
def scene(sqlite_url: str, clock: TestClock) -> Iterator[Scene]:
    scene = scene_26(sqlite_url, clock)
    yield scene
    scene.office.database.close()


def costs(scene: Scene) -> dict[str, int]:
    """How many questions each reading puts, when it was put once before."""
    found = {}
    for name, read in READINGS.items():
        read(scene)
        with counted() as statements:
            answer = read(scene)
        assert not isinstance(answer, Reason), (name, answer)
        found[name] = len(statements)
    return found


def test_three_products_cost_as_many_questions_as_one(scene: Scene) -> None:
    bring(scene, PRODUCT, JUDGED)
    bring(scene, scene.add_product(2), "commune.checking")
    before = costs(scene)
    for number in (3, 4):
        bring(scene, scene.add_product(number), JUDGED)
        bring(scene, scene.add_product(number + 2), "commune.checking")
    assert costs(scene) == before
