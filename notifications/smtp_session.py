"""What is said to a relay, in which order, and what its answers mean for each address."""

import base64
import ssl
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from typing import NamedTuple, Protocol

from notifications import smtp_results as said
from notifications.port import REFUSED, UNSENT, Result, Ticket
from notifications.smtp_relay import NONE, STARTTLS, TLS, Relay, can_stand_in_envelope, context_of
from notifications.smtp_results import BrokenError, broken, meaning

GO_ON = 334
# Told of each phase what was answered in it.
Watch = Callable[[str, str], None]
# Lets a letter through to DATA or not.
Enter = Callable[[Ticket], Awaitable[bool]]


class Reply(NamedTuple):
    """What a relay has answered."""

    code: int
    text: str

    @property
    def positive(self) -> bool:
        return 200 <= self.code < 300


@dataclass(frozen=True)
class Offer:
    """What a relay says it can do, in small letters: extensions, and by which methods one logs in."""

    extensions: frozenset[str]
    methods: tuple[str, ...]


class Wire(Protocol):
    """A connection as bytes go over it. Methods that speak raise BrokenError where it can no longer be used."""

    async def connect(self, context: ssl.SSLContext | None) -> None: ...
    async def greeting(self) -> Reply: ...
    async def say(self, phase: str, *words: bytes) -> Reply: ...
    async def content(self, content: bytes) -> Reply: ...
    async def secure(self, context: ssl.SSLContext) -> Reply: ...
    async def leave(self) -> None: ...
    def drop(self) -> None: ...
    def offer(self, reply: Reply) -> Offer: ...
    @property
    def out_of_step(self) -> bool: ...
    @property
    def here(self) -> str: ...
    @property
    def tls(self) -> str: ...


def _unwatched(_phase: str, _text: str) -> None:
    """Tells nobody."""


class Session:
    """One connection to a relay. It is usable from `open` until it ends, breaks or answers nonsense."""

    def __init__(self, relay: Relay, wire: Wire, told: Watch = _unwatched) -> None:
        self._relay, self._wire, self._told = relay, wire, told
        self._begun = False
        self._usable = False

    def usable(self) -> bool:
        """Whether another letter may be begun."""
        return self._usable

    async def open(self) -> None:
        """Connect, secure and log in as the relay's settings say. Raises BrokenError: then no letter was begun."""
        direct = self._context() if self._relay.security == TLS else None
        await self._wire.connect(direct)
        self._told(said.CONNECT, f"{self._relay.host}:{self._relay.port}")
        if direct is not None:
            self._told(said.TLS, self._wire.tls)
        greeting = await self._wire.greeting()
        self._told(said.GREETING, _shown(greeting))
        self._accepted(said.GREETING, greeting)
        offer = await self._introduce()
        if self._relay.security == STARTTLS:
            await self._secure(offer)
            offer = await self._introduce()
        if self._relay.user:
            await self._log_in(offer)
        self._usable = True

    async def close(self) -> None:
        """Take leave where that is still possible, and end the connection. Raises nothing, waits a second at most."""
        if self._usable:
            await self._wire.leave()
        self._usable = False
        self._wire.drop()

    async def hand_over(self, ticket: Ticket, enter: Enter) -> dict[str, Result]:
        """Hand one letter over: what became of each address. A connection that breaks on it is no longer usable."""
        results: dict[str, Result] = {}
        try:
            accepted = await self._envelope(ticket, results)
            if accepted:
                results.update(dict.fromkeys(accepted, await self._data(replace(ticket, addresses=accepted), enter)))
            self._usable = not self._wire.out_of_step
        except BrokenError as wrong:
            self._usable = False
            for address in ticket.addresses:
                results.setdefault(address, wrong.result)
        return results

    async def _data(self, ticket: Ticket, enter: Enter) -> Result:
        if not await enter(ticket):
            return Result(UNSENT, said.DATA)
        phase, reply = said.DATA, await self._say(said.DATA, b"DATA")
        if reply.code == said.CONTINUE:
            phase, reply = said.CONTENT, await self._wire.content(ticket.content)
            self._told(phase, _shown(reply))
        self._begun = False
        return meaning(phase, *reply)

    async def _envelope(self, ticket: Ticket, results: dict[str, Result]) -> tuple[str, ...]:
        """Name sender and recipients: the addresses that the relay takes, what it says of others in the results."""
        unwritable = [one for one in ticket.addresses if not can_stand_in_envelope(one)]
        results.update(dict.fromkeys(unwritable, Result(REFUSED, said.ADDRESS, None, said.UNWRITABLE)))
        writable = [one for one in ticket.addresses if one not in results]
        if not writable:
            return ()
        if self._begun:
            self._accepted(said.MAIL, await self._say(said.MAIL, b"RSET"))
        self._begun = True
        reply = await self._say(said.MAIL, b"MAIL", b"FROM:<" + ticket.sender.encode("ascii", "replace") + b">")
        if not reply.positive:
            results.update(dict.fromkeys(writable, meaning(said.MAIL, *reply)))
            return ()
        accepted = []
        for address in writable:
            reply = await self._say(said.RCPT, b"RCPT", b"TO:<" + address.encode("ascii") + b">")
            if reply.positive:
                accepted.append(address)
            else:
                results[address] = meaning(said.RCPT, *reply)
        return tuple(accepted)

    async def _introduce(self) -> Offer:
        """Say who we are; what the relay offers to us."""
        here = self._wire.here
        name = f"[IPv6:{here}]" if ":" in here else f"[{here}]"
        return self._wire.offer(self._accepted(said.EHLO, await self._say(said.EHLO, b"EHLO", name.encode("ascii"))))

    async def _secure(self, offer: Offer) -> None:
        """From here on nobody else can read; where that cannot be had, nothing is sent."""
        if STARTTLS not in offer.extensions:
            raise broken(said.STARTTLS, said.NO_STARTTLS)
        self._told(said.STARTTLS, _shown(await self._wire.secure(self._context())))
        self._told(said.TLS, self._wire.tls)

    async def _log_in(self, offer: Offer) -> None:
        """Log in, never where others could read along."""
        if self._relay.security == NONE:
            raise broken(said.AUTH, said.NEEDS_TLS)
        user, password = self._relay.user.encode(), self._relay.password.encode()
        if "plain" in offer.methods:
            secret = base64.b64encode(b"\0" + user + b"\0" + password)
            reply = await self._say(said.AUTH, b"AUTH", b"PLAIN", secret)
        elif "login" in offer.methods:
            reply = await self._say(said.AUTH, b"AUTH", b"LOGIN")
            for word in (user, password):
                reply = await self._say(said.AUTH, base64.b64encode(word)) if reply.code == GO_ON else reply
        else:
            raise broken(said.AUTH, said.NO_AUTH)
        self._accepted(said.AUTH, reply)

    async def _say(self, phase: str, *words: bytes) -> Reply:
        reply = await self._wire.say(phase, *words)
        self._told(phase, _shown(reply))
        return reply

    def _context(self) -> ssl.SSLContext:
        try:
            return context_of(self._relay)
        except OSError:
            raise broken(said.TLS, said.AUTHORITIES) from None

    @staticmethod
    def _accepted(phase: str, reply: Reply) -> Reply:
        """A reply without which one cannot go on."""
        if not reply.positive:
            result = meaning(phase, *reply)
            raise broken(phase, result.reply, reply.code)
        return reply


def _shown(reply: Reply) -> str:
    return f"{reply.code} {said.one_line(reply.text)}"
