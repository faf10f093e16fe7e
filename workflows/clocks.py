"""Clocks of a dossier: which ones arriving in a state starts and ends."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from workflows.deadlines import Due, due
from workflows.definition import Definition
from workflows.rules import Calendar, Programme
from workflows.values import day_of
from workflows.verdict import Reason


@dataclass(frozen=True)
class Arrival:
    """A dossier arriving in a state: when, with which values, and which clocks are running."""

    state: str
    happened: date
    values: Mapping[str, Any]
    running: tuple[str, ...]
    by: Mapping[str, Any]


@dataclass(frozen=True)
class Changes:
    """The clocks that a move starts and ends."""

    opened: Mapping[str, Due]
    closed: tuple[str, ...]


def changes(definition: Definition, arrival: Arrival, programme: Programme, calendar: Calendar) -> Changes | Reason:
    """What arriving in a state does to the clocks; a Reason where a clock's starting day is not on record."""
    wanted = definition.states[arrival.state].deadlines
    opened: dict[str, Due] = {}
    for name in wanted:
        if name in arrival.running:
            continue
        rule = definition.deadlines[name]
        start = arrival.happened if rule.starts == "entering" else day_of(arrival.values.get(rule.starts))
        if start is None:
            return Reason("deadline_start_missing", {"deadline": name, "value": rule.starts})
        opened[name] = due(rule, start, arrival.by, programme, calendar)
    return Changes(opened, tuple(name for name in arrival.running if name not in wanted))
