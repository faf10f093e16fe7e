"""Deadlines that explain themselves: lengths, dates, terms, rolls, pauses, extensions, other calendars."""

from dataclasses import replace
from datetime import date

import pytest

from tests.workflows.timing import ZONE, day, extended, found, paused, programme, rule, vietnam
from workflows.deadlines.deadline_rules import DeadlineRule, Period
from workflows.deadlines.deadlines import Beginning, amended, due, without_extensions, year_after

DAYS, MONTHS, WORKING = Period(days=10), Period(months=1), Period(working_days=5)


@pytest.mark.parametrize(
    ("within", "start", "falls_on", "last"),
    [
        (Period(days=1), "2026-03-02", "2026-03-03", "2026-03-03"),
        (Period(days=3), "2026-02-13", "2026-02-16", "2026-02-23"),
        (Period(days=2), "2026-02-12", "2026-02-14", "2026-02-23"),
        (Period(days=9), "2026-01-01", "2026-01-10", "2026-01-10"),
        (Period(days=10), "2026-01-01", "2026-01-11", "2026-01-12"),
        (Period(months=1), "2026-01-31", "2026-02-28", "2026-03-02"),
        (Period(months=1), "2026-03-31", "2026-04-30", "2026-05-04"),
        (Period(months=36), "2024-02-29", "2027-02-28", "2027-03-01"),
        (Period(working_days=5), "2026-01-01", "2026-01-09", "2026-01-09"),
        (Period(working_days=6), "2026-01-01", "2026-01-10", "2026-01-10"),
        (Period(working_days=7), "2026-01-01", "2026-01-12", "2026-01-12"),
    ],
)
def test_a_period_is_counted_from_the_day_after_day_zero_and_rolls(
    within: Period, start: str, falls_on: str, last: str
) -> None:
    given = found(rule(within), day(start))
    assert (given.derivation["falls_on"], given.derivation["last_day"]) == (falls_on, last)
    assert given.last_day == day(last)
    stays = found(rule(within, rolls=False), day(start))
    assert stays.last_day == day(falls_on)


def test_a_length_of_the_programme_says_where_it_comes_from() -> None:
    told = found(rule("screening"), day("2026-03-02")).derivation
    assert told["length"] == {"working_days": 15}
    assert told["length_from"] == {"duration": "screening", "origin": "stated", "basis": "Kế hoạch"}


@pytest.mark.parametrize(
    ("name", "last"), [("filing", "2026-04-30"), ("before_filing", "2026-04-29"), ("quarter", "2020-06-30")]
)
def test_a_fixed_date_never_rolls_and_is_inclusive_or_not_as_declared(name: str, last: str) -> None:
    given = found(rule(on=name, rolls=True), day("2026-03-02"))
    assert given.last_day == day(last)
    assert given.derivation["days"] == []
    assert given.derivation["provisional"] == []


def test_a_term_on_record_ends_on_its_last_day() -> None:
    given = found(rule(term="period"), day("2020-02-01"), values={"period": "2020-Q2"})
    assert given.derivation["fixed"] == {"value": "period", "term": "2020-Q2", "on": "2020-06-30", "inclusive": True}
    assert given.last_day == day("2020-06-30")


@pytest.mark.parametrize(
    ("start", "reported", "year"),
    [
        ("2019-11-01", None, 2020),
        ("2020-01-01", None, 2020),
        ("2020-12-30", None, 2020),
        ("2020-12-31", None, 2020),
        ("2021-01-01", None, 2021),
        ("2025-12-31", None, 2025),
        ("2026-01-01", None, None),
        ("2020-11-20", "2020-12-31", 2021),
        ("2022-03-01", "2020-12-31", 2021),
        ("2025-03-01", "2024-12-31", 2025),
        ("2025-12-01", "2025-12-31", None),
    ],
)
@pytest.mark.parametrize("by", ["date", "value"])
def test_a_yearly_deadline_is_each_years_end_in_turn(
    by: str, start: str, reported: str | None, year: int | None
) -> None:
    one = rule(on="period", yearly="report") if by == "date" else rule(term="span", yearly="report")
    beginning = Beginning(day(start), {}, {"span": "2020/2025"}, day(reported) if reported else None)
    given = due(one, beginning, programme(), vietnam())
    assert (given.last_day if given else None) == (date(year, 12, 31) if year else None)


def test_every_day_skipped_or_worked_instead_is_told_with_its_reason() -> None:
    told = found(rule(Period(working_days=7)), day("2026-01-01")).derivation["days"]
    assert [(one["day"][8:], one["counts"]) for one in told] == [
        *(("02", False), ("03", False), ("04", False), ("10", True), ("11", False))
    ]
    assert "12729/VPCP-KGVX" in told[0]["why"]
    assert told[1]["why"] == "weekend"
    assert "12729/VPCP-KGVX" in told[3]["why"]


def test_days_on_which_nothing_depends_are_not_told() -> None:
    assert found(rule(DAYS), day("2026-03-02")).derivation["days"] == []
    rolled = found(rule(Period(days=3)), day("2026-02-13")).derivation["days"]
    assert [one["day"] for one in rolled] == [f"2026-02-{number}" for number in range(16, 23)]


@pytest.mark.parametrize(
    ("one", "start", "years"),
    [
        (rule(Period(working_days=20)), "2026-12-01", []),
        (rule(Period(working_days=30)), "2026-12-01", [2027]),
        (rule(Period(days=20)), "2027-01-05", [2027]),
        (rule(Period(days=20), rolls=False), "2027-01-05", []),
        (rule(Period(months=18)), "2026-12-01", [2028]),
        (rule(on="filing"), "2027-01-05", []),
    ],
)
def test_years_that_are_not_confirmed_are_named_where_the_result_rests_on_them(
    one: DeadlineRule, start: str, years: list[int]
) -> None:
    told = found(one, day(start)).derivation
    assert told["provisional"] == years
    known = {"2026": "confirmed", "2027": "provisional", "2028": "unknown"}
    assert {year: known.get(year) for year in told["calendar"]["years"]} == told["calendar"]["years"]


def test_what_was_left_at_a_pause_is_left_when_the_clock_goes_on() -> None:
    one = rule(WORKING)
    given = found(one, day("2026-03-02"))
    assert given.last_day == day("2026-03-09")
    later = amended(one, given.derivation, paused("2026-03-04", "2026-03-11"), vietnam())
    # Three days were left after Wednesday 4: Thursday, Friday, Monday; Wednesday 11 is a day zero.
    assert later.last_day == day("2026-03-16")
    assert later.derivation["original"] == "2026-03-09"
    assert later.derivation["changes"] == 2


@pytest.mark.parametrize(
    ("on", "until", "last"),
    [
        ("2026-03-02", "2026-03-02", "2026-03-12"),
        ("2026-03-02", "2026-03-03", "2026-03-13"),
        ("2026-03-11", "2026-03-20", "2026-03-23"),
        ("2026-03-12", "2026-03-20", "2026-03-20"),
        ("2026-03-13", "2026-03-20", "2026-03-20"),
        ("2026-03-12", "2026-03-21", "2026-03-23"),
    ],
)
def test_a_pause_before_on_and_after_the_last_day(on: str, until: str, last: str) -> None:
    one = rule(DAYS)
    given = found(one, day("2026-03-02"))
    assert amended(one, given.derivation, paused(on, until), vietnam()).last_day == day(last)


def test_months_that_were_paused_go_on_in_days() -> None:
    one = rule(MONTHS)
    given = found(one, day("2026-03-10"))
    assert given.derivation["falls_on"] == "2026-04-10"
    later = amended(one, given.derivation, paused("2026-03-31", "2026-05-01"), vietnam())
    assert later.derivation["falls_on"] == "2026-05-11"


def test_the_day_of_an_extension_does_not_roll_and_the_original_is_still_shown() -> None:
    one = rule(DAYS)
    given = found(one, day("2026-03-02"))
    later = amended(one, given.derivation, [extended("2026-03-10", "2026-03-21")], vietnam())
    assert later.last_day == day("2026-03-21")
    assert later.last_day.strftime("%A") == "Saturday"
    assert later.derivation["original"] == "2026-03-12"
    again = amended(one, later.derivation, [extended("2026-03-20", "2026-03-29")], vietnam())
    assert again.last_day == day("2026-03-29")
    assert (again.derivation["original"], again.derivation["changes"]) == ("2026-03-12", 2)
    assert [event["until"] for event in again.derivation["events"]] == ["2026-03-21", "2026-03-29"]


def test_a_clock_that_is_paused_after_an_extension_rolls_again() -> None:
    one = rule(DAYS)
    events = [extended("2026-03-10", "2026-03-21"), *paused("2026-03-20", "2026-03-27")]
    later = amended(one, found(one, day("2026-03-02")).derivation, events, vietnam())
    assert (later.derivation["falls_on"], later.last_day) == ("2026-03-28", day("2026-03-30"))


def test_events_all_at_once_or_one_by_one_give_the_same() -> None:
    one = rule(WORKING)
    events = [*paused("2026-03-04", "2026-03-11"), extended("2026-03-12", "2026-03-21")]
    whole = amended(one, found(one, day("2026-03-02")).derivation, events, vietnam())
    parts = found(one, day("2026-03-02"))
    for event in (events[:2], events[2:]):
        parts = amended(one, parts.derivation, event, vietnam())
    assert parts == whole


def test_another_calendar_moves_the_day_and_keeps_the_first() -> None:
    one = rule(WORKING)
    given = found(one, day("2026-03-02"))
    closed = replace(vietnam(), off={**vietnam().off, day("2026-03-05"): "Nghỉ bão"}, revision=99, hash="b" * 64)
    later = amended(one, given.derivation, (), closed)
    assert (given.last_day, later.last_day) == (day("2026-03-09"), day("2026-03-10"))
    assert later.derivation["original"] == "2026-03-09"
    assert later.derivation["changes"] == 1
    told = later.derivation["calendar"]
    assert (told["revision"], told["hash"]) == (99, "b" * 64)
    assert {"day": "2026-03-05", "why": "Nghỉ bão", "counts": False} in later.derivation["days"]
    back = amended(one, later.derivation, (), vietnam())
    assert (back.last_day, back.derivation["changes"]) == (given.last_day, 2)


def test_another_calendar_moves_neither_a_fixed_date_nor_an_extension() -> None:
    closed = replace(vietnam(), off={**vietnam().off, day("2026-04-29"): "Nghỉ"})
    fixed = found(rule(on="before_filing"), day("2026-03-02"))
    assert amended(rule(on="before_filing"), fixed.derivation, (), closed).last_day == day("2026-04-29")
    one = rule(DAYS)
    later = amended(one, found(one, day("2026-03-02")).derivation, [extended("2026-03-10", "2026-04-29")], closed)
    assert later.last_day == day("2026-04-29")


def test_a_derivation_of_an_earlier_release_can_be_amended() -> None:
    old = {
        "rule": "screening",
        "basis": "Điều 7",
        "started_by": {"trigger": "submit"},
        "starts": "2026-02-13",
        "length": {"days": 3},
        "length_from": {"origin": "workflow", "basis": "Điều 7"},
        "falls_on": "2026-02-16",
        "rolls": True,
        "skipped": [{"day": "2026-02-16", "reason": "Tết Âm lịch"}],
        "calendar": {"name": "vietnam", "year": "confirmed"},
        "last_day": "2026-02-23",
        "zone": ZONE,
    }
    later = amended(rule(Period(days=3)), old, paused("2026-02-13", "2026-03-02"), vietnam())
    assert later.last_day == day("2026-03-05")
    assert (later.derivation["format"], later.derivation["original"]) == (2, "2026-02-23")
    assert later.derivation["started_by"] == {"trigger": "submit"}
    assert "skipped" not in later.derivation


def test_a_pause_while_an_extension_runs_moves_what_there_was_without_it() -> None:
    one = rule(Period(days=10), rolls=False)
    given = found(one, day("2026-03-02"))
    events = [*paused("2026-03-05", "2026-03-08"), extended("2026-03-10", "2026-03-31")]
    given = amended(one, given.derivation, events, vietnam())
    assert without_extensions(given.derivation, vietnam()) == day("2026-03-15")
    given = amended(one, given.derivation, paused("2026-03-20", "2026-03-25"), vietnam())
    assert without_extensions(given.derivation, vietnam()) == day("2026-03-20")


@pytest.mark.parametrize(
    ("inclusive", "on", "after"),
    [(True, "2020-12-31", "2021-12-31"), (False, "2020-12-31", "2021-12-30"), (True, "2022-12-31", None)],
)
def test_the_year_after_the_one_to_report(inclusive: bool, on: str, after: str | None) -> None:
    fixed = {"term": "2020/2022", "on": on, "inclusive": inclusive}
    assert year_after({"fixed": fixed}) == (day(after) if after else None)
    assert year_after({"length": {"days": 3}}) is None
