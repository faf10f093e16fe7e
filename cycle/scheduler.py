"""The metronome: APScheduler rings, a sweep is run. It holds nothing that would be missed if it stopped."""

import logging
import signal
import threading
from collections.abc import Callable
from datetime import datetime
from zoneinfo import ZoneInfo

from apscheduler.executors.pool import ThreadPoolExecutor
from apscheduler.jobstores.memory import MemoryJobStore
from apscheduler.schedulers.blocking import BlockingScheduler
from apscheduler.triggers.interval import IntervalTrigger


def run_every(minutes: int, work: Callable[[], object], zone: str, now: datetime) -> int:
    """Do `work` at once and then every so many minutes, never twice at a time, until a signal says to end.

    SIGTERM and SIGINT let the work under way come to its end. Gives the signal's number. `work` must not raise.
    Must be called on the main thread.
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
    ending = _Ending(scheduler)
    before = {one: signal.signal(one, ending.begin) for one in (signal.SIGTERM, signal.SIGINT)}
    try:
        scheduler.start()
    finally:
        for one, handler in before.items():
            signal.signal(one, handler)
    return ending.finish()


class _Ending:
    """Ends a scheduler when a signal comes, from a thread: the main one may hold what ending has to wait for."""

    def __init__(self, scheduler: BlockingScheduler) -> None:
        self._scheduler = scheduler
        self._thread = threading.Thread(target=scheduler.shutdown, kwargs={"wait": True})
        self._signal = 0

    def begin(self, number: int, _frame: object) -> None:
        """Take no more work; a second signal changes nothing."""
        if not self._signal:
            self._signal = number
            self._thread.start()

    def finish(self) -> int:
        """Wait for the work under way; the number of the signal that came."""
        if self._signal:
            self._thread.join()
        return self._signal
