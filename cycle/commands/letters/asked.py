"""What may be asked of a letter, and all that the answer is judged by."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, NamedTuple

from cycle.canonical import canonical, digest
from cycle.commands.payloads import plain
from cycle.commands.permits import Caller, Permit
from cycle.database import Transaction
from workflows.verdict import Reason

RETRIED, VOIDED, RESENT, RESOLVED, ACKNOWLEDGED = "retried", "void", "resent", "resolved", "acknowledged"
QUEUED, VOID, SEALED = "queued", "void", "sealed"
NOTICE = "notice"
HANDED, UNCERTAIN, FAILED, BOUNCED = "handed", "uncertain", "failed", "bounced"
UNDER_WAY = frozenset({"queued", "claimed", "sending"})
# The channels by which a letter goes to addresses of e-mail; whether it went is judged by these alone.
MAILED = frozenset({"mail", "files"})

# The addresses at which a recipient (`organisation:CODE`, `producer:CODE`) is reached by e-mail on a day.
Reach = Callable[[Transaction, str, date], Sequence[str]]


@dataclass(frozen=True)
class Ways:
    """How letters go today: who is reached, and by which channels."""

    reach: Reach
    channels: frozenset[str]


@dataclass(frozen=True)
class LetterAct:
    """One act on a letter, named by what it will be recorded as.

    `reason` says why; `although_uncertain` lets one be sent again that may have arrived. `handed` says what became of
    an uncertain one. `person` was `happened` (None: today) told by telephone.
    """

    event: str
    letter: str
    caller: Caller
    reason: str | None = None
    although_uncertain: bool = False
    handed: bool | None = None
    person: str | None = None
    happened: date | None = None
    request_id: str | None = None

    @property
    def key(self) -> tuple[str, str | None, str]:
        """What says that two acts are one and the same."""
        return self.caller.account, self.request_id, self.letter

    @property
    def payload_hash(self) -> str:
        """What tells one payload from another under the same request id."""
        told = {name: plain(getattr(self, name)) for name in _PAYLOAD}
        return digest(canonical({**told, "on_behalf": self.caller.on_behalf}))


_PAYLOAD = ("event", "letter", "reason", "although_uncertain", "handed", "person", "happened")


class Letter(NamedTuple):
    """A letter as its row stands."""

    code: str
    programme: str
    name: str
    kind: str
    recipient: str
    created: str
    status: str
    reason: str | None
    hash: str | None


class Delivery(NamedTuple):
    """How it goes to one address by one channel."""

    channel: str
    address: str
    status: str


@dataclass(frozen=True)
class Ground:
    """All that an act is judged by. `zone` is that of the letter's programme, `today` the day there."""

    transaction: Transaction
    asked: LetterAct
    letter: Letter
    deliveries: tuple[Delivery, ...]
    permit: Permit
    today: date
    zone: str
    now: str
    ways: Ways

    def among(self, *statuses: str) -> tuple[Delivery, ...]:
        """The deliveries that stand so."""
        return tuple(one for one in self.deliveries if one.status in statuses)

    def mailed(self, *statuses: str) -> tuple[Delivery, ...]:
        """The deliveries to addresses of e-mail that stand so."""
        return tuple(one for one in self.among(*statuses) if one.channel in MAILED)

    @property
    def stranded(self) -> tuple[Delivery, ...]:
        """The deliveries that wait for a channel by which letters do not go any more."""
        return tuple(one for one in self.among(QUEUED) if one.channel not in self.ways.channels)

    @property
    def about(self) -> Mapping[str, Any]:
        """What every reason names: the letter."""
        return {"letter": self.letter.code}


@dataclass(frozen=True)
class Ruling:
    """An act that may be done: what its record says, and the statements that change the rows.

    `further` are the payloads of records that follow its own.
    """

    payload: Mapping[str, Any]
    writes: tuple[tuple[str, Sequence[Any]], ...] = ()
    personal: Mapping[str, str] = field(default_factory=dict)
    happened: date | None = None
    further: tuple[Mapping[str, Any], ...] = ()


Judged = Ruling | list[Reason]
