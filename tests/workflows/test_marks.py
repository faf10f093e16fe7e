"""The marks of a deadline: reminders and the end of its time, each with its instant and its own name."""

from datetime import timedelta

import pytest

from tests.workflows.timing import REMINDERS, SECRETARIAT, ZONE, day, extended, found, paused, rule, vietnam
from workflows.deadlines.deadline_rules import Period, Reminder
from workflows.deadlines.deadlines import amended
from workflows.deadlines.marks import Span, beginning_of, end_of_day, instant_text, marks

DAYS = Period(days=10)


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


@pytest.mark.parametrize(("begins", "told"), [("2026-03-01", "2026-03-05"), ("2026-04-07", "2026-04-07")])
def test_that_time_is_over_is_told_at_once_where_it_was_over_at_the_beginning(begins: str, told: str) -> None:
    span = Span(day(begins), day("2026-03-03"), ZONE)
    reminders = (Reminder("before", Period(days=1)), Reminder("after", Period(days=2)))
    found = [one["at"] for one in marks(reminders, span, vietnam()) if one["mark"].startswith("after")]
    assert found == [instant_text(beginning_of(day(told), ZONE))]


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
