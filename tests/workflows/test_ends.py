"""Last days that another clock or the law gives, and clocks that run only where conditions hold."""

from dataclasses import replace
from datetime import date, timedelta
from types import ModuleType
from typing import Any

from tests.workflows.test_clocks import arrival, arrived, clock, missing
from tests.workflows.test_recompute import script
from tests.workflows.timing import definition, programme, rule, vietnam
from workflows.deadlines.clocks import changes
from workflows.deadlines.deadline_rules import DeadlineRule, End, Period
from workflows.deadlines.deadlines import amended
from workflows.definition import Definition, Finish, ValueRule
from workflows.naming import GuardUse

__all__ = ["script"]

AGAIN = GuardUse("value", {"value": "purpose", "equals": "again"})
ISSUED = {"issued": "2026-06-30"}


def ending(kind: str, name: str = "", days: int | None = None, **told: Any) -> DeadlineRule:
    before = Period(days=days) if days is not None else None
    return replace(rule(None), name="ends", rolls=False, ends=End(kind, name, before), **told)


def certificate(*more: DeadlineRule) -> Definition:
    expiry = replace(clock("value", "issued"), name="expiry", within=Period(months=36))
    return definition(*more, expiry)


def under_old_law() -> Definition:
    one = definition(ending("law"))
    finish = (Finish(date(2026, 6, 21), (AGAIN,)), Finish(date(2026, 7, 21)))
    law = replace(one.law, finish=finish)
    return replace(one, law=law, receives=(ValueRule("purpose", "text", optional=True),))


def test_a_clock_is_counted_back_from_another_that_begins_with_it() -> None:
    found = arrived(certificate(ending("deadline", "expiry", 120)), arrival(values=ISSUED)).opened
    assert found["expiry"].last_day == date(2029, 6, 30)
    assert found["ends"].last_day == date(2029, 6, 30) - timedelta(days=120)
    assert found["ends"].derivation["fixed"] == {
        "deadline": "expiry",
        "last_day": "2029-06-30",
        "before": {"days": 120},
        "on": "2029-03-02",
        "inclusive": True,
    }


def test_a_clock_is_counted_back_from_another_that_runs_already() -> None:
    at = arrival(values=ISSUED, running={"expiry": date(2027, 1, 31)})
    assert arrived(certificate(ending("deadline", "expiry", 31)), at).opened["ends"].last_day == date(2026, 12, 31)


def test_without_the_other_clock_nothing_can_be_counted_back() -> None:
    one = definition(ending("deadline", "expiry", 120))
    told = missing(one, arrival())
    assert told == {"deadline": "ends", "value": "expiry", "kind": "deadline"}


def test_the_law_gives_the_first_last_day_that_fits() -> None:
    days = {
        purpose: arrived(under_old_law(), arrival(values={"purpose": purpose} if purpose else {}))
        .opened["ends"]
        .last_day
        for purpose in ("again", "first", "")
    }
    # 21 June 2026 is a Sunday: the law's own day does not move.
    assert days == {"again": date(2026, 6, 21), "first": date(2026, 7, 21), "": date(2026, 7, 21)}


def test_a_law_without_such_a_day_gives_no_clock() -> None:
    assert arrived(definition(ending("law")), arrival()).opened == {}


def test_what_is_counted_back_stays_where_it_is_under_another_calendar() -> None:
    one = ending("deadline", "expiry", 120)
    found = arrived(certificate(one), arrival(values=ISSUED)).opened["ends"]
    assert amended(one, found.derivation, (), replace(vietnam(), revision=99)).last_day == found.last_day


def test_a_clock_runs_only_where_its_conditions_hold() -> None:
    one = definition(replace(clock("value", "issued"), name="ends", when=(GuardUse("given", {"value": "issued"}),)))
    assert arrived(one, arrival()).opened == {}
    assert list(arrived(one, arrival(values=ISSUED)).opened) == ["ends"]


def test_a_clock_whose_conditions_hold_no_more_ends() -> None:
    one = replace(
        definition(replace(clock("entering", ""), name="ends", when=(AGAIN,))), receives=under_old_law().receives
    )
    at = arrival(values={"purpose": "first"}, running={"ends": date(2026, 5, 1)})
    found = changes(one, at, programme(), vietnam())
    assert getattr(found, "closed", None) == ("ends",)


def test_the_script_that_anybody_can_run_counts_back_as_well(script: ModuleType) -> None:
    found = arrived(certificate(ending("deadline", "expiry", 120)), arrival(values=ISSUED)).opened["ends"]
    assert script.last_day_of(found.derivation) == found.last_day
    moved = {**found.derivation, "fixed": {**found.derivation["fixed"], "before": {"days": 100}}}
    assert script.last_day_of(moved) == found.last_day + timedelta(days=20)


def test_the_script_takes_the_law_at_its_word(script: ModuleType) -> None:
    found = arrived(under_old_law(), arrival()).opened["ends"]
    assert script.last_day_of(found.derivation) == date(2026, 7, 21)
