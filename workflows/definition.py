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
    """A role in a scope; the scope `of_VALUE` means the organisations that the value names.

    `otherwise` marks an `else`: it counts only where every earlier one names nobody.
    """

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
class AtClose:
    """What becomes of a dossier when its season closes: it goes on, or `do` is fired.

    `carried_over` then opens a linked dossier in the next season.
    """

    do: str | None = None
    carried_over: bool = False


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
    at_close: AtClose | None = None


@dataclass(frozen=True)
class Transition:
    """One declared move of dotted states; `children` is fired on open children, `letters` are notices that tell it."""

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
    letters: tuple[str, ...] = ()


@dataclass(frozen=True)
class Period:
    """A length of time; exactly one of the three is set. `days` are calendar days."""

    days: int | None = None
    months: int | None = None
    working_days: int | None = None


@dataclass(frozen=True)
class Start:
    """What starts a clock; `name` says which.

    `kind` is `entering` (a state), `value` (the day that a recorded value carries), `paper` (its receipt), `date` (of
    the programme), `deadline` (the last day of another) or `child` (a dossier of a family being opened).
    """

    kind: str = "entering"
    name: str = ""


@dataclass(frozen=True)
class Reminder:
    """When somebody is reminded: so long `before` or `after` the last day, `on` it, or `used` so many per cent.

    `to` empty: whoever owes the act.
    """

    when: str
    period: Period | None = None
    share: int | None = None
    to: tuple[Who, ...] = ()

    @property
    def mark(self) -> str:
        """The name by which a deadline's reminders are told apart: `before_3_working_days`, `on`, `used_75`."""
        if self.period is None:
            return self.when if self.share is None else f"{self.when}_{self.share}"
        unit = next(name for name in ("working_days", "months", "days") if getattr(self.period, name) is not None)
        return f"{self.when}_{getattr(self.period, unit)}_{unit}"


@dataclass(frozen=True)
class Expiry:
    """What happens when time runs out, besides that the deadline is marked overdue.

    A trigger is proposed to whoever `to` means, who fires it or does not; `escalates` puts it before the secretariat.
    """

    propose: str | None = None
    to: tuple[Who, ...] = ()
    escalates: bool = False


@dataclass(frozen=True)
class Allowance:
    """Who may pause or extend, on what basis, `most` in all and how many `times`; None: the basis sets no limit."""

    by: tuple[Who, ...]
    basis: str
    most: Period | None = None
    times: int | None = None


@dataclass(frozen=True)
class DeadlineRule:
    """What starts a clock and how long it runs, or the day it ends on.

    Exactly one of `within` (a period, or the name of a duration of the programme), `on` (a date of the programme) and
    `term` (a value of type `term`) is set. `yearly` is the trigger that reports a year of a term of several: each
    year's end is then the deadline in turn. `owes` empty: whoever owes the act of the state. `letters` maps `remind`
    and acts on the deadline, such as `extended`, to the letters that tell them.
    """

    name: str
    starts: Start
    within: Period | str | None
    on: str | None
    basis: str
    rolls: bool = True
    title: Text | None = None
    term: str | None = None
    yearly: str | None = None
    owes: tuple[Who, ...] = ()
    remind: tuple[Reminder, ...] = ()
    expiry: Expiry = Expiry()
    pause: Allowance | None = None
    extend: Allowance | None = None
    letters: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Stage:
    name: str
    title: Text


@dataclass(frozen=True, eq=False)
class Definition:
    """A workflow, read and found sound. `hash` identifies the text it came from.

    `triggers` and `values` are the titles of both; a value may have none. `unique` are values received that no two
    dossiers of the family share. `titled` is the value that names a dossier which stands for itself, `numbered` the
    one that holds its number in the list it comes from; None where a dossier is about a product.
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
    titled: str | None = None
    numbered: str | None = None

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
