"""The metronome: APScheduler rings, a sweep is run. It holds nothing that would be missed if it stopped."""

import logging
import signal
import time
from collections.abc import Callable, Iterator
from concurrent import futures
from contextlib import contextmanager
from datetime import datetime
from zoneinfo import ZoneInfo

from apscheduler.executors.pool import ThreadPoolExecutor
from apscheduler.jobstores.memory import MemoryJobStore
from apscheduler.schedulers.background import BackgroundScheduler
from apscheduler.triggers.interval import IntervalTrigger

# The system may hand a signal to a thread that does not act on it, and then the main one sleeps on: it looks up itself.
LOOKS_UP = 0.2


def run_every(minutes: int, work: Callable[[], object], zone: str, now: datetime, ending: "Ending") -> int:
    """Do `work` at once and then every so many minutes, never twice at a time, until a signal says to end.

    SIGTERM and SIGINT let the work under way come to its end; what came before now begins none. Gives the signal's
    number. `work` must not raise. Must be called on the main thread, while it is told by `until_told`.
    """
    if ending.signal:
        return ending.signal
    place = ZoneInfo(zone)
    scheduler = BackgroundScheduler(
        timezone=place,
        jobstores={"default": MemoryJobStore()},
        executors={"default": ThreadPoolExecutor(1)},
        job_defaults={"coalesce": True, "max_instances": 1, "misfire_grace_time": None},
    )
    # Its own lines would stand among those of our log: what matters is told there.
    logging.getLogger("apscheduler").setLevel(logging.CRITICAL)
    scheduler.add_job(work, IntervalTrigger(minutes=minutes, timezone=place), id="sweep", next_run_time=now)
    scheduler.start()
    ending.wait()
    scheduler.shutdown(wait=True)
    return ending.signal


class Beside:
    """Work that goes on in a thread of its own, so that what asks for it never waits. `work` must not raise.

    Asked for while it is under way, it is not begun again. As long as it says that there is more it goes on, until
    it is told to end.
    """

    def __init__(self, work: Callable[[], bool]) -> None:
        self._work = work
        self._thread = futures.ThreadPoolExecutor(1)
        self._under_way: futures.Future[None] | None = None
        self._ending = False

    def ask(self) -> None:
        """Begin, unless it is under way."""
        if self._under_way is None or self._under_way.done():
            self._under_way = self._thread.submit(self._go_on)

    def end(self) -> None:
        """Wait for what is under way to come to its end."""
        self._ending = True
        self._thread.shutdown(wait=True)

    def _go_on(self) -> None:
        while self._work() and not self._ending:
            continue


@contextmanager
def until_told() -> Iterator["Ending"]:
    """From now on SIGTERM and SIGINT do not kill: they tell to end. Must be entered on the main thread."""
    ending = Ending()
    before = {one: signal.signal(one, ending.begin) for one in (signal.SIGTERM, signal.SIGINT)}
    try:
        yield ending
    finally:
        for one, handler in before.items():
            signal.signal(one, handler)


class Ending:
    """Told by a signal, at whatever instant it comes. `signal` is the number of the first, 0 before."""

    def __init__(self) -> None:
        self.signal = 0

    def begin(self, number: int, _frame: object) -> None:
        """Take no more work; a second signal changes nothing."""
        self.signal = self.signal or number

    def wait(self) -> None:
        """Come back once a signal has come. Must be called on the main thread, which alone acts on signals."""
        while not self.signal:
            time.sleep(LOOKS_UP)
