"""Any clock that may run: its calendar and zone, day zero, length, pauses and extensions."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from random import Random
from typing import Any

from tests.workflows import oracle
from tests.workflows.test_calendars import any_day
from tests.workflows.timing import ZONE, programme, rule
from workflows.deadlines.deadline_rules import DeadlineRule, Period, Reminder
from workflows.deadlines.deadlines import Beginning, Due, amended, due
from workflows.programme import FixedDate
from workflows.rules import Calendar

ZONES = (ZONE, ZONE, "UTC", "America/Sao_Paulo", "Pacific/Apia", "Asia/Kathmandu", "Europe/London", "America/Havana")
LONGEST = {"days": 120, "working_days": 60, "months": 40}
BEFORE, AFTER, USED = Reminder("before", Period(working_days=4)), Reminder("after", Period(days=6)), 60
SHARED = Reminder("used", share=USED)


@dataclass(frozen=True)
class Case:
    """A clock: its calendar and zone, day zero, how long it runs or until when, what happened to it."""

    calendar: Calendar
    zone: str
    start: date
    length: tuple[str, int] | FixedDate
    rolls: bool
    events: tuple[Mapping[str, Any], ...]
    piecemeal: bool

    @cached_property
    def rule(self) -> DeadlineRule:
        remind = (BEFORE, AFTER, SHARED)
        if isinstance(self.length, FixedDate):
            return rule(on="filing", remind=remind)
        unit, count = self.length
        return rule(Period(**{unit: count}), rolls=self.rolls, remind=remind)

    def computed(self, calendar: Calendar) -> Due:
        """Ours: computed when the clock started, then after all events or, `piecemeal`, after each."""
        dates = {"filing": self.length} if isinstance(self.length, FixedDate) else {}
        given = due(self.rule, Beginning(self.start, {}), programme(zone=self.zone, dates=dates), calendar)
        assert given is not None
        parts = joined(self.events) if self.piecemeal else [self.events] if self.events else []
        for events in parts:
            given = amended(self.rule, given.derivation, events, calendar)
        return given

    def walked(self, calendar: Calendar) -> date:
        """The oracle's."""
        length = self.length
        if isinstance(length, FixedDate):
            day = length.on if length.inclusive else length.on - timedelta(days=1)
            return oracle.last_day(calendar, self.start, day, self.events, rolls=False)
        return oracle.last_day(calendar, self.start, length, self.events, rolls=self.rolls)


def any_case(random: Random, calendar: Calendar) -> Case:
    start = any_day(random)
    length: tuple[str, int] | FixedDate
    if random.random() < 0.1:
        ends = start + timedelta(days=random.randrange(-10, 200))
        length = FixedDate("filing", ends, random.random() < 0.5, "b", "stated")
    else:
        unit = random.choice(["days", "working_days", "working_days", "months"])
        length = unit, 1 + int(random.random() ** 3 * LONGEST[unit])
    events = any_events(random, start)
    return Case(calendar, random.choice(ZONES), start, length, random.random() < 0.8, events, random.random() < 0.3)


def any_events(random: Random, start: date) -> tuple[Mapping[str, Any], ...]:
    """Pauses and extensions in the order of their days, sometimes one within the other."""
    events: list[Mapping[str, Any]] = []
    day = start
    for _ in range(random.choice([0, 0, 1, 1, 2, 4])):
        day += timedelta(days=random.randrange(0, 20))
        inner = [_extension(random, day)] if random.random() < 0.1 else []
        if random.random() < 0.4:
            events.append(_extension(random, day))
            continue
        events.append({"event": "paused", "day": day.isoformat(), "basis": "b", "seq": len(events)})
        day += timedelta(days=random.choice([0, 1, 2, 7, 30]))
        events += [*inner, {"event": "resumed", "day": day.isoformat()}]
    return tuple(events)


def _extension(random: Random, day: date) -> Mapping[str, Any]:
    until = day + timedelta(days=random.randrange(0, 60))
    return {"event": "extended", "day": day.isoformat(), "until": until.isoformat(), "basis": "b"}


def joined(events: tuple[Mapping[str, Any], ...]) -> Sequence[Sequence[Mapping[str, Any]]]:
    """The events as they come to be computed: a pause with all that happens until it ends."""
    parts: list[list[Mapping[str, Any]]] = []
    stands = False
    for event in events:
        if stands:
            parts[-1].append(event)
        else:
            parts.append([event])
        stands = event["event"] == "paused" or (stands and event["event"] != "resumed")
    return parts
