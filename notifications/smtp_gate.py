"""Where letters wait before DATA: one call of the gate lets through all that stand there, and keeps what has ended."""

import asyncio
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress

from notifications.port import Gate, Outcome, Ticket

# How many seconds a letter waits at most for another one to enter with it, and what has ended for one to be kept with.
LINGER = 0.01
_Waiting = tuple[Ticket, asyncio.Future[bool]]


class Turnstile:
    """Calls the gate in a thread of its own, one call at a time: meanwhile the connections go on.

    What the gate raises is raised to all who wait and by `close`; after that nobody is let through.
    """

    def __init__(self, gate: Gate, connections: int = 1) -> None:
        self._gate, self._enough = gate, connections
        self._entering: list[_Waiting] = []
        self._finished: list[Outcome] = []
        self._wake = asyncio.Event()
        self._thread = ThreadPoolExecutor(1)
        self._failure: BaseException | None = None
        self._calling: asyncio.Task[None] | None = None
        self._turning = asyncio.create_task(self._turn())

    async def enter(self, ticket: Ticket) -> bool:
        """Wait to be let through; whether the claim still holds."""
        if self._failure is not None:
            raise self._failure
        passed: asyncio.Future[bool] = asyncio.get_running_loop().create_future()
        self._entering.append((ticket, passed))
        self._soon()
        return await passed

    def finish(self, outcome: Outcome) -> None:
        """Let the gate keep an outcome: with the next letter that enters, or soon."""
        self._finished.append(outcome)
        self._soon()

    def _soon(self) -> None:
        """Call the gate now where every connection waits, else in a moment: a commit for each would cost more."""
        if len(self._entering) >= self._enough:
            self._wake.set()
        elif len(self._entering) + len(self._finished) == 1:
            asyncio.get_running_loop().call_later(LINGER, self._wake.set)

    async def close(self) -> None:
        """Wait for the call under way and keep what is left. Raises what the gate has raised."""
        self._turning.cancel()
        with suppress(asyncio.CancelledError):
            await self._turning
        try:
            if self._calling is not None:
                await self._calling
            if self._failure is None and self._finished:
                await self._call()
        finally:
            self._thread.shutdown()
        if self._failure is not None:
            raise self._failure

    async def _turn(self) -> None:
        while self._failure is None:
            await self._wake.wait()
            await asyncio.sleep(0)  # whoever comes in the same turn of the loop goes with them
            self._wake.clear()
            if self._entering or self._finished:
                self._calling = asyncio.create_task(self._call())
                await asyncio.shield(self._calling)

    async def _call(self) -> None:
        entering, self._entering = self._entering, []
        finished, self._finished = self._finished, []
        try:
            passed = await self._in_thread(finished, [ticket for ticket, _ in entering])
        except BaseException as failure:  # noqa: BLE001 - whatever it is, it is told to all who wait
            self._failure = failure
            for _, waiting in entering:
                if not waiting.done():
                    waiting.set_exception(failure)
            return
        for ticket, waiting in entering:
            if not waiting.done():
                waiting.set_result(ticket.letter in passed)

    async def _in_thread(self, finished: Sequence[Outcome], entering: Sequence[Ticket]) -> frozenset[str]:
        loop = asyncio.get_running_loop()
        return frozenset(await loop.run_in_executor(self._thread, self._gate, finished, entering))
