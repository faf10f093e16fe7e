"""What must be known of a dossier that is entered at the state it has reached on paper."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from workflows.definition import Definition, Transition, ValueRule
from workflows.guards.value_guards import BY_VALUES, values_asked
from workflows.naming import Who
from workflows.numbering import Place
from workflows.on_paper import ON_PAPER, read_on_paper
from workflows.problems import nearest_name
from workflows.recording import sure_values
from workflows.values import BEARINGS, Malformed, given_text, read_value
from workflows.verdict import Reason

FOUR_EYES = "not_same_person_as"
# What is found lacking is told of papers, and found anew by the act that tells it.
NOT_ENTERED = BEARINGS | {"paper", "deficiency"}


def waits_for_child(definition: Definition, state: str) -> bool:
    """Whether a dossier in the state waits for what another one tells it."""
    return any(who.role == "child" for move in definition.offers[state] for who in move.by)


def opened_on_arrival(definition: Definition, state: str) -> frozenset[str]:
    """The families of the dossiers that were opened when a dossier came to the state."""
    return frozenset(move.opens for move in definition.transitions if move.opens and move.target == state)


def surely_known(definition: Definition, state: str) -> frozenset[str]:
    """The values that every way to the state records, and somebody gave.

    Papers are not among them: they are brought in by themselves; nor is what an act itself puts: it may be told.
    """
    return sure_values(definition).get(state, frozenset()) & _known(definition) - definition.constants.keys()


def acts_asked_for(definition: Definition, state: str) -> frozenset[str]:
    """The acts that may lie behind a dossier in the state, and whose persons a later act must not be.

    One that is done again on every way to that later act is not asked for.
    """
    behind = {move.trigger for move in _behind(definition, state)}
    return frozenset(
        act for act in behind & _eyed(definition.transitions) if act in _eyed(_ahead(definition, state, act))
    )


def doers_of(definition: Definition, state: str, trigger: str) -> frozenset[Who]:
    """Who may have done an act that lies behind a dossier in the state, an override included."""
    moves = [move for move in _behind(definition, state) if move.trigger == trigger]
    overriding = (who for move in moves if move.override for who in move.override.by)
    return frozenset([*(who for move in moves for who in move.by), *overriding])


def forbidden_by_values(
    definition: Definition, state: str, values: Mapping[str, Any], unknown: frozenset[str] = frozenset()
) -> tuple[Reason, ...]:
    """Why no dossier with these values can be in the state: what each step asks that bars a way there.

    Nothing where some way from the beginning is open. A guard that looks at a value which a later step records anew is
    passed over: nobody knows what it was then; so is one that looks at a value `unknown`.
    """
    barred: dict[str, list[Reason]] = {}
    waiting: list[tuple[str, frozenset[str]]] = [(state, unknown)]
    seen: dict[str, list[frozenset[str]]] = {}
    into = _into(definition)
    while waiting:
        name, later = waiting.pop()
        if name == definition.initial:
            return ()
        # What is recorded anew can only open a way: one who knows less has nothing to add here.
        if any(later <= wider for wider in seen.get(name, ())):
            continue
        seen.setdefault(name, []).append(later)
        for move in into.get(name, ()):
            reasons = _bars(definition, move, values, later)
            if reasons:
                barred.setdefault(move.trigger, []).extend(reasons)
            else:
                renewed = later | {rule.name for rule in move.records}
                waiting += [(source, renewed) for source in move.sources]
    every = [reason for reasons in barred.values() for reason in reasons]
    told = [reason for place, reason in enumerate(every) if reason not in every[:place]]
    return (Reason("no_way_to_state", {"state": state, "ways": list(barred)}), *told)


def read_known(
    definition: Definition, given: Mapping[str, Any], on: date, place: Place | None = None
) -> tuple[Mapping[str, Any], tuple[Reason, ...]]:
    """The values known on a day, as they are kept, and a reason for each that is malformed, unknown or a paper.

    What is received and not known is as where none is handed over. Numbers and rounds, which acts compute in another
    time, are as they stand on paper; without a `place` nobody looks whether they can stand there.
    """
    kept: dict[str, Any] = {rule.name: rule.default for rule in definition.receives if rule.default is not None}
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
        if rule.type in BEARINGS:
            reasons.append(Reason("value_not_from_paper", {"value": name}))
            continue
        try:
            kept[name] = _one_of(definition, name, _read(definition, rule, value, _Paper(on, place)))
        except Malformed as wrong:
            reasons.append(Reason(wrong.code, {"value": name, **wrong.params}))
    return kept, tuple(reasons)


@dataclass(frozen=True)
class _Paper:
    """Of which day a paper is, and of a product that lies where."""

    on: date
    place: Place | None


def _read(definition: Definition, rule: ValueRule, given: Any, paper: _Paper) -> Any:
    if rule.type not in ON_PAPER:
        return read_value(rule, given, paper.on)
    text = given_text(rule, given)
    return read_on_paper(definition, rule, text, paper.place, paper.on) if paper.place else text


def _one_of(definition: Definition, name: str, kept: Any) -> Any:
    """The value, where acts put it one of theirs. Raises Malformed."""
    put = definition.constants.get(name)
    if put is not None and kept not in put:
        raise Malformed("value_malformed", given=str(kept), type="text")
    return kept


def _known(definition: Definition) -> set[str]:
    return {name for name, rule in definition.recorded.items() if rule.type not in NOT_ENTERED}


def without_papers(definition: Definition, values: Mapping[str, Any]) -> Mapping[str, Any]:
    """The values that a row of a sheet can hold: no papers, and nothing that names others of the register."""
    rules: Mapping[str, ValueRule] = definition.recorded
    return {name: value for name, value in values.items() if name not in rules or rules[name].type not in NOT_ENTERED}


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


@dataclass(frozen=True)
class _Past:
    """A step that may lie behind a dossier, with the values that it has now."""

    definition: Definition
    transition: Transition
    values: Mapping[str, Any]


def _bars(
    definition: Definition, move: Transition, values: Mapping[str, Any], later: frozenset[str]
) -> Iterable[Reason]:
    """Why a step cannot have been done by a dossier with these values, of which those named `later` were other ones."""
    past = _Past(definition, move, values)
    given = [rule for rule in move.records if rule.constant is None and rule.type not in NOT_ENTERED]
    own = {rule.name for rule in given if not rule.optional}
    absent = sorted(own - values.keys() - later)
    judged = [use for use in move.guards if use.guard in BY_VALUES and not values_asked(definition, use) & later]
    return [
        *(Reason("value_not_entered", {"value": name, "state": move.target}) for name in absent),
        *(reason for use in judged for reason in BY_VALUES[use.guard](past, use.params)),
    ]


def _into(definition: Definition) -> Mapping[str, list[Transition]]:
    """The transitions that lead to each state."""
    into: dict[str, list[Transition]] = {}
    for move in definition.transitions:
        into.setdefault(move.target, []).append(move)
    return into


def _behind(definition: Definition, state: str) -> Iterable[Transition]:
    """The transitions on some way from the beginning to the state."""
    into = _into(definition)
    found: list[Transition] = []
    waiting, seen = [state], {state}
    while waiting:
        for move in into.get(waiting.pop(), ()):
            found.append(move)
            waiting += [source for source in move.sources if source not in seen]
            seen.update(move.sources)
    return found
