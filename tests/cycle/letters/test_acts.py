"""Acts on letters, on both databases: what each needs, what it changes, and its record in the recipient's stream."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from cycle.answers import Done, RequestReusedError
from cycle.commands.letters.acts import act_on_letter, try_act_on_letter
from cycle.commands.letters.asked import ACKNOWLEDGED, RESENT, RESOLVED, RETRIED, VOIDED, LetterAct, Ways
from cycle.commands.letters.mailboxes import Told, lock_mailboxes, record_letter
from cycle.commands.permits import Caller
from cycle.database import Transaction
from cycle.history import Act
from cycle.letters.addresses import addresses_of
from cycle.queries.verification import verify
from cycle.queries.verification.faults import Fault
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


def ways(*channels: str) -> Ways:
    return Ways(emails, frozenset(channels))


def act(
    office: Posted, event: str, letter: str, by: Caller = SECRETARIAT, through: Ways | None = None, **more: Any
) -> Any:
    asked, through = LetterAct(event, letter, by, **more), through or ways("files")
    foreseen = try_act_on_letter(office.office, asked, through)
    answer = act_on_letter(office.office, asked, through)
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
    unread: dict[str, Any] = {"although_uncertain": True, "reason": "Đã\x07hỏi", "request_id": "thu-lai-1"}
    assert why(act(office, RETRIED, code, **unread)) == ["text_unreadable"]
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
    told: dict[str, Any] = {"person": "Nguyễn Thị Hoa", "reason": "Hẹn thứ Sáu"}
    assert why(act(office, ACKNOWLEDGED, code, Caller("huyen_khac"), **told)) == ["out_of_reach"]
    assert why(act(office, ACKNOWLEDGED, code, Caller("xa"), happened=date(2024, 4, 1), **told)) == [
        "happened_in_future"
    ]
    done = act(office, ACKNOWLEDGED, code, Caller("xa"), request_id="goi-1", **told)
    assert isinstance(done, Done)
    assert act(office, ACKNOWLEDGED, code, Caller("xa"), request_id="goi-1", **told).repeated
    other = LetterAct(ACKNOWLEDGED, code, Caller("xa"), person="Ai khác", request_id="goi-1")
    with pytest.raises(RequestReusedError):
        act_on_letter(office.office, other, ways("files"))
    (record,) = office.records(MAKER)
    assert (record["how"], record["authenticated"], set(record["name"])) == ("phone", True, {"commitment"})
    assert not any(office.seal().counts.values())
    assert (office.letter(code)["status"], office.numbers(MAKER)) == ("acknowledged", [])


@pytest.mark.parametrize(("event", "more"), [(RETRIED, {}), (RESENT, {"reason": "Đã đổi kênh gửi"})])
def test_what_waits_for_a_channel_that_was_taken_away_goes_by_those_of_today(
    office: Posted, event: str, more: dict[str, Any]
) -> None:
    code = sealed(office, "queued")
    office.run("UPDATE producer SET email = 'moi@example.vn'")
    refused = act(office, event, code, through=ways("files"), **more)
    assert why(refused)[-1] in ("letter_not_failed", "letter_under_way"), "the channel is there: it waits for its turn"
    assert why(act(office, event, code, through=ways(), **more)) == ["letter_no_channel"]
    assert isinstance(act(office, event, code, through=ways("mail", "webhook"), **more), Done)
    assert by_channel(office, code) == [
        ("files", "htx@example.vn", "failed"),
        ("mail", "moi@example.vn", "queued"),
        ("webhook", "webhook", "queued"),
    ]
    resent, failed = office.records(MAKER)[-2:]
    assert (resent["event"], resent["channels"]) == ("resent", ["mail", "webhook"])
    assert (failed["event"], failed["channel"], failed["results"][0]["phase"]) == ("failed", "files", "channel")
    assert office.rows("SELECT reply FROM delivery WHERE channel = 'files'") == [("channel_gone",)]
    assert told_otherwise(office) == []


def test_what_failed_by_a_channel_of_old_goes_again_by_that_of_today(office: Posted) -> None:
    code = with_outcome(office, "failed")
    assert isinstance(act(office, RETRIED, code, through=ways("mail")), Done)
    assert by_channel(office, code) == [("files", "htx@example.vn", "failed"), ("mail", "htx@example.vn", "queued")]
    assert told_otherwise(office) == []


@pytest.mark.parametrize("status", ["queued", "claimed", "sending", "uncertain", "failed"])
def test_how_it_stands_by_another_channel_never_keeps_e_mail_from_going_once_more(office: Posted, status: str) -> None:
    code = sealed(office, "handed")
    office.run(BESIDE, code, status)
    assert isinstance(act(office, RESENT, code, reason="Gửi lại", through=ways("files", "webhook")), Done)
    other = "queued" if status == "failed" else status
    assert by_channel(office, code) == [("files", "htx@example.vn", "queued"), ("webhook", "webhook", other)]


def test_a_side_channel_that_was_taken_away_is_given_up_with_a_record(office: Posted) -> None:
    code = sealed(office, "handed")
    office.run(BESIDE, code, "queued")
    assert isinstance(act(office, RETRIED, code), Done)
    assert by_channel(office, code) == [("files", "htx@example.vn", "handed"), ("webhook", "webhook", "failed")]
    record = office.records(MAKER)[-1]
    assert (record["event"], record["channel"]) == ("failed", "webhook")
    assert why(act(office, RETRIED, code)) == ["letter_not_failed"]


def told_otherwise(office: Posted) -> list[Fault]:
    """What does not stand as records tell it, but for the producer's address that tests write themselves."""
    return [one for one in verify(office.office).faults if not one.place.startswith("producer ")]


def with_outcome(office: Posted, outcome: str) -> str:
    """A sealed letter that a pass has sent, with its record."""
    code = office.notice()
    office.seal()
    refuse(office, code, outcome)
    return code


def refuse(office: Posted, code: str, outcome: str) -> None:
    with office.office.database.writing() as transaction:
        lock_mailboxes(transaction, [MAKER])
        results = [{"address": 0, "outcome": outcome, "code": None, "phase": "file"}]
        payload = {"event": outcome, "letter": code, "channel": "files", "results": results}
        record_letter(transaction, Act("system", office.clock.now()), Told(MAKER, date(2024, 3, 5), payload))
        transaction.run("UPDATE delivery SET status = ?, next_at = NULL WHERE letter = ?", (outcome, code))


def by_channel(office: Posted, code: str) -> list[tuple[Any, ...]]:
    statement = "SELECT channel, address, status FROM delivery WHERE letter = ? ORDER BY channel, address"
    return office.rows(statement, code)


BESIDE = (
    "INSERT INTO delivery (letter, channel, address, status, fence, attempts) VALUES (?, 'webhook', 'webhook', ?, 0, 0)"
)
