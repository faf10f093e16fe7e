"""The metronome ends when it is told, whichever of its threads the system hands the signal to."""

import signal
import sys
import threading

import pytest

from cycle.clock import WallClock
from cycle.scheduler import Ending, run_every, until_told


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_signal_that_comes_to_a_thread_of_the_work_ends_it(number: int) -> None:
    done, main = [], threading.get_ident()

    def work() -> None:
        while sys._current_frames()[main].f_code is not Ending.wait.__code__:  # noqa: SLF001 - where it waits
            continue
        signal.pthread_kill(threading.get_ident(), number)
        done.append(number)

    with until_told() as ending:
        assert run_every(60, work, "Asia/Ho_Chi_Minh", WallClock().now(), ending) == number
    assert done == [number], "the work under way came to its end, and was not begun again"


def test_what_was_told_before_it_began_begins_nothing() -> None:
    done: list[int] = []
    with until_told() as ending:
        signal.raise_signal(signal.SIGTERM)
        assert run_every(60, lambda: done.append(1), "Asia/Ho_Chi_Minh", WallClock().now(), ending) == signal.SIGTERM
    assert done == []
