"""What must be known of a dossier that is entered at the state it has reached on paper."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from workflows.definition import Definition, Transition, ValueRule
from workflows.problems import nearest_name
from workflows.recording import sure_values
from workflows.values import Malformed, read_value
from workflows.verdict import Reason

FOUR_EYES = "not_same_person_as"


def waits_for_child(definition: Definition, state: str) -> bool:
    """Whether a dossier in the state waits for what another one tells it."""
    return any(who.role == "child" for move in definition.offers[state] for who in move.by)


def opened_on_arrival(definition: Definition, state: str) -> frozenset[str]:
    """The families of the dossiers that were opened when a dossier came to the state."""
    return frozenset(move.opens for move in definition.transitions if move.opens and move.target == state)


def surely_known(definition: Definition, state: str) -> frozenset[str]:
    """The values that every way to the state records. Papers are not among them: they are brought in by themselves."""
    return sure_values(definition).get(state, frozenset()) & _known(definition)


def acts_asked_for(definition: Definition, state: str) -> frozenset[str]:
    """The acts that may lie behind a dossier in the state, and whose persons a later act must not be.

    One that is done again on every way to that later act is not asked for.
    """
    behind = {move.trigger for move in _behind(definition, state)}
    return frozenset(
        act for act in behind & _eyed(definition.transitions) if act in _eyed(_ahead(definition, state, act))
    )


def read_known(
    definition: Definition, given: Mapping[str, Any], on: date
) -> tuple[Mapping[str, Any], tuple[Reason, ...]]:
    """The values known on a day, as they are kept, and a reason for each that is malformed, unknown or a paper."""
    kept: dict[str, Any] = {}
    reasons = []
    for name, value in given.items():
        rule = definition.recorded.get(name)
        if rule is None:
            known = sorted(_known(definition))
            told = {"value": name, "known": known, "nearest": nearest_name(name, known)}
            reasons.append(Reason("value_not_of_workflow", told))
            continue
        if rule.type == "paper":
            reasons.append(Reason("value_is_paper", {"value": name}))
            continue
        try:
            kept[name] = read_value(rule, value, on)
        except Malformed as wrong:
            reasons.append(Reason(wrong.code, {"value": name, **wrong.params}))
    return kept, tuple(reasons)


def _known(definition: Definition) -> set[str]:
    return {name for name, rule in definition.recorded.items() if rule.type != "paper"}


def without_papers(definition: Definition, values: Mapping[str, Any]) -> Mapping[str, Any]:
    """The values that are no papers."""
    rules: Mapping[str, ValueRule] = definition.recorded
    return {name: value for name, value in values.items() if name not in rules or rules[name].type != "paper"}


def _eyed(moves: Iterable[Transition]) -> set[str]:
    """The acts whose persons some of the moves must not be."""
    return {str(use.params["trigger"]) for move in moves for use in move.guards if use.guard == FOUR_EYES}


def _ahead(definition: Definition, state: str, without: str) -> Iterable[Transition]:
    """The transitions that can be reached from the state without one act."""
    found: list[Transition] = []
    waiting, seen = [state], {state}
    while waiting:
        leaving = [move for move in definition.offers[waiting.pop()] if move.trigger != without]
        found += leaving
        waiting += [move.target for move in leaving if move.target not in seen]
        seen.update(move.target for move in leaving)
    return found


def _behind(definition: Definition, state: str) -> Iterable[Transition]:
    """The transitions on some way from the beginning to the state."""
    into: dict[str, list[Transition]] = {}
    for move in definition.transitions:
        into.setdefault(move.target, []).append(move)
    found: list[Transition] = []
    waiting, seen = [state], {state}
    while waiting:
        for move in into.get(waiting.pop(), ()):
            found.append(move)
            waiting += [source for source in move.sources if source not in seen]
            seen.update(move.sources)
    return found
