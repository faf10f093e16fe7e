"""The clocks beside the way of a dossier: its own that run, and those of the dossier above that a late result ends."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date

from workflows.definition import Definition
from workflows.facts import Facts
from workflows.naming import Text


@dataclass(frozen=True)
class Running:
    """A clock that runs, with its last day; `days` are how many it is over, 0 while it is not.

    `then` are the acts that its end allows. `instead` is what happens to the dossier above, in place of going on, once
    the evaluation ends later without recognition; empty for a clock of the dossier itself.
    """

    dossier: str
    deadline: str
    title: Text | None
    definition: Definition
    last_day: date
    days: int
    then: tuple[str, ...] = ()
    instead: str = ""


def running_of(facts: Facts, definition: Definition, today: date) -> tuple[Running, ...]:
    """The clocks of a dossier that run, the one that ends first before the others; none that stand still."""
    found = []
    for one in _clocks(facts, definition, today):
        then = _after(definition, facts, one.deadline) if one.days else ()
        found.append(replace(one, then=then))
    return tuple(sorted(found, key=lambda one: (one.last_day, one.deadline)))


def running_above(facts: Facts, definition: Definition, today: date) -> tuple[Running, ...]:
    """The clocks of a dossier that waits for an evaluation after which one without recognition ends it."""
    moves = (move for move in definition.offers[facts.state] if move.too_late)
    late = {move.too_late.deadline: move.too_late.trigger for move in moves if move.too_late}
    clocks = _clocks(facts, definition, today)
    return tuple(replace(one, instead=late[one.deadline]) for one in clocks if one.deadline in late)


def _clocks(facts: Facts, definition: Definition, today: date) -> Iterator[Running]:
    for name, last_day in facts.deadlines.items():
        if name not in facts.paused:
            days = max(0, (today - last_day).days)
            yield Running(facts.dossier, name, definition.deadlines[name].title, definition, last_day, days)


def _after(definition: Definition, facts: Facts, name: str) -> tuple[str, ...]:
    """The acts out of the present state that wait for the end of a clock."""
    return tuple(
        move.trigger
        for move in definition.offers[facts.state]
        if any(use.guard == "after" and use.params["deadline"] == name for use in move.guards)
    )
