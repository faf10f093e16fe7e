"""What a workflow is once it has been read: the neutral form that machine, diagram and soundness share."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Any

RESERVED_ROLES = frozenset({"child", "parent", "system"})


@dataclass(frozen=True)
class Text:
    """A title in both languages of the system."""

    vi: str
    en: str


@dataclass(frozen=True)
class Who:
    """A role in a scope. `otherwise` marks an `else`: it counts only where every earlier one names nobody."""

    role: str
    scope: str
    otherwise: bool = False

    def __str__(self) -> str:
        return ("else " if self.otherwise else "") + (f"{self.role}.{self.scope}" if self.scope else self.role)


@dataclass(frozen=True)
class Law:
    """The decision a workflow stands on; both days count, `until` None means still in force."""

    decision: str
    in_force: date
    until: date | None = None


@dataclass(frozen=True)
class ValueRule:
    """A value that a trigger records: its name, its type and the type's argument (`decision by council`)."""

    name: str
    type: str
    argument: str | None = None
    optional: bool = False


@dataclass(frozen=True)
class GuardUse:
    """A guard of the vocabulary with its checked parameters."""

    guard: str
    params: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Override:
    """Who may set unmet guards aside, and which ones."""

    by: tuple[Who, ...]
    guards: frozenset[str]


@dataclass(frozen=True)
class State:
    name: str
    stage: str
    title: Text
    step: int | None = None
    owes: tuple[Who, ...] = ()
    deadlines: tuple[str, ...] = ()
    final: str | None = None
    tells: str | None = None


@dataclass(frozen=True)
class Transition:
    """One declared move. `sources` are dotted states; `children` is the trigger fired on open children."""

    trigger: str
    sources: tuple[str, ...]
    target: str
    by: tuple[Who, ...]
    guards: tuple[GuardUse, ...] = ()
    records: tuple[ValueRule, ...] = ()
    note_required: bool = False
    dated: bool = False
    opens: str | None = None
    children: str | None = None
    override: Override | None = None
    basis: str | None = None


@dataclass(frozen=True)
class Period:
    """A length of time; exactly one of the two is set. Days are calendar days."""

    days: int | None = None
    months: int | None = None


@dataclass(frozen=True)
class DeadlineRule:
    """What starts a clock and how long it runs, or the fixed date it ends on.

    `starts` is `entering` or the name of a recorded value that carries a date. `within` is a period or the name of a
    duration of the programme; `on` is the name of a date of the programme.
    """

    name: str
    starts: str
    within: Period | str | None
    on: str | None
    basis: str
    rolls: bool = True
    title: Text | None = None


@dataclass(frozen=True)
class Stage:
    name: str
    title: Text


@dataclass(frozen=True, eq=False)
class Definition:
    """A workflow, read and found sound. `hash` identifies the text it came from.

    `triggers` and `values` are the titles of both; a value may have none. `unique` are values received that no two
    dossiers of the family share.
    """

    name: str
    family: str
    title: Text
    law: Law
    initial: str
    stages: tuple[Stage, ...]
    states: Mapping[str, State]
    transitions: tuple[Transition, ...]
    deadlines: Mapping[str, DeadlineRule]
    triggers: Mapping[str, Text]
    receives: tuple[ValueRule, ...] = ()
    values: Mapping[str, Text] = field(default_factory=dict)
    hash: str = ""
    unique: tuple[str, ...] = ()

    @cached_property
    def moves(self) -> Mapping[tuple[str, str], Transition]:
        """The transition of each (state, trigger) that has one."""
        return {(source, t.trigger): t for t in self.transitions for source in t.sources}

    @cached_property
    def offers(self) -> Mapping[str, tuple[Transition, ...]]:
        """The transitions that leave each state, in the order of the declaration."""
        return {name: tuple(t for t in self.transitions if name in t.sources) for name in self.states}

    @cached_property
    def recorded(self) -> Mapping[str, ValueRule]:
        """Every value that some trigger records or the opening receives, by name."""
        rules = [*self.receives, *(rule for t in self.transitions for rule in t.records)]
        return {rule.name: rule for rule in rules}
