"""What the rehearsal told: letters in a folder, numbered without a gap, none of them sent; and who was not reached."""

from email import message_from_bytes, policy
from email.message import EmailMessage

import pytest

from tests.journeys.rehearsed import Rehearsal

# Whoever asks first plays the season, once where all ask in one process.
pytestmark = [pytest.mark.timeout(300), pytest.mark.xdist_group("rehearsal")]

UNREACHED = ["producer:CT-34C8000061", "producer:CT-34D8000033", "producer:CT-34G8000078"]


def test_every_letter_that_was_written_lies_in_the_folder_byte_for_byte(rehearsal: Rehearsal) -> None:
    kept = {content.encode() for (content,) in rehearsal.rows("SELECT content FROM letter WHERE number IS NOT NULL")}
    files = sorted((rehearsal.folder / "letters" / "2024").glob("*.eml"))
    assert {file.read_bytes() for file in files} == kept
    assert len(files) == sum(rehearsal.told["letters"]["written"].values()) > 400
    assert rehearsal.rows("SELECT DISTINCT channel, status FROM delivery") == [("files", "handed")]


def test_letters_of_every_kind_were_written_and_say_that_it_is_a_rehearsal(rehearsal: Rehearsal) -> None:
    assert set(rehearsal.told["letters"]["written"]) == {"notice", "reminder", "report", "phone_list"}
    names = {name for (name,) in rehearsal.rows("SELECT DISTINCT name FROM letter WHERE number IS NOT NULL")}
    assert names >= {"owed", "returned", "decided", "recognised", "carried_over", "extended", "escalated"}
    subjects = rehearsal.rows("SELECT subject FROM letter WHERE number IS NOT NULL")
    assert all(subject.startswith("[DIỄN TẬP] ") for (subject,) in subjects)


def test_the_numbers_of_each_recipient_have_no_gap(rehearsal: Rehearsal) -> None:
    counts = (
        "SELECT recipient, COUNT(*), MIN(number), MAX(number) FROM letter WHERE number IS NOT NULL GROUP BY recipient"
    )
    assert all((first, last) == (1, count) for _, count, first, last in rehearsal.rows(counts))


def test_what_was_settled_before_it_was_told_is_void_with_a_record(rehearsal: Rehearsal) -> None:
    void = rehearsal.told["letters"]["void"]
    assert void["settled"] > 0
    (records,) = rehearsal.rows(
        "SELECT COUNT(*) FROM record WHERE kind = 'letter' AND payload LIKE '%\"event\":\"void\"%'"
    )
    assert records == (sum(void.values()),)


def test_letters_to_producers_without_e_mail_wait_and_their_communes_are_told_whom_to_ring(
    rehearsal: Rehearsal,
) -> None:
    rows = rehearsal.rows("SELECT DISTINCT recipient FROM letter WHERE reason = 'no_address' ORDER BY recipient")
    assert [recipient for (recipient,) in rows] == UNREACHED
    (listed,) = rehearsal.rows(
        "SELECT content FROM letter WHERE kind = 'phone_list' AND recipient = 'organisation:21157' "
        "ORDER BY number DESC LIMIT 1"
    )
    text = plain(listed[0].encode())
    assert "Tổ hợp tác Trà rừng Ví dụ" in text
    assert "0905000007" in text


def test_a_commune_without_a_contact_is_listed_as_missing(rehearsal: Rehearsal) -> None:
    found = rehearsal.ask("letter", "contacts", "QNG2024")
    assert [row["organisation"] for row in found["rows"] if row["level"] == "commune"] == ["21112"]
    assert found["producers_missing"] == len(UNREACHED)


def test_the_reminder_that_is_shown_tells_what_is_overdue(rehearsal: Rehearsal) -> None:
    (found,) = rehearsal.rows("SELECT content FROM letter WHERE code = ?", rehearsal.told["letters"]["reminder"])
    text = plain(found[0].encode())
    assert "Kính gửi: Ủy ban nhân dân huyện Mộ Đức" in text
    assert "QNG2024-0018.1 – Mắm cá Ví dụ" in text
    assert "Thời hạn: 16/08/2024 (quá hạn 10 ngày)" in text


def test_while_the_machine_was_broken_nothing_was_told(rehearsal: Rehearsal) -> None:
    sealed = "SELECT COUNT(*) FROM letter WHERE sealed > '2024-07-14T17:00' AND sealed < '2024-08-04T17:00'"
    assert rehearsal.rows(sealed) == [(0,)]


def plain(content: bytes) -> str:
    message = message_from_bytes(content, _class=EmailMessage, policy=policy.default)
    body = message.get_body(("plain",))
    assert body is not None
    return str(body.get_content())
