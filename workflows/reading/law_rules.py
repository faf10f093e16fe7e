"""Whether a rule of a plan fits the two workflows: states, deadlines, values and acts that are there."""

from workflows.definition import Definition
from workflows.entering import NOT_ENTERED, surely_known, waits_for_child
from workflows.placed import Findings
from workflows.problems import nearest_name
from workflows.source import Path
from workflows.transfer.plan import CARRY, END, SAME, STAND, Rule

Two = tuple[Definition, Definition]


def check_rule(findings: Findings, two: Two, rule: Rule, path: Path) -> None:
    """Every problem of a rule between an old workflow and a new one."""
    source, target = two
    known = [name for at, name in enumerate(rule.sources) if _known_state(findings, source, name, (*path, "from", at))]
    place = "choices" if rule.decider else "to"
    for at, name in enumerate(rule.targets):
        where = (*path, place, at) if place == "choices" else (*path, place)
        for before in known:
            after = before if name == SAME else name
            if _known_state(findings, target, after, where):
                _check_arrival(findings, two, rule, (before, after), where)
    _check_deadlines(findings, two, rule, path)
    _check_values(findings, two, rule, path)
    acts = frozenset(source.triggers)
    for at, name in enumerate(rule.forgets):
        findings.unknown((*path, "forget", at), "trigger_unknown", name, acts)


def _known_state(findings: Findings, definition: Definition, name: str, path: Path) -> bool:
    if findings.unknown(path, "state_unknown", name, definition.states.keys()):
        return False
    if definition.states[name].final is not None:
        findings.at(path, "law_state_final", name=name)
        return False
    return True


def _check_arrival(findings: Findings, two: Two, rule: Rule, states: tuple[str, str], path: Path) -> None:
    """What the new workflow has surely on record by then is known, and no one waits for a dossier never opened."""
    (source, target), (before, after) = two, states
    state, waits = target.states[after], waits_for_child(target, after) and not waits_for_child(source, before)
    if waits and not state.owes and not state.deadlines:
        findings.at(path, "law_waits_for_child", state=after)
    had = {rule.renames.get(name, name) for name in surely_known(source, before) - set(rule.drops)}
    own = {one.name for one in target.receives if one.default is not None or one.optional}
    own |= {name for name, one in target.recorded.items() if one.computed}
    for name in sorted(surely_known(target, after) - had - own - rule.waives):
        findings.at(path, "law_value_missing", value=name, state=after, source=before)


def _check_deadlines(findings: Findings, two: Two, rule: Rule, path: Path) -> None:
    """What begins or goes on is a deadline of every state it may go on in; what ends or is carried one of the old."""
    source, target = two
    old = _clocks(source, rule.sources)
    states = {one for name in rule.sources for one in rule.goes_to(name)}
    new = _clocks(target, tuple(states))
    for name, fate in rule.deadlines.items():
        place = (*path, "deadlines", name)
        if fate.kind != END:
            findings.unknown(place, "deadline_unknown", name, new)
        if fate.kind in (END, STAND):
            findings.unknown(place, "deadline_unknown", name, old)
        if fate.kind == END and states and all(name in _clocks(target, (one,)) for one in states):
            findings.at(place, "law_deadline_kept", name=name)
        if fate.kind == CARRY:
            findings.unknown(place, "deadline_unknown", fate.carries, old)


def _clocks(definition: Definition, states: tuple[str, ...]) -> frozenset[str]:
    found = (definition.states[name].deadlines for name in states if name in definition.states)
    return frozenset(name for deadlines in found for name in deadlines)


def _check_values(findings: Findings, two: Two, rule: Rule, path: Path) -> None:
    source, target = two
    for old, new in rule.renames.items():
        place = (*path, "rename", old)
        if _droppable(findings, source, old, place) and new not in target.recorded:
            near = nearest_name(new, frozenset(target.recorded))
            findings.at(place, "value_unknown", near, name=new)
        elif old in source.recorded and new in target.recorded:
            kinds = [(one.type, one.argument) for one in (source.recorded[old], target.recorded[new])]
            if kinds[0] != kinds[1]:
                findings.at(place, "value_of_other_type", name=new, type=kinds[1][0], wanted=kinds[0][0])
    for at, name in enumerate(rule.drops):
        _droppable(findings, source, name, (*path, "drop", at))


def _droppable(findings: Findings, source: Definition, name: str, path: Path) -> bool:
    """Whether a value is on record and names nobody else: what names others stands in tables of its own."""
    if findings.unknown(path, "value_unknown", name, source.recorded.keys()):
        return False
    if source.recorded[name].type in NOT_ENTERED - {"paper"}:
        findings.at(path, "law_value_bound", name=name)
        return False
    return True
