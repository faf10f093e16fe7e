"""What may be asked of a deadline, and all that the answer is judged by."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from cycle import statements
from cycle.canonical import canonical, digest
from cycle.commands.payloads import plain
from cycle.identity import acting_queries
from cycle.transactions import Query
from workflows.deadlines.deadline_rules import DeadlineRule
from workflows.definition import Definition
from workflows.facts import Actor, Facts
from workflows.rules import Calendar, Rules
from workflows.verdict import Reason

PAUSED, RESUMED, EXTENDED = "paused", "resumed", "extended"
DECLINED, RELEASED, SETTLED = "declined", "released", "answered"


@dataclass(frozen=True)
class ClockAct:
    """One act on a deadline, named by what it will be recorded as.

    `happened` None means today; `on_behalf` is `kind:code`. `basis` is the document that a pause or an extension stands
    on, `until` the new last day of an extension, `to` the organisation that an escalation is released to, None where
    there is only one.
    """

    event: str
    dossier: str
    deadline: str
    actor: str
    on_behalf: str | None = None
    happened: date | None = None
    basis: str | None = None
    until: date | None = None
    to: str | None = None
    note: str | None = None
    request_id: str | None = None

    def queries(self, today: date) -> Sequence[Query]:
        """What is asked before the verdict and to record it, besides what guards may look at."""
        day = (self.happened or today).isoformat()
        repeated = [(statements.REQUEST, self.key)] if self.request_id is not None else []
        actor = acting_queries(self.actor, self.on_behalf, today.isoformat())
        days = dict.fromkeys((day, today.isoformat()))
        published = [(statements.PUBLICATION_ON, (one,)) for one in days]
        return (*repeated, *published, *actor, (statements.LAST_RECORD, (self.stream,)))

    @property
    def stream(self) -> str:
        """Where it is recorded."""
        return f"dossier/{self.dossier}"

    @property
    def key(self) -> tuple[str, str | None, str]:
        """What says that two acts are one and the same."""
        return self.actor, self.request_id, self.dossier

    @property
    def payload_hash(self) -> str:
        """What tells one payload from another under the same request id."""
        return digest(canonical({name: plain(getattr(self, name)) for name in _PAYLOAD}))


_PAYLOAD = ("event", "dossier", "deadline", "on_behalf", "happened", "basis", "until", "to", "note")


@dataclass(frozen=True)
class Clock:
    """A deadline that has not ended, as its row stands."""

    name: str
    opened: int
    starts: date
    last_day: date
    due: str
    derivation: Mapping[str, Any]
    status: str
    expired: int | None
    proposal: str | None
    escalation: str | None


@dataclass(frozen=True)
class PastAct:
    """An earlier act on the same deadline."""

    seq: int
    event: str
    happened: date
    payload: Mapping[str, Any]


@dataclass(frozen=True)
class Ground:
    """All that an act is judged by: the rules of its day, but the `calendar` in force today.

    `reckoned` is the calendar that the deadline has been reckoned with so far, None where it is the same or not known.
    `superiors` are those above whoever owes what the deadline is about.
    """

    asked: ClockAct
    rules: Rules
    publication: str
    definition: Definition
    rule: DeadlineRule
    calendar: Calendar
    facts: Facts
    actor: Actor
    today: date
    clock: Clock
    past: tuple[PastAct, ...]
    reckoned: Calendar | None = None
    superiors: tuple[str, ...] = ()

    @property
    def happened(self) -> date:
        """The day of the act."""
        return self.asked.happened or self.today

    def reason(self, code: str, **params: Any) -> Reason:
        """A reason that names the deadline."""
        return Reason(code, {"deadline": self.asked.deadline, **params})


@dataclass(frozen=True)
class Ruling:
    """An act that may be done: what its record says, and what its row becomes.

    Without a derivation the row's days stay as they are.
    """

    payload: Mapping[str, Any]
    columns: Mapping[str, Any] = field(default_factory=dict)
    derivation: Mapping[str, Any] | None = None


Judged = Ruling | list[Reason]
