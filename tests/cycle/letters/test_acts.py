"""Acts on letters, on both databases: what each needs, what it changes, and its record in the recipient's stream."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from cycle.answers import Done, RequestReusedError
from cycle.commands.letters.acts import act_on_letter, try_act_on_letter
from cycle.commands.letters.asked import ACKNOWLEDGED, RESENT, RESOLVED, RETRIED, VOIDED, LetterAct
from cycle.commands.permits import Caller
from cycle.database import Transaction
from cycle.letters.addresses import addresses_of
from tests.conftest import TestClock
from tests.cycle.letters.posted import BODY, MAKER, Posted, posted
from tests.scene import Scene
from workflows.verdict import Refusal

SECRETARIAT = Caller("to_chuc")


@pytest.fixture
def office(scene: Scene, clock: TestClock, tmp_path: Path) -> Posted:
    return posted(scene, clock, tmp_path / "mail")


def emails(transaction: Transaction, recipient: str, day: date) -> tuple[str, ...]:
    return addresses_of(transaction, recipient, day).emails


def act(office: Posted, event: str, letter: str, by: Caller = SECRETARIAT, **more: Any) -> Any:
    asked = LetterAct(event, letter, by, **more)
    foreseen = try_act_on_letter(office.office, asked, emails)
    answer = act_on_letter(office.office, asked, emails)
    repeated = isinstance(answer, Done) and answer.repeated
    assert repeated or type(foreseen) is type(answer), "a dry run answers as the act does"
    return answer


def why(answer: Any) -> list[str]:
    assert isinstance(answer, Refusal), answer
    return [reason.code for reason in answer.reasons]


def sealed(office: Posted, status: str) -> str:
    code = office.notice()
    assert office.seal().counts["sealed"] == 1
    office.run("UPDATE delivery SET status = ?, next_at = NULL WHERE letter = ?", status, code)
    return code


def standing(office: Posted, code: str) -> list[tuple[str, str, int]]:
    return office.rows("SELECT address, status, fence FROM delivery WHERE letter = ? ORDER BY address", code)


def test_what_failed_is_queued_under_a_new_fence_and_recorded(office: Posted) -> None:
    code = sealed(office, "failed")
    assert isinstance(act(office, RETRIED, code), Done)
    assert standing(office, code) == [("htx@example.vn", "queued", 1)]
    assert office.records(MAKER)[-1]["event"] == "retried"
    assert why(act(office, RETRIED, code)) == ["letter_not_failed"]
    assert why(act(office, RETRIED, "TH-KHONG")) == ["letter_unknown"]
    assert why(act(office, RETRIED, code, Caller("kiem_tra"))) == ["not_permitted"]


def test_what_is_uncertain_needs_a_word_and_a_reason_or_to_be_resolved(office: Posted) -> None:
    code = sealed(office, "uncertain")
    assert why(act(office, RETRIED, code)) == ["letter_uncertain"]
    assert why(act(office, RETRIED, code, although_uncertain=True)) == ["letter_reason_missing"]
    assert "letter_uncertain" in why(act(office, RESENT, code, reason="Gửi lại"))
    assert isinstance(act(office, RESOLVED, code, handed=True, reason="Đã hỏi"), Done)
    assert [status for _, status, _ in standing(office, code)] == ["handed"]
    record = office.records(MAKER)[-1]
    assert (record["event"], record["outcome"], record["by"]) == ("resolved", "handed", "hand")
    assert "Đã hỏi" not in str(record)
    assert why(act(office, RESOLVED, code, handed=False, reason="Đã hỏi")) == ["letter_not_uncertain"]


def test_one_that_waits_for_an_address_is_looked_at_again_at_once(office: Posted) -> None:
    office.run("UPDATE producer SET email = NULL")
    code = office.notice()
    office.seal()
    assert office.letter(code)["reason"] == "no_address"
    office.run("UPDATE producer SET email = 'htx@example.vn'")
    assert isinstance(act(office, RETRIED, code), Done)
    assert office.seal().counts["sealed"] == 1
    assert why(act(office, RETRIED, office.notice())) == ["letter_waits"]


def test_only_a_reminder_that_waits_can_be_dropped(office: Posted) -> None:
    code = office.reminder()
    assert isinstance(act(office, VOIDED, code, reason="Đã họp"), Done)
    assert (office.letter(code)["status"], office.numbers(BODY)) == ("void", [])
    assert why(act(office, VOIDED, code, reason="Đã họp")) == ["letter_not_queued"]
    assert why(act(office, VOIDED, office.notice(), reason="Đã họp")) == ["letter_is_notice"]
    assert why(act(office, RESENT, code, reason="Gửi lại")) == ["letter_void"]


def test_the_frozen_bytes_go_once_more_under_their_own_number(office: Posted) -> None:
    code = sealed(office, "bounced")
    before = office.letter(code)
    office.run("UPDATE producer SET email = 'moi@example.vn'")
    assert isinstance(act(office, RESENT, code, reason="Đã sửa địa chỉ"), Done)
    assert standing(office, code) == [("htx@example.vn", "bounced", 0), ("moi@example.vn", "queued", 0)]
    assert office.letter(code) == before
    assert office.numbers(MAKER) == [(2024, 1)]
    record = office.records(MAKER)[-1]
    assert (record["event"], record["content"]) == ("resent", before["hash"])
    assert why(act(office, RESENT, code, reason="Lần nữa")) == ["letter_under_way"]
    office.run("UPDATE delivery SET status = 'handed'")
    office.run("UPDATE producer SET email = NULL")
    assert why(act(office, RESENT, code, reason="Lần nữa")) == ["letter_no_address"]


def test_a_call_is_recorded_by_whoever_is_near_and_the_letter_is_then_not_sent(office: Posted) -> None:
    code = office.notice()
    told = {"person": "Nguyễn Thị Hoa", "reason": "Hẹn thứ Sáu"}
    assert why(act(office, ACKNOWLEDGED, code, Caller("huyen_khac"), **told)) == ["out_of_reach"]
    assert why(act(office, ACKNOWLEDGED, code, Caller("xa"), happened=date(2024, 4, 1), **told)) == [
        "happened_in_future"
    ]
    done = act(office, ACKNOWLEDGED, code, Caller("xa"), request_id="goi-1", **told)
    assert isinstance(done, Done)
    assert act(office, ACKNOWLEDGED, code, Caller("xa"), request_id="goi-1", **told).repeated
    with pytest.raises(RequestReusedError):
        act_on_letter(
            office.office, LetterAct(ACKNOWLEDGED, code, Caller("xa"), person="Ai khác", request_id="goi-1"), emails
        )
    (record,) = office.records(MAKER)
    assert (record["how"], record["authenticated"], set(record["name"])) == ("phone", True, {"commitment"})
    assert not any(office.seal().counts.values())
    assert (office.letter(code)["status"], office.numbers(MAKER)) == ("acknowledged", [])
