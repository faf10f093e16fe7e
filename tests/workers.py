"""What other processes do in a test: they build an office of their own on the same database and act."""

import multiprocessing
import sys
import threading
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from multiprocessing.queues import Queue
from multiprocessing.synchronize import Barrier
from typing import Any, TypeVar

from cycle.clock import NamedInstant, read_instant
from cycle.commands.fire import Fire, fire, fire_in_batches
from cycle.commands.permits import Caller
from cycle.commands.seasons import closing, seasons
from cycle.commands.seasons.closing import Closing, Review
from cycle.commands.seasons.seasons import Waiting
from cycle.commands.sequencing import sequence
from cycle.database import Database
from cycle.office import Office
from cycle.publication import Rulebook
from cycle.sweeps import sweep

Told = TypeVar("Told")
PROCESSES = multiprocessing.get_context("forkserver")
"""Each begins in a hundredth of a second: it is forked from one that has only imported this file, and whose environment
is that of the first test that needed it."""
PROCESSES.set_forkserver_preload([__name__])


def office_on(url: str, instant: str) -> Office:
    return Office(Database(url), Rulebook(), NamedInstant(read_instant(instant)), rehearsal=True)


def at_once(*acts: Callable[[], Told]) -> list[Told]:
    """What each act answers when all begin at the same moment, each in a thread of its own; raises what one raises."""
    start = threading.Barrier(len(acts))

    def begin(act: Callable[[], Told]) -> Told:
        start.wait(30)
        return act()

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(begin, acts))


def fire_together(url: str, instant: str, asked: Fire, start: Barrier, answers: "Queue[Any]") -> None:
    """Wait for the others, then fire."""
    office = office_on(url, instant)
    start.wait(60)
    answers.put(fire(office, asked))
    office.database.close()


def fire_all(url: str, instant: str, asked: Sequence[Fire], size: int) -> None:
    """Fire many in small batches, telling each on standard output as it is kept."""
    office = office_on(url, instant)
    for one, answer in fire_in_batches(office, asked, size):
        sys.stdout.write(f"{one.dossier} {type(answer).__name__}\n")
        sys.stdout.flush()
    office.database.close()


def sweep_on(url: str, instant: str) -> None:
    """Sweep until nothing is left that nobody else does."""
    office = office_on(url, instant)
    while any(many for kind, many in sweep(office, "worker").counts.items() if kind != "left"):
        pass
    office.database.close()


def close_season(url: str, instant: str, asked: Closing, start: Barrier | None = None) -> None:
    """Settle what is left of a season and close it."""
    office, caller = office_on(url, instant), Caller("to_chuc")
    if start is not None:
        start.wait(60)
    found = closing.review(office, caller, asked)
    if isinstance(found, Review) and found.closed is None:
        for _ in closing.settle(office, caller, found):
            pass
        closing.close(office, caller, asked)
    office.database.close()


def open_waiting(url: str, instant: str, programme: str, start: Barrier) -> None:
    """Open a dossier for each product that waits, once the others are ready."""
    office, caller = office_on(url, instant), Caller("to_chuc")
    start.wait(60)
    waiting = seasons.begin(office, caller, programme)
    if isinstance(waiting, Waiting):
        for _ in seasons.open_waiting(office, caller, waiting):
            pass
    office.database.close()


def sequence_on(url: str, instant: str, most: int = 20_000) -> None:
    """Give records their places in the tree until none waits, in small pages so that workers meet."""
    office = office_on(url, instant)
    while sequence(office, most, 7).new:
        pass
    office.database.close()
