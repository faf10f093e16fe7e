"""A gate for tests of channels: lets letters through, or does not, and keeps what it was told."""

from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field

from notifications.port import Outcome, Result, Ticket


@dataclass
class OpenGate:
    """Lets every letter through but those that are `held`."""

    held: frozenset[str] = frozenset()
    told: list[Outcome] = field(default_factory=list)

    def __call__(self, finished: Sequence[Outcome], entering: Sequence[Ticket]) -> AbstractSet[str]:
        self.told += finished
        return {one.letter for one in entering} - self.held

    @property
    def results(self) -> dict[str, Result]:
        """What became of each letter's only address; each letter is told once."""
        codes = [one.ticket.letter for one in self.told]
        assert len(codes) == len(set(codes))
        return {one.ticket.letter: next(iter(one.results.values())) for one in self.told}


def ticket(place: int = 1, **more: object) -> Ticket:
    """A letter to one address."""
    about: dict[str, object] = {
        "letter": f"TH-{'ABCDEFGH'[place % 8]}{place:012}",
        "fence": 1,
        "addresses": ("ocop@huyen.example",),
        "content": f"Subject: thư {place}\r\n\r\nnội dung\r\n".encode(),
        "sender": "bounce@so.example",
        "subject": "Thư nhắc việc",
        "short": "Còn 2 việc",
        "recipient": "organisation:528",
        "number": f"528/2026/{place}",
    }
    return Ticket(**{**about, **more})  # type: ignore[arg-type]  # each value is of its own field
