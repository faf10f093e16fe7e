"""The metronome: APScheduler rings, a sweep is run. It holds nothing that would be missed if it stopped."""

import logging
import signal
import threading
from collections.abc import Callable, Iterator
from concurrent import futures
from contextlib import contextmanager
from datetime import datetime
from zoneinfo import ZoneInfo

from apscheduler.events import EVENT_SCHEDULER_STARTED
from apscheduler.executors.pool import ThreadPoolExecutor
from apscheduler.jobstores.memory import MemoryJobStore
from apscheduler.schedulers.blocking import BlockingScheduler
from apscheduler.triggers.interval import IntervalTrigger


def run_every(minutes: int, work: Callable[[], object], zone: str, now: datetime, ending: "Ending") -> int:
    """Do `work` at once and then every so many minutes, never twice at a time, until a signal says to end.

    SIGTERM and SIGINT let the work under way come to its end. Gives the signal's number. `work` must not raise.
    Must be called on the main thread, while it is told by `until_told`.
    """
    place = ZoneInfo(zone)
    scheduler = BlockingScheduler(
        timezone=place,
        jobstores={"default": MemoryJobStore()},
        executors={"default": ThreadPoolExecutor(1)},
        job_defaults={"coalesce": True, "max_instances": 1, "misfire_grace_time": None},
    )
    # Its own lines would stand among those of our log: what matters is told there.
    logging.getLogger("apscheduler").setLevel(logging.CRITICAL)
    scheduler.add_job(work, IntervalTrigger(minutes=minutes, timezone=place), id="sweep", next_run_time=now)
    ending.run(scheduler)
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
    """Ends a scheduler when a signal comes, from a thread: the main one may hold what ending has to wait for.

    `signal` is the number of the first that came, 0 before; it may come before there is a scheduler.
    """

    def __init__(self) -> None:
        self.signal = 0
        self._scheduler: BlockingScheduler | None = None
        self._thread: threading.Thread | None = None

    def begin(self, number: int, _frame: object) -> None:
        """Take no more work; a second signal changes nothing."""
        self.signal = self.signal or number
        if self._scheduler is not None and self._scheduler.running:
            self._shut(self._scheduler)

    def run(self, scheduler: BlockingScheduler) -> None:
        """Run a scheduler until a signal comes, not at all where one has come, and wait for the work under way."""
        scheduler.add_listener(lambda _: self._shut(scheduler) if self.signal else None, EVENT_SCHEDULER_STARTED)
        self._scheduler = scheduler
        if not self.signal:
            scheduler.start()
        if self._thread is not None:
            self._thread.join()

    def _shut(self, scheduler: BlockingScheduler) -> None:
        if self._thread is None:
            self._thread = threading.Thread(target=scheduler.shutdown, kwargs={"wait": True})
            self._thread.start()
