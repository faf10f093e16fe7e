"""Sealing: the number, the frozen bytes, the record and the deliveries are there together or not at all."""

import hashlib
from datetime import timedelta
from email import message_from_string, policy
from pathlib import Path

import orjson
import pytest

from cycle.letters.sealing.freezing import Sheet, seal
from cycle.letters.sealing.press import Press
from tests.conftest import TestClock
from tests.cycle.letters.posted import ABOVE, BODY, MAKER, Posted, codes, posted, without_channels
from tests.scene import Scene


@pytest.fixture
def office(scene: Scene, clock: TestClock, tmp_path: Path) -> Posted:
    return posted(scene, clock, tmp_path / "mail")


def test_a_notice_is_numbered_frozen_recorded_and_promised(office: Posted) -> None:
    code = office.notice()
    assert office.seal().counts["sealed"] == 1
    letter = office.letter(code)
    assert (letter["status"], letter["year"], letter["number"]) == ("sealed", 2024, 1)
    assert hashlib.sha256(letter["content"].encode()).hexdigest() == letter["hash"]
    message = message_from_string(letter["content"], policy=policy.default)
    assert (message["To"], message["Message-ID"]) == ("Hợp tác xã Thử nghiệm <htx@example.vn>", letter["message_id"])
    (record,) = office.records(MAKER)
    assert (record["event"], record["number"], record["content"]) == ("sealed", 1, letter["hash"])
    assert record["tells"][0]["dossier"].startswith("QNG2024-")
    assert "htx@example.vn" not in orjson.dumps(record).decode()
    assert office.rows("SELECT channel, address, status FROM delivery") == [("files", "htx@example.vn", "queued")]


def test_every_letter_names_the_one_before_it_and_the_day_of_that(office: Posted, clock: TestClock) -> None:
    office.notice()
    office.seal()
    clock.advance(timedelta(days=1))
    later = office.notice()
    office.seal()
    text = message_from_string(office.letter(later)["content"], policy=policy.default).get_body(("plain",))
    assert text is not None
    words = " ".join(str(text.get_content()).split())
    assert "Thư thứ 2 năm 2024 gửi Hợp tác xã Thử nghiệm; thư trước là thư thứ 1, ngày 05/03/2024" in words
    assert office.numbers(MAKER) == [(2024, 1), (2024, 2)]


def test_numbers_begin_again_with_the_year_in_the_zone_of_the_programme(office: Posted, clock: TestClock) -> None:
    record = office.step()
    office.notice(record=record)
    office.seal()
    # 17:30 UTC on the last day of the year is the first of January in Việt Nam, but no hour at which letters go.
    clock.set("2024-12-31T17:30:00+00:00")
    office.notice(name="returned", record=record)
    assert office.seal().counts["later"] == 1
    clock.set("2025-01-02T01:00:00+00:00")
    assert office.seal().counts["sealed"] == 1
    assert office.numbers(MAKER) == [(2024, 1), (2025, 1)]


def test_outside_the_hours_of_the_programme_a_letter_waits_for_them(office: Posted, clock: TestClock) -> None:
    clock.set("2024-03-08T12:00:00+00:00")  # 19:00 on a Friday
    code = office.notice()
    assert office.seal().counts["later"] == 1
    assert office.letter(code)["send_after"] == "2024-03-11T00:30:00.000000Z"
    assert office.letter(code)["status"] == "queued"


def test_a_reminder_with_nothing_left_to_say_is_void_with_a_record_and_without_a_number(office: Posted) -> None:
    code = office.reminder(ABOVE)
    office.contact("528", "huyen@example.vn", "DM2")
    office.run("UPDATE deadline SET status = 'closed'")
    assert office.seal().counts["void"] == 1
    assert (office.letter(code)["status"], office.letter(code)["reason"]) == ("void", "settled")
    (record,) = office.records(ABOVE)
    assert (record["event"], record["reason"]) == ("void", "settled")
    assert office.numbers(ABOVE) == []


def test_a_stale_reminder_dies_though_nothing_can_be_sent_and_a_notice_waits(office: Posted, clock: TestClock) -> None:
    reminder = office.reminder(stale_after="2024-03-06T00:00:00.000000Z")
    notice = office.notice()
    office.post = without_channels(office.post)
    clock.set("2024-03-07T02:00:00+00:00")
    assert office.seal().counts["void"] == 1
    assert (office.letter(reminder)["reason"], office.letter(notice)["status"]) == ("stale", "queued")
    assert office.numbers(MAKER) == []


def test_without_an_address_a_letter_waits_until_there_is_one(office: Posted, clock: TestClock) -> None:
    code = office.notice(ABOVE, "recognised")
    assert office.seal().counts["unreached"] == 1
    assert (office.letter(code)["status"], office.letter(code)["reason"]) == ("queued", "no_address")
    assert not any(office.seal().counts.values())
    office.contact("528", "huyen@example.vn", "DM2")
    clock.advance(timedelta(days=1))
    assert office.seal().counts["sealed"] == 1
    assert (office.letter(code)["reason"], office.letter(code)["number"]) == (None, 1)


def test_a_hostile_name_is_refused_with_a_reason_and_the_next_letter_goes(office: Posted, clock: TestClock) -> None:
    office.run("UPDATE organisation SET name = ? WHERE code = '21244'", "Xã\r\nBcc: ke.xau@example.com")
    hostile, good = office.notice(BODY, "recognised"), office.notice()
    found = office.seal()
    assert (found.counts["hindered"], found.counts["sealed"]) == (1, 1)
    letter = office.letter(hostile)
    assert letter["status"] == "queued"
    told = orjson.loads(letter["reason"])
    assert (told["code"], told["params"]["field"], told["attempts"]) == ("letter_unsafe", "recipient", 1)
    assert office.letter(good)["status"] == "sealed"
    assert (office.records(BODY), office.numbers(BODY)) == ([], [])
    first = letter["send_after"]
    clock.advance(timedelta(minutes=6))
    office.seal()
    second = office.letter(hostile)["send_after"]
    assert orjson.loads(office.letter(hostile)["reason"])["attempts"] == 2
    assert second > first
    office.run("UPDATE organisation SET name = 'Xã Bình Châu' WHERE code = '21244'")
    clock.advance(timedelta(minutes=30))
    assert office.seal().counts["sealed"] == 1
    assert office.numbers(BODY) == [(2024, 1)]


@pytest.mark.parametrize("part", ["record_letter", "take_place"])
def test_a_crash_between_leaves_neither_number_nor_record_nor_bytes(
    office: Posted, part: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    code = office.notice()

    class Cut(BaseException):
        """The process dies."""

    def cut(*_: object) -> None:
        raise Cut

    with monkeypatch.context() as patch:
        patch.setattr(f"cycle.letters.sealing.freezing.{part}", cut)
        with pytest.raises(Cut):
            office.seal()
    letter = office.letter(code)
    assert (letter["status"], letter["number"], letter["content"]) == ("queued", None, None)
    assert office.records(MAKER) == []
    assert office.rows("SELECT 1 FROM delivery") == []
    assert office.seal().counts["sealed"] == 1
    assert office.numbers(MAKER) == [(2024, 1)]


def test_an_error_of_one_letter_is_its_own_and_told_with_its_place(
    office: Posted, monkeypatch: pytest.MonkeyPatch
) -> None:
    bad, good = office.notice(BODY, "recognised"), office.notice()

    def failing(press: Press, sheet: Sheet) -> None:
        if sheet.queued.code == bad:
            raise ZeroDivisionError
        seal(press, sheet)

    monkeypatch.setattr("cycle.letters.sealing.seal.seal", failing)
    found = office.seal()
    assert (found.counts["hindered"], found.counts["sealed"]) == (1, 1)
    assert [reason.code for _, reason in found.hindered] == ["sweep_failed"]
    assert codes(office.rows("SELECT code FROM letter WHERE status = 'sealed'")) == [good]
