"""The port behind which channels lie: what is handed to one, and what it says became of it."""

from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from typing import Protocol

# What became of an address: taken by the relay; refused for good (5xx); refused for now (4xx, or nothing reached);
# lost after DATA; not begun.
HANDED, REFUSED, LATER, UNCERTAIN, UNSENT = "handed", "refused", "later", "uncertain", "unsent"


@dataclass(frozen=True)
class Ticket:
    """A sealed letter to be handed over. `fence` names the claim under which it is; `content` are its frozen bytes.

    `sender` is the envelope's, to which it comes back.
    """

    letter: str
    fence: int
    addresses: tuple[str, ...]
    content: bytes
    sender: str
    subject: str = ""
    short: str = ""
    recipient: str = ""
    number: str = ""


@dataclass(frozen=True)
class Result:
    """What became of one address: one of the words above, in which phase, and what was replied, if anything."""

    outcome: str
    phase: str
    code: int | None = None
    reply: str = ""


@dataclass(frozen=True)
class Outcome:
    """What became of a ticket, by address."""

    ticket: Ticket
    results: Mapping[str, Result]


class Gate(Protocol):
    """What stands before the point from which nobody knows any more whether a letter was taken (DATA)."""

    def __call__(self, finished: Sequence[Outcome], entering: Sequence[Ticket]) -> AbstractSet[str]:
        """Keep what has `finished`, let through those `entering` whose claim still holds: the codes of their letters.

        A ticket that is not let through must not be sent.
        """


class Channel(Protocol):
    """A way by which letters go. `name` stands in deliveries; mail is the channel of record.

    `repeatable`: handing a letter over twice is as good as once, so what a dead worker had begun is begun again.
    """

    @property
    def name(self) -> str: ...

    @property
    def repeatable(self) -> bool: ...

    def send(self, tickets: Sequence[Ticket], gate: Gate) -> None:
        """Hand every ticket over, each outcome told to the gate exactly once. Raises nothing that a relay can cause."""
