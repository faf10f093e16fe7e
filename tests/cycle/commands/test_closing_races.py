"""Many close a season at once, or while the next one opens, or are killed: each dossier is carried over once."""

import random
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from cycle.answers import Done
from cycle.commands.seasons import closing, seasons
from cycle.commands.seasons.closing import Closing, Review
from cycle.commands.seasons.seasons import Waiting
from cycle.queries.verification import verify
from tests.conftest import TestClock
from tests.scene import MARCH, PROGRAMME, Scene, set_scene
from tests.seasons import NEXT, two_seasons
from tests.workers import PROCESSES, close_season, open_waiting
from workflows.verdict import Refusal

JANUARY = "2025-01-06T02:00:00+00:00"
CLOSING = Closing(PROGRAMME, NEXT, note="Hết chu trình năm 2024")
PRODUCTS = 24


@pytest.fixture
def scene(database_url: str, clock: TestClock, tmp_path: Path) -> Iterator[Scene]:
    """In January: every second product drafts its idea, the others were not chosen; the next season is open."""
    clock.set(MARCH)
    scene = set_scene(database_url, clock, two_seasons(tmp_path))
    for number in range(2, PRODUCTS + 1):
        code = scene.open(scene.add_product(number))
        if number % 2:
            scene.done(code, "choose", "xa")
    clock.set(JANUARY)
    assert not isinstance(seasons.begin(scene.office, scene.secretariat, NEXT), Refusal)
    yield scene
    scene.office.database.close()


def assert_carried_once(scene: Scene) -> None:
    with scene.office.database.reading() as transaction:
        links = transaction.rows("SELECT dossier, target FROM link")
        carried = transaction.rows("SELECT code FROM dossier WHERE state = 'idea.next_season'")
        per_product = transaction.rows(
            "SELECT product FROM dossier WHERE programme = ? AND product IS NOT NULL "
            "GROUP BY product HAVING COUNT(*) > 1",
            (NEXT,),
        )
        closed = transaction.row("SELECT closed FROM programme WHERE code = ?", (PROGRAMME,))
        records = transaction.rows("SELECT 1 FROM record WHERE stream = ?", (f"programme/{PROGRAMME}",))
    assert sorted(target for _, target in links) == sorted(code for (code,) in carried)
    assert len({dossier for dossier, _ in links}) == len(links) == PRODUCTS // 2 - 1
    assert (per_product, closed, len(records)) == ([], ("2025-01-06",), 2)
    assert verify(scene.office).faults == ()


@pytest.mark.timeout(300)
def test_two_who_close_while_a_third_opens_the_next_season_do_each_thing_once(scene: Scene, database_url: str) -> None:
    start = PROCESSES.Barrier(3)
    closers = [PROCESSES.Process(target=close_season, args=(database_url, JANUARY, CLOSING, start)) for _ in range(2)]
    opener = PROCESSES.Process(target=open_waiting, args=(database_url, JANUARY, NEXT, start))
    for one in (*closers, opener):
        one.start()
    for one in (*closers, opener):
        one.join(120)
        assert one.exitcode == 0
    assert_carried_once(scene)
    # What was still open in the season before when the next one was opened waits for the next opening.
    waiting = seasons.begin(scene.office, scene.secretariat, NEXT)
    assert isinstance(waiting, Waiting), waiting
    assert all(isinstance(one, Done) for _, one in seasons.open_waiting(scene.office, scene.secretariat, waiting))
    with scene.office.database.reading() as transaction:
        count = transaction.row("SELECT COUNT(product) FROM dossier WHERE programme = ?", (NEXT,))
    assert count == (PRODUCTS,)


@pytest.mark.timeout(900)
def test_a_close_that_is_killed_anywhere_is_finished_by_asking_again(
    scene: Scene, database_url: str, share: Callable[[int], int]
) -> None:
    seed = random.SystemRandom().randrange(2**32)
    print(f"seed {seed}")  # noqa: T201 - shown when the test fails
    chance = random.Random(seed)
    for _ in range(share(20)):
        worker = PROCESSES.Process(target=close_season, args=(database_url, JANUARY, CLOSING))
        worker.start()
        worker.join(chance.uniform(0.2, 1.5))
        worker.kill()
        worker.join(30)
    found = closing.review(scene.office, scene.secretariat, CLOSING)
    assert isinstance(found, Review)
    answers = [answer for _, answer in closing.settle(scene.office, scene.secretariat, found)]
    assert all(isinstance(answer, Done) for answer in answers), answers
    assert isinstance(closing.close(scene.office, scene.secretariat, CLOSING), Done)
    assert_carried_once(scene)
