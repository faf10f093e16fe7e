"""What the parts of one workflow file may refer to inside the file."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from workflows.definition import Who
from workflows.model.check import Checked
from workflows.model.parts import Scoped
from workflows.model.values import ValueType
from workflows.model.workflow import TransitionItem, WorkflowFile
from workflows.placed import Findings
from workflows.problems import nearest_name
from workflows.reading.known import Known
from workflows.reading.written import names, written_families, written_states, written_triggers, written_values
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
        if not self.findings.full:
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
        """The roles with their scopes; `by` tells that the reserved ones may stand here."""
        found = []
        for index, scoped in enumerate(roles):
            place = (*path, index)
            if scoped.otherwise and index == 0:
                self.findings.at(place, "else_first", name=scoped.role)
            if scoped.reserved:
                if not by:
                    self.findings.at(place, "reserved_role_here", name=scoped.role)
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


def _value_types(file: WorkflowFile, findings: Findings) -> dict[str, ValueType]:
    """The type of each value; a second, different one is a problem."""
    declared: list[tuple[str, ValueType, Path]] = [
        (name, kind, ("receives", name)) for name, kind in file.receives.items()
    ]
    for item, _, path in transitions_in(file):
        declared += [(name, kind, (*path, "records", name)) for name, kind in item.records.items()]
    types: dict[str, ValueType] = {}
    for name, kind, path in declared:
        first = types.setdefault(name, kind)
        if (first.type, first.argument) != (kind.type, kind.argument):
            findings.at(path, "value_type_differs", name=name, type=kind.shown, first=first.shown)
    return types


def transitions_in(file: WorkflowFile) -> Iterator[tuple[TransitionItem, str | None, Path]]:
    """Every declared transition with its stage (None: anywhere) and its path."""
    for at, stage in enumerate(file.stages):
        for index, item in enumerate(stage.transitions):
            yield item, stage.stage, ("stages", at, "transitions", index)
    for index, item in enumerate(file.anywhere):
        yield item, None, ("anywhere", index)


def scene_of(checked: Checked[WorkflowFile], file: WorkflowFile, known: Known) -> Scene:
    """The scene of one file, from all that is written in it."""
    tree = checked.written.tree
    findings = Findings(checked.source)
    return Scene(
        known=known,
        findings=findings,
        states=written_states(tree),
        deadlines=names(tree, "stages", "deadlines", "deadline"),
        triggers=written_triggers(tree),
        opened=written_families(tree),
        types=_value_types(file, findings),
        value_names=written_values(tree),
    )
