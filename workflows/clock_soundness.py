"""Whether the clocks of a definition hold together: each can start where it runs, its end proposes what can be done."""

from collections.abc import Callable, Mapping

from workflows.definition import DeadlineRule, Definition, State, Transition
from workflows.placed import Findings, Placed
from workflows.recording import sure_values
from workflows.source import Path

Sure = Mapping[str, frozenset[str]]


def check_clocks(placed: Placed, findings: Findings) -> None:
    """Every problem of the deadlines of one workflow, and of what becomes of its states when the season closes."""
    definition = placed.definition
    _check_starts(placed, findings)
    for name, path in placed.deadlines.items():
        running = [state for state in definition.states.values() if name in state.deadlines]
        _check_expiry(definition, definition.deadlines[name], running, path, findings)
        _check_yearly(definition, definition.deadlines[name], running, path, findings)
    _check_close(placed, findings)


def _check_starts(placed: Placed, findings: Findings) -> None:
    definition = placed.definition
    recorded = sure_values(definition)
    first = frozenset(definition.states[definition.initial].deadlines)
    running = _sure(definition, first, lambda one: frozenset(definition.states[one.target].deadlines))
    opened = _sure(definition, frozenset(), lambda one: frozenset([one.opens] if one.opens else []))
    for state in definition.states.values():
        path = (*placed.states[state.name], "deadline")
        for rule in (definition.deadlines[name] for name in state.deadlines if name in definition.deadlines):
            kind, name = rule.starts.kind, rule.starts.name
            wanted = {name if kind == "value" else None, rule.term} & definition.recorded.keys()
            for value in sorted(map(str, wanted - recorded.get(state.name, frozenset(wanted)))):
                findings.at(path, "starts_too_late", name=rule.name, value=value)
            if kind == "deadline" and name in definition.deadlines and name not in running.get(state.name, {name}):
                findings.at(path, "start_never_ran", name=rule.name, start=name)
            if kind == "child" and name not in opened.get(state.name, {name}):
                findings.at(path, "start_never_opened", name=rule.name, family=name)


def _sure(definition: Definition, first: frozenset[str], gains: Callable[[Transition], frozenset[str]]) -> Sure:
    """What every way to each state has brought; states that cannot be reached are left out."""
    found = {definition.initial: first}
    waiting = [definition.initial]
    while waiting:
        name = waiting.pop()
        for transition in definition.offers[name]:
            there = found[name] | gains(transition)
            there &= found.get(transition.target, there)
            if there != found.get(transition.target):
                found[transition.target] = there
                waiting.append(transition.target)
    return found


def _check_expiry(
    definition: Definition, rule: DeadlineRule, running: list[State], path: Path, findings: Findings
) -> None:
    """What is proposed can be done wherever the time may run out, by those to whom it is proposed."""
    trigger = rule.expiry.propose
    if trigger is None or trigger not in definition.triggers:
        return
    for state in running:
        move = definition.moves.get((state.name, trigger))
        if move is None:
            told = {"name": rule.name, "trigger": trigger, "state": state.name}
            findings.at((*path, "expiry", "propose"), "expiry_elsewhere", **told)
            continue
        may = {(who.role, who.scope) for who in move.by}
        for who in rule.expiry.to:
            if (who.role, who.scope) not in may:
                told = {"who": str(who), "trigger": trigger, "state": state.name}
                findings.at((*path, "expiry", "to"), "expiry_to_other", choices=", ".join(map(str, move.by)), **told)
        if any(use.guard == "before" and use.params["deadline"] == rule.name for use in move.guards):
            findings.at((*path, "expiry", "propose"), "expiry_too_late", name=rule.name, trigger=trigger)


def _check_yearly(
    definition: Definition, rule: DeadlineRule, running: list[State], path: Path, findings: Findings
) -> None:
    """A yearly report leaves the dossier where it is."""
    trigger = rule.yearly
    for state in running if trigger in definition.triggers else ():
        move = definition.moves.get((state.name, str(trigger)))
        if move is None or move.target != state.name:
            findings.at((*path, "yearly"), "yearly_elsewhere", trigger=str(trigger), state=state.name)


def _check_close(placed: Placed, findings: Findings) -> None:
    """Where one open state says what the end of its season means, all do; what is then done can be done there."""
    definition = placed.definition
    declared = any(state.at_close for state in definition.states.values() if state.final is None)
    for name, path in placed.states.items():
        state = definition.states[name]
        if state.at_close is None:
            if declared and state.final is None:
                findings.at((*path, "state"), "close_undeclared", name=name)
        elif (trigger := state.at_close.do) in definition.triggers and (name, str(trigger)) not in definition.moves:
            findings.at((*path, "at_close", "do"), "close_elsewhere", trigger=str(trigger), state=name)
