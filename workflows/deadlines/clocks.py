"""Clocks of a dossier: which ones arriving in a state starts and ends."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from typing import Any

from workflows.calendars.calendars import ONE_DAY
from workflows.deadlines.deadline_rules import DeadlineRule, End
from workflows.deadlines.deadlines import Beginning, Due, amended, due
from workflows.definition import Definition
from workflows.facts import ClockFact
from workflows.guards.paper_guard import Shelf
from workflows.guards.value_guards import finish_day, holds
from workflows.programme import Programme
from workflows.rounds import round_named
from workflows.rules import Calendar
from workflows.values import day_of
from workflows.verdict import Reason

REJECTED, ROUND = "rejected", "round"
EMPTY = Shelf((), {})


@dataclass(frozen=True)
class Arrival:
    """A dossier arriving in a state: when, with which values, and which clocks are running, each with its last day.

    `by` tells of the act in the derivations. `trigger` is the act's, `opens` the family of the dossier that it opens,
    both empty where there is none. The `shelf` need be filled only where `asks_papers` says so, and `ran`
    hold only what `asks_past` names.
    """

    state: str
    happened: date
    values: Mapping[str, Any]
    running: Mapping[str, date]
    by: Mapping[str, Any]
    trigger: str = ""
    opens: str = ""
    shelf: Shelf = EMPTY
    ran: Mapping[str, ClockFact] = field(default_factory=dict)


@dataclass(frozen=True)
class Changes:
    """The clocks that a move starts and ends. One that is in both goes on for another year."""

    opened: Mapping[str, Due]
    closed: tuple[str, ...]

    def running(self, before: Mapping[str, date]) -> Mapping[str, date]:
        """The clocks that run after the move, with the last day of each, from those that ran before it."""
        kept = {name: day for name, day in before.items() if name not in self.closed}
        return {**kept, **{name: one.last_day for name, one in self.opened.items()}}


def changes(definition: Definition, arrival: Arrival, programme: Programme, calendar: Calendar) -> Changes | Reason:
    """What arriving in a state does to the clocks; a Reason where a clock's starting day or term is not on record.

    A clock runs only where its conditions hold, and one that ends by its law where that sets a day. One that ends on a
    fixed day and has run before keeps the later day that it was given, and a yearly one the year
    that it had come to.
    """
    wanted, running = _wanted(definition, arrival), arrival.running
    reported = _reported(definition, arrival)
    opened: dict[str, Due] = {}
    for rule in _in_order(definition, _beginning_now(definition, arrival)):
        beginning: Beginning | Reason | None = _beginning(rule, arrival, programme, opened)
        if isinstance(beginning, Beginning) and rule.ends is not None:
            days = _last_days(arrival, opened)
            beginning = _ending(definition, rule, beginning, days, programme)
        if isinstance(beginning, Reason):
            return beginning
        found = due(rule, beginning, programme, calendar) if beginning else None
        if found is not None:
            opened[rule.name] = _extended(rule, found, arrival, calendar)
    closed = tuple(name for name in running if name not in wanted or name in reported)
    return Changes({name: opened[name] for name in wanted if name in opened}, closed)


def asks_papers(definition: Definition, state: str) -> bool:
    """Whether some clock of the state starts with the receipt of a paper."""
    return any(definition.deadlines[name].starts.kind == "paper" for name in definition.states[state].deadlines)


def asks_past(definition: Definition, arrival: Arrival) -> tuple[str, ...]:
    """The clocks that begin on arriving and of which it matters how they ran before: those that end on a fixed day."""
    rules = (definition.deadlines[name] for name in _beginning_now(definition, arrival))
    return tuple(rule.name for rule in rules if rule.within is None)


def _reported(definition: Definition, arrival: Arrival) -> set[str]:
    """The yearly clocks of which the act reports a year, and those of a round that it changes for a later one."""
    yearly = {name for name in arrival.running if definition.deadlines[name].yearly == arrival.trigger != ""}
    moved = {
        rule.name
        for transition in definition.transitions
        for rule in transition.records
        if transition.trigger == arrival.trigger and rule.type == "later_round"
    }
    ends = {name: definition.deadlines[name].ends for name in arrival.running}
    return yearly | {name for name, end in ends.items() if end and end.kind == ROUND and end.name in moved}


def _wanted(definition: Definition, arrival: Arrival) -> tuple[str, ...]:
    """The clocks of the state whose conditions hold."""
    names = definition.states[arrival.state].deadlines
    return tuple(name for name in names if holds(definition, arrival.values, definition.deadlines[name].when))


def _beginning_now(definition: Definition, arrival: Arrival) -> tuple[str, ...]:
    reported = _reported(definition, arrival)
    wanted = _wanted(definition, arrival)
    return tuple(name for name in wanted if name not in arrival.running or name in reported)


def _extended(rule: DeadlineRule, found: Due, arrival: Arrival, calendar: Calendar) -> Due:
    """A fixed day with the extensions that it was given before, unless it is now later than they were."""
    ran = arrival.ran.get(rule.name) if rule.within is None else None
    events = [one for one in ran.derivation.get("events", ()) if one["event"] == "extended"] if ran else []
    if ran is None or not events or (rule.yearly is not None and found.last_day != ran.original):
        return found
    extended = amended(rule, found.derivation, events, calendar)
    return extended if extended.last_day > found.last_day else found


def _past_year(rule: DeadlineRule, arrival: Arrival) -> date | None:
    """The last day of the year reported last; None where none was, or it is unknown."""
    ran, running = arrival.ran.get(rule.name), arrival.running.get(rule.name)
    if ran is None:
        return running
    return ran.original if ran.reported or running is not None else ran.original - ONE_DAY


def _in_order(definition: Definition, names: Sequence[str]) -> list[DeadlineRule]:
    """The rules of the names, each after the one whose last day it needs."""
    ordered: dict[str, DeadlineRule] = {}

    def place(name: str, waiting: frozenset[str]) -> None:
        rule = definition.deadlines[name]
        first = rule.awaits or ""
        if first in names and first not in waiting:
            place(first, waiting | {name})
        ordered.setdefault(name, rule)

    for name in names:
        place(name, frozenset({name}))
    return list(ordered.values())


def _beginning(
    rule: DeadlineRule, arrival: Arrival, programme: Programme, opened: Mapping[str, Due]
) -> Beginning | Reason:
    day, starts = _day_zero(rule, arrival, programme, opened), rule.starts
    if day is None:
        return Reason("deadline_start_missing", {"deadline": rule.name, "value": starts.name, "kind": starts.kind})
    if rule.term is not None and arrival.values.get(rule.term) is None:
        return Reason("deadline_start_missing", {"deadline": rule.name, "value": rule.term, "kind": "value"})
    return Beginning(day, arrival.by, arrival.values, _past_year(rule, arrival))


def _ending(
    definition: Definition, rule: DeadlineRule, began: Beginning, days: Mapping[str, date], programme: Programme
) -> Beginning | Reason | None:
    """With the last day that the law gives, or another clock, of those with their last `days`; None: there is none."""
    end = rule.ends
    if end is not None and end.kind == ROUND:
        return _held(end, began, programme)
    if end is None or end.kind == "law":
        day = finish_day(definition, began.values)
        return replace(began, ends=day, ended_by={"law": definition.law.decision}) if day else None
    if end.name not in days:
        return Reason("deadline_start_missing", {"deadline": rule.name, "value": end.name, "kind": "deadline"})
    count = (end.before and end.before.days) or 0
    by = {"deadline": end.name, "last_day": days[end.name].isoformat(), "before": {"days": count}}
    return replace(began, ends=days[end.name] - timedelta(days=count), ended_by=by)


def _held(end: End, began: Beginning, programme: Programme) -> Beginning | None:
    """With the day by which the round on record is held; None where there is none."""
    one = round_named(programme, str(began.values.get(end.name)))
    return replace(began, ends=one.held_by, ended_by={"round": one.code}) if one else None


def _last_days(arrival: Arrival, opened: Mapping[str, Due]) -> Mapping[str, date]:
    return {**arrival.running, **{name: one.last_day for name, one in opened.items()}}


def _day_zero(rule: DeadlineRule, arrival: Arrival, programme: Programme, opened: Mapping[str, Due]) -> date | None:
    """The day that starts the clock of a rule; None where it is not on record."""
    name = rule.starts.name
    match rule.starts.kind:
        case "entering":
            return arrival.happened
        case "value":
            return day_of(arrival.values.get(name))
        case "paper":
            return _received(name, arrival)
        case "date":
            return programme.dates[name].on
        case "deadline":
            return opened[name].last_day if name in opened else arrival.running.get(name)
        case _:
            return arrival.happened if arrival.opens == name else None


def _received(kind: str, arrival: Arrival) -> date | None:
    """The day on which the latest paper of a type was received, of those that count and were there by then."""
    return max(
        (
            paper.received
            for paper in arrival.shelf.papers
            if paper.type == kind
            and paper.status != REJECTED
            and paper.received <= arrival.happened
            and paper.holder in arrival.shelf.holders.get(paper.holder_kind, frozenset())
        ),
        default=None,
    )
