"""The reports on a plan's tasks: by everybody who leads one, year after year."""

import shutil
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from cycle.answers import Done
from cycle.commands import clocks
from cycle.commands.clocks import ClockAct
from cycle.queries.history import verify
from tests.conftest import TestClock
from tests.cycle.commands.plan_begun import Plan, begun
from tests.scene import CONFIG
from workflows.verdict import Refusal


@pytest.fixture
def plan(database_url: str, clock: TestClock) -> Iterator[Plan]:
    """Trà Vinh's plan begun in January 2020, once on each kind of database."""
    started = begun(database_url, clock)
    yield started
    started.office.database.close()


def test_a_task_with_two_leads_is_reported_once_both_have_reported(plan: Plan) -> None:
    assert plan.fire("III.11", "begin", "nong_nghiep") == ["role_not_allowed"]
    assert plan.fire("III.11", "begin", "khoa_hoc") == []
    assert plan.fire("III.11", "report", "cong_thuong", result="xong") == ["not_covered"]
    assert plan.fire("III.11", "report_part", "cong_thuong", result="xong phần mình") == []
    assert plan.fire("III.11", "report", "khoa_hoc", result="xong") == []
    assert plan.shown("III.11").snapshot.values["reported"] == ["TVH-SCT", "TVH-SKHCN"]
    assert plan.fire("III.11", "return", "thu_ky", note="thiếu số liệu") == []
    assert plan.fire("III.11", "report", "khoa_hoc", result="bổ sung") == ["not_covered"]


def test_each_year_of_a_task_is_reported_in_turn(plan: Plan) -> None:
    assert plan.fire("I.1a", "report_year", "nong_nghiep", year_result="x") == ["deadline_not_running"]
    for year in range(2020, 2026):
        assert plan.last_days("III.1")["year_report"] == date(year, 12, 31)
        plan.clock.set(f"{min(year, 2024)}-12-20T02:00:00+00:00" if year < 2025 else "2025-06-20T02:00:00+00:00")
        assert plan.fire("III.1", "report_year", "nong_nghiep", year_result="x") == []
    assert plan.last_days("III.1") == {"completion": date(2025, 12, 31)}
    assert plan.fire("III.1", "report_year", "nong_nghiep", year_result="x") == ["deadline_not_running"]


def extend(plan: Plan, task: str, deadline: str, until: date) -> None:
    asked = ClockAct("extended", plan.tasks[task], deadline, "thu_ky", until=until, basis="15/UBND-KT ngày 01/12/2020")
    answer = clocks.act_on(plan.office, asked)
    assert isinstance(answer, Done), answer


def test_a_year_reported_in_december_is_not_owed_again_by_what_happens_later(plan: Plan) -> None:
    plan.clock.set("2020-12-20T02:00:00+00:00")
    assert plan.fire("III.1", "report_year", "nong_nghiep", year_result="x") == []
    assert plan.fire("III.1", "begin", "nong_nghiep") == []
    assert plan.last_days("III.1")["year_report"] == date(2021, 12, 31)
    assert plan.fire("III.1", "report", "nong_nghiep", result="xong") == []
    assert plan.last_days("III.1") == {}
    assert plan.fire("III.1", "return", "thu_ky", note="thiếu số liệu") == []
    assert plan.last_days("III.1") == {"completion": date(2025, 12, 31), "year_report": date(2021, 12, 31)}
    assert verify(plan.office).faults == ()


def test_the_last_year_reported_in_december_is_not_owed_again(plan: Plan) -> None:
    assert plan.fire("III.1", "begin", "nong_nghiep") == []
    plan.clock.set("2025-06-20T02:00:00+00:00")
    for _ in range(6):
        assert plan.fire("III.1", "report_year", "nong_nghiep", year_result="x") == []
    assert plan.fire("III.1", "report_part", "nong_nghiep", result="x") == []
    assert plan.last_days("III.1") == {"completion": date(2025, 12, 31)}


def test_a_task_that_is_to_be_reported_again_keeps_the_day_to_which_it_was_extended(plan: Plan) -> None:
    assert plan.fire("I.1a", "begin", "nong_nghiep") == []
    extend(plan, "I.1a", "completion", date(2020, 9, 30))
    assert plan.fire("I.1a", "report", "nong_nghiep", result="xong") == []
    assert plan.fire("I.1a", "return", "thu_ky", note="thiếu số liệu") == []
    assert plan.last_days("I.1a") == {"completion": date(2020, 9, 30)}
    (told,) = (one for one in plan.shown("I.1a").deadlines if one.status == "open")
    assert told.last_day == date(2020, 9, 30)
    assert verify(plan.office).faults == ()


def test_a_year_that_was_extended_is_kept_when_reported_again_and_followed_by_the_next_one(
    database_url: str, clock: TestClock, tmp_path: Path
) -> None:
    config = Path(shutil.copytree(CONFIG, tmp_path / "config"))
    file = config / "workflows" / "plan-task.yaml"
    text = file.read_text(encoding="utf-8")
    yearly = "ends: {value: term}, yearly: report_year,"
    assert yearly in text
    file.write_text(text.replace(yearly, f"{yearly} extend: {{by: [secretariat], basis: b}},"), encoding="utf-8")
    plan = begun(database_url, clock, config)
    asked = ClockAct("extended", plan.tasks["III.1"], "year_report", "thu_ky", until=date(2021, 12, 31), basis="CV 1")
    refused = clocks.act_on(plan.office, asked)
    assert isinstance(refused, Refusal)
    assert [reason.code for reason in refused.reasons] == ["until_next_year"]
    extend(plan, "III.1", "year_report", date(2021, 6, 30))
    plan.clock.set("2020-12-20T02:00:00+00:00")
    assert plan.fire("III.1", "begin", "nong_nghiep") == []
    assert plan.fire("III.1", "report", "nong_nghiep", result="x") == []
    assert plan.fire("III.1", "return", "thu_ky", note="thiếu") == []
    assert plan.last_days("III.1")["year_report"] == date(2021, 6, 30)
    assert plan.fire("III.1", "report_year", "nong_nghiep", year_result="x") == []
    assert plan.last_days("III.1")["year_report"] == date(2021, 12, 31)
    assert verify(plan.office).faults == ()
    plan.office.database.close()
