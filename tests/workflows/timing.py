"""What the tests of time share: Vietnam's calendar as shipped, a programme, rules and workflows of one line."""

from collections.abc import Mapping
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from cycle.reading import read_folder
from workflows.deadlines.deadline_rules import DeadlineRule, Period, Reminder, Start
from workflows.deadlines.deadlines import Beginning, Due, due
from workflows.definition import Definition, Law, State
from workflows.naming import Text, Who
from workflows.programme import Duration, FixedDate, Programme
from workflows.reading.calendars import calendars_of
from workflows.reading.files import sort_files
from workflows.rules import Calendar

SHIPPED = Path(__file__).parents[2] / "config"
ZONE = "Asia/Ho_Chi_Minh"
TITLE = Text("Tên", "Title")
ENTERING = Start()
SECRETARIAT = Who("secretariat", "of_programme")
REMINDERS = (
    Reminder("before", Period(working_days=3)),
    Reminder("before", Period(days=3)),
    Reminder("before", Period(months=1)),
    Reminder("on"),
    Reminder("after", Period(days=2), to=(SECRETARIAT,)),
    Reminder("used", share=75),
)


@cache
def vietnam() -> Calendar:
    """The calendar that is shipped, days of its library included: confirmed to 2026, provisional in 2027."""
    sources, unread = read_folder(SHIPPED)
    assert unread == []
    own = {path: source for path, source in sources.items() if path == "calendars/vietnam.yaml"}
    return calendars_of(sort_files(own, ()), dict.fromkeys(own, "ca" * 32))["vietnam"]


def programme(**changed: Any) -> Programme:
    """A programme with one duration and one date of each kind."""
    origin = {"basis": "Kế hoạch", "origin": "stated"}
    dates = (
        FixedDate("filing", date(2026, 4, 30), True, **origin),
        FixedDate("before_filing", date(2026, 4, 30), False, **origin),
        FixedDate("period", date(2025, 12, 31), True, term="2020/2025", **origin),
        FixedDate("quarter", date(2020, 6, 30), True, term="2020-Q2", **origin),
    )
    told: dict[str, Any] = {
        "name": "here-2026",
        "title": TITLE,
        "organisation": "province",
        "year": 2026,
        "zone": ZONE,
        "starts": date(2026, 1, 1),
        "ends": date(2026, 12, 31),
        "calendar": "vietnam",
        "families": ("season",),
        "bases": (),
        "windows": {},
        "durations": {"screening": Duration("screening", Period(working_days=15), **origin)},
        "dates": {one.name: one for one in dates},
        "targets": (),
        "entry_limit_days": 30,
        "producer_kinds": frozenset({"cooperative"}),
    }
    return Programme(**told | changed)


def rule(within: Period | str | None = None, **told: Any) -> DeadlineRule:
    """A rule of a period, or with `on` or `term` of a day."""
    rolls = told.pop("rolls", within is not None)
    return DeadlineRule(
        name=told.pop("name", "screening"),
        starts=told.pop("starts", ENTERING),
        within=within,
        on=told.pop("on", None),
        basis="Điều 7",
        rolls=rolls,
        **told,
    )


def definition(*rules: DeadlineRule) -> Definition:
    """A workflow of the states `s.open`, in which all the deadlines run, and `s.rest`, in which none does."""
    names = tuple(one.name for one in rules)
    states = {"s.open": State("s.open", "s", TITLE, deadlines=names), "s.rest": State("s.rest", "s", TITLE)}
    law = Law("919/QĐ-TTg", date(2022, 8, 1))
    return Definition("season", "season", TITLE, law, "s.open", (), states, (), {one.name: one for one in rules}, {})


def found(one: DeadlineRule, day: date, zone: str = ZONE, values: Mapping[str, Any] | None = None) -> Due:
    """The deadline of a clock that starts on a day under Vietnam's calendar."""
    given = due(one, Beginning(day, {"trigger": "submit"}, values or {}), programme(zone=zone), vietnam())
    assert given is not None
    return given


def day(text: str) -> date:
    return date.fromisoformat(text)


def paused(on: str, until: str) -> list[dict[str, Any]]:
    return [{"event": "paused", "day": on, "basis": "Điều 9"}, {"event": "resumed", "day": until}]


def extended(on: str, until: str) -> dict[str, Any]:
    return {"event": "extended", "day": on, "until": until, "basis": "Điều 9"}
