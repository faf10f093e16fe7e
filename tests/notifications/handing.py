"""Handing tickets to a scripted relay, with a gate that keeps what it is told."""

from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field, replace

from notifications.mailer import SmtpChannel
from notifications.port import Outcome, Result, Ticket
from notifications.smtp_relay import Patience, Relay
from tests.notifications.smtp_server import ScriptedServer

QUICK = Patience(connect=0.3, command=0.2, content=0.3)
A, B, C = "a@xa.test", "b@xa.test", "c@xa.test"
BODY = b"Subject: Th\r\n\r\n.mot\r\n..hai\r\nba\r\n"
SECURE_OFFER = "250-relay.test\r\n250-STARTTLS\r\n250 AUTH PLAIN LOGIN"
GONE = "421 4.3.2 Service shutting down"


@dataclass
class Gate:
    """Lets everybody through but those it is told not to, and keeps what it is told."""

    closed_to: frozenset[str] = frozenset()
    entered: list[Ticket] = field(default_factory=list)
    results: dict[str, Mapping[str, Result]] = field(default_factory=dict)
    calls: int = 0

    def __call__(self, finished: Sequence[Outcome], entering: Sequence[Ticket]) -> AbstractSet[str]:
        self.calls += 1
        for one in finished:
            assert one.ticket.letter not in self.results, "told once"
            self.results[one.ticket.letter] = one.results
        self.entered += entering
        return {one.letter for one in entering} - self.closed_to

    def outcomes(self) -> dict[str, dict[str, str]]:
        return {code: {to: one.outcome for to, one in found.items()} for code, found in self.results.items()}


def letter(number: int = 1, addresses: tuple[str, ...] = (A,)) -> Ticket:
    return Ticket(f"TH-{number}", 1, addresses, BODY, "tra-loi@so.test")


def plain(server: ScriptedServer, **more: object) -> Relay:
    return replace(Relay("127.0.0.1", server.port, "none", patience=QUICK), **more)  # type: ignore[arg-type]  # each value is of its own field


def sent(server: ScriptedServer, relay: Relay, *tickets: Ticket, gate: Gate | None = None) -> Gate:
    found = gate or Gate()
    SmtpChannel(relay).send(tickets or (letter(),), found)
    return found
