"""Deadlines that explain themselves: lengths, dates, terms, rolls, pauses, extensions, other calendars, marks."""

import time as process_time
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from tests.workflows.timing import ZONE, found, programme, rule, vietnam
from workflows.calendars import ONE_DAY
from workflows.deadlines import Beginning, amended, due, without_extensions, year_after
from workflows.definition import DeadlineRule, Period, Reminder, Who
from workflows.marks import end_of_day, instant_text

DAYS, MONTHS, WORKING = Period(days=10), Period(months=1), Period(working_days=5)


def day(text: str) -> date:
    return date.fromisoformat(text)


def paused(on: str, until: str) -> list[dict[str, Any]]:
    return [{"event": "paused", "day": on, "basis": "Điều 9"}, {"event": "resumed", "day": until}]


def extended(on: str, until: str) -> dict[str, Any]:
    return {"event": "extended", "day": on, "until": until, "basis": "Điều 9"}


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


def test_the_instant_is_the_end_of_the_last_day_in_the_zone_of_the_programme() -> None:
    given = found(rule(DAYS), day("2026-03-02"))
    assert given.last_day == day("2026-03-12")
    assert given.instant == datetime(2026, 3, 12, 17, tzinfo=UTC)
    there = found(rule(DAYS), day("2026-03-02"), "Pacific/Kiritimati")
    assert there.instant == datetime(2026, 3, 12, 10, tzinfo=UTC)


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


SECRETARIAT = Who("secretariat", "of_programme")
REMINDERS = (
    Reminder("before", Period(working_days=3)),
    Reminder("before", Period(days=3)),
    Reminder("before", Period(months=1)),
    Reminder("on"),
    Reminder("after", Period(days=2), to=(SECRETARIAT,)),
    Reminder("used", share=75),
)


def test_marks_stand_in_their_order_each_with_its_instant() -> None:
    one = rule(Period(days=20), remind=REMINDERS)
    given = found(one, day("2026-02-03"))
    assert given.last_day == day("2026-02-23")
    told = [(mark["mark"], mark["kind"], mark["at"][:13]) for mark in given.derivation["marks"]]
    # A month before would be before day zero. Instants are in UTC: 17:00 is midnight in Vietnam.
    assert told == [
        ("before_3_working_days@2026-02-23", "reminder", "2026-02-10T17"),
        ("used_75@2026-02-23", "reminder", "2026-02-17T17"),
        ("before_3_days@2026-02-23", "reminder", "2026-02-19T17"),
        ("on@2026-02-23", "reminder", "2026-02-22T17"),
        ("expiry@2026-02-23", "expiry", "2026-02-23T17"),
        ("after_2_days@2026-02-23", "reminder", "2026-02-24T17"),
    ]
    to = {mark["mark"].split("@")[0]: mark.get("to") for mark in given.derivation["marks"]}
    assert (to["on"], to["after_2_days"], to["expiry"]) == ([], [str(SECRETARIAT)], None)


@pytest.mark.parametrize(("length", "kept"), [(2, False), (3, True), (4, True)])
def test_a_reminder_before_day_zero_is_left_out(length: int, *, kept: bool) -> None:
    one = rule(Period(days=length), rolls=False, remind=(Reminder("before", Period(days=3)),))
    marks = found(one, day("2026-03-02")).derivation["marks"]
    assert [mark["kind"] for mark in marks] == (["reminder", "expiry"] if kept else ["expiry"])


@pytest.mark.parametrize(
    ("length", "share", "used"),
    [(10, 75, 8), (10, 50, 5), (10, 51, 6), (10, 100, 10), (3, 1, 1), (1, 50, 1), (4, 75, 3)],
)
def test_a_share_of_the_time_is_used_up_in_the_course_of_its_day(length: int, share: int, used: int) -> None:
    one = rule(Period(days=length), rolls=False, remind=(Reminder("used", share=share),))
    first = found(one, day("2026-03-02")).derivation["marks"][0]
    assert first["at"] == instant_text(end_of_day(day("2026-03-02") + timedelta(days=used - 1), ZONE))


def test_marks_move_with_the_last_day() -> None:
    one = rule(DAYS, remind=(Reminder("on"),))
    given = found(one, day("2026-03-02"))
    later = amended(one, given.derivation, [extended("2026-03-10", "2026-03-20")], vietnam())
    assert [mark["mark"] for mark in later.derivation["marks"]] == ["on@2026-03-20#1", "expiry@2026-03-20#1"]


@pytest.fixture
def zones(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[str]]:
    """Zones to put the process in, one after the other; the one it had is put back."""
    yield ["UTC", "Asia/Ho_Chi_Minh", "America/Los_Angeles", "Pacific/Kiritimati", "Europe/London"]
    monkeypatch.undo()
    process_time.tzset()


@pytest.mark.skipif(not hasattr(process_time, "tzset"), reason="this system has no time zone of a process")
def test_the_zone_of_the_process_makes_no_difference(zones: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    one, seen = rule(WORKING, remind=REMINDERS), []
    for zone in zones:
        monkeypatch.setenv("TZ", zone)
        process_time.tzset()
        given = found(one, day("2026-03-26"))
        seen.append((given, amended(one, given.derivation, paused("2026-03-27", "2026-03-29"), vietnam())))
    assert len(seen) == len(zones)
    assert all(one == seen[0] for one in seen)


def test_an_instant_without_a_zone_is_refused() -> None:
    naive = datetime(2026, 3, 2)  # noqa: DTZ001 - what must be refused
    with pytest.raises(ValueError, match="naive"):
        instant_text(naive)
    for moment in (naive, naive.replace(tzinfo=UTC)):
        with pytest.raises(TypeError, match="not an instant"):
            end_of_day(moment, ZONE)
        with pytest.raises((TypeError, ValueError)):
            found(rule(DAYS), moment)


def test_the_instant_of_a_day_that_the_clocks_change_on_is_the_end_of_that_day() -> None:
    summer = end_of_day(day("2026-10-25"), "Europe/London") - end_of_day(day("2026-10-24"), "Europe/London")
    assert summer == timedelta(hours=25)
    assert end_of_day(day("2026-10-25"), "Europe/London") == end_of_day(day("2026-10-25") + 0 * ONE_DAY, "UTC")


def test_no_name_of_a_mark_comes_again_at_another_instant() -> None:
    one = rule(DAYS, remind=REMINDERS)
    given = found(one, day("2026-03-02"))
    seen = {mark["mark"]: mark["at"] for mark in given.derivation["marks"]}
    # Away from a day, back to it, and away again; then a change that changes nothing.
    for number, until in enumerate(("2026-03-20", "2026-03-12", "2026-03-20", "2026-03-20"), 1):
        given = amended(one, given.derivation, [extended("2026-03-05", until)], vietnam())
        for mark in given.derivation["marks"]:
            assert seen.setdefault(mark["mark"], mark["at"]) == mark["at"]
            assert mark["mark"].endswith(f"#{min(number, 3)}")


def test_a_mark_that_stays_where_it_is_keeps_its_name() -> None:
    one = rule(DAYS, remind=REMINDERS)
    given = found(one, day("2026-03-02"))
    stood = amended(one, given.derivation, paused("2026-03-04", "2026-03-04"), vietnam())
    assert stood.last_day == given.last_day
    assert stood.derivation["changes"] == 2
    assert stood.derivation["marks"] == given.derivation["marks"]


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
