"""`ocop letter list|show|retry|void|resend|resolve|told|status|send`, and letters in `ocop status` and the sweep."""

import json
import sqlite3
from contextlib import closing
from email import message_from_bytes, policy
from typing import Any

import pytest

from cycle.commands.letters.answering import Answered, answer_letter
from tests.cycle.cli.conftest import Province
from tests.cycle.letters.rows import office_at
from tests.scene import PRODUCER

DOSSIER = "QNG2024-0001"


@pytest.fixture
def told(season: Province) -> Province:
    """A dossier is chosen, its producer has an address, and one pass has told of it."""
    run(season, "UPDATE producer SET email = 'htx@example.vn'")
    season.done("to_chuc", "dossier", "fire", DOSSIER, "choose", "--on-behalf", "organisation:21244")
    season.done("to_chuc", "letter", "send", "--once")
    return season


def run(province: Province, statement: str, *parameters: Any) -> list[Any]:
    with closing(sqlite3.connect(province.database)) as connection, connection:
        return connection.execute(statement, parameters).fetchall()


def the_notice(province: Province) -> dict[str, Any]:
    (found,) = province.told("to_chuc", "letter", "list", "--kind", "notice")["rows"]
    return dict(found)


def test_a_pass_tells_what_happened_and_the_list_shows_it(told: Province) -> None:
    notice = the_notice(told)
    assert (notice["recipient"], notice["number"], notice["status"]) == (f"producer:{PRODUCER}", 1, "handed")
    words = told.done("to_chuc", "letter", "list")
    assert "đã ghi ra tệp" in words
    assert "đã giao máy chủ thư" not in words
    assert "Thông báo kết quả xử lý hồ sơ" in words
    assert the_notice(told)["code"] in words
    by_dossier = told.told("to_chuc", "letter", "list", "--dossier", DOSSIER)
    assert [row["code"] for row in by_dossier["rows"]] == [notice["code"]]
    assert told.told("to_chuc", "letter", "list", "--dossier", "QNG2024-0002")["total"] == 0
    assert told.told("to_chuc", "letter", "list", "--since", "06/03/2024", "--kind", "notice")["total"] == 0
    unknown = told.by("to_chuc", "letter", "list", "--to", "999")
    assert (unknown.exit_code, "999" in unknown.stderr) == (2, True)


def test_a_letter_is_shown_with_its_words_and_written_as_it_was_sealed(told: Province) -> None:
    code = the_notice(told)["code"]
    shown = told.done("to_chuc", "letter", "show", f"{PRODUCER}/2024/1")
    assert code in shown
    assert "htx@example.vn" in shown
    assert "Tỏi Lý Sơn" in shown
    told.done("to_chuc", "letter", "show", code, "--eml", "thư.eml")
    content = (told.folder / "thư.eml").read_bytes()
    assert [file.read_bytes() for file in (told.folder / "data").rglob(f"*{code}.eml")] == [content]
    assert message_from_bytes(content, policy=policy.default)["To"] == "Hợp tác xã Thử nghiệm <htx@example.vn>"
    again = told.by("to_chuc", "letter", "show", code, "--eml", "thư.eml")
    assert (again.exit_code, "không ghi đè" in again.stderr) == (2, True)
    assert "<html" in told.done("to_chuc", "letter", "show", code, "--html").lower()
    assert told.by("to_chuc", "letter", "show", "TH-KHONGCO").exit_code == 2


def test_letters_are_seen_as_far_as_an_account_sees_their_recipients(told: Province) -> None:
    code = the_notice(told)["code"]
    assert told.told("xa", "letter", "list", "--kind", "notice")["total"] == 1
    assert told.told("chu_the", "letter", "list", "--kind", "notice")["total"] == 1
    assert told.told("huyen_khac", "letter", "list")["total"] == 0
    assert told.by("huyen_khac", "letter", "show", code).exit_code == 2


def test_what_failed_goes_again_and_what_is_uncertain_only_when_that_is_wanted(told: Province) -> None:
    code = the_notice(told)["code"]
    refused = told.told("to_chuc", "letter", "retry", code)
    assert [reason["code"] for reason in refused["reasons"]] == ["letter_not_failed"]
    run(told, "UPDATE delivery SET status = 'failed' WHERE letter = ?", code)
    assert "không gửi được" in told.done("to_chuc", "status")
    assert told.by("xa", "letter", "retry", code).exit_code == 3
    foreseen = told.done("to_chuc", "letter", "retry", code, "--dry-run")
    assert foreseen.startswith("Sẽ được:")
    assert the_notice(told)["status"] == "failed"
    told.done("to_chuc", "letter", "retry", code)
    assert the_notice(told)["status"] == "sending"
    run(told, "UPDATE delivery SET status = 'uncertain' WHERE letter = ?", code)
    refused = told.told("to_chuc", "letter", "retry", code)
    assert [reason["code"] for reason in refused["reasons"]] == ["letter_uncertain"]
    assert told.by("to_chuc", "letter", "retry", code, "--although-uncertain").exit_code == 3
    told.done("to_chuc", "letter", "retry", code, "--although-uncertain", "--reason", "Chưa thấy thư")
    told.done("to_chuc", "letter", "send", "--once")
    assert the_notice(told)["status"] == "handed"
    assert "Chưa thấy thư" in told.done("to_chuc", "letter", "show", code)


def test_what_is_uncertain_is_resolved_by_somebody_who_knows(told: Province) -> None:
    code = the_notice(told)["code"]
    run(told, "UPDATE delivery SET status = 'uncertain' WHERE letter = ?", code)
    found = told.told("to_chuc", "letter", "status")
    assert (found["uncertain"], found["troubled"], found["gaps"]) == (1, [code], [])
    assert told.by("to_chuc", "letter", "resolve", code, "--reason", "Đã hỏi").exit_code == 2
    told.done("to_chuc", "letter", "resolve", code, "--handed", "--reason", "Đã hỏi quản trị")
    assert the_notice(told)["status"] == "handed"
    run(told, "UPDATE delivery SET status = 'uncertain' WHERE letter = ?", code)
    told.done("to_chuc", "letter", "resolve", code, "--not-handed", "--reason", "Máy chủ không có")
    assert the_notice(told)["status"] == "sending"


def test_the_same_bytes_go_once_more_to_the_address_of_today(told: Province) -> None:
    code = the_notice(told)["code"]
    run(told, "UPDATE delivery SET status = 'bounced' WHERE letter = ?", code)
    run(told, "UPDATE producer SET email = 'moi@example.vn'")
    told.done("to_chuc", "letter", "resend", code, "--reason", "Đã sửa địa chỉ")
    told.done("to_chuc", "letter", "send", "--once")
    shown = told.told("to_chuc", "letter", "show", code)
    assert {one["address"]: one["status"] for one in shown["deliveries"]} == {
        "htx@example.vn": "bounced",
        "moi@example.vn": "handed",
    }
    assert [one["event"] for one in shown["records"]] == ["sealed", "handed", "resent", "handed"]
    assert shown["number"] == 1
    refused = told.by("to_chuc", "letter", "resend", code)
    assert refused.exit_code == 2


def test_what_waits_for_a_channel_that_was_taken_away_is_warned_of_and_goes_by_that_of_today(told: Province) -> None:
    code = the_notice(told)["code"]
    run(told, "UPDATE delivery SET status = 'queued', channel = 'mail' WHERE letter = ?", code)
    assert told.told("to_chuc", "letter", "status")["stranded"] == {"mail": 1}
    assert "chờ kênh không còn cấu hình (thư điện tử)" in told.by("to_chuc", "letter", "status").stdout
    assert "chờ kênh không còn cấu hình" in told.done("to_chuc", "status")
    assert "được gửi lại nguyên văn" in told.done("to_chuc", "letter", "retry", code)
    told.done("to_chuc", "letter", "send", "--once")
    shown = told.done("to_chuc", "letter", "show", code)
    assert "kênh không còn được cấu hình" in shown
    assert "channel" not in shown
    found = told.told("to_chuc", "letter", "show", code)
    assert {one["channel"]: one["status"] for one in found["deliveries"]} == {"mail": "failed", "files": "handed"}
    assert told.told("to_chuc", "letter", "status")["stranded"] == {}


def test_a_notice_is_never_dropped_and_a_reminder_with_a_reason(told: Province) -> None:
    refused = told.told("to_chuc", "letter", "void", the_notice(told)["code"], "--reason", "Không cần")
    assert [reason["code"] for reason in refused["reasons"]] == ["letter_is_notice"]
    run(told, PLANNED, "TH-NHACVIEC", "reminder", "owed")
    told.done("to_chuc", "letter", "void", "TH-NHACVIEC", "--reason", "Đã họp thống nhất")
    (row,) = told.told("to_chuc", "letter", "list", "--status", "void")["rows"]
    assert (row["code"], row["reason"]["code"], row["number"]) == ("TH-NHACVIEC", "by_hand", None)
    assert "Bị bỏ theo quyết định của cán bộ" in told.done("to_chuc", "letter", "show", "TH-NHACVIEC")
    run(told, "UPDATE producer SET email = NULL")
    verified = told.by("kiem_tra", "history", "verify")
    assert verified.exit_code == 0, verified.output


def test_somebody_near_the_recipient_records_that_they_were_told_by_telephone(told: Province) -> None:
    code = the_notice(told)["code"]
    words = ("letter", "told", code, "--by-phone", "--person", "Nguyễn Thị Hoa", "--note", "Hẹn thứ Sáu")
    assert told.by("huyen_khac", *words).exit_code in (2, 3)
    early = told.told("xa", *words, "--date", "01/03/2024")
    assert [reason["code"] for reason in early["reasons"]] == ["told_before_letter"]
    done = json.loads(told.done("xa", "--json", *words, "--request-id", "goi-1"))
    assert (done["stream"], done["details"]["how"]) == (f"letters/producer:{PRODUCER}", "phone")
    assert json.loads(told.done("xa", "--json", *words, "--request-id", "goi-1"))["repeated"]
    assert the_notice(told)["status"] == "acknowledged"
    shown = told.done("to_chuc", "letter", "show", code)
    assert "qua điện thoại; Nguyễn Thị Hoa" in shown
    assert "Hẹn thứ Sáu" in shown
    assert told.by("xa", *words).exit_code == 3


def test_a_sweep_tells_too_and_a_dry_run_tells_nobody(season: Province) -> None:
    run(season, "UPDATE producer SET email = 'htx@example.vn'")
    season.done("to_chuc", "dossier", "fire", DOSSIER, "choose", "--on-behalf", "organisation:21244")
    season.done("to_chuc", "sweep", "--once", "--dry-run")
    assert season.told("to_chuc", "letter", "list")["total"] == 0
    swept = season.told("to_chuc", "sweep", "--once")
    assert swept["letters"]["counts"]["sealing.sealed"] == 1
    assert swept["letters"]["wrong"] == []
    assert season.told("to_chuc", "letter", "status")["configured"]


def test_a_letter_that_only_became_a_file_is_never_said_to_have_been_handed_to_a_server(told: Province) -> None:
    code = the_notice(told)["code"]
    status = told.done("to_chuc", "letter", "status")
    rows = dict(line.rsplit(maxsplit=1) for line in status.splitlines() if "tệp" in line or "máy chủ" in line)
    assert (rows["Đã ghi ra tệp"], rows["Đã giao máy chủ thư"]) == ("1", "0")
    shown = told.done("to_chuc", "letter", "show", code)
    assert "đã ghi ra tệp" in shown
    assert "máy chủ thư" not in shown
    history = told.done("kiem_tra", "history", "show", f"letters/producer:{PRODUCER}")
    assert "1 địa chỉ đã ghi ra tệp" in history
    assert "máy chủ thư" not in history
    run(told, "UPDATE delivery SET channel = 'mail'")
    assert "đã giao máy chủ thư" in told.done("to_chuc", "letter", "list")


def test_the_oldest_that_waits_is_told_apart_from_when_the_next_one_goes(told: Province) -> None:
    run(told, PLANNED, "TH-NHACVIEC", "reminder", "owed")
    run(told, "UPDATE letter SET created = '2024-03-01T02:00:00.000000Z' WHERE code = 'TH-NHACVIEC'")
    run(told, "UPDATE letter SET send_after = '2024-03-11T00:30:00.000000Z' WHERE code = 'TH-NHACVIEC'")
    status = told.done("to_chuc", "letter", "status")
    times = {line.split("  ")[0]: line for line in status.splitlines() if line.startswith("Thư ")}
    assert "01/03/2024 09:00" in times["Thư chờ phát hành lâu nhất, lập lúc"]
    assert "11/03/2024 07:30" in times["Thư gần nhất được phát hành, từ"]


def test_of_a_letter_told_by_telephone_nothing_is_said_to_be_still_to_come(told: Province) -> None:
    run(told, PLANNED, "TH-CHODIACHI", "notice", "decided")
    run(told, "UPDATE letter SET reason = 'no_address' WHERE code = 'TH-CHODIACHI'")
    waiting = told.done("to_chuc", "letter", "show", "TH-CHODIACHI")
    assert "Gửi từ" in waiting
    assert "không có địa chỉ" in waiting
    told.done("to_chuc", "letter", "told", "TH-CHODIACHI", "--by-phone", "--person", "Nguyễn Thị Hoa")
    shown = told.done("to_chuc", "letter", "show", "TH-CHODIACHI")
    assert "Gửi từ" not in shown
    assert "không có địa chỉ" not in shown
    assert "qua điện thoại; Nguyễn Thị Hoa" in shown


def test_an_answer_of_the_page_is_said_to_be_of_nobody_known(told: Province) -> None:
    code = the_notice(told)["code"]
    ((token,),) = run(told, "SELECT token FROM letter WHERE code = ?", code)
    office = office_at(f"sqlite:///{told.database}")
    assert isinstance(answer_letter(office, token, "Trần Văn Bình"), Answered)
    office.database.close()
    for words in (("letter", "show", code), ("history", "show", f"letters/producer:{PRODUCER}")):
        shown = " ".join(told.done("kiem_tra", *words).split())
        assert "chưa xác thực" in shown
        assert "Trần Văn Bình" in shown


PLANNED = (
    "INSERT INTO letter (code, key, programme, name, kind, recipient, about, created, send_after, status) "
    "SELECT ?1, ?1, programme, ?3, ?2, recipient, '{}', created, send_after, 'queued' FROM letter LIMIT 1"
)
