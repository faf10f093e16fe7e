"""What makes a transition happen that no person asks for: the end of a dossier opened, an act on the one above."""

from collections.abc import Iterator

from workflows.definition import Definition, Transition
from workflows.explaining.said import Said, Subject, said


def causes(subject: Subject, transition: Transition) -> list[Said]:
    """The endings and the acts of other workflows that fire a transition, where its `by` names them."""
    roles = {who.role for who in transition.by}
    lines = []
    if "child" in roles:
        endings = tuple(_endings(subject, _heard(subject, transition)))
        lines.append(said("move.on_endings", endings=endings) if endings else said("move.on_nothing"))
    if "parent" in roles:
        acts = tuple(_acts(subject, transition.trigger))
        lines.append(said("move.on_acts", acts=acts) if acts else said("move.on_nothing"))
    return lines


def children(subject: Subject) -> Iterator[Definition]:
    """The workflows of the dossiers that this one opens."""
    families = {one.opens for one in subject.definition.transitions if one.opens is not None}
    return (child for family in sorted(families) for child in subject.rules.families.get(family, ()))


def parents(subject: Subject) -> Iterator[Definition]:
    """The workflows whose acts open dossiers of this one."""
    family = subject.definition.family
    return (one for one in subject.rules.definitions.values() if any(move.opens == family for move in one.transitions))


def _heard(subject: Subject, transition: Transition) -> frozenset[str]:
    """The triggers that are told where a transition follows: its own, and those in whose place it is fired."""
    late = (one for one in subject.definition.transitions if one.too_late)
    found = (one.trigger for one in late if one.too_late and one.too_late.trigger == transition.trigger)
    return frozenset({transition.trigger, *found})


def _endings(subject: Subject, triggers: frozenset[str]) -> Iterator[Said]:
    for child in children(subject):
        for state in child.states.values():
            if state.tells in triggers:
                yield said("move.ending", title=state.title, name=state.name, workflow=child.title)


def _acts(subject: Subject, trigger: str) -> Iterator[Said]:
    for parent in parents(subject):
        for move in parent.transitions:
            if move.orders(subject.definition.family) == trigger:
                yield said("move.told", title=parent.triggers[move.trigger], name=move.trigger, workflow=parent.title)
