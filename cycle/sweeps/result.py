"""What one sweep has done, or would do."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from cycle.commands.expiring import Expiring
from cycle.commands.payloads import reason_payload
from cycle.sweeps.ledger import MERGED, VOID, Effect, Key
from workflows.verdict import Reason

# In the order in which people are told.
KINDS = (
    "reminders",
    "merged",
    "void",
    "expired",
    "offered",
    "not_offered",
    "escalated",
    "papers",
    "windows",
    "seasons",
    "left",
)


@dataclass(frozen=True)
class Aside:
    """One thing that could not be done, and why."""

    key: Key
    reason: Reason


@dataclass
class Tally:
    """What has been done so far, by kind. `left` counts what somebody else held just then: a later sweep does it.

    `foreseen` are the effects that letters would tell, of a dry run alone.
    """

    counts: Counter[str] = field(default_factory=Counter)
    aside: list[Aside] = field(default_factory=list)
    lag: Mapping[str, str] | None = None
    foreseen: list[Effect] = field(default_factory=list)

    def reminded(self, effects: Sequence[Effect]) -> None:
        """Rows of the ledger about deadlines, but for expiries."""
        for effect in effects:
            self.counts[{MERGED: "merged", VOID: "void"}.get(effect.status, "reminders")] += 1

    def expired(self, found: Expiring) -> None:
        """One deadline that is over."""
        self.counts["expired"] += 1
        if found.proposal is not None:
            self.counts["offered" if found.offered else "not_offered"] += 1
        if found.escalation is not None:
            self.counts["escalated"] += 1


@dataclass(frozen=True)
class Swept:
    """A sweep that has come to its end. `counts` has every kind; `aside` is what is set aside after it, if tried."""

    code: str
    worker: str
    started: str
    finished: str
    counts: Mapping[str, int]
    lag: Mapping[str, str] | None
    aside: tuple[Aside, ...]
    foreseen: tuple[Effect, ...] = ()

    @property
    def value(self) -> Mapping[str, Any]:
        """All of it as canonical JSON can hold it."""
        aside = [
            {**dict(zip(("kind", "subject", "part", "number"), one.key, strict=True)), **reason_payload(one.reason)}
            for one in self.aside
        ]
        return {"counts": dict(self.counts), "lag": self.lag, "set_aside": aside}


def swept(begun: tuple[str, str, str], finished: str, tally: Tally) -> Swept:
    """What a tally comes to at the end of a sweep, which `begun` tells: its code, the worker, the instant."""
    counts = {kind: tally.counts[kind] for kind in KINDS}
    return Swept(*begun, finished, counts, tally.lag, tuple(tally.aside), tuple(tally.foreseen))
