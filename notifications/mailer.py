"""Mail by one relay, over a few connections that each carry many letters. Alone uses aiosmtplib."""

import asyncio
import ssl
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from typing import Any

from aiosmtplib import SMTPException, SMTPResponse, SMTPResponseException, SMTPTimeoutError
from aiosmtplib.esmtp import parse_esmtp_extensions
from aiosmtplib.protocol import SMTPProtocol

from notifications import smtp_results as said
from notifications.port import Gate, Result, Ticket
from notifications.smtp_relay import Relay, on_the_wire
from notifications.smtp_results import broken
from notifications.smtp_sending import Sending, probed
from notifications.smtp_session import Offer, Reply, Session, Watch

MAIL = "mail"
# How many seconds a relay is given to answer that it has heard our leave-taking.
LEAVE = 1.0


class SmtpChannel:
    """Mail by one relay. What the relay answers is told to the gate; nothing that it does raises."""

    name = MAIL
    repeatable = False

    def __init__(self, relay: Relay) -> None:
        self._relay = relay

    def send(self, tickets: Sequence[Ticket], gate: Gate) -> None:
        """Hand every ticket over. Raises only what the gate raises; what was under way then is left as it stands."""
        if tickets:
            asyncio.run(Sending(self._relay, self._session, tickets).run(gate))

    def probe(self, ticket: Ticket, told: Watch, *, dry: bool) -> Result:
        """Send one message to one address, each phase told with what was answered; `dry` stops before DATA."""
        return asyncio.run(probed(Session(self._relay, Wire(self._relay), told), ticket, dry=dry))

    def _session(self) -> Session:
        return Session(self._relay, Wire(self._relay))


class Wire:
    """A connection as bytes go over it. Every method raises BrokenError where the connection can no longer be used."""

    def __init__(self, relay: Relay) -> None:
        self._relay, self._patience = relay, relay.patience
        self._line: _Line | None = None

    async def connect(self, context: ssl.SSLContext | None) -> None:
        """Connect, with TLS from the first byte where a context is given."""
        loop, host = asyncio.get_running_loop(), self._relay.host
        with _broken_in(said.TLS if context else said.CONNECT):
            async with asyncio.timeout(self._patience.connect):
                _, self._line = await loop.create_connection(
                    _Line, host, self._relay.port, ssl=context, server_hostname=host if context else None
                )

    async def greeting(self) -> Reply:
        """What the relay says first."""
        line = self._open(said.GREETING)
        with _broken_in(said.GREETING):
            return self._checked(said.GREETING, await line.read_response(timeout=self._patience.connect))

    async def say(self, phase: str, *words: bytes) -> Reply:
        """A command and its reply."""
        line = self._open(phase)
        with _broken_in(phase):
            reply = await line.execute_command(*words, timeout=self._patience.command)
        return self._checked(phase, reply)

    async def content(self, content: bytes) -> Reply:
        """The message itself after DATA, and the reply to it."""
        line = self._open(said.DATA)
        with _broken_in(said.CONTENT):
            line.write(on_the_wire(content))
            reply = await line.read_response(timeout=self._patience.content)
        return self._checked(said.CONTENT, reply)

    async def secure(self, context: ssl.SSLContext) -> Reply:
        """Begin TLS by STARTTLS."""
        line = self._open(said.STARTTLS)
        with _broken_in(said.STARTTLS):
            return Reply(*await line.start_tls(context, self._relay.host, self._patience.connect))

    async def leave(self) -> None:
        """Take leave where the relay still listens. Raises nothing."""
        if self._line is not None:
            with suppress(SMTPException, OSError, ValueError):
                await self._line.execute_command(b"QUIT", timeout=LEAVE)

    def drop(self) -> None:
        """End the connection without a word."""
        if self._line is not None and isinstance(self._line.transport, asyncio.WriteTransport):
            self._line.transport.abort()
        self._line = None

    @property
    def out_of_step(self) -> bool:
        """Whether more was answered than was asked: what comes next would be taken for another answer."""
        return self._line is None or self._line.left_over

    @property
    def here(self) -> str:
        """Our own address on this connection."""
        name = self._about("sockname")
        return str(name[0]) if name else "127.0.0.1"

    @property
    def tls(self) -> str:
        """The version of TLS that is spoken, empty for none."""
        secured = self._about("ssl_object")
        return str(secured.version()) if secured else ""

    @staticmethod
    def offer(reply: Reply) -> Offer:
        """What a reply to EHLO offers."""
        extensions, methods = parse_esmtp_extensions(reply.text)
        return Offer(frozenset(extensions), tuple(methods))

    def _about(self, name: str) -> Any:
        transport = self._line.transport if self._line else None
        return transport.get_extra_info(name) if transport else None

    def _open(self, phase: str) -> "_Line":
        if self._line is None:
            raise broken(phase, said.LOST)
        if self._line.left_over:
            raise broken(phase, said.GARBLED)
        return self._line

    def _checked(self, phase: str, reply: SMTPResponse) -> Reply:
        """A reply that can be one. 421, with which a relay takes leave, and nonsense end the connection."""
        if not 200 <= reply.code < 600:
            raise broken(phase, said.GARBLED)
        if reply.code == said.CLOSING:
            raise broken(phase, reply.message, reply.code)
        if self.out_of_step and phase != said.CONTENT:
            raise broken(phase, said.GARBLED)
        return Reply(reply.code, reply.message)


class _Line(SMTPProtocol):
    """The library's reader of replies, and whether anything is left in it."""

    @property
    def left_over(self) -> bool:
        return bool(self._buffer)


@contextmanager
def _broken_in(phase: str) -> Iterator[None]:
    """Whatever the network, TLS or the library raises in a phase, as a BrokenError."""
    tls = said.TLS if phase == said.STARTTLS else phase
    try:
        yield
    except (SMTPTimeoutError, TimeoutError):
        raise broken(phase, said.TIMEOUT) from None
    except ssl.SSLCertVerificationError as wrong:
        raise broken(tls, f"{said.CERTIFICATE}: {wrong.verify_message}") from None
    except ssl.SSLError as wrong:
        raise broken(tls, f"{said.HANDSHAKE}: {wrong.reason}") from None
    except SMTPResponseException as wrong:
        refused = phase == said.STARTTLS and 400 <= wrong.code < 600
        raise (broken(phase, wrong.message, wrong.code) if refused else broken(phase, said.GARBLED)) from None
    except (SMTPException, OSError, ValueError):
        raise broken(phase, said.UNREACHABLE if phase == said.CONNECT else said.LOST) from None
