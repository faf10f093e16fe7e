"""What the parts of one workflow file may refer to inside the file."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from workflows.model.check import Checked
from workflows.model.parts import SCOPES, Scoped
from workflows.model.values import ValueType
from workflows.model.workflow import TransitionItem, WorkflowFile
from workflows.naming import Who
from workflows.placed import Findings
from workflows.problems import nearest_name
from workflows.reading.known import Known
from workflows.reading.written import names, written_families, written_states, written_triggers, written_values
from workflows.rules import PaperType
from workflows.source import Path

OF = "of_"
OF_PRODUCT = frozenset({"own", "of_product"})
# The levels of organisations that a value can name.
BODIES = ("commune", "district", "department", "province", "centre")


@dataclass(frozen=True)
class Scene:
    """One workflow file. `states` maps what is written (also what is broken) to whether it is final.

    `types` are the values whose type is known, `value_names` all that are written. `titled` tells that its dossiers
    stand for themselves, without a product, `finishes` that its law says by when what was begun under it must end;
    `series` are the numbers that it declares, `law` is the decision that it stands on.
    """

    known: Known
    findings: Findings
    states: Mapping[str, bool]
    deadlines: frozenset[str]
    triggers: frozenset[str]
    opened: frozenset[str]
    types: Mapping[str, ValueType]
    value_names: frozenset[str]
    titled: bool = False
    finishes: bool = False
    series: frozenset[str] = frozenset()
    law: str = ""

    def paper(self, name: str) -> PaperType | None:
        """A paper as dossiers of the file's law need it; None where its declaration is broken or missing."""
        found = self.known.papers.get(name)
        return found.under(self.law) if found is not None else None

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
        if scoped.scope is not None and scoped.scope not in SCOPES:
            self._scope_of_value(scoped.role, scoped.scope, role.level, path)
        elif self.titled and (scoped.scope or role.scopes[0]) in OF_PRODUCT:
            self.findings.at(path, "scope_without_product", name=scoped.role, scope=scoped.scope or role.scopes[0])
        elif scoped.scope is not None and scoped.scope not in role.scopes:
            choices = ", ".join(role.scopes)
            nearest = nearest_name(scoped.scope, role.scopes)
            self.findings.at(path, "scope_not_of_role", nearest, name=scoped.role, scope=scoped.scope, choices=choices)
        return scoped.who(role.scopes[0])

    def held_by_dossier(self, names: Iterable[str], path: Path) -> None:
        """A dossier without a product has no papers but its own."""
        for name in names if self.titled else ():
            paper = self.known.papers.get(name)
            if paper is not None and paper.held_by != "dossier":
                self.findings.at(path, "paper_without_product", name=name, held_by=paper.held_by)

    def _scope_of_value(self, role: str, scope: str, level: str, path: Path) -> None:
        """The scope names a value that holds organisations, and the role belongs to some."""
        name, found = scope.removeprefix(OF), self.types.get(scope.removeprefix(OF))
        if found is None and name not in self.value_names:
            known = [*SCOPES, *(f"{OF}{one}" for one, kind in self.types.items() if kind.type == "organisations")]
            choices = ", ".join(known)
            self.findings.at(path, "choice_unknown", nearest_name(scope, known), given=scope, choices=choices)
        elif found is not None and found.type != "organisations":
            self.findings.at(path, "value_of_other_type", name=name, type=found.shown, wanted="organisations")
        elif level not in BODIES:
            told = {"role": role, "scope": scope, "level": level, "choices": ", ".join(BODIES)}
            self.findings.at(path, "scope_of_other_level", **told)


def _value_types(file: WorkflowFile, findings: Findings) -> dict[str, ValueType]:
    """The type of each value; a second, different one is a problem."""
    declared: list[tuple[str, ValueType, Path]] = [
        (name, kind, ("receives", name)) for name, kind in file.receives.items()
    ]
    for item, _, path in transitions_in(file):
        declared += [(name, kind, (*path, "records", name)) for name, kind in item.records.items()]
        declared += [(name, ValueType("text", None, optional=False), (*path, "sets", name)) for name in item.sets]
    types: dict[str, ValueType] = {}
    for name, kind, path in declared:
        first = types.setdefault(name, kind)
        if not first.alike(kind):
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
        titled=isinstance(tree, dict) and isinstance(tree.get("about"), dict),
        series=names(tree, "numbers", "number"),
        finishes=bool(file.law.finish),
        law=file.law.decision,
    )
