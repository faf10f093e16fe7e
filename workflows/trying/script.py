"""A script once it has been read: a dossier as it begins, and acts in their order with what is expected."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from workflows.definition import Definition
from workflows.facts import CouncilFact, Facts, PaperFact
from workflows.naming import Text
from workflows.programme import Programme

# The scope of somebody who holds a role, but not where the dossier belongs.
ELSEWHERE = "elsewhere"


@dataclass(frozen=True)
class Party:
    """A role and where it is held; an empty scope stands for the first one of the role."""

    role: str
    scope: str

    def __str__(self) -> str:
        return f"{self.role}.{self.scope}" if self.scope else self.role


@dataclass(frozen=True)
class Expected:
    """The state to be reached, else how often each reason is to be given."""

    state: str | None
    refused: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True)
class Act:
    """One act. `papers` are handed in before it, `children` brought into a state before it, by family.

    `council` is what the council of the dossier's stage has concluded before it.

    `entered` is the day on which it is asked for, `day` the one on which it is said to have happened.
    """

    trigger: str
    party: Party
    on_behalf: Party | None
    person: str
    day: date
    entered: date
    values: Mapping[str, Any]
    note: str | None
    override: bool
    papers: tuple[PaperFact, ...]
    children: Mapping[str, str]
    expected: Expected | None
    line: int
    council: CouncilFact | None = None


@dataclass(frozen=True)
class Trial:
    """One dossier from a state on; `facts` are those before the first act."""

    name: str
    title: Text | None
    facts: Facts
    acts: tuple[Act, ...]


@dataclass(frozen=True)
class Script:
    """The trials of one file on one workflow."""

    path: str
    definition: Definition
    programme: Programme
    trials: tuple[Trial, ...]
