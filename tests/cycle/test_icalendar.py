"""iCalendar files: what other programs read in them, byte for byte the same for the same days."""

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from icalendar import Calendar, Event

from cycle.icalendar import CANCELLED, CONFIRMED, Almanac, Entry, whose, written

CHANGED = datetime(2024, 3, 5, 2, 0, tzinfo=UTC)
LONG = "Cấp xã rà soát ý tưởng; đánh giá, lựa chọn: Nước mắm cá cơm truyền thống Sa Huỳnh, Đức Phổ"


def entry(number: int, **changed: object) -> Entry:
    told: dict[str, object] = {
        "uid": f"QNG2024-{number:04}/screening/5@ocop",
        "sequence": 0,
        "day": date(2024, 4, number),
        "status": CONFIRMED,
        "changed": CHANGED,
        "summary": LONG,
        "description": "Hồ sơ: QNG2024-0001\\n\nChủ trì: UBND xã A, UBND xã B; C",
    }
    return Entry(**{**told, **changed})  # type: ignore[arg-type]  # each value is of its own field


def almanac(*entries: Entry) -> Almanac:
    return Almanac("QNG2024/21244", "Ủy ban nhân dân xã Nghĩa Thắng, QNG2024", "Asia/Ho_Chi_Minh", "vi", entries)


def test_what_is_written_is_read_back_letter_by_letter() -> None:
    read = Calendar.from_ical(written(almanac(entry(1))))
    (event,) = read.walk("VEVENT")
    assert str(event["summary"]) == LONG
    assert str(event["description"]) == "Hồ sơ: QNG2024-0001\\n\nChủ trì: UBND xã A, UBND xã B; C"
    assert event["summary"].params["LANGUAGE"] == "vi"
    assert (event["uid"], event["sequence"], event["status"]) == ("QNG2024-0001/screening/5@ocop", 0, CONFIRMED)
    assert event.decoded("dtstart") == date(2024, 4, 1)
    assert event["dtstart"].params["VALUE"] == "DATE"
    assert {event.decoded("dtstamp"), event.decoded("last-modified")} == {CHANGED}


def test_the_file_keeps_to_the_lines_that_the_standard_asks_for() -> None:
    content = written(almanac(entry(1), entry(2, status=CANCELLED, sequence=1)))
    lines = content.split(b"\r\n")
    assert lines[-1] == b""
    assert b"\n" not in content.replace(b"\r\n", b"")
    assert max(map(len, lines)) <= 75
    for line in lines:
        line.decode("utf-8")
    assert lines[0] == b"BEGIN:VCALENDAR"
    assert {b"VERSION:2.0", b"CALSCALE:GREGORIAN", b"STATUS:CANCELLED", b"SEQUENCE:1"} <= set(lines)


@given(
    told=st.text(st.characters(exclude_categories=("Cs", "Cc")) | st.sampled_from('\n;,^"ư'), max_size=200),
    backslashes=st.integers(0, 90),
    day=st.dates(date(2020, 1, 1), date(2037, 12, 31)),
)
def test_each_day_is_written_as_the_library_writes_it(told: str, backslashes: int, day: date) -> None:
    text = LONG + told + "\\" * backslashes
    owed = entry(1, summary=told, description=text, day=day, sequence=backslashes)
    event = Event()
    event.add("uid", owed.uid)
    event.add("sequence", owed.sequence)
    event.add("dtstart", day)
    event.add("dtstamp", CHANGED)
    event.add("last-modified", CHANGED)
    event.add("status", CONFIRMED)
    event.add("transp", "TRANSPARENT")
    event.add("summary", told, parameters={"LANGUAGE": "vi"})
    event.add("description", owed.description, parameters={"LANGUAGE": "vi"})
    assert event.to_ical() in written(almanac(owed))


def test_the_time_zone_of_the_days_is_written_out() -> None:
    (zone,) = Calendar.from_ical(written(almanac(entry(1)))).walk("VTIMEZONE")
    assert zone["tzid"] == "Asia/Ho_Chi_Minh"
    assert [part["tzoffsetto"].to_ical() for part in zone.subcomponents] == ["+0700"]


def test_the_same_days_give_the_same_bytes_in_whatever_order_they_come() -> None:
    assert written(almanac(entry(1), entry(2))) == written(almanac(entry(2), entry(1)))


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"Ghi ch\xc3\xba",
        b"\xff\xfe\x00",
        b"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//khac//VI\r\nEND:VCALENDAR\r\n",
        b"BEGIN:VEVENT\r\nEND:VEVENT\r\n",
    ],
)
def test_only_a_file_of_ours_says_whose_it_is(content: bytes) -> None:
    assert whose(content) is None
    assert whose(written(almanac())) == "QNG2024/21244"
