"""Whether the clocks of a definition hold together: each can start where it runs, its end proposes what can be done."""

from collections.abc import Iterator

from workflows.deadlines.deadline_rules import DeadlineRule
from workflows.definition import Definition, State, Transition
from workflows.placed import Findings, Placed
from workflows.recording import sure_values
from workflows.source import Path


def check_clocks(placed: Placed, findings: Findings) -> None:
    """Every problem of the deadlines of one workflow, and of what becomes of its states when the season closes."""
    definition = placed.definition
    _check_starts(placed, findings)
    for name, path in placed.deadlines.items():
        running = [state for state in definition.states.values() if name in state.deadlines]
        _check_expiry(definition, definition.deadlines[name], running, path, findings)
        _check_yearly(definition, definition.deadlines[name], running, path, findings)
        _check_back(definition, definition.deadlines[name], path, findings)
    _check_close(placed, findings)


def _check_starts(placed: Placed, findings: Findings) -> None:
    """Whatever starts a clock is on record, or happens, on every arrival in a state in which it runs."""
    definition = placed.definition
    recorded = sure_values(definition)
    for state in definition.states.values():
        for rule in (definition.deadlines[name] for name in state.deadlines if name in definition.deadlines):
            kind, name = rule.starts.kind, rule.starts.name
            given = {use.params["value"] for use in rule.when}
            wanted = ({name if kind == "value" else None, rule.term} & definition.recorded.keys()) - given
            for value in sorted(map(str, wanted - recorded.get(state.name, frozenset(wanted)))):
                path = (*placed.states[state.name], "deadline")
                findings.at(path, "starts_too_late", name=rule.name, value=value)
            if kind == "child" or rule.awaits in definition.deadlines:
                for path in _failing(placed, rule, state, frozenset(recorded)):
                    told = {"family": name} if kind == "child" else {"start": str(rule.awaits)}
                    code = "start_never_opened" if kind == "child" else "start_never_ran"
                    findings.at(path, code, name=rule.name, state=state.name, **told)


def _failing(placed: Placed, rule: DeadlineRule, state: State, reached: frozenset[str]) -> Iterator[Path]:
    """Where a dossier would arrive in a state without what starts the clock of a rule, which runs there."""
    definition = placed.definition
    if state.name == definition.initial and not _startable(definition, rule, None, None, state):
        yield (*placed.states[state.name], "deadline")
    for transition, path in zip(definition.transitions, placed.transitions, strict=True):
        sources = [definition.states[one] for one in transition.sources if one in reached]
        if transition.target == state.name and not all(
            _startable(definition, rule, transition, source, state) for source in sources
        ):
            yield (*path, "do")


def _startable(
    definition: Definition, rule: DeadlineRule, transition: Transition | None, source: State | None, target: State
) -> bool:
    """Whether a clock runs already or can start on one arrival, by the rules of `clocks.changes`.

    A yearly clock is never sure to run: it has no year left once, and begins anew with each report. Nor is one with
    conditions that this one does not share.
    """
    before = source.deadlines if source else ()
    if rule.name in before and rule.yearly is None:
        return True
    if rule.starts.kind == "child":
        return transition is not None and transition.opens == rule.starts.name
    awaited = definition.deadlines[str(rule.awaits)]
    sure = awaited.yearly is None and all(one in rule.when for one in awaited.when)
    return sure and awaited.name in (*before, *target.deadlines)


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


def _check_back(definition: Definition, rule: DeadlineRule, path: Path, findings: Findings) -> None:
    """What is counted back from another clock is counted from a day that nothing moves."""
    other = definition.deadlines.get(rule.ends.name) if rule.ends and rule.ends.kind == "deadline" else None
    if other is not None and (other.pause is not None or other.extend is not None or (other.within and other.rolls)):
        findings.at((*path, "ends", "deadline"), "back_from_moving", name=rule.name, other=other.name)


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
