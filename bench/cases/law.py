"""A change of law on thousands of open dossiers: tried, and applied while somebody else works."""

import resource
import threading
from collections.abc import Callable, Iterator
from time import perf_counter

from bench.grounds import Ground
from bench.profiling import where_time_goes
from bench.rounds import Measured
from bench.table import Result
from cycle import migrations
from cycle.commands.fire import Fire, fire
from cycle.database import Database
from cycle.law import Asked, apply_plan, try_plan
from cycle.office import Office
from cycle.publication import Rulebook
from tests import laws
from tests.conftest import TestClock
from tests.scene import Scene

# What 10,000 may take, a second for each; and what somebody else waits for an act meanwhile.
LIMIT = 6_000.0
PATIENCE = 1_000_000.0
MEMORY = 500
PAUSE = 0.05


def moving(ground: Ground, dossiers: int) -> Iterator[Result]:
    """A row for trying, one for applying, and one for the longest wait of an act meanwhile."""
    url = ground.url("law")
    migrations.upgrade(url)
    scene = laws.set_law_scene(url, TestClock(), dossiers // 2)
    asked = laws.asked_of(laws.TO_1489, accept=True, note="thử", basis="thử")
    tried = _timed(lambda: _tried(scene, asked))
    yield Result("law try, per dossier, against 6 ms", ground.kind, dossiers, tried, 1.0, _profile(scene, asked))
    other = _Other(url, scene, dossiers // 2)
    applied = _timed(lambda: _applied(scene, asked))
    longest = other.stop()
    yield Result("law apply, per dossier, against 6 ms", ground.kind, dossiers, applied, 1.0, _memory())
    yield Result("longest wait of an act meanwhile, 1 s", ground.kind, dossiers, _against(longest, PATIENCE, 1), 1.0)
    scene.office.database.close()


def _tried(scene: Scene, asked: Asked) -> int:
    return sum(1 for _ in try_plan(laws.desk_for(scene, asked, "see.all")))


def _applied(scene: Scene, asked: Asked) -> int:
    return sum(1 for one in apply_plan(laws.desk_for(scene, asked)) if one.answer is not None)


def _timed(work: Callable[[], int]) -> Measured:
    began = perf_counter()
    done = work()
    return _against((perf_counter() - began) * 1e6 / done, LIMIT, done)


def _against(took: float, limit: float, things: int) -> Measured:
    return Measured(took, limit, (took / limit,), things)


def _profile(scene: Scene, asked: Asked) -> str:
    return where_time_goes(lambda: _tried(scene, asked))


def _memory() -> str:
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    return f"at most {peak} MB of memory, {MEMORY} are borne"


class _Other:
    """Somebody who withdraws one evaluation after the other while the law is applied."""

    def __init__(self, url: str, scene: Scene, seasons: int) -> None:
        self._office = Office(Database(url), Rulebook(), scene.office.clock, rehearsal=True)
        self._codes = [f"QNG2024-{number:04d}.1" for number in range(5, seasons, len(laws.STATES))]
        self._done = threading.Event()
        self._longest = 0.0
        self._thread = threading.Thread(target=self._work)
        self._thread.start()

    def stop(self) -> float:
        """The longest wait, in microseconds."""
        self._done.set()
        self._thread.join()
        self._office.database.close()
        return self._longest * 1e6

    def _work(self) -> None:
        for code in self._codes:
            began = perf_counter()
            fire(self._office, Fire(code, "withdraw_evaluation", "chu_the", note="Không còn sản xuất"))
            self._longest = max(self._longest, perf_counter() - began)
            if self._done.wait(PAUSE):
                return
