"""What parents and children hand each other: the values that a child receives, and those that its parent records."""

from collections.abc import Collection

from workflows.definition import Definition, Transition
from workflows.placed import Findings
from workflows.problems import nearest_name
from workflows.recording import sure_after, sure_values
from workflows.source import Path


def check_told_values(transition: Transition, path: Path, children: Collection[Definition], findings: Findings) -> None:
    """What a trigger `by: child` records: every child that tells it surely has it, of the same type; so with a note."""
    for child in children:
        telling = {state.name for state in child.states.values() if state.tells == transition.trigger}
        if telling and transition.note_required:
            _check_note(transition, path, child, telling, findings)
        sure = sure_values(child) if telling and transition.records else {}
        for state in sorted(telling & sure.keys()):
            for rule in transition.records:
                found = child.recorded.get(rule.name)
                told = {"name": rule.name, "child": child.name, "state": state}
                if found is not None and (found.type, found.argument) != (rule.type, rule.argument):
                    findings.at((*path, "records", rule.name), "told_value_differs", **told)
                elif not rule.optional and rule.name not in sure[state]:
                    findings.at((*path, "records", rule.name), "told_value_unsure", **told)


def _check_note(
    transition: Transition, path: Path, child: Definition, telling: Collection[str], findings: Findings
) -> None:
    """The note of the child's act is passed on; what the parent orders of its child is not told back to it."""
    for move in child.transitions:
        ordered = bool(move.by) and all(who.role == "parent" for who in move.by)
        if move.target in telling and not move.note_required and not ordered:
            named = {"name": transition.trigger, "child": child.name, "trigger": move.trigger}
            findings.at((*path, "note"), "told_without_note", **named)


def check_handed(
    definition: Definition, transition: Transition, path: Path, children: Collection[Definition], findings: Findings
) -> None:
    """`receives` of what is opened: the opener surely has the value by then, of the same type."""
    sure = sure_values(definition) if any(child.receives for child in children) else {}
    everywhere = [sure[source] for source in transition.sources if source in sure]
    there = sure_after(transition) | (frozenset.intersection(*everywhere) if everywhere else frozenset())
    for child in children:
        if transition.each is not None and transition.each not in {one.name for one in child.receives}:
            findings.at((*path, "opens", "each"), "each_not_received", name=transition.each, child=child.name)
        for wanted in child.receives:
            found = definition.recorded.get(wanted.name)
            told = {"name": wanted.name, "child": child.name}
            if found is None and wanted.awaited:
                nearest = nearest_name(wanted.name, set(definition.recorded))
                findings.at((*path, "opens"), "handed_value_absent", nearest, **told)
            elif found is not None and (found.type, found.argument) != (wanted.type, wanted.argument):
                findings.at((*path, "opens"), "handed_value_differs", **told)
            elif wanted.awaited and wanted.name not in there:
                findings.at((*path, "opens"), "handed_value_unsure", **told)
