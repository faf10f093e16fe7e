"""A plan by which a change of law moves open dossiers from one workflow to another, as it was read and found sound."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from workflows.naming import GuardUse, Text

BEGIN, STAND, END, CARRY = "begin", "stand", "end", "carry"
SAME = "same"
KEEP, PERSON = "keep", "person"


@dataclass(frozen=True)
class Fate:
    """What becomes of a deadline: it begins on the day of the move, stands as it runs, ends, or takes over the

    beginning of the one that it `carries`, and then never ends sooner than that one would have.
    """

    kind: str
    carries: str = ""


@dataclass(frozen=True)
class Decider:
    """The role of whoever decides where no text says how a dossier goes on, and why that is so."""

    role: str
    why: str


@dataclass(frozen=True)
class Rule:
    """How dossiers in some states go on; `number` counts from 1 through the whole plan.

    `targets` are the states they may go on in: of one, or where a `decider` chooses several, the first is suggested;
    none where it is `impossible`. `same` has become each state itself. `after_finish` tells that nothing happens before
    the old law's time for finishing is over. `waives` are values that the new workflow would have on record by then and
    that stay unknown, `forgets` acts that count no more.
    """

    number: int
    sources: tuple[str, ...]
    targets: tuple[str, ...]
    when: tuple[GuardUse, ...] = ()
    needs: tuple[GuardUse, ...] = ()
    decider: Decider | None = None
    after_finish: bool = False
    impossible: str | None = None
    deadlines: Mapping[str, Fate] = field(default_factory=dict)
    renames: Mapping[str, str] = field(default_factory=dict)
    drops: tuple[str, ...] = ()
    waives: frozenset[str] = frozenset()
    forgets: tuple[str, ...] = ()
    basis: str | None = None

    def goes_to(self, source: str) -> tuple[str, ...]:
        """The states in which a dossier of a state may go on."""
        return tuple(source if one == SAME else one for one in self.targets)


@dataclass(frozen=True)
class Transfer:
    """What moves from one workflow to another, or to the new text of the same; without rules every state stays.

    `children` says of a family of open dossiers opened before whether they are kept, or a person has to decide.
    """

    source: str
    target: str
    rules: tuple[Rule, ...]
    children: Mapping[str, str] = field(default_factory=dict)
    letter: str | None = None


@dataclass(frozen=True)
class Plan:
    """A plan of moves. None happens before the day on which it takes `effect`."""

    name: str
    title: Text
    basis: str
    effective: date
    transfers: tuple[Transfer, ...]

    def rule(self, number: int) -> Rule | None:
        """The rule of a number; None for a state that stays as it is."""
        return next((one for part in self.transfers for one in part.rules if one.number == number), None)
