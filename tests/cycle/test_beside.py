"""Work beside the sweeps: whoever asks for it never waits, and it comes to its end before the worker does."""

import threading

from cycle.scheduler import Beside


def test_who_asks_does_not_wait_and_what_is_under_way_is_ended() -> None:
    begun, relay, done = threading.Event(), threading.Event(), []

    def work() -> bool:
        begun.set()
        relay.wait(10)
        done.append(1)
        return False

    beside = Beside(work)
    beside.ask()
    assert begun.wait(10)
    beside.ask()
    assert done == [], "asking did not wait"
    relay.set()
    beside.end()
    assert done == [1], "it was under way and not begun twice"


def test_it_goes_on_as_long_as_there_is_more() -> None:
    left, over = [3], threading.Event()

    def work() -> bool:
        left[0] -= 1
        if not left[0]:
            over.set()
        return bool(left[0])

    beside = Beside(work)
    beside.ask()
    assert over.wait(10)
    beside.end()
    assert left == [0]
