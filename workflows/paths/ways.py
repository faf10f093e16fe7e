"""The ways of a dossier to a goal: acts one after another, each state at most once."""

from collections import deque
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from workflows.definition import RESERVED_ROLES, Definition, Transition
from workflows.facts import Facts
from workflows.guards.value_guards import holds
from workflows.paths.goals import Goal, goal_of, in_rounds
from workflows.programme import Round
from workflows.rounds import LATER_ROUND
from workflows.rules import Rules

MOST_ACTS, MOST_WAYS = 12, 16


@dataclass(frozen=True)
class Stop:
    """One act of a way, out of the state `source`; `opens` is the workflow in which the way goes on, if in another.

    `until` is its last day where something besides its guards sets one.
    """

    definition: Definition
    move: Transition
    source: str
    opens: Definition | None = None
    goal: Goal | None = None
    until: date | None = None


Way = tuple[Stop, ...]


@dataclass(frozen=True)
class _Place:
    """Where a way has come to, with the values on record; `touched` are those that its acts record anew."""

    definition: Definition
    state: str
    values: Mapping[str, Any]
    stops: Way = ()
    seen: frozenset[str] = frozenset()
    touched: frozenset[str] = frozenset()

    def after(self, stop: Stop) -> "_Place":
        """Where the act leads to."""
        stops, target = (*self.stops, stop), stop.move.target
        touched = self.touched | {rule.name for rule in stop.move.records}
        if stop.opens is not None:
            sets = {rule.name: rule.constant for rule in stop.move.records if rule.constant is not None}
            handed = handed_to(stop.opens, {**self.values, **sets})
            seen = frozenset({stop.opens.initial})
            return _Place(stop.opens, stop.opens.initial, handed, stops, seen, touched - sets.keys())
        return replace(self, state=target, stops=stops, seen=self.seen | {target}, touched=touched)

    def barred(self, move: Transition) -> bool:
        """Whether a value on record forbids an act, which no act before it changes."""
        own = {rule.name for rule in move.records}
        fixed = self.values.keys() - self.touched - own
        known = [one for one in move.guards if one.guard == "value" and one.params["value"] in fixed]
        return not holds(self.definition, self.values, known)


def handed_to(opened: Definition, values: Mapping[str, Any]) -> Mapping[str, Any]:
    """The values with which a dossier begins, of those of the one that opens it."""
    handed = {rule.name: values.get(rule.name, rule.default) for rule in opened.receives}
    return {name: one for name, one in handed.items() if one is not None}


def ways(rules: Rules, definition: Definition, state: str, values: Mapping[str, Any], today: date) -> list[Way]:
    """The ways from a state to the first goal on each, shortest first.

    What only another dossier or the system does is no act of a way, nor is what ends a dossier or changes no state, nor
    what a value on record forbids, nor what begins anew by ending the dossiers that are under way.
    """
    found: list[Way] = []
    waiting = deque([_Place(definition, state, values, seen=frozenset({state}))])
    while waiting and len(found) < MOST_WAYS:
        place = waiting.popleft()
        for move in _acts(place):
            goal = goal_of(place.definition, move, place.state, place.values)
            stop = Stop(place.definition, move, place.state, goal=goal)
            if goal is not None:
                found.append((*place.stops, stop))
            elif len(place.stops) + 1 < MOST_ACTS:
                waiting += [place.after(one) for one in _onward(rules, place, stop, today)]
    return found


def outside(rules: Rules, definition: Definition, facts: Facts, known: Iterable[Way], today: date) -> list[Stop]:
    """The acts out of the present state that open an evaluation which is none of a round."""
    place = _Place(definition, facts.state, facts.values, seen=frozenset({facts.state}))
    onward = {way[0].move.trigger for way in known}
    acts = [move for move in _acts(place) if move.trigger not in onward]
    stops = [stop for move in acts for stop in _onward(rules, place, Stop(definition, move, facts.state), today)]
    return [stop for stop in stops if stop.opens is not None and in_rounds(stop.opens)]


def postponing(definition: Definition, state: str, goal: Goal, one: Round) -> Stop | None:
    """The act by which a dossier is put to a later round, while the list of that is open."""
    for move in definition.offers[state]:
        if any(rule.type == LATER_ROUND and rule.name == goal.value for rule in move.records):
            return Stop(definition, move, state, until=one.cut_off)
    return None


def _acts(place: _Place) -> list[Transition]:
    offers = place.definition.offers[place.state]
    done = [move for move in offers if not all(who.role in RESERVED_ROLES for who in move.by)]
    return [move for move in done if not _begins_anew(move) and not place.barred(move)]


def _begins_anew(move: Transition) -> bool:
    """Whether it ends the dossiers of the family that it opens, as only an authority above orders."""
    return move.opens is not None and move.children is not None and move.orders(move.opens) is not None


def _onward(rules: Rules, place: _Place, stop: Stop, today: date) -> list[Stop]:
    """The act as one that leads on in this dossier, and in the one that it opens."""
    move, target = stop.move, place.definition.states[stop.move.target]
    if target.final:
        return []
    on = [stop] if target.name not in place.seen else []
    member = rules.member(move.opens, today) if move.opens and not move.each else None
    return [*on, *([replace(stop, opens=member)] if member and member is not place.definition else [])]
