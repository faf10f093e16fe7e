"""What a workflow is once it has been read: the neutral form that machine, diagram and soundness share."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property

from workflows.deadlines.deadline_rules import DeadlineRule
from workflows.naming import GuardUse, Text, Who

RESERVED_ROLES = frozenset({"child", "parent", "system"})
# The types of values that an act computes (`workflows.computed`) and nobody gives.
COMPUTED = frozenset({"tally", "round", "later_round", "number", "deficiency", "turn"})


@dataclass(frozen=True)
class Finish:
    """The last day on which a law lets finish what was begun under it, of dossiers of which `when` holds."""

    by: date
    when: tuple[GuardUse, ...] = ()


@dataclass(frozen=True)
class Law:
    """The decision a workflow stands on; both days count, `until` None means still in force.

    `finish` are the last days of what was begun under it: the first that fits counts.
    """

    decision: str
    in_force: date
    until: date | None = None
    finish: tuple[Finish, ...] = ()


@dataclass(frozen=True)
class ValueRule:
    """A value that a trigger records: its name, its type and the type's argument (`decision by council`).

    `constant` is what the act itself puts and nobody gives; `default` what one received is where none is handed over.
    `origin` is `council` where the value is what the dossier's council has concluded.
    """

    name: str
    type: str
    argument: str | None = None
    optional: bool = False
    constant: str | None = None
    default: str | None = None
    origin: str | None = None

    @property
    def awaited(self) -> bool:
        """Whether it must be on record."""
        return not self.optional and self.default is None and self.constant is None

    @property
    def computed(self) -> bool:
        """Whether nobody gives it: the act sets or computes it."""
        return self.constant is not None or self.origin is not None or self.type in COMPUTED


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
    """One declared move of dotted states; `letters` are notices that tell it.

    `opens` is the family of the dossier that it opens: one for `each` organisation that this value names, and in the
    programme that is `current` on the day. `children` is fired on open children, `children_of` of these families alone.
    `foretold` are the papers that only higher ranks ask for of the sets of which its guards ask for some.
    """

    trigger: str
    sources: tuple[str, ...]
    target: str
    by: tuple[Who, ...]
    guards: tuple[GuardUse, ...] = ()
    records: tuple[ValueRule, ...] = ()
    note_required: bool = False
    dated: bool = False
    opens: str | None = None
    each: str | None = None
    current: bool = False
    children: str | None = None
    children_of: frozenset[str] | None = None
    override: Override | None = None
    too_late: "TooLate | None" = None
    basis: str | None = None
    letters: tuple[str, ...] = ()
    foretold: tuple[GuardUse, ...] = ()

    def orders(self, family: str) -> str | None:
        """The trigger that it fires on open children of a family."""
        return self.children if self.children_of is None or family in self.children_of else None


@dataclass(frozen=True)
class TooLate:
    """A deadline of the state that a transition leads to, and the trigger that takes its place after its last day."""

    deadline: str
    trigger: str


@dataclass(frozen=True)
class Series:
    """Numbers that are given one after another, from 1 anew each year, by the organisation of a `level` that counts.

    `form` is how one is written: `{number}`, with two digits at least, `{commune}`, `{province}` and `{year}` in it.
    """

    name: str
    level: str
    form: str
    basis: str


@dataclass(frozen=True)
class Reopening:
    """Who may open a dossier anew that has ended in one of `sources`, on papers of these types that it holds."""

    sources: tuple[str, ...]
    by: tuple[Who, ...]
    papers: tuple[str, ...]
    basis: str


@dataclass(frozen=True)
class Stage:
    name: str
    title: Text


@dataclass(frozen=True, eq=False)
class Definition:
    """A workflow, read and found sound. `hash` identifies the text it came from.

    `triggers` and `values` are the titles of both; a value may have none. `unique` are values received that no two
    dossiers of the family share. `titled` is the value that names a dossier which stands for itself, `numbered` the
    one that holds its number in the list it comes from; None where a dossier is about a product. `own_shelf`: papers
    of the dossiers that led to one do not count for it, nor for what it opens. `criteria` is the name of those by which
    its dossiers are scored, `series` those from which its acts are numbered.
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
    own_shelf: bool = False
    reopens: Reopening | None = None
    criteria: str | None = None
    series: Mapping[str, Series] = field(default_factory=dict)

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
        """Every value that some trigger records or the opening receives, by name, wherever it comes from."""
        rules = [*self.receives, *(rule for t in self.transitions for rule in t.records)]
        return {rule.name: replace(rule, origin=None, constant=None) for rule in rules}

    @cached_property
    def constants(self) -> Mapping[str, frozenset[str]]:
        """What acts themselves put on record, by the name of the value."""
        put = [rule for t in self.transitions for rule in t.records if rule.constant is not None]
        return {one.name: frozenset(str(rule.constant) for rule in put if rule.name == one.name) for one in put}
