"""Deadlines against an oracle that walks from day to day, and against the script that anybody can run."""

import importlib.util
import json
import os
import subprocess
import sys
from collections.abc import Callable, Mapping
from copy import deepcopy
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from random import Random
from types import ModuleType
from typing import Any

import pytest

from tests.workflows import oracle
from tests.workflows.test_calendars import any_calendar, any_day
from tests.workflows.timing import ZONE, found, programme, rule, vietnam
from workflows.deadlines import Beginning, Due, amended, due
from workflows.definition import DeadlineRule, Period, Reminder
from workflows.marks import instant_text
from workflows.rules import Calendar, FixedDate

SCRIPT = Path(__file__).parents[2] / "docs" / "recompute_deadline.py"
SEED = 20260104
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

    @property
    def rule(self) -> DeadlineRule:
        remind = (BEFORE, AFTER, SHARED)
        if isinstance(self.length, FixedDate):
            return rule(on="filing", remind=remind)
        unit, count = self.length
        return rule(Period(**{unit: count}), rolls=self.rolls, remind=remind)

    def computed(self, calendar: Calendar) -> Due:
        """Ours: computed when the clock started, then after each event."""
        dates = {"filing": self.length} if isinstance(self.length, FixedDate) else {}
        given = due(self.rule, Beginning(self.start, {}), programme(zone=self.zone, dates=dates), calendar)
        assert given is not None
        for event in _joined(self.events):
            given = amended(self.rule, given.derivation, event, calendar)
        return given

    def walked(self, calendar: Calendar) -> date:
        """The oracle's."""
        length = self.length
        if isinstance(length, FixedDate):
            day = length.on if length.inclusive else length.on - timedelta(days=1)
            return oracle.last_day(calendar, self.start, day, self.events, rolls=False)
        return oracle.last_day(calendar, self.start, length, self.events, rolls=self.rolls)


def any_case(random: Random) -> Case:
    start = any_day(random)
    length: tuple[str, int] | FixedDate
    if random.random() < 0.1:
        ends = start + timedelta(days=random.randrange(-10, 200))
        length = FixedDate("filing", ends, random.random() < 0.5, "b", "stated")
    else:
        unit = random.choice(["days", "working_days", "working_days", "months"])
        length = unit, 1 + int(random.random() ** 3 * LONGEST[unit])
    return Case(any_calendar(random), random.choice(ZONES), start, length, random.random() < 0.8, any_events(random, start))


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


def _joined(events: tuple[Mapping[str, Any], ...]) -> list[list[Mapping[str, Any]]]:
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


@pytest.fixture(scope="module")
def script() -> ModuleType:
    """The script as a module; what it imports is seen to be none of ours."""
    spec = importlib.util.spec_from_file_location("recompute_deadline", SCRIPT)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def check(case: Case, calendar: Calendar, given: Due, script: ModuleType, told: Any) -> None:
    """Ours, the oracle's and the script's are one day and one instant, and the reminders lie where walking puts them."""
    last = case.walked(calendar)
    assert given.last_day == last, told
    assert given.instant == oracle.over(last, case.zone), told
    sheet = given.derivation
    assert script.last_day_of(sheet) == last, told
    assert script.instant_of(last, sheet["zone"]) == given.instant, told
    days = {
        BEFORE.mark: oracle.walked_back(calendar, last, 4),
        AFTER.mark: oracle.walked(calendar, last, 6, "days"),
        SHARED.mark: oracle.used_up(case.start, last, USED),
    }
    eve = {name: oracle.over(day - timedelta(days=1), case.zone) for name, day in days.items() if day >= case.start}
    marks = {f"{name}@{last.isoformat()}": instant_text(instant) for name, instant in eve.items()}
    marks[f"expiry@{last.isoformat()}"] = instant_text(given.instant)
    assert {mark["mark"]: mark["at"] for mark in sheet["marks"]} == marks, told


@pytest.mark.torture
def test_any_deadline_is_what_walking_and_the_script_say(share: Callable[[int], int], script: ModuleType) -> None:
    random = Random(SEED)
    for number in range(share(100_000)):
        case = any_case(random)
        told = (SEED, number, case.start, case.length, case.events)
        given = case.computed(case.calendar)
        check(case, case.calendar, given, script, told)
        if number % 5 == 0:
            other = any_calendar(random)
            check(case, other, amended(case.rule, given.derivation, (), other), script, told)


def test_any_sheet_is_the_same_to_the_script_after_json(script: ModuleType, tmp_path: Path) -> None:
    random = Random(SEED + 1)
    for number in range(50):
        given = any_case(random)
        sheet = {"due": instant_text(given.computed(given.calendar).instant)}
        sheet["derivation"] = given.computed(given.calendar).derivation
        (tmp_path / "sheet.json").write_text(json.dumps(sheet), encoding="utf-8")
        assert script.main([str(tmp_path / "sheet.json")]) == 0, (SEED, number)
