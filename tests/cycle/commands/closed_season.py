"""A season in the January after it: what a test of closing begins with, and shorthand to close it."""

from datetime import date
from pathlib import Path

from cycle.answers import Answer, Done
from cycle.commands.seasons import closing, seasons
from cycle.commands.seasons.closing import Closing, Review
from tests.conftest import TestClock
from tests.scene import MARCH, PRODUCER, PRODUCT, PROGRAMME, Scene, set_scene
from tests.seasons import NEXT
from workflows.verdict import Refusal

NEW_YEAR = "2025-01-06T02:00:00+00:00"
ENDING, CARRIED, GOING_ON = (f"{PROGRAMME}-{number:04d}" for number in (1, 2, 3))
CLOSING = Closing(PROGRAMME, NEXT, note="Hết chu trình năm 2024")


def begun(url: str, clock: TestClock, config: Path) -> Scene:
    """In January 2025: one product not chosen yet, one drafting its idea, one carrying out its plan."""
    clock.set(MARCH)
    scene = set_scene(url, clock, config)
    for code in (PRODUCT, scene.add_product(2), scene.add_product(3)):
        scene.open(code)
    for dossier in (CARRIED, GOING_ON):
        scene.done(dossier, "choose", "xa")
    _to_implementing(scene, clock)
    clock.set(NEW_YEAR)
    return scene


def _to_implementing(scene: Scene, clock: TestClock) -> None:
    day, behalf = date(2024, 3, 5), {"on_behalf": f"producer:{PRODUCER}"}
    scene.paper("idea_form_new", "dossier", GOING_ON, day)
    scene.done(GOING_ON, "submit", "xa", **behalf)
    scene.done(GOING_ON, "accept", "xa")
    scene.done(GOING_ON, "select", "huyen")
    clock.set("2024-04-10T02:00:00+00:00")
    scene.paper("production_plan", "dossier", GOING_ON, date(2024, 4, 10))
    scene.paper("organisation_profile", "producer", PRODUCER, date(2024, 4, 10))
    scene.done(GOING_ON, "submit_plan", "xa", **behalf)
    scene.done(GOING_ON, "accept_plan", "huyen")


def to_evaluation(scene: Scene, clock: TestClock) -> str:
    """The dossier whose plan is carried out files; the code of its evaluation."""
    clock.set("2024-06-03T02:00:00+00:00")
    for kind in ("self_assessment", "evaluation_registration"):
        scene.paper(kind, "dossier", GOING_ON, date(2024, 6, 3))
    behalf = {"on_behalf": f"producer:{PRODUCER}"}
    scene.done(GOING_ON, "declare_ready", "xa", **behalf)
    scene.done(GOING_ON, "file", "xa", **behalf)
    clock.set(NEW_YEAR)
    return f"{GOING_ON}.1"


def open_next(scene: Scene, *, dossiers: bool = False) -> None:
    waiting = seasons.begin(scene.office, scene.secretariat, NEXT)
    assert not isinstance(waiting, Refusal), waiting
    if dossiers:
        answers = list(seasons.open_waiting(scene.office, scene.secretariat, waiting))
        assert all(isinstance(answer, Done) for _, answer in answers), answers


def reviewed(scene: Scene, asked: Closing = CLOSING) -> Review:
    found = closing.review(scene.office, scene.secretariat, asked)
    assert isinstance(found, Review), found
    return found


def settled(scene: Scene, asked: Closing = CLOSING) -> dict[str, Answer]:
    found = closing.settle(scene.office, scene.secretariat, reviewed(scene, asked))
    return {ending.root.code: answer for ending, answer in found}


def codes(answer: object) -> list[str]:
    assert isinstance(answer, Refusal), answer
    return [reason.code for reason in answer.reasons]


def rows(scene: Scene, statement: str, *given: str) -> list[tuple[object, ...]]:
    with scene.office.database.reading() as transaction:
        return transaction.rows(statement, given)


def standing(scene: Scene) -> list[tuple[object, ...]]:
    return rows(scene, "SELECT code, state FROM dossier ORDER BY code")


def records(scene: Scene) -> int:
    return len(rows(scene, "SELECT stream, seq FROM record"))
