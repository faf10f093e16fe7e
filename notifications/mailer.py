"""Handing letters to a mail relay by SMTP, over a few connections that each carry many. Alone uses aiosmtplib."""

import asyncio
import base64
import ssl
from collections import deque
from collections.abc import Awaitable, Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import replace

from aiosmtplib import SMTPException, SMTPReadTimeoutError, SMTPResponse, SMTPResponseException, SMTPTimeoutError
from aiosmtplib.esmtp import parse_esmtp_extensions
from aiosmtplib.protocol import SMTPProtocol

from notifications import smtp_results as said
from notifications.port import LATER, REFUSED, UNSENT, Gate, Outcome, Result, Ticket
from notifications.smtp_gate import Turnstile
from notifications.smtp_relay import NONE, STARTTLS, TLS, Relay, can_stand_in_envelope, context_of, on_the_wire
from notifications.smtp_results import BrokenError, broken, meaning

MAIL = "mail"
# So many connections that break one after another, and a relay is left alone until the next pass.
BREAKS = 3
_GO_ON = 334

Watch = Callable[[str, str], None]
Enter = Callable[[Ticket], Awaitable[bool]]


class SmtpChannel:
    """Mail by one relay. What the relay answers is told to the gate; nothing that it does raises."""

    name = MAIL

    def __init__(self, relay: Relay) -> None:
        self._relay = relay

    def send(self, tickets: Sequence[Ticket], gate: Gate) -> None:
        """Hand every ticket over. Raises only what the gate raises; what was under way then is left as it stands."""
        if tickets:
            asyncio.run(_Sending(self._relay, tickets).run(gate))

    def probe(self, ticket: Ticket, told: Watch, *, dry: bool) -> Result:
        """Send one message by itself and tell each phase with what was answered; `dry` stops before DATA."""
        return asyncio.run(_probe(self._relay, ticket, told, dry=dry))


class _Sending:
    """One batch on its way."""

    def __init__(self, relay: Relay, tickets: Sequence[Ticket]) -> None:
        self._relay = relay
        self._waiting = deque(tickets)
        self._given_up = Result(LATER, said.CONNECT, None, said.UNREACHABLE)

    async def run(self, gate: Gate) -> None:
        """Send all of it; in the end everything has been told to the gate."""
        turnstile = Turnstile(gate)
        count = max(1, min(self._relay.connections, len(self._waiting)))
        slots = [asyncio.create_task(self._slot(turnstile)) for _ in range(count)]
        try:
            await asyncio.gather(*slots)
            for ticket in self._waiting:
                turnstile.finish(Outcome(ticket, dict.fromkeys(ticket.addresses, self._given_up)))
        finally:
            for slot in slots:
                slot.cancel()
            await turnstile.close()

    async def _slot(self, turnstile: Turnstile) -> None:
        """One connection after another, until nothing waits or the relay cannot be reached."""
        breaks = 0
        while self._waiting and breaks < BREAKS:
            session = Session(self._relay)
            try:
                await session.open()
                sent = await self._use(session, turnstile)
                breaks = 0 if sent else breaks + 1
            except BrokenError as wrong:
                self._given_up = wrong.result
                return
            finally:
                await session.close()

    async def _use(self, session: "Session", turnstile: Turnstile) -> int:
        """Send over one connection until it breaks; how many letters it brought to an end."""
        sent = 0
        while self._waiting and session.usable:
            ticket = self._waiting.popleft()
            results = await session.hand_over(ticket, turnstile.enter)
            if sent and not session.usable and _ended_between(results):
                self._waiting.appendleft(ticket)  # the relay had enough of this connection, not of this letter
                return sent
            turnstile.finish(Outcome(ticket, results))
            if session.usable:
                sent += 1
            else:
                self._given_up = next((one for one in results.values() if one.outcome == LATER), self._given_up)
        return sent


def _ended_between(results: dict[str, Result]) -> bool:
    """Whether a connection was found ended when the next letter was begun."""
    return all(one.phase == said.MAIL and one.code in (None, said.CLOSING) for one in results.values())


class Line(SMTPProtocol):
    """A connection's lines."""

    @property
    def out_of_step(self) -> bool:
        """Whether more was answered than was asked: what comes next would be taken for another answer."""
        return bool(self._buffer)

    def drop(self) -> None:
        """End the connection without a word."""
        if isinstance(self.transport, asyncio.WriteTransport):
            self.transport.abort()


class Session:
    """One connection to a relay. `usable` until it ends, breaks or answers nonsense."""

    def __init__(self, relay: Relay, told: Watch = lambda _phase, _text: None) -> None:
        self._relay, self._told = relay, told
        self._line: Line | None = None
        self._secret = False
        self._begun = False
        self.usable = False

    async def open(self) -> None:
        """Connect, greet, secure and log in as the relay's settings say. Raises BrokenError: then nothing was sent."""
        secured = self._relay.security == TLS
        await self._connect(self._context() if secured else None)
        extensions = await self._greet()
        if self._relay.security == STARTTLS:
            await self._secure(extensions)
            extensions = await self._greet()
        if self._relay.user:
            await self._log_in(extensions)
        self.usable = True

    async def close(self) -> None:
        """Take leave, if that is still possible; never raises and never waits long."""
        line, self._line = self._line, None
        if line is None:
            return
        if self.usable:
            with suppress(SMTPException, OSError, asyncio.TimeoutError):
                await line.execute_command(b"QUIT", timeout=1.0)
        self.usable = False
        line.drop()

    async def hand_over(self, ticket: Ticket, enter: Enter) -> dict[str, Result]:
        """Hand one letter over; what became of each address. A connection that breaks meanwhile is no longer usable."""
        results: dict[str, Result] = {}
        try:
            await self._transaction(ticket, enter, results)
        except BrokenError as wrong:
            self.usable = False
            for address in ticket.addresses:
                results.setdefault(address, wrong.result)
        return results

    async def _transaction(
        self, ticket: Ticket, enter: Enter, results: dict[str, Result]
    ) -> None:
        accepted = await self._envelope(ticket, results)
        if not accepted:
            return
        if not await enter(replace(ticket, addresses=accepted)):
            results.update(dict.fromkeys(accepted, Result(UNSENT, said.DATA)))
            return
        reply = await self._say(said.DATA, b"DATA")
        if reply.code == said.CONTINUE:
            reply = await self._send_content(ticket.content)
            result = meaning(said.CONTENT, *reply)
        else:
            result = meaning(said.DATA, *reply)
        self._begun = False
        results.update(dict.fromkeys(accepted, result))

    async def _envelope(self, ticket: Ticket, results: dict[str, Result]) -> tuple[str, ...]:
        """Name sender and recipients; the addresses that the relay takes, those that it does not in the results."""
        unwritable = [one for one in ticket.addresses if not can_stand_in_envelope(one)]
        results.update(dict.fromkeys(unwritable, Result(REFUSED, said.ADDRESS, None, said.UNWRITABLE)))
        if len(unwritable) == len(ticket.addresses):
            return ()
        if self._begun:
            await self._say(said.MAIL, b"RSET")
        self._begun = True
        reply = await self._say(said.MAIL, b"MAIL", b"FROM:<" + ticket.sender.encode("ascii", "replace") + b">")
        if reply.code // 100 != 2:
            refused = meaning(said.MAIL, *reply)
            results.update({one: refused for one in ticket.addresses if one not in results})
            return ()
        accepted = []
        for address in (one for one in ticket.addresses if one not in results):
            reply = await self._say(said.RCPT, b"RCPT", b"TO:<" + address.encode("ascii") + b">")
            if reply.code // 100 == 2:
                accepted.append(address)
            else:
                results[address] = meaning(said.RCPT, *reply)
        return tuple(accepted)

    async def _send_content(self, content: bytes) -> SMTPResponse:
        line = self._open_line(said.CONTENT)
        with _broken_in(said.CONTENT):
            line.write(on_the_wire(content))
            reply = await line.read_response(timeout=self._relay.patience.content)
        return self._checked(said.CONTENT, reply)

    async def _say(self, phase: str, *words: bytes) -> SMTPResponse:
        line = self._open_line(phase)
        with _broken_in(phase):
            reply = await line.execute_command(*words, timeout=self._relay.patience.command)
        return self._checked(phase, reply)

    def _open_line(self, phase: str) -> Line:
        if self._line is None or self._line.out_of_step:
            raise broken(phase if phase != said.CONTENT else said.DATA, said.GARBLED)
        return self._line

    def _checked(self, phase: str, reply: SMTPResponse) -> SMTPResponse:
        """A reply that can be one. Raises BrokenError for 421, with which a relay takes leave, and for nonsense."""
        self._told(phase, f"{reply.code} {said.one_line(reply.message)}")
        if not 200 <= reply.code < 600:
            raise broken(phase, said.GARBLED)
        if reply.code == said.CLOSING:
            raise broken(phase, reply.message, reply.code)
        if self._line is None or self._line.out_of_step:
            self.usable = False
            if phase != said.CONTENT:
                raise broken(phase, said.GARBLED)
        return reply

    async def _connect(self, context: ssl.SSLContext | None) -> None:
        relay, loop = self._relay, asyncio.get_running_loop()
        phase = said.CONNECT if context is None else said.TLS
        with _broken_in(phase):
            async with asyncio.timeout(relay.patience.connect):
                _, self._line = await loop.create_connection(
                    Line, relay.host, relay.port, ssl=context, server_hostname=relay.host if context else None
                )
        self._told(said.CONNECT, f"{relay.host}:{relay.port}")
        if context is not None:
            self._tell_tls()
        with _broken_in(said.GREETING):
            reply = await self._line.read_response(timeout=relay.patience.connect)
        self._accepted(said.GREETING, self._checked(said.GREETING, reply))

    async def _greet(self) -> tuple[dict[str, str], list[str]]:
        """Introduce ourselves; what the relay offers, and by which methods one logs in."""
        line = self._open_line(said.EHLO)
        name = line.transport.get_extra_info("sockname") if line.transport else None
        host = name[0] if name else "127.0.0.1"
        literal = f"[IPv6:{host}]" if ":" in host else f"[{host}]"
        reply = self._accepted(said.EHLO, await self._say(said.EHLO, b"EHLO", literal.encode("ascii")))
        return parse_esmtp_extensions(reply.message)

    async def _secure(self, offered: tuple[dict[str, str], list[str]]) -> None:
        """From here on nobody else can read; where that cannot be had, nothing is sent."""
        if STARTTLS not in offered[0]:
            raise broken(said.STARTTLS, said.NO_STARTTLS)
        context = self._context()
        line = self._open_line(said.STARTTLS)
        with _broken_in(said.STARTTLS):
            reply = await line.start_tls(context, self._relay.host, self._relay.patience.connect)
        self._told(said.STARTTLS, f"{reply.code} {said.one_line(reply.message)}")
        self._tell_tls()

    async def _log_in(self, offered: tuple[dict[str, str], list[str]]) -> None:
        """Log in, never where others could read along."""
        relay = self._relay
        if relay.security == NONE:
            raise broken(said.AUTH, said.NEEDS_TLS)
        user, password = relay.user.encode(), relay.password.encode()
        if "plain" in offered[1]:
            reply = await self._say(said.AUTH, b"AUTH", b"PLAIN", base64.b64encode(b"\0" + user + b"\0" + password))
        elif "login" in offered[1]:
            reply = await self._say(said.AUTH, b"AUTH", b"LOGIN")
            for word in (user, password):
                if reply.code == _GO_ON:
                    reply = await self._say(said.AUTH, base64.b64encode(word))
        else:
            raise broken(said.AUTH, said.NO_AUTH)
        self._accepted(said.AUTH, reply)

    def _context(self) -> ssl.SSLContext:
        try:
            return context_of(self._relay)
        except OSError:
            raise broken(said.TLS, said.AUTHORITIES) from None

    def _tell_tls(self) -> None:
        transport = self._line.transport if self._line else None
        secured = transport.get_extra_info("ssl_object") if transport else None
        self._told(said.TLS, str(secured.version()) if secured else "")

    @staticmethod
    def _accepted(phase: str, reply: SMTPResponse) -> SMTPResponse:
        """A reply without which one cannot go on."""
        if reply.code // 100 != 2:
            raise BrokenError(meaning(phase, *reply))
        return reply


@contextmanager
def _broken_in(phase: str) -> Iterator[None]:
    """Whatever the network, TLS or the library raises in a phase, as a BrokenError."""
    try:
        yield
    except (SMTPReadTimeoutError, SMTPTimeoutError, TimeoutError):
        raise broken(phase, said.TIMEOUT) from None
    except ssl.SSLCertVerificationError as wrong:
        raise broken(said.TLS, f"{said.CERTIFICATE}: {wrong.verify_message}") from None
    except ssl.SSLError as wrong:
        raise broken(said.TLS if phase == said.STARTTLS else phase, f"{said.HANDSHAKE}: {wrong.reason}") from None
    except SMTPResponseException as wrong:
        if phase == said.STARTTLS and 400 <= wrong.code < 600:
            raise broken(phase, wrong.message, wrong.code) from None
        raise broken(phase, said.GARBLED) from None
    except (SMTPException, OSError, ValueError) as wrong:
        raise broken(phase, said.UNREACHABLE if phase == said.CONNECT else said.LOST) from wrong


async def _probe(relay: Relay, ticket: Ticket, told: Watch, *, dry: bool) -> Result:
    session = Session(relay, told)
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
