"""What the parts of one workflow file may refer to inside the file."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from workflows.definition import Who
from workflows.model.parts import Scoped
from workflows.model.values import ValueType
from workflows.placed import Findings
from workflows.problems import nearest_name
from workflows.reading.known import Known, items, names
from workflows.source import Path


@dataclass(frozen=True)
class Scene:
    """One workflow file. `states` maps what is written (also what is broken) to whether it is final.

    `types` are the values whose type is known, `value_names` all that are written.
    """

    known: Known
    findings: Findings
    states: Mapping[str, bool]
    deadlines: frozenset[str]
    triggers: frozenset[str]
    opened: frozenset[str]
    types: Mapping[str, ValueType]
    value_names: frozenset[str]

    def state(self, reference: str, stage: str | None, path: Path) -> str | None:
        """The dotted name of a state that is named in `stage`, or None after saying that there is none."""
        name = reference if stage is None or "." in reference else f"{stage}.{reference}"
        if name in self.states:
            return name
        self.findings.at(path, "state_unknown", self._nearest_state(reference, stage), name=reference)
        return None

    def _nearest_state(self, reference: str, stage: str | None) -> str | None:
        elsewhere = sorted(name for name in self.states if name.rpartition(".")[2] == reference)
        if elsewhere:
            return elsewhere[0]
        if stage is not None and "." not in reference:
            here = {name.removeprefix(f"{stage}.") for name in self.states if name.startswith(f"{stage}.")}
            return nearest_name(reference, here)
        return nearest_name(reference, set(self.states))

    def who(self, roles: list[Scoped], path: Path, *, by: bool = False) -> tuple[Who, ...]:
        """The roles with their scopes; `by` tells that the reserved ones may stand here, alone."""
        several = len(roles) > 1
        found = []
        for index, scoped in enumerate(roles):
            place = (*path, index)
            if scoped.otherwise and index == 0:
                self.findings.at(place, "else_first", name=scoped.role)
            if scoped.reserved:
                if not by or several:
                    self.findings.at(place, "reserved_role_alone" if by else "reserved_role_here", name=scoped.role)
                found.append(scoped.who(""))
            elif who := self._role(scoped, place):
                found.append(who)
        self.findings.repeated((f"{who.role}.{who.scope}", (*path, index)) for index, who in enumerate(found))
        return tuple(found)

    def _role(self, scoped: Scoped, path: Path) -> Who | None:
        if self.findings.unknown(path, "role_unknown", scoped.role, self.known.role_names):
            return None
        role = self.known.roles.get(scoped.role)
        if role is None:
            return None
        if scoped.scope is not None and scoped.scope not in role.scopes:
            choices = ", ".join(role.scopes)
            nearest = nearest_name(scoped.scope, role.scopes)
            self.findings.at(path, "scope_not_of_role", nearest, name=scoped.role, scope=scoped.scope, choices=choices)
        return scoped.who(role.scopes[0])


def written_states(tree: Any) -> dict[str, bool]:
    """Every state that is written in a workflow file, by dotted name, and whether it is final."""
    found: dict[str, bool] = {}
    for stage in items(tree, "stages"):
        for state in items(stage, "states"):
            found[f"{stage.get('stage')}.{state.get('state')}"] = "final" in state
    return found


def written_transitions(tree: Any) -> list[dict[str, Any]]:
    """Every transition that is written in a workflow file."""
    return [*items(tree, "stages", "transitions"), *items(tree, "anywhere")]


def written_values(tree: Any) -> frozenset[str]:
    """The name of every value that is recorded or received."""
    declaring = [tree.get("receives"), *(transition.get("records") for transition in written_transitions(tree))]
    return frozenset(str(name) for values in declaring if isinstance(values, dict) for name in values)


def written_triggers(tree: Any) -> frozenset[str]:
    return names(tree, "stages", "transitions", "do") | names(tree, "anywhere", "do")


def written_families(tree: Any) -> frozenset[str]:
    """The families that its transitions open."""
    return names(tree, "stages", "transitions", "opens") | names(tree, "anywhere", "opens")
