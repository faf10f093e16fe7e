"""The channel that tells a receiver's program of a letter: one signed request over HTTPS, safe to repeat."""

import hashlib
import hmac
import json
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from http.client import HTTPConnection, HTTPException, HTTPSConnection

from notifications.port import HANDED, LATER, REFUSED, Gate, Outcome, Result, Ticket
from notifications.reaching import Address, NoAddress, PinnedHTTP, PinnedHTTPS, Target, reach

REPLY_LONGEST = 200
# All of one request, in times of `timeout`: a receiver that answers a byte at a time is not waited for.
PATIENCE = 3


@dataclass(frozen=True)
class WebhookChannel:
    """Posts a letter's code, number, recipient, subject, short message and the SHA-256 of its bytes; no address.

    `X-OCOP-Signature` is `sha256=` and the HMAC-SHA-256 in hexadecimal of `X-OCOP-Timestamp` (seconds since 1970, by
    `now`), a point and the body, under the secret. `Idempotency-Key` is the letter's code: a receiver takes a second
    request with it as the first. So a lost answer means later, never uncertain. `timeout` counts seconds of each wait.
    Raises ValueError with a stable code where the URL cannot serve (`notifications.reaching.url_fault`).
    """

    url: str
    secret: str
    now: Callable[[], datetime]
    allow_private: bool = False
    timeout: float = 10.0
    trust: str | None = None

    def __post_init__(self) -> None:
        Target.of(self.url, allow_private=self.allow_private)

    @property
    def name(self) -> str:
        return "webhook"

    @property
    def repeatable(self) -> bool:
        return True

    def send(self, tickets: Sequence[Ticket], gate: Gate) -> None:
        """Tell of what the gate lets through, one after another. Raises nothing that a receiver can cause.

        The host's name is resolved once. Where it cannot be reached the rest is left for later, untried.
        """
        target = Target.of(self.url, allow_private=self.allow_private)
        reached = reach(target, allow_private=self.allow_private)
        finished: list[Outcome] = []
        for ticket in tickets:
            through = gate(finished, (ticket,))
            finished = []
            if ticket.letter not in through:
                continue
            result = self._told(ticket, target, reached) if isinstance(reached, Address) else _unreached(reached)
            if result.phase == "connect" and isinstance(reached, Address):
                reached = NoAddress(LATER, result.reply)
            finished = [Outcome(ticket, dict.fromkeys(ticket.addresses, result))]
        gate(finished, ())

    def signed(self, ticket: Ticket) -> tuple[bytes, dict[str, str]]:
        """The body of a request, and its headers with the signature."""
        body = body_of(ticket)
        timestamp = str(int(self.now().timestamp()))
        headers = {
            "Content-Type": "application/json; charset=utf-8",
            "User-Agent": "ocop-cycle",
            "Idempotency-Key": ticket.letter,
            "X-OCOP-Timestamp": timestamp,
            "X-OCOP-Signature": f"sha256={signature(self.secret, timestamp, body)}",
        }
        return body, headers

    def _told(self, ticket: Ticket, target: Target, address: Address) -> Result:
        connection = self._connection(target, address)
        try:
            connection.connect()
        except OSError as wrong:
            connection.close()
            return Result(LATER, "connect", reply=_said(wrong))
        body, headers = self.signed(ticket)
        try:
            with _ended_after(self.timeout * PATIENCE, connection):
                connection.request("POST", target.path, body, headers)
                answer = connection.getresponse()
                return _result(answer.status, answer.getheader("Retry-After"))
        except (OSError, HTTPException, ValueError) as wrong:
            return Result(LATER, "answer", reply=_said(wrong))
        finally:
            connection.close()

    def _connection(self, target: Target, address: Address) -> HTTPConnection | HTTPSConnection:
        if target.secure:
            return PinnedHTTPS(target, address, self.timeout, self.trust)
        return PinnedHTTP(target, address, self.timeout)


def body_of(ticket: Ticket) -> bytes:
    """What a receiver is told: JSON in UTF-8."""
    told = {
        "letter": ticket.letter,
        "number": ticket.number,
        "recipient": ticket.recipient,
        "subject": ticket.subject,
        "short": ticket.short,
        "content_sha256": hashlib.sha256(ticket.content).hexdigest(),
    }
    return json.dumps(told, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def signature(secret: str, timestamp: str, body: bytes) -> str:
    """HMAC-SHA-256 in hexadecimal over the timestamp, a point and the body."""
    return hmac.new(secret.encode(), timestamp.encode() + b"." + body, hashlib.sha256).hexdigest()


def _result(status: int, retry_after: str | None) -> Result:
    if 200 <= status < 300:
        return Result(HANDED, "answer", status)
    if status in {408, 425, 429} or status >= 500:
        seconds = (retry_after or "").strip()
        wait = f"Retry-After: {seconds}" if seconds.isascii() and seconds.isdigit() and len(seconds) < 8 else ""
        return Result(LATER, "answer", status, wait)
    # A redirection too: the signature is meant for this receiver alone.
    return Result(REFUSED, "answer", status)


def _unreached(reached: NoAddress) -> Result:
    return Result(reached.outcome, "resolve" if reached.outcome == REFUSED else "connect", reply=reached.reason)


def _said(wrong: Exception) -> str:
    return " ".join(f"{type(wrong).__name__}: {wrong}".split())[:REPLY_LONGEST]


@contextmanager
def _ended_after(seconds: float, connection: HTTPConnection) -> Iterator[None]:
    """Break a connection off that takes longer, however it dribbles."""
    timer = threading.Timer(seconds, _break_off, (connection,))
    timer.daemon = True
    timer.start()
    try:
        yield
    finally:
        timer.cancel()


def _break_off(connection: HTTPConnection) -> None:
    held = connection.sock
    if held is not None:
        # Closing alone would not wake the thread that reads.
        try:
            held.shutdown(2)
        except OSError:
            return
