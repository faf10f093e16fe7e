"""A batch of letters over two to four connections: which of them takes the next one, and when a relay is left alone."""

import asyncio
from collections import deque
from collections.abc import Callable, Mapping, Sequence

from notifications import smtp_results as said
from notifications.port import LATER, Gate, Outcome, Result, Ticket
from notifications.smtp_gate import Turnstile
from notifications.smtp_relay import Relay
from notifications.smtp_results import BrokenError
from notifications.smtp_session import Session

# So many connections that break one after another with nothing sent, and the relay is left alone until the next pass.
BREAKS = 3
# So many letters one after another that a relay refuses for what we are, and the rest is not offered to it: one alone
# may be refused for its recipient.
REFUSALS = 3


class Sending:
    """One batch on its way."""

    def __init__(self, relay: Relay, session: Callable[[], Session], tickets: Sequence[Ticket]) -> None:
        self._relay, self._session = relay, session
        self._waiting = deque(tickets)
        self._given_up = Result(LATER, said.CONNECT, None, said.UNREACHABLE)
        self._refusals = 0

    async def run(self, gate: Gate) -> None:
        """Send all of it; in the end everything has been told to the gate. Raises what the gate raises."""
        count = max(1, min(self._relay.connections, len(self._waiting)))
        turnstile = Turnstile(gate, count)
        slots = [asyncio.create_task(self._slot(turnstile)) for _ in range(count)]
        try:
            await asyncio.gather(*slots)
            for ticket in self._waiting:
                turnstile.finish(Outcome(ticket, dict.fromkeys(ticket.addresses, self._given_up)))
        finally:
            for slot in slots:
                slot.cancel()
            await asyncio.gather(*slots, return_exceptions=True)
            await turnstile.close()

    async def _slot(self, turnstile: Turnstile) -> None:
        """One connection after another, until nothing waits or the relay is left alone."""
        breaks = 0
        while self._goes_on() and breaks < BREAKS:
            session = self._session()
            try:
                await session.open()
                breaks = 0 if await self._use(session, turnstile) else breaks + 1
            except BrokenError as wrong:
                self._given_up = wrong.result
                return
            finally:
                await session.close()

    async def _use(self, session: Session, turnstile: Turnstile) -> int:
        """Send over one connection until it breaks; how many letters it brought to an end."""
        done = 0
        while self._goes_on() and session.usable():
            ticket = self._waiting.popleft()
            results = await session.hand_over(ticket, turnstile.enter)
            if done and not session.usable() and _ended_between(results):
                self._waiting.appendleft(ticket)  # the relay had enough of this connection, not of this letter
                break
            turnstile.finish(Outcome(ticket, results))
            self._count(results)
            if session.usable():
                done += 1
            else:
                self._given_up = next((one for one in results.values() if one.outcome == LATER), self._given_up)
        return done

    def _goes_on(self) -> bool:
        return bool(self._waiting) and self._refusals < REFUSALS

    def _count(self, results: Mapping[str, Result]) -> None:
        """Count the letters that are refused for what we are, one after another."""
        refusal = said.refusal_of_session(results.values())
        self._refusals = self._refusals + 1 if refusal else 0
        self._given_up = refusal or self._given_up


def _ended_between(results: Mapping[str, Result]) -> bool:
    """Whether a connection was found ended when the next letter was begun."""
    return all(one.phase == said.MAIL and _ended(one) for one in results.values())


def _ended(one: Result) -> bool:
    return one.code == said.CLOSING or (one.code is None and one.reply == said.LOST)


async def probed(session: Session, ticket: Ticket, *, dry: bool) -> Result:
    """What becomes of one message to one address; a `dry` run stops before DATA."""
    (address,) = ticket.addresses

    async def enter(_ticket: Ticket) -> bool:
        return not dry

    try:
        await session.open()
        return (await session.hand_over(ticket, enter))[address]
    except BrokenError as wrong:
        return wrong.result
    finally:
        await session.close()
