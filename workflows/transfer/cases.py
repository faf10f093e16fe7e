"""What is judged where a law moves dossiers, and what the verdict on one of them says."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from workflows.deadlines.clocks import Changes
from workflows.deadlines.deadline_rules import DeadlineRule
from workflows.definition import Definition
from workflows.facts import ChildFact, ClockFact, Facts
from workflows.rules import Rules
from workflows.transfer.plan import Transfer
from workflows.verdict import Outcome, Reason, Relied

MOVES, MOVES_IF, PERSON, IMPOSSIBLE = "moves", "moves_if", "person", "impossible"
VERDICTS = (MOVES, MOVES_IF, PERSON, IMPOSSIBLE)


@dataclass(frozen=True)
class Ground:
    """What dossiers of one text are judged by: the rules, the move that the plan declares, both workflows, the day.

    `basis` is the plan's.

    `lasting` tells whether the new text still reads under all that is published for later; `now` is an instant as text.
    """

    rules: Rules
    transfer: Transfer
    source: Definition
    target: Definition
    basis: str
    effective: date
    day: date
    now: str
    lasting: bool = True


@dataclass(frozen=True)
class Running:
    """A clock that has not ended, as it is kept: `proposal` is what its expiry proposes and nobody has answered,

    `next_at` the instant of the next that a sweep does for it.
    """

    name: str
    opened: int
    status: str
    last_day: date
    derivation: Mapping[str, Any]
    proposal: str | None = None
    next_at: str | None = None


@dataclass(frozen=True)
class Case:
    """One open dossier: its facts, its running clocks, who opened it, the open ones that it opened.

    `divided` are its places that ended with several successors of which nobody has said which one it lies in. `ran`
    tells how clocks ran before, `session` is the one in which a council considers it now.
    """

    facts: Facts
    clocks: Mapping[str, Running] = field(default_factory=dict)
    parent: Definition | None = None
    children: tuple[tuple[ChildFact, Definition], ...] = ()
    divided: tuple[str, ...] = ()
    ran: Callable[[Sequence[DeadlineRule]], Mapping[str, ClockFact]] = lambda _rules: {}
    session: str | None = None


@dataclass(frozen=True)
class Choice:
    """The state that somebody chose, and the roles that they hold."""

    to: str
    roles: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Change:
    """What a move does besides the state: values given and dropped, acts that count no more, clocks, and its ground."""

    values: Mapping[str, Any]
    dropped: tuple[str, ...]
    forgotten: tuple[str, ...]
    clocks: Changes
    outcomes: tuple[Outcome, ...]
    relied: tuple[Relied, ...]


@dataclass(frozen=True)
class Result:
    """The verdict on one dossier. `rule` 0 is the state kept as it is; `change` is there where it `moves`.

    `target` None: not settled yet; `choices` are then those of whoever decides, the first is suggested.
    """

    verdict: str
    rule: int
    target: str | None
    reasons: tuple[Reason, ...] = ()
    choices: tuple[str, ...] = ()
    change: Change | None = None

    @property
    def suggested(self) -> str | None:
        """The state that is suggested to whoever decides."""
        return next(iter(self.choices), None)
