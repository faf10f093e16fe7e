"""Parents that wait: where a child may be open, it can tell; where only a child leads on, it does tell."""

from collections.abc import Mapping

from workflows.definition import Definition, State, Transition
from workflows.placed import Findings, Placed

Families = Mapping[str, tuple[Definition, ...]]


def done_by(transition: Transition, role: str) -> bool:
    return any(who.role == role for who in transition.by)


def check_waiting(placed: Placed, families: Families, findings: Findings) -> None:
    """For each family opened whose members tell something: none is left open unheard, and none ends in silence."""
    definition = placed.definition
    opened = {transition.opens for transition in definition.transitions if transition.opens is not None}
    telling = {family: told for family in sorted(opened) if (told := _told(definition, families.get(family, ())))}
    while_open = {family: _while_open(placed, family, telling[family], families, findings) for family in telling}
    for name, state in definition.states.items():
        heard = _only_by_child(placed, state)
        around = [family for family in telling if name in while_open[family]] or list(telling)
        for child in (member for family in around if heard for member in families[family]):
            for end in child.states.values():
                if end.final is not None and end.tells not in heard:
                    named = {"name": name, "child": child.name, "state": end.name, "told": ", ".join(sorted(heard))}
                    findings.at((*placed.states[name], "state"), "child_ends_silently", **named)


def _told(parent: Definition, members: tuple[Definition, ...]) -> frozenset[str]:
    """What the members tell, of what this parent hears somewhere: what it never hears is told as another problem."""
    heard = {transition.trigger for transition in parent.transitions if done_by(transition, "child")}
    return frozenset(state.tells for child in members for state in child.states.values() if state.tells in heard)


def _while_open(
    placed: Placed, family: str, told: frozenset[str], families: Families, findings: Findings
) -> frozenset[str]:
    """The states in which a child of the family may be open; each way to one where it is not heard is a problem."""
    definition = placed.definition
    reached: set[str] = set()
    changed = True
    faults: dict[int, frozenset[str]] = {}
    while changed:
        changed = False
        for index, transition in enumerate(definition.transitions):
            still_open = reached.intersection(transition.sources) and _leaves_open(transition, families[family])
            if not (transition.opens == family or still_open) or transition.target in reached or index in faults:
                continue
            unheard = _unheard(definition, transition.target, told)
            if unheard:
                faults[index] = unheard
            else:
                reached.add(transition.target)
                changed = True
    for index, unheard in faults.items():
        transition = definition.transitions[index]
        named = {"name": transition.target, "trigger": transition.trigger, "family": family}
        findings.at((*placed.transitions[index], "to"), "child_left_open", **named, told=", ".join(sorted(unheard)))
    return frozenset(reached)


def _leaves_open(transition: Transition, members: tuple[Definition, ...]) -> bool:
    """Whether a child may still be open after the move: it is not its own telling, and does not end it."""
    if _only_for_child(transition):
        return False
    if not any(transition.orders(child.family) for child in members):
        return True
    ordered = [(child, one) for child in members for one in child.transitions if one.trigger == transition.children]
    return any(child.states[one.target].final is None for child, one in ordered if done_by(one, "parent"))


def _unheard(definition: Definition, name: str, told: frozenset[str]) -> frozenset[str]:
    """What a child could tell in vain in that state."""
    moves = {trigger: definition.moves.get((name, trigger)) for trigger in told}
    return frozenset(trigger for trigger, move in moves.items() if move is None or not done_by(move, "child"))


def _only_by_child(placed: Placed, state: State) -> frozenset[str]:
    """The triggers that lead out of the state if all of them are a child's to fire; giving up does not count."""
    if state.final is not None:
        return frozenset()
    moves = enumerate(placed.definition.transitions)
    leaving = [one for index, one in moves if state.name in one.sources and index not in placed.abandoning]
    if not all(map(_only_for_child, leaving)):
        return frozenset()
    return frozenset(one.trigger for one in leaving)


def _only_for_child(transition: Transition) -> bool:
    return bool(transition.by) and all(who.role == "child" for who in transition.by)
