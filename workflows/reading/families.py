"""What workflows promise each other: families opened, outcomes told, triggers fired on children, values handed over."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import pairwise

from workflows.definition import Definition, State, Transition
from workflows.placed import Findings, Placed
from workflows.problems import Problem, nearest_name
from workflows.reading.handing import check_handed, check_told_values
from workflows.reading.waiting import check_waiting, done_by
from workflows.source import Path


@dataclass(frozen=True)
class Kinship:
    """The definitions by family, and those that open each family. `whole` False: some workflow could not be read."""

    families: Mapping[str, tuple[Definition, ...]]
    openers: Mapping[str, tuple[Definition, ...]]
    whole: bool

    def children(self, definition: Definition) -> list[Definition]:
        return [member for family in sorted(opened_by(definition)) for member in self.families.get(family, ())]


def kinship(definitions: Iterable[Definition], *, whole: bool) -> Kinship:
    families: dict[str, list[Definition]] = {}
    openers: dict[str, list[Definition]] = {}
    for definition in definitions:
        families.setdefault(definition.family, []).append(definition)
        for family in opened_by(definition):
            openers.setdefault(family, []).append(definition)
    by_age = {name: tuple(sorted(members, key=lambda one: one.law.in_force)) for name, members in families.items()}
    return Kinship(by_age, {name: tuple(found) for name, found in openers.items()}, whole)


def opened_by(definition: Definition) -> set[str]:
    return {transition.opens for transition in definition.transitions if transition.opens is not None}


def kinship_problems(placed: Placed, kin: Kinship) -> list[Problem]:
    """What this workflow expects of its parents and children that they lack; nothing unless all could be read."""
    findings = Findings(placed.source)
    if not kin.whole:
        return []
    for state in placed.definition.states.values():
        _check_told(placed, state, kin, findings)
    for transition, path in zip(placed.definition.transitions, placed.transitions, strict=True):
        _check_child(placed.definition, transition, path, kin, findings)
        _check_children(placed.definition, transition, path, kin, findings)
        children = kin.families.get(transition.opens or "", ())
        check_handed(placed.definition, transition, path, children, findings)
        _check_obeyed(transition, path, findings)
        _check_product(placed.definition, path, children, findings)
    check_waiting(placed, kin.families, findings)
    return findings.problems


def overlap_problems(placed: Iterable[Placed]) -> list[Problem]:
    """Members of one family whose laws are in force on the same day."""
    problems = []
    families: dict[str, list[Placed]] = {}
    for one in placed:
        families.setdefault(one.definition.family, []).append(one)
    for members in families.values():
        members.sort(key=lambda one: (one.definition.law.in_force, one.source.path))
        for earlier, later in pairwise(members):
            until, begins = earlier.definition.law.until, later.definition.law.in_force
            if until is None or begins <= until:
                findings = Findings(later.source)
                findings.at(
                    ("law", "in_force"),
                    "laws_overlap",
                    family=later.definition.family,
                    name=earlier.definition.name,
                    until=until.isoformat() if until else "…",
                )
                problems += findings.problems
    return problems


def _check_told(placed: Placed, state: State, kin: Kinship, findings: Findings) -> None:
    """`tells`: every workflow that opens this family has the trigger, by its child."""
    if state.tells is None:
        return
    for parent in kin.openers.get(placed.definition.family, ()):
        heard = _triggers_by(parent, "child")
        if state.tells not in heard:
            path = (*placed.states[state.name], "tells")
            findings.at(path, "tells_unheard", nearest_name(state.tells, heard), name=state.tells, parent=parent.name)


def _check_child(definition: Definition, transition: Transition, path: Path, kin: Kinship, findings: Findings) -> None:
    """`by: child`: some final state of a family that this workflow opens tells the trigger."""
    if not done_by(transition, "child"):
        return
    families = [family for family in opened_by(definition) if family in kin.families]
    if opened_by(definition) and not families:
        return
    check_told_values(transition, path, kin.children(definition), findings)
    told = {state.tells for child in kin.children(definition) for state in child.states.values() if state.tells}
    told |= {one.too_late.trigger for one in definition.transitions if one.too_late}
    if transition.trigger not in told:
        findings.at((*path, "by"), "child_never_tells", name=transition.trigger)


def _check_children(
    definition: Definition, transition: Transition, path: Path, kin: Kinship, findings: Findings
) -> None:
    """`children`: every member of every family that it is fired on has the trigger, by its parent."""
    name = transition.children
    if name is None:
        return
    if not opened_by(definition):
        findings.at((*path, "children"), "children_none_opened", name=name)
    for child in (one for one in kin.children(definition) if transition.orders(one.family)):
        obeyed = _triggers_by(child, "parent")
        if name not in obeyed:
            findings.at((*path, "children"), "children_deaf", nearest_name(name, obeyed), name=name, child=child.name)
            continue
        for state in child.states.values():
            move = child.moves.get((state.name, name))
            told = {"name": name, "child": child.name, "state": state.name}
            if state.final is None and (move is None or not done_by(move, "parent")):
                findings.at((*path, "children"), "children_deaf_here", **told)
            elif state.final is None and move is not None and move.note_required and not transition.note_required:
                findings.at((*path, "children"), "children_without_note", **told)


def _check_obeyed(transition: Transition, path: Path, findings: Findings) -> None:
    """A parent can give no values and wait for nothing: what it orders is always possible."""
    if not done_by(transition, "parent"):
        return
    wanted = [rule.name for rule in transition.records if not rule.optional]
    wanted += [use.guard for use in transition.guards]
    if wanted:
        findings.at((*path, "by"), "parent_hindered", name=transition.trigger, wanted=", ".join(dict.fromkeys(wanted)))


def _check_product(definition: Definition, path: Path, children: Iterable[Definition], findings: Findings) -> None:
    """What stands for itself can hand no product on."""
    for child in children:
        if definition.titled is not None and child.titled is None:
            findings.at((*path, "opens"), "child_about_product", name=child.family, child=child.name)


def _triggers_by(definition: Definition, role: str) -> set[str]:
    return {one.trigger for one in definition.transitions if done_by(one, role)}
