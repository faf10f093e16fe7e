"""Many at once, and killed at any moment: nothing lost, nothing doubled, everything verifiable."""

import random
from collections.abc import Callable
from datetime import date
from functools import partial

import pytest

from cycle.answers import Done
from cycle.commands.fire import Fire, fire, fire_in_batches
from cycle.commands.papers import papers
from cycle.queries.history import verify
from tests.conftest import TestClock
from tests.scene import MARCH, PRODUCER, Scene, set_scene
from tests.workers import PROCESSES, at_once, fire_all, fire_together, office_on
from workflows.verdict import Refusal

TODAY = date(2024, 3, 5)
MAY = "2024-05-06T02:00:00+00:00"


def test_of_eight_processes_that_fire_at_once_one_wins_and_seven_are_told_why(scene: Scene, database_url: str) -> None:
    dossier = scene.open()
    start, answers = PROCESSES.Barrier(8), PROCESSES.Queue()
    asked = Fire(dossier, "choose", "xa")
    workers = [
        PROCESSES.Process(target=fire_together, args=(database_url, MARCH, asked, start, answers)) for _ in range(8)
    ]
    for worker in workers:
        worker.start()
    told = [answers.get(timeout=90) for _ in workers]
    for worker in workers:
        worker.join(30)
    assert sum(isinstance(answer, Done) for answer in told) == 1
    refused = [answer for answer in told if isinstance(answer, Refusal)]
    assert [reason.code for answer in refused for reason in answer.reasons] == ["trigger_not_from_here"] * 7
    assert not verify(scene.office).faults


@pytest.mark.torture
@pytest.mark.timeout(900)
def test_killed_at_random_moments_of_many_acts_nothing_is_lost_or_doubled(
    scene: Scene, database_url: str, clock: TestClock, share: Callable[[int], int]
) -> None:
    seed = random.SystemRandom().randrange(2**32)
    print(f"seed {seed}")  # noqa: T201 - shown when the test fails
    chance = random.Random(seed)
    dossiers = _in_screening(scene, 30)
    for kill in range(share(200)):
        trigger, actor = (("return", "xa"), ("resubmit", "chu_the"))[kill % 2]
        asked = [Fire(code, trigger, actor, note="vòng", request_id=f"kill-{kill}") for code in dossiers]
        worker = PROCESSES.Process(target=fire_all, args=(database_url, MARCH, asked, 3))
        worker.start()
        worker.join(chance.uniform(0.05, 0.8))
        worker.kill()
        worker.join(30)
        again = [answer for _, answer in fire_in_batches(scene.office, asked, 10)]
        assert all(isinstance(answer, Done) for answer in again), again
        assert _versions(scene, dossiers) == {4 + kill}
    verification = verify(scene.office)
    assert verification.faults == ()


@pytest.mark.torture
@pytest.mark.timeout(900)
def test_a_paper_is_not_rejected_and_relied_on_at_the_same_moment(
    pg_url: str, clock: TestClock, share: Callable[[int], int]
) -> None:
    clock.set(MARCH)
    scene = set_scene(pg_url, clock)
    offices = [office_on(pg_url, MARCH) for _ in range(2)]
    outcomes = set()
    for number in range(2, share(1000) + 2):
        dossier = scene.open(scene.add_product(number))
        scene.done(dossier, "choose", "xa")
        paper = scene.paper("idea_form_new", "dossier", dossier, TODAY)
        judgement = papers.Judgement((paper,), verified=False, reason="giả mạo")
        fired, rejected = at_once(
            partial(fire, offices[0], Fire(dossier, "submit", "chu_the")),
            partial(papers.judge_papers, offices[1], scene.secretariat, judgement),
        )
        assert isinstance(fired, Done) != isinstance(rejected, list), (fired, rejected)
        outcomes.add(isinstance(fired, Done))
    for office in offices:
        office.database.close()
    assert not verify(scene.office).faults
    scene.office.database.close()


def test_an_act_and_a_judgement_on_the_same_dossier_and_producer_never_wait_for_each_other(
    pg_url: str, clock: TestClock
) -> None:
    clock.set(MARCH)
    scene = set_scene(pg_url, clock)
    offices = [office_on(pg_url, MARCH) for _ in range(2)]
    (dossier,) = _in_screening(scene, 1)
    for number in range(30):
        given = [
            scene.unverified("organisation_profile", "producer", PRODUCER, TODAY),
            scene.unverified("idea_form_new", "dossier", dossier, TODAY),
        ]
        asked = Fire(dossier, *(("return", "xa"), ("resubmit", "chu_the"))[number % 2], note="vòng")
        fired, judged = at_once(
            partial(fire, offices[0], asked),
            partial(papers.judge_papers, offices[1], scene.secretariat, papers.Judgement(tuple(given), verified=True)),
        )
        assert isinstance(fired, Done), fired
        assert isinstance(judged, list), judged
    for office in offices:
        office.database.close()
    assert not verify(scene.office).faults
    scene.office.database.close()


@pytest.mark.torture
@pytest.mark.timeout(900)
def test_a_dossier_opened_while_its_parent_is_withdrawn_is_closed_or_never_opened(
    pg_url: str, clock: TestClock, share: Callable[[int], int]
) -> None:
    clock.set(MARCH)
    scene = set_scene(pg_url, clock)
    offices = [office_on(pg_url, MAY) for _ in range(2)]
    clock.set(MAY)
    orders = set()
    for number in range(2, share(200) + 2):
        dossier = _prepared(scene, number)
        fired, withdrawn = at_once(
            partial(fire, offices[0], Fire(dossier, "file", "chu_the")),
            partial(fire, offices[1], Fire(dossier, "withdraw", "chu_the", note="thôi")),
        )
        assert isinstance(withdrawn, Done), withdrawn
        assert _open_below(scene, dossier) == []
        orders.add(isinstance(fired, Done))
    for office in offices:
        office.database.close()
    assert not verify(scene.office).faults
    scene.office.database.close()


def _prepared(scene: Scene, number: int) -> str:
    """A dossier that waits for its filing, moved there by the shortest way."""
    product = scene.add_product(number)
    dossier = scene.open(product)
    today = scene.office.clock.now().date()
    scene.done(dossier, "choose", "xa")
    for kind in ("idea_form_new", "production_plan", "self_assessment", "evaluation_registration"):
        scene.paper(kind, "dossier", dossier, today)
    if number == 2:
        scene.paper("organisation_profile", "producer", PRODUCER, today)
    override = {"override": True, "note": "thử tranh chấp"}
    scene.done(dossier, "submit", "to_chuc", **override)
    scene.done(dossier, "accept", "xa")
    scene.done(dossier, "select", "huyen")
    scene.done(dossier, "submit_plan", "chu_the")
    scene.done(dossier, "accept_plan", "huyen")
    scene.done(dossier, "declare_ready", "chu_the")
    return dossier


def _open_below(scene: Scene, root: str) -> list[str]:
    with scene.office.database.reading() as transaction:
        rows = transaction.rows("SELECT code FROM dossier WHERE root = ? AND final IS NULL", (root,))
    return [code for (code,) in rows]


def _in_screening(scene: Scene, count: int) -> list[str]:
    dossiers = []
    for number in range(2, count + 2):
        dossier = scene.open(scene.add_product(number))
        scene.done(dossier, "choose", "xa")
        scene.paper("idea_form_new", "dossier", dossier, TODAY)
        scene.done(dossier, "submit", "chu_the")
        dossiers.append(dossier)
    return dossiers


def _versions(scene: Scene, dossiers: list[str]) -> set[int]:
    with scene.office.database.reading() as transaction:
        rows = transaction.rows("SELECT code, version FROM dossier")
    return {version for code, version in rows if code in dossiers}
