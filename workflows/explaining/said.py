"""Sentences before they have a language: a code of the catalogue and what fills its text."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from workflows.definition import Definition, Transition
from workflows.programme import Programme
from workflows.rules import Rules


@dataclass(frozen=True)
class Said:
    """A text of the catalogue. A param may be a Said or a title again, or a tuple of Said, told one after another."""

    code: str
    params: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Section:
    """A heading, what is said under it, each line behind `mark`, and the sections within."""

    heading: Said
    lines: tuple[Said, ...] = ()
    parts: tuple["Section", ...] = ()
    mark: str = "- "


@dataclass(frozen=True)
class Subject:
    """A definition with the rules around it. `programmes` are those whose dates and periods are spelled out.

    `publication` is the hash of the publication that the rules come from, None where they come from a folder.
    `organisations` are the names of bodies by code, as far as they are known.
    """

    rules: Rules
    definition: Definition
    programmes: tuple[Programme, ...]
    publication: str | None = None
    organisations: Mapping[str, str] = field(default_factory=dict)

    @cached_property
    def groups(self) -> Mapping[str | None, tuple[Transition, ...]]:
        """The transitions by the stage that they leave first; those of every open state last, under None."""
        stages = [stage.name for stage in self.definition.stages]
        by_stage: dict[str | None, list[Transition]] = {name: [] for name in (*stages, None)}
        for transition in self.definition.transitions:
            first = self.definition.states[transition.sources[0]].stage
            by_stage[None if self.anywhere(transition) else first].append(transition)
        return {stage: tuple(found) for stage, found in by_stage.items()}

    def anywhere(self, transition: Transition) -> bool:
        """Whether it leaves every open state, of which there are several."""
        open_states = {name for name, state in self.definition.states.items() if state.final is None}
        return len(open_states) > 1 and set(transition.sources) == open_states

    @cached_property
    def numbers(self) -> Mapping[int, int]:
        """The number of each transition, by its identity."""
        ordered = [id(transition) for found in self.groups.values() for transition in found]
        return {one: number for number, one in enumerate(ordered, 1)}

    def number(self, transition: Transition) -> int:
        """The number under which a transition is told."""
        return self.numbers[id(transition)]

    def clock(self, deadline: str) -> int:
        """The number under which a deadline is told."""
        return [*self.definition.deadlines].index(deadline) + 1

    def permitted(self, permission: str) -> list[str]:
        """The roles that may do what no definition speaks of."""
        return [role.name for role in self.rules.roles.values() if permission in role.may]

    def of_each(self, told: Mapping[str, Said]) -> tuple[Said, ...]:
        """What programmes say, by name; the name stands before it where there are several."""
        if len(self.programmes) == 1:
            return tuple(told.values())
        return tuple(Said("programme.own", {"programme": name, "told": one}) for name, one in told.items())


def said(code: str, **params: Any) -> Said:
    """A text with its params."""
    return Said(code, params)
