"""What is asked of a change of law, and what it answers of each dossier."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from cycle.answers import Done
from cycle.law.plans import PlanText
from workflows.transfer.cases import Result
from workflows.verdict import Refusal


@dataclass(frozen=True)
class Chosen:
    """The state that somebody chose for a dossier, and why."""

    to: str
    note: str | None = None


@dataclass(frozen=True)
class Asked:
    """A plan to be tried or applied; `happened` None means today.

    `choices` settle by dossier what a person has to decide; `accept` takes what is suggested everywhere else, for the
    reason that `note` gives. `basis` is the document by which the office applies the plan.
    """

    plan: PlanText
    happened: date | None = None
    programme: str | None = None
    only: tuple[str, ...] = ()
    choices: Mapping[str, Chosen] = field(default_factory=dict)
    accept: bool = False
    note: str | None = None
    basis: str | None = None


@dataclass(frozen=True)
class Tried:
    """A dossier with the verdict on it; `place` is where its product lies, empty where it has none."""

    dossier: str
    root: str
    product: str
    place: str
    programme: str
    workflow: str
    state: str
    result: Result


@dataclass(frozen=True)
class Moved:
    """A dossier with the verdict on it, and what came of it: None where it stays, by its verdict."""

    tried: Tried
    answer: Done | Refusal | None
