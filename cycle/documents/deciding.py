"""Which decision a dossier waits for, and which is on record."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from cycle.commands.documents.abouts import Library
from cycle.history import Snapshot
from cycle.publication import Published
from workflows.definition import Definition, Transition
from workflows.guards.value_guards import holds

# What a recognition opens.
CERTIFICATE = "certificate"
VALUE, DECISION = "value", "decision"


@dataclass(frozen=True)
class Awaited:
    """The one act that the values on record allow, the value of the decision, and whether it opens a certificate."""

    trigger: str
    decision: str
    recognises: bool


@dataclass(frozen=True)
class Decided:
    """A decision that is recorded: its number, its day, and the role that took it."""

    number: str
    day: date
    by: str


def awaited(library: Library, level: str, snapshot: Snapshot) -> Awaited | None:
    """The act by which somebody of a level decides on a dossier where it stands; None where it waits for none."""
    definition = library.office.rulebook.definition(library.transaction, snapshot.definition, library.published)
    for one in definition.transitions:
        decision = _decided_by(library.published, one, level)
        if decision is not None and snapshot.state in one.sources and _allowed(definition, one, snapshot):
            return Awaited(one.trigger, decision, recognises=one.opens == CERTIFICATE)
    return None


def decided(definition: Definition, values: Mapping[str, Any], *, recognising: bool) -> Decided | None:
    """The last decision on record: that recognised a product (a certificate was opened with it), or only approved."""
    acts = [one for one in definition.transitions if (one.opens == CERTIFICATE) is recognising]
    handed = definition.receives if recognising and definition.family == CERTIFICATE else ()
    found = [
        Decided(given["number"], date.fromisoformat(given["date"]), rule.argument or "")
        for rule in (*handed, *(rule for one in acts for rule in one.records))
        if rule.type == DECISION and (given := values.get(rule.name))
    ]
    return max(found, key=lambda one: one.day, default=None)


def _decided_by(published: Published, one: Transition, level: str) -> str | None:
    """The value by which an act records a decision of a level."""
    roles = published.rules.roles
    names = (
        rule.name
        for rule in one.records
        if rule.type == DECISION and (role := roles.get(rule.argument or "")) and role.level == level
    )
    return next(names, None)


def _allowed(definition: Definition, one: Transition, snapshot: Snapshot) -> bool:
    """Whether the values on record are those that the act asks for: so the stars choose among the acts."""
    return holds(definition, snapshot.values, (use for use in one.guards if use.guard == VALUE))
