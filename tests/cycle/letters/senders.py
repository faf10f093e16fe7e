"""Senders in processes of their own, to be killed or stopped at a phase that the server they talk to has reached."""

import os
import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from multiprocessing import get_context
from multiprocessing.process import BaseProcess

from cycle.letters.post import Post
from cycle.letters.sending.send import send_due
from notifications.mailer import SmtpChannel
from notifications.smtp_relay import Patience, Relay
from tests.cycle.letters.rows import office_at

# Started once with everything loaded; every sender is forked from there.
_CONTEXT = get_context("forkserver")
_CONTEXT.set_forkserver_preload(["tests.cycle.letters.senders"])
PATIENCE = Patience(connect=30.0, command=30.0, content=30.0)


def post_to(port: int, connections: int = 2) -> Post:
    relay = Relay("127.0.0.1", port, "none", connections=connections, patience=PATIENCE)
    return Post((SmtpChannel(relay),), "so@so.test", "", "", "so.test", True)


def send_from(url: str, instant: str, port: int, worker: str) -> None:
    """What such a process does."""
    office = office_at(url, instant)
    send_due(office, post_to(port), worker)
    office.database.close()


class Struck:
    """Sends a signal to a process when the server has reached a phase for the nth time, before it answers."""

    def __init__(self, phase: str, time: int, number: signal.Signals) -> None:
        self._phase, self._left, self._signal = phase, time, number
        self._known, self.struck = threading.Event(), threading.Event()
        self._process: BaseProcess | None = None

    def knows(self, process: BaseProcess) -> None:
        self._process = process
        self._known.set()

    def __call__(self, phase: str) -> None:
        if phase != self._phase or self.struck.is_set():
            return
        self._left -= 1
        if self._left == 0:
            self._known.wait(60)
            assert self._process is not None
            assert self._process.pid is not None
            os.kill(self._process.pid, self._signal)
            self.struck.set()


@contextmanager
def sender(url: str, instant: str, port: int, struck: Callable[[BaseProcess], None]) -> Iterator[BaseProcess]:
    """One sender under way; `struck` is told which process it is."""
    process = _CONTEXT.Process(target=send_from, args=(url, instant, port, "sender"))
    process.start()
    struck(process)
    try:
        yield process
    finally:
        if process.is_alive():
            process.kill()
        process.join(60)
        process.close()


def send_together(url: str, instant: str, port: int, count: int) -> None:
    """So many senders at once, until all are done."""
    processes = [_CONTEXT.Process(target=send_from, args=(url, instant, port, f"w{one}")) for one in range(count)]
    for process in processes:
        process.start()
    for process in processes:
        process.join(120)
        assert process.exitcode == 0
        process.close()
