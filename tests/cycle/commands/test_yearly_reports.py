"""The years of a task of several: each reported once it has begun, reminded of while the one before is missing."""

from collections.abc import Iterator
from datetime import date

import pytest

from cycle.queries.deadlines.deadlines import DeadlineFilter, DeadlineRow, list_deadlines
from cycle.queries.dossiers.offers import why
from cycle.queries.history import verify
from cycle.queries.paging import Page
from cycle.sweeps import sweep
from cycle.verdicts import Claim
from tests.conftest import TestClock
from tests.cycle.commands.plan_begun import Plan, begun

MARCH = "2020-03-02T02:00:00+00:00"


@pytest.fixture
def plan(database_url: str, clock: TestClock) -> Iterator[Plan]:
    """Trà Vinh's plan begun in January 2020."""
    started = begun(database_url, clock)
    yield started
    started.office.database.close()


def report(plan: Plan) -> list[str]:
    return plan.fire("III.1", "report_year", "nong_nghiep", year_result="x")


def offered(plan: Plan) -> list[str]:
    """Why the department may not report a year, as it is told before it tries."""
    offers = why(plan.office, plan.view("nong_nghiep"), Claim(plan.tasks["III.1"], "nong_nghiep"))
    assert isinstance(offers, tuple), offers
    (found,) = (one for one in offers if one.transition.trigger == "report_year")
    return [reason.code for reason in found.reasons]


def row(plan: Plan, task: str, deadline: str) -> DeadlineRow:
    wanted = DeadlineFilter(dossier=plan.tasks[task], deadline=deadline)
    (found,) = list_deadlines(plan.office, plan.view(), wanted, plan.today, Page(50, 1, "code")).rows
    return found


def test_a_year_is_neither_reported_nor_offered_before_it_has_begun(plan: Plan) -> None:
    plan.clock.set(MARCH)
    assert offered(plan) == []
    assert report(plan) == []
    assert (offered(plan), report(plan)) == (["year_not_begun"], ["year_not_begun"])
    assert plan.last_days("III.1")["year_report"] == date(2021, 12, 31)


def test_a_year_begins_in_the_programmes_zone(plan: Plan) -> None:
    plan.clock.set(MARCH)
    assert report(plan) == []
    plan.clock.set("2020-12-31T16:59:00+00:00")
    assert report(plan) == ["year_not_begun"]
    plan.clock.set("2020-12-31T17:00:00+00:00")
    assert report(plan) == []


def test_each_year_that_passes_while_one_is_missing_reminds_of_itself_once(plan: Plan) -> None:
    plan.clock.set("2022-12-31T02:00:00+00:00")
    sweep(plan.office, "w")
    assert reminded(plan) == [("year_2021@2021-12-31", "merged"), ("year_2022@2022-12-31", "done")]
    plan.clock.set("2023-03-01T02:00:00+00:00")
    assert report(plan) == []
    assert plan.last_days("III.1")["year_report"] == date(2021, 12, 31)
    plan.clock.set("2023-12-31T02:00:00+00:00")
    sweep(plan.office, "w")
    assert reminded(plan)[2:] == [("year_2023@2023-12-31", "done")]
    assert verify(plan.office).faults == ()


def reminded(plan: Plan) -> list[tuple[str, str]]:
    """The reminders of later years in the order of their instants."""
    with plan.office.database.reading() as transaction:
        rows = transaction.rows(
            "SELECT mark, status FROM effect WHERE subject = ? AND mark LIKE 'year%' ORDER BY at",
            (plan.tasks["III.1"],),
        )
    return [(mark, status) for mark, status in rows]


def test_a_yearly_deadline_tells_its_year_and_others_none(plan: Plan) -> None:
    assert (row(plan, "III.1", "year_report").year, row(plan, "III.1", "completion").year) == (2020, None)
    plan.clock.set(MARCH)
    assert report(plan) == []
    assert row(plan, "III.1", "year_report").year == 2021


def test_blank_coordination_is_asked_of_the_secretariat_who_names_it(plan: Plan) -> None:
    assert [one.code for one in row(plan, "I.3", "completion").unshared] == ["TVH-SCT"]
    assert [one.code for one in row(plan, "II.4", "completion").unshared] == []
    named = {"lead": "TVH-SCT", "coordinating": "TVH-SKHCN"}
    assert plan.fire("I.3", "assign", "thu_ky", "đề xuất", **named) == []
    found = row(plan, "I.3", "completion")
    assert (found.unshared, [one.code for one in found.coordinating]) == ((), ["TVH-SKHCN"])
