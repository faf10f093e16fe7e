"""Whether a definition holds together: every state reached, every dossier able to end, every guard able to be met."""

from collections.abc import Iterable, Mapping

from workflows.deadlines.clock_soundness import check_clocks
from workflows.definition import Definition, Transition, ValueRule
from workflows.placed import Findings, Placed
from workflows.problems import Problem
from workflows.recording import compared, mandatory, possible_values, sure_values


def soundness_problems(placed: Placed) -> list[Problem]:
    """All that is unsound in one workflow; nothing where parts of it could not be read."""
    if not placed.whole:
        return []
    findings = Findings(placed.source)
    _check_initial(placed, findings)
    _check_moves(placed, findings)
    _check_reached(placed, findings)
    _check_endings(placed, findings)
    _check_deadlines(placed, findings)
    _check_too_late(placed, findings)
    _check_values(placed, findings)
    check_clocks(placed, findings)
    return findings.problems


def _check_initial(placed: Placed, findings: Findings) -> None:
    if placed.definition.states[placed.definition.initial].final is not None:
        findings.at(("initial",), "initial_final", name=placed.definition.initial)


def _check_moves(placed: Placed, findings: Findings) -> None:
    """No way out of a final state; one transition at most for a state and a trigger."""
    definition = placed.definition
    first: dict[tuple[str, str], int] = {}
    for index, transition in enumerate(definition.transitions):
        path = placed.transitions[index]
        for source in transition.sources:
            if definition.states[source].final is not None:
                findings.at((*path, "from"), "out_of_final", name=source, trigger=transition.trigger)
            key = (source, transition.trigger)
            if key in first:
                line = str(placed.source.place(placed.transitions[first[key]]).line)
                findings.at((*path, "do"), "move_repeated", name=source, trigger=transition.trigger, first=line)
            first.setdefault(key, index)


def _check_reached(placed: Placed, findings: Findings) -> None:
    definition = placed.definition
    reached = closure({definition.initial}, successors(definition.transitions))
    for name, path in placed.states.items():
        if name not in reached:
            findings.at((*path, "state"), "state_unreached", name=name)


def _check_endings(placed: Placed, findings: Findings) -> None:
    """A way to a final state that is not merely giving up: what is declared for any open state does not count."""
    definition = placed.definition
    proper = [one for index, one in enumerate(definition.transitions) if index not in placed.abandoning]
    finals = {name for name, state in definition.states.items() if state.final is not None}
    ending = closure(finals, _reversed(successors(proper)))
    for name, path in placed.states.items():
        if name not in ending:
            findings.at((*path, "state"), "state_endless", name=name)


def _check_deadlines(placed: Placed, findings: Findings) -> None:
    """What asks how a deadline stands asks for one that runs: it is attached to every state that is left."""
    definition = placed.definition
    for transition, path in zip(definition.transitions, placed.transitions, strict=True):
        for use in transition.guards:
            if use.guard not in ("before", "after", "ahead"):
                continue
            place = (*path, "needs" if use.guard == "ahead" else use.guard)
            name = str(use.params["deadline"])
            for source in transition.sources:
                if name in definition.deadlines and name not in definition.states[source].deadlines:
                    findings.at(place, "deadline_not_running", name=name, state=source)


def _check_too_late(placed: Placed, findings: Findings) -> None:
    """What is fired in place of a transition can be, wherever that is, and the deadline runs where that leads."""
    definition = placed.definition
    for transition, path in zip(definition.transitions, placed.transitions, strict=True):
        late = transition.too_late
        if late is None:
            continue
        attached = definition.states[transition.target].deadlines
        if late.deadline in definition.deadlines and late.deadline not in attached:
            told = {"name": late.deadline, "state": transition.target}
            findings.at((*path, "too_late", "deadline"), "deadline_not_running", **told)
        for source in transition.sources if late.trigger in definition.triggers else ():
            move = definition.moves.get((source, late.trigger))
            if move is None or move.by != transition.by:
                told = {"trigger": late.trigger, "name": transition.trigger, "state": source}
                findings.at((*path, "too_late", "do"), "too_late_elsewhere", **told)


def _check_values(placed: Placed, findings: Findings) -> None:
    """What a guard reads can have been recorded by then; what a clock or a paper's day is read from, surely is."""
    definition = placed.definition
    decisions = {rule.name: str(rule.argument) for rule in _declared(definition) if rule.type == "decision"}
    possible = possible_values(definition, frozenset(decisions).union(*map(compared, definition.transitions)))
    sure = sure_values(definition)
    for transition, path in zip(definition.transitions, placed.transitions, strict=True):
        own = mandatory(transition.records)
        sources = [source for source in transition.sources if source in sure]
        for source in sources:
            for name in sorted((compared(transition) & definition.recorded.keys()) - own - possible[source]):
                findings.at(path, "value_too_late", name=name, trigger=transition.trigger, state=source)
            for name in sorted((_valid_on(transition) & definition.recorded.keys()) - own - sure[source]):
                findings.at(path, "value_unsure", name=name, trigger=transition.trigger, state=source)
            decided = {decisions[name] for name in (own | possible[source]) & decisions.keys()}
            for role in sorted((_decided_by(transition) & set(decisions.values())) - decided):
                findings.at(path, "decision_too_late", name=role, trigger=transition.trigger, state=source)


def _declared(definition: Definition) -> list[ValueRule]:
    return [*definition.receives, *(rule for transition in definition.transitions for rule in transition.records)]


def _valid_on(transition: Transition) -> set[str]:
    """The values on whose days its papers must be valid."""
    return {str(use.params["valid_on"]) for use in transition.guards if use.guard == "paper"} - {"happened"}


def _decided_by(transition: Transition) -> set[str]:
    return {str(use.params["role"]) for use in transition.guards if use.guard == "decision_by"}


def successors(transitions: Iterable[Transition]) -> dict[str, set[str]]:
    """The states that each state leads to."""
    after: dict[str, set[str]] = {}
    for transition in transitions:
        for source in transition.sources:
            after.setdefault(source, set()).add(transition.target)
    return after


def closure(start: set[str], after: Mapping[str, set[str]]) -> set[str]:
    """All that can be reached from `start`, itself included."""
    reached, waiting = set(start), list(start)
    while waiting:
        for name in after.get(waiting.pop(), ()):
            if name not in reached:
                reached.add(name)
                waiting.append(name)
    return reached


def _reversed(after: Mapping[str, set[str]]) -> dict[str, set[str]]:
    before: dict[str, set[str]] = {}
    for source, targets in after.items():
        for target in targets:
            before.setdefault(target, set()).add(source)
    return before
