"""How a letter's deliveries stand, as far as its records tell: under way, or how each of them ended."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

# Channels that go to addresses of e-mail; any other goes once, under its own name, but `others` to each service.
MAILED, OTHERS = frozenset({"mail", "files"}), "others"
UNDER_WAY = frozenset({"queued", "claimed", "sending"})
HANDED, FAILED, UNCERTAIN, BOUNCED = "handed", "failed", "uncertain", "bounced"
ENDED = {"handed": HANDED, "refused": FAILED, "expired": FAILED, "failed": FAILED, "uncertain": UNCERTAIN}

# An address, or its place among the sorted addresses where the addresses have been erased.
Place = tuple[str, str | int]


@dataclass
class Mailing:
    """The deliveries of one sealed letter. `emails` by channel, None: they have been erased; `lost`: nothing is known.

    What is in neither `standing` nor `codes` is under way.
    """

    channels: set[str]
    emails: dict[str, list[str] | None]
    standing: dict[Place, frozenset[str]] = field(default_factory=dict)
    codes: dict[Place, Any] = field(default_factory=dict)
    lost: bool = False

    def addresses(self, channel: str) -> Sequence[str] | None:
        """Where it goes by a channel, in order; None where that has been erased."""
        return self.emails.get(channel, []) if channel in MAILED else [channel]

    def settle(self, channel: str, results: Iterable[Mapping[str, Any]]) -> None:
        """What became of some addresses. Raises IndexError where there is no such address."""
        for one in results:
            if one["outcome"] in ENDED:
                place = self._place(channel, one["address"])
                self.standing[place] = frozenset({ENDED[one["outcome"]]})
                self.codes[place] = one.get("code")

    def bounce(self, channel: str, index: int) -> None:
        """A report came back for one address."""
        place = self._place(channel, index)
        self.standing[place] = frozenset({BOUNCED})
        self.codes.pop(place, None)

    def again(self, channels: Iterable[str], *ended: str) -> None:
        """All that ended so by some channels goes once more."""
        chosen = {*channels}
        for place in self._ended(ended):
            if place[0] in chosen:
                del self.standing[place]
                self.codes.pop(place, None)

    def resolve(self, outcome: str, which: tuple[str, Sequence[int]] | None) -> None:
        """What was uncertain was taken or goes once more: all of it, or some addresses by a channel."""
        named = None if which is None else {self._place(which[0], index) for index in which[1]}
        for place in self._ended((UNCERTAIN,)):
            if named is None or place in named:
                self.codes.pop(place, None)
                del self.standing[place]
                if outcome in ENDED:
                    self.standing[place] = frozenset({ENDED[outcome]})

    def resend(self, channels: Iterable[str], emails: list[str] | None) -> None:
        """It goes once more to the addresses of that day, which are among `emails`: all to which it went by them."""
        mailed = {*channels} & MAILED
        self.lost = self.lost or emails is None or None in self.emails.values()
        self.channels |= {*channels}
        for place, ended in self.standing.items():
            if place[0] in channels:
                self.standing[place] = (ended | UNDER_WAY) if place[0] in MAILED else UNDER_WAY
                self.codes.pop(place, None)
        self.emails |= dict.fromkeys(mailed, emails)

    def _place(self, channel: str, index: int) -> Place:
        addresses = self.addresses(channel)
        if index < 0:
            raise IndexError(index)
        return (channel, index) if addresses is None else (channel, addresses[index])

    def _ended(self, ended: Sequence[str]) -> list[Place]:
        return [place for place, known in self.standing.items() if known & {*ended}]
