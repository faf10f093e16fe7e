"""Which clocks arriving in a state starts and ends: every kind of start, other deadlines first, years in turn."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from tests.workflows.timing import definition, programme, rule, vietnam
from workflows.deadlines.clocks import Arrival, Changes, asks_papers, asks_past, changes
from workflows.deadlines.deadline_rules import DeadlineRule, Period, Start
from workflows.deadlines.deadlines import amended
from workflows.definition import Definition
from workflows.facts import ClockFact, PaperFact
from workflows.guards.paper_guard import Shelf
from workflows.verdict import Reason

ON = date(2026, 3, 2)
TEN = Period(days=10)


def arrival(state: str = "s.open", **told: Any) -> Arrival:
    given: dict[str, Any] = {"values": {}, "running": {}, "by": {"trigger": "submit"}, "happened": ON}
    given |= told
    return Arrival(state=state, **given)


def arrived(one: Definition, at: Arrival) -> Changes:
    found = changes(one, at, programme(), vietnam())
    assert isinstance(found, Changes)
    return found


def missing(one: Definition, at: Arrival) -> Mapping[str, Any]:
    found = changes(one, at, programme(), vietnam())
    assert isinstance(found, Reason)
    assert found.code == "deadline_start_missing"
    return found.params


def clock(kind: str, starts: str, **told: Any) -> DeadlineRule:
    return rule(TEN, starts=Start(kind, starts), rolls=False, **told)


def paper(received: str, **told: Any) -> PaperFact:
    given: dict[str, Any] = {
        "code": f"P-{received}",
        "type": "minutes",
        "version": 1,
        "holder_kind": "dossier",
        "holder": "D-1",
        "status": "received",
        "received": date.fromisoformat(received),
        "issued": None,
        "expires": None,
        "count": 1,
        "hash": "0" * 64,
    }
    return PaperFact(**given | told)


def day_zero(found: Changes, name: str = "screening") -> str:
    return str(found.opened[name].derivation["starts"])


def test_a_clock_starts_on_entering_unless_it_runs_and_ends_on_leaving() -> None:
    one = definition(rule(TEN, rolls=False))
    begun = arrived(one, arrival())
    assert begun.opened["screening"].last_day == ON + timedelta(days=10)
    assert begun.opened["screening"].derivation["started_by"] == {"trigger": "submit"}
    running = {"screening": begun.opened["screening"].last_day}
    assert arrived(one, arrival(running=running)) == Changes({}, ())
    assert arrived(one, arrival("s.rest", running=running)) == Changes({}, ("screening",))


def test_a_value_carries_the_day_that_starts_a_clock() -> None:
    one = definition(clock("value", "decided"))
    assert day_zero(arrived(one, arrival(values={"decided": "2026-02-20"}))) == "2026-02-20"
    decision = {"number": "15/QĐ-UBND", "date": "2026-02-19", "by": "province"}
    assert day_zero(arrived(one, arrival(values={"decided": decision}))) == "2026-02-19"
    assert missing(one, arrival())["value"] == "decided"


def test_a_date_of_the_programme_starts_a_clock_also_before_it_has_come() -> None:
    one = definition(clock("date", "filing"))
    assert day_zero(arrived(one, arrival())) == "2026-04-30"


@pytest.mark.parametrize(
    ("papers", "starts"),
    [
        ([paper("2026-02-01")], "2026-02-01"),
        ([paper("2026-02-01"), paper("2026-02-20"), paper("2026-02-10")], "2026-02-20"),
        ([paper("2026-02-01", status="verified")], "2026-02-01"),
        ([paper("2026-03-01")], "2026-03-01"),
        ([paper("2026-03-02")], "2026-03-02"),
        ([paper("2026-03-03")], None),
        ([paper("2026-02-01"), paper("2026-03-03")], "2026-02-01"),
        ([paper("2026-02-01", status="rejected")], None),
        ([paper("2026-02-01", type="other")], None),
        ([paper("2026-02-01", holder="D-2")], None),
        ([paper("2026-02-01", holder_kind="product", holder="PR-1")], "2026-02-01"),
        ([paper("2026-02-01", holder_kind="producer", holder="D-1")], None),
        ([], None),
    ],
)
def test_the_latest_paper_received_by_then_starts_a_clock(papers: list[PaperFact], starts: str | None) -> None:
    one = definition(clock("paper", "minutes"))
    holders = {"dossier": frozenset({"D-1", "D-0"}), "product": frozenset({"PR-1"}), "producer": frozenset({"C-1"})}
    at = arrival(shelf=Shelf(tuple(papers), holders))
    if starts is None:
        assert missing(one, at) == {"deadline": "screening", "value": "minutes", "kind": "paper"}
    else:
        assert day_zero(arrived(one, at)) == starts


def test_papers_are_asked_for_only_where_one_starts_a_clock() -> None:
    assert asks_papers(definition(clock("paper", "minutes")), "s.open")
    assert not asks_papers(definition(clock("paper", "minutes")), "s.rest")
    assert not asks_papers(definition(rule(TEN)), "s.open")


def test_the_opening_of_a_dossier_starts_a_clock_of_the_one_that_opens_it() -> None:
    one = definition(clock("child", "evaluation"))
    assert day_zero(arrived(one, arrival(opens="evaluation"))) == "2026-03-02"
    assert missing(one, arrival(opens="opinion"))["value"] == "evaluation"
    assert missing(one, arrival())["value"] == "evaluation"


@pytest.mark.parametrize(
    "order", [("first", "second", "third"), ("third", "first", "second"), ("third", "second", "first")]
)
def test_a_deadline_starts_with_the_last_day_of_another_in_whatever_order_they_stand(order: tuple[str, ...]) -> None:
    rules = {
        "first": rule(TEN, name="first", rolls=False),
        "second": clock("deadline", "first", name="second"),
        "third": clock("deadline", "second", name="third"),
    }
    found = arrived(definition(*(rules[name] for name in order)), arrival())
    assert tuple(found.opened) == order
    days = {name: found.opened[name].last_day for name in ("first", "second", "third")}
    assert days == {name: ON + timedelta(days=10 * place) for place, name in enumerate(days, start=1)}


def test_a_deadline_starts_with_the_last_day_of_one_that_runs_already_and_may_end_now() -> None:
    one = definition(clock("deadline", "first"))
    one = replace(one, deadlines={**one.deadlines, "first": rule(TEN, name="first")})
    found = arrived(one, arrival(running={"first": date(2026, 3, 20)}))
    assert day_zero(found) == "2026-03-20"
    assert found.closed == ("first",)
    assert missing(one, arrival())["value"] == "first"


def test_deadlines_that_wait_for_each_other_never_start() -> None:
    one = definition(clock("deadline", "b", name="a"), clock("deadline", "a", name="b"))
    assert missing(one, arrival())["kind"] == "deadline"


def test_a_term_must_be_on_record() -> None:
    one = definition(rule(term="period"))
    assert arrived(one, arrival(values={"period": "2026-Q2"})).opened["screening"].last_day == date(2026, 6, 30)
    assert missing(one, arrival()) == {"deadline": "screening", "value": "period", "kind": "value"}


def yearly(term: str, until: date = date(2030, 1, 1)) -> list[date]:
    """The last days in turn where each year is reported ten days before its end."""
    one, values = definition(rule(term="period", yearly="report")), {"period": term}
    found = arrived(one, arrival(happened=date(2020, 2, 1), values=values))
    days: list[date] = []
    while "screening" in found.opened and len(days) < until.year:
        days.append(found.opened["screening"].last_day)
        at = days[-1] - timedelta(days=10)
        told: dict[str, Any] = {"values": values, "happened": at, "trigger": "report"}
        found = arrived(one, arrival(running={"screening": days[-1]}, **told))
        assert found.closed == ("screening",)
    return days


@pytest.mark.parametrize(
    ("term", "last"),
    [
        ("2020/2025", [date(year, 12, 31) for year in range(2020, 2026)]),
        ("2018/2021", [date(2020, 12, 31), date(2021, 12, 31)]),
        ("2021", []),
        ("2020-Q2", []),
        ("2019-11/2021-02", [date(2020, 12, 31), date(2021, 2, 28)]),
        ("2018/2019", []),
    ],
)
def test_each_year_of_a_term_is_owed_in_turn(term: str, last: list[date]) -> None:
    assert yearly(term) == last


def test_a_year_reported_late_is_followed_by_the_next_one_though_that_may_be_over_too() -> None:
    one, values = definition(rule(term="period", yearly="report")), {"period": "2020/2025"}
    running = {"screening": date(2020, 12, 31)}
    late = arrival(values=values, running=running, trigger="report", happened=date(2022, 3, 1))
    found = arrived(one, late)
    assert found.closed == ("screening",)
    assert found.opened["screening"].last_day == date(2021, 12, 31)


def test_another_act_leaves_a_yearly_deadline_running() -> None:
    one, values = definition(rule(term="period", yearly="report")), {"period": "2020/2025"}
    running = {"screening": date(2020, 12, 31)}
    assert arrived(one, arrival(values=values, running=running, trigger="note")) == Changes({}, ())
    assert arrived(one, arrival(values=values, running=running)) == Changes({}, ())
    gone = arrival("s.rest", values=values, running=running, trigger="report")
    assert arrived(one, gone) == Changes({}, ("screening",))


def extended(one: Definition, found: Changes, until: str) -> ClockFact:
    event = {"event": "extended", "day": "2026-03-05", "until": until, "basis": "b"}
    return ClockFact(
        amended(one.deadlines["screening"], found.opened["screening"].derivation, [event], vietnam()).derivation
    )


@pytest.mark.parametrize(
    ("term", "until", "last"),
    [
        ("2026-Q2", "2026-09-30", "2026-09-30"),
        ("2026-Q4", "2026-09-30", "2026-12-31"),
        (None, "2026-09-30", "2026-03-12"),
    ],
)
def test_a_fixed_day_that_was_extended_stays_so_when_its_clock_begins_anew(
    term: str | None, until: str, last: str
) -> None:
    one = definition(rule(term="period") if term else rule(TEN, rolls=False))
    first = arrived(one, arrival(values={"period": "2026-Q2"}))
    ran = {"screening": extended(one, first, until)}
    again = arrived(one, arrival(values={"period": term}, ran=ran)).opened["screening"]
    assert again.last_day == date.fromisoformat(last)


def test_only_clocks_that_begin_now_and_end_on_a_fixed_day_ask_how_they_ran() -> None:
    fixed, counted = definition(rule(term="period", yearly="report")), definition(rule(TEN))
    running = {"screening": ON}
    assert asks_past(fixed, arrival()) == ("screening",)
    assert asks_past(fixed, arrival(running=running)) == ()
    assert asks_past(fixed, arrival(running=running, trigger="report")) == ("screening",)
    assert asks_past(counted, arrival()) == ()


@pytest.mark.parametrize(
    ("reported", "running", "last"),
    [(True, False, "2021-12-31"), (False, False, "2020-12-31"), (False, True, "2021-12-31")],
)
def test_a_yearly_clock_goes_on_from_the_year_it_had_come_to(reported: bool, running: bool, last: str) -> None:
    one, values = definition(rule(term="period", yearly="report")), {"period": "2020/2025"}
    first = arrived(one, arrival(happened=date(2020, 2, 1), values=values))
    ran = replace(extended(one, first, "2022-01-31"), reported=reported)
    runs = {"screening": date(2022, 1, 31)} if running else {}
    told: dict[str, Any] = {"values": values, "happened": date(2022, 1, 20), "trigger": "report"}
    again = arrived(one, arrival(ran={"screening": ran}, running=runs, **told)).opened["screening"]
    assert str(again.derivation["fixed"]["on"]) == last
    assert again.last_day == date.fromisoformat("2022-01-31" if last == "2020-12-31" else last)
