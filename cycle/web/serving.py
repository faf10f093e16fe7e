"""The server behind the page: listens, serves, and ends when it is told to."""

import logging
import signal
import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import uvicorn

from cycle.log import log_event
from cycle.office import Office
from cycle.web.application import application

AT_ONCE = 100
BACKLOG = 128


class Server(uvicorn.Server):
    """Leaves signals to whoever runs it, and tells when it takes requests."""

    def __init__(self, config: uvicorn.Config, started: Callable[[], None]) -> None:
        super().__init__(config)
        self._told = started

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Nothing: `run` has done so."""
        yield

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Begin, then tell."""
        await super().startup(sockets)
        self._told()


def run(office: Office, listen: tuple[str, int], started: Callable[[str, int], None]) -> int:
    """Serve until a signal comes; gives its number. Raises OSError where the address cannot be listened on."""
    with _listening(listen) as held:
        host, port = held.getsockname()[:2]
        server = server_of(office, lambda: _begun(started, host, port))
        with _told_by_signals(server) as ending:
            server.run([held])
    log_event(logging.INFO, "serving_ended", signal=ending[0] if ending else None)
    return ending[0] if ending else 0


def server_of(office: Office, started: Callable[[], None]) -> Server:
    """A server for the page that writes no log of its own."""
    config = uvicorn.Config(
        application(office),
        log_config=None,
        access_log=False,
        server_header=False,
        proxy_headers=False,
        lifespan="off",
        ws="none",
        limit_concurrency=AT_ONCE,
        timeout_graceful_shutdown=10,
    )
    logging.getLogger("uvicorn").setLevel(logging.CRITICAL)
    return Server(config, started)


def _begun(started: Callable[[str, int], None], host: str, port: int) -> None:
    log_event(logging.INFO, "serving", host=host, port=port)
    started(host, port)


@contextmanager
def _listening(listen: tuple[str, int]) -> Iterator[socket.socket]:
    family = socket.AF_INET6 if ":" in listen[0] else socket.AF_INET
    held = socket.create_server(listen, family=family, backlog=BACKLOG)
    try:
        yield held
    finally:
        held.close()


@contextmanager
def _told_by_signals(server: Server) -> Iterator[list[int]]:
    """SIGTERM and SIGINT let the requests under way come to their end; the list has the first that came."""
    came: list[int] = []

    def end(number: int, _frame: object) -> None:
        came.append(number)
        server.should_exit = True

    before = {one: signal.signal(one, end) for one in (signal.SIGTERM, signal.SIGINT)}
    try:
        yield came
    finally:
        for one, handler in before.items():
            signal.signal(one, handler)
