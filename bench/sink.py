"""A mail server in a process of its own that takes everything and keeps nothing but the count."""

import asyncio
import multiprocessing
from collections.abc import Iterator
from contextlib import contextmanager
from multiprocessing.connection import Connection
from typing import Any

from aiosmtpd.smtp import SMTP


class _Counting:
    """Takes every message."""

    def __init__(self) -> None:
        self.taken = 0

    async def handle_DATA(self, _server: Any, _session: Any, _envelope: Any) -> str:  # noqa: N802 - the library's name
        self.taken += 1
        return "250 2.0.0 Ok: queued"


class Sink:
    """A running server. `taken` is how many messages it took since it was asked last."""

    def __init__(self, port: int, pipe: "Connection[Any, Any]") -> None:
        self.port, self._pipe = port, pipe

    def taken(self) -> int:
        self._pipe.send("count")
        return int(self._pipe.recv())


@contextmanager
def sink() -> Iterator[Sink]:
    """Start one; it is gone afterwards."""
    ours, theirs = multiprocessing.Pipe()
    process = multiprocessing.get_context("spawn").Process(target=_serve, args=(theirs,), daemon=True)
    process.start()
    try:
        yield Sink(int(ours.recv()), ours)
    finally:
        ours.send("end")
        process.join(10)


def _serve(pipe: "Connection[Any, Any]") -> None:
    asyncio.run(_served(pipe))


async def _served(pipe: "Connection[Any, Any]") -> None:
    counting = _Counting()
    server = await asyncio.get_running_loop().create_server(lambda: SMTP(counting), "127.0.0.1", 0)
    pipe.send(server.sockets[0].getsockname()[1])
    while await asyncio.to_thread(pipe.recv) != "end":
        pipe.send(counting.taken)
        counting.taken = 0
    server.close()
