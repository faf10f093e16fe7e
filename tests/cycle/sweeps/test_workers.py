"""Workers in any number, killed and paused at any moment: no deadline missed, none done twice."""

import os
import random
import signal
from collections import Counter
from collections.abc import Callable, Sequence
from multiprocessing.process import BaseProcess
from pathlib import Path

import pytest

from bench.crowd import fill
from bench.model import walk
from cycle.sweeps import sweep
from tests.conftest import TestClock
from tests.cycle.sweeps.looking import by_machine, is_true_to_history
from tests.scene import COMMUNE, MARCH, Scene, set_scene
from tests.workers import PROCESSES, sweep_on

WORKERS = 4
# When the first reminder of every returned dossier is due, when all are, and after the end of all.
PHASES = ("2024-03-13T09:00:00+07:00", "2024-03-19T09:00:00+07:00", "2024-03-21T09:00:00+07:00")


@pytest.mark.torture
@pytest.mark.timeout(900)
def test_four_workers_killed_and_paused_at_random_miss_nothing_and_do_nothing_twice(
    database_url: str, clock: TestClock, timely_config: Path, share: Callable[[int], int]
) -> None:
    seed = random.SystemRandom().randrange(2**32)
    print(f"seed {seed}")  # noqa: T201 - shown when the test fails
    chance, dossiers = random.Random(seed), share(10_000)
    scene = _crowded(database_url, clock, timely_config, dossiers)
    for instant in PHASES:
        _hunted(chance, database_url, instant)
        clock.set(instant)
        sweep(scene.office, "last")
    marks = Counter(_effects(scene))
    assert set(marks.values()) == {dossiers}
    assert sorted(status for _, status in marks) == ["done", "done", "done", "merged"]
    expired = Counter(_expired(scene))
    assert (len(expired), set(expired.values())) == (dossiers, {1})
    assert all(one["proposal"] == "lapse" and one["offered"] for one in by_machine(scene, "deadline"))
    assert is_true_to_history(scene)
    scene.office.database.close()


def test_four_workers_at_once_share_the_work_and_record_one_lag(
    database_url: str, clock: TestClock, timely_config: Path
) -> None:
    scene = _crowded(database_url, clock, timely_config, 60)
    sweep(scene.office, "first")
    workers = _started(database_url, PHASES[-1], WORKERS)
    for worker in workers:
        worker.join(60)
    assert [worker.exitcode for worker in workers] == [0] * WORKERS
    assert len(by_machine(scene, "lag")) == 1
    assert set(Counter(_expired(scene)).values()) == {1}
    assert len(_expired(scene)) == 60
    assert is_true_to_history(scene)
    scene.office.database.close()


def _crowded(url: str, clock: TestClock, config: Path, dossiers: int) -> Scene:
    """An office with so many dossiers that were returned on the fifth of March."""
    clock.set(MARCH)
    scene = set_scene(url, clock, config)
    models = [walk(scene, "600001", 1), walk(scene, "600002", 1)]
    fill(url, models, range(3, dossiers + 1), [COMMUNE])
    return scene


def _hunted(chance: random.Random, url: str, instant: str) -> None:
    """Four workers until all of them have ended by themselves; until then one after another is killed or paused."""
    workers = _started(url, instant, WORKERS)
    for _ in range(8):
        victim = chance.randrange(WORKERS)
        workers[victim].join(chance.uniform(0.3, 2.5))
        if not workers[victim].is_alive():
            continue
        if chance.random() < 0.5:
            workers[victim].kill()
            workers[victim].join(30)
            workers[victim : victim + 1] = _started(url, instant, 1)
        else:
            _pause(workers[victim], workers[(victim + 1) % WORKERS], chance)
    for worker in workers:
        worker.join(300)
    assert {worker.exitcode for worker in workers} == {0}


def _pause(victim: BaseProcess, other: BaseProcess, chance: random.Random) -> None:
    assert victim.pid is not None
    os.kill(victim.pid, signal.SIGSTOP)
    other.join(chance.uniform(0.1, 0.8))
    os.kill(victim.pid, signal.SIGCONT)


def _started(url: str, instant: str, many: int) -> list[BaseProcess]:
    workers: list[BaseProcess] = [PROCESSES.Process(target=sweep_on, args=(url, instant)) for _ in range(many)]
    for worker in workers:
        worker.start()
    return workers


def _effects(scene: Scene) -> Sequence[tuple[str, str]]:
    with scene.office.database.reading() as transaction:
        return transaction.rows("SELECT mark, status FROM effect WHERE kind = 'deadline'")


def _expired(scene: Scene) -> Sequence[str]:
    with scene.office.database.reading() as transaction:
        rows = transaction.rows("SELECT stream FROM record WHERE kind = 'deadline'")
    return [stream for (stream,) in rows]
