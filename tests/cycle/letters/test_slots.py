"""When letters go: on working days within their hours, grouped ones on their weekday, to the microsecond."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from cycle.letters.slots import Slots
from workflows.calendars.working_days import WorkingDays

ZONE = ZoneInfo("Asia/Ho_Chi_Minh")
TINY = timedelta(microseconds=1)
# 29/04 to 01/05/2024 are off, the Saturday 04/05 is worked instead.
HOLIDAYS = WorkingDays([date(2024, 4, 29), date(2024, 4, 30), date(2024, 5, 1)], [date(2024, 5, 4)])
SLOTS = Slots(HOLIDAYS, "Asia/Ho_Chi_Minh", time(7, 30), time(17), 0)


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=ZONE).astimezone(UTC)


def test_within_the_hours_a_letter_goes_at_once_and_the_closing_instant_is_no_longer_within() -> None:
    opens, closes = at("2024-03-05T07:30"), at("2024-03-05T17:00")
    assert SLOTS.next_at(opens) == opens
    assert SLOTS.next_at(opens - TINY) == opens
    assert SLOTS.next_at(closes - TINY) == closes - TINY
    assert SLOTS.next_at(closes) == at("2024-03-06T07:30")


@pytest.mark.parametrize(
    ("asked", "goes"),
    [
        ("2024-03-08T17:00", "2024-03-11T07:30"),
        ("2024-03-09T10:00", "2024-03-11T07:30"),
        ("2024-04-26T17:00", "2024-05-02T07:30"),
        ("2024-04-30T09:00", "2024-05-02T07:30"),
        ("2024-05-03T18:00", "2024-05-04T07:30"),
    ],
)
def test_no_letter_goes_on_a_day_off_but_one_does_on_a_saturday_that_is_worked(asked: str, goes: str) -> None:
    assert SLOTS.next_at(at(asked)) == at(goes)


@pytest.mark.parametrize(
    ("asked", "day"),
    [
        ("2024-03-04T16:59:59.999999", date(2024, 3, 4)),
        ("2024-03-04T17:00", date(2024, 3, 11)),
        ("2024-03-05T00:00", date(2024, 3, 11)),
        # The Monday is off: the next working day of that week.
        ("2024-04-26T18:00", date(2024, 5, 2)),
        ("2024-05-02T17:00", date(2024, 5, 6)),
    ],
)
def test_grouped_letters_go_on_their_weekday_or_the_next_working_day_of_its_week(asked: str, day: date) -> None:
    assert SLOTS.next_week(at(asked)).day == day


def test_a_week_without_a_working_day_from_the_weekday_on_is_passed_over() -> None:
    week = [date(2024, 2, 12) + timedelta(days) for days in range(5)]
    tet = Slots(WorkingDays(week, []), "Asia/Ho_Chi_Minh", time(7, 30), time(17), 0)
    assert tet.next_week(at("2024-02-08T10:00")).day == date(2024, 2, 19)
    friday = Slots(WorkingDays([date(2024, 3, 8)], []), "Asia/Ho_Chi_Minh", time(7, 30), time(17), 4)
    assert friday.next_week(at("2024-03-05T10:00")).day == date(2024, 3, 15)


def test_after_one_grouped_letter_comes_the_next_weeks() -> None:
    slot = SLOTS.next_week(at("2024-03-04T09:00"))
    assert (slot.day, slot.at) == (date(2024, 3, 4), at("2024-03-04T09:00"))
    later = SLOTS.next_week(at("2024-03-04T09:00"), slot.day)
    assert (later.day, later.at) == (date(2024, 3, 11), at("2024-03-11T07:30"))


def test_a_letter_is_stale_as_soon_as_its_last_day_is_over_and_never_without_one() -> None:
    assert SLOTS.stale(date(2024, 3, 4), 7) == at("2024-03-12T00:00")
    assert SLOTS.stale(date(2024, 3, 4), None) is None
