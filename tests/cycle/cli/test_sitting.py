"""`ocop council`, `ocop session` and `ocop sheet` as typed: from forming a council to the result of a dossier."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from tests.cycle.cli.typed import Run, typed_on
from tests.cycle.commands.councils.sitting import MEMBERS, SET, Sitting, gated

DECIDED = ("--decision", "105/QĐ-UBND", "--date", "08/06/2026")


@pytest.fixture
def run(sitting: Sitting, sqlite_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    return typed_on(sqlite_url, tmp_path / "data", monkeypatch)


def pairs(answers: Mapping[str, int]) -> list[str]:
    return [f"{code}={number}" for code, number in answers.items()]


def test_a_dossier_is_scored_from_sheets_to_stars(sitting: Sitting, run: Run) -> None:
    about = (sitting.session, sitting.dossier)
    code, other = gated(sitting.given, sitting.answers)
    for number, account in enumerate(MEMBERS, 1):
        said = {**sitting.answers, code: other} if number == 3 else sitting.answers
        assert run(account, "sheet", "enter", *about, *pairs(said)).exit_code == 0
    listed = run("kiem_tra", "sheet", "show", *about)
    assert listed.output.count("đang niêm phong") >= len(MEMBERS)
    assert f"{code}={other}" not in listed.output
    tried = run("thu_ky_tinh", "session", "turn", "close", *about, "--dry-run")
    assert tried.output.startswith("Sẽ được: ")
    assert "9 phiếu" in tried.output
    assert not {"chênh lệch", "thống nhất"} & set(tried.output.split(" ")), "what sealed sheets come to is not foretold"
    closed = run("thu_ky_tinh", "session", "turn", "close", *about)
    assert f"cần thống nhất: {code}" in closed.output
    refused = run("chu_tich_hoi_dong", "session", "turn", "conclude", *about)
    assert refused.exit_code == 3
    agreed = run("thu_ky_tinh", "session", "turn", "agree", *about, f"{code}={sitting.answers[code]}")
    assert agreed.exit_code == 0, agreed.output
    concluded = run("chu_tich_hoi_dong", "session", "turn", "conclude", *about)
    assert "số sao: 5" in concluded.output
    assert run("thu_ky_tinh", "session", "close", sitting.session).exit_code == 0
    assert "đã kết thúc" in run("kiem_tra", "session", "list").output
    history = run("kiem_tra", "history", "show", f"session/{sitting.session}")
    assert "Kết luận hồ sơ" in history.output


def test_a_turn_is_set_aside_with_a_reason(sitting: Sitting, run: Run) -> None:
    about = (sitting.session, sitting.dossier)
    twice = [f"{sitting.dossier}={number}" for number in (3, 4)]
    refused = run("thu_ky_tinh", "session", "turn", "open", sitting.session, *twice)
    assert (refused.exit_code, sitting.dossier in refused.output) == (2, True)
    assert run("thu_ky_tinh", "session", "turn", "void", *about).exit_code == 2
    note = ("--note", "Chủ tịch Hội đồng có xung đột lợi ích")
    assert run("thu_ky_tinh", "session", "turn", "void", *about, *note, "--dry-run").output.startswith("Sẽ được: ")
    done = run("thu_ky_tinh", "session", "turn", "void", *about, *note)
    assert f"Đã bỏ lượt chấm 1 của hồ sơ {sitting.dossier}" in done.output
    assert "không tính" in run("kiem_tra", "session", "show", sitting.session).output
    history = " ".join(run("kiem_tra", "history", "show", f"session/{sitting.session}").output.split())
    assert f"Bỏ lượt chấm 1 của hồ sơ {sitting.dossier}" in history
    assert note[1] in history


def test_grounds_that_no_sheet_names_are_told_at_once_as_they_were_typed(sitting: Sitting, run: Run) -> None:
    sitting.all_enter()
    sitting.close()
    wrong = ("--no-finding", "bogus@9.9", "--finding", "forged@")
    refused = run("thu_ky_tinh", "session", "turn", "agree", sitting.session, sitting.dossier, *wrong)
    assert refused.exit_code == 3
    assert [f"“{typed}”" in refused.output for typed in ("bogus@9.9", "forged")] == [True, True]
    assert "None" not in refused.output
    assert "phải ghi lý do" not in refused.output, "nobody has to say why a ground is dropped that no sheet names"


def test_a_wrong_scoring_set_is_told_as_such(sitting: Sitting, run: Run) -> None:
    for number in ("x", "99999"):
        refused = run("thu_ky_tinh", "session", "turn", "open", sitting.session, f"{sitting.dossier}={number}")
        assert (refused.exit_code, "số của bộ tiêu chí" in refused.output) == (2, True)


def test_a_session_after_its_round_says_so_when_tried_and_when_done(sitting: Sitting, run: Run) -> None:
    words = ("session", "open", sitting.council, "--round", "T-02-2026", "--day", "15/01/2027")
    for more in (("--dry-run",), ()):
        told = run("thu_ky_tinh", *words, *more)
        assert (told.exit_code, "sau hạn tổ chức đợt T-02-2026 (29/12/2026)" in told.output) == (0, True)


def test_a_wrong_sheet_is_refused_with_every_reason(sitting: Sitting, run: Run) -> None:
    first = next(iter(sitting.answers))
    twice = [*pairs(sitting.answers), f"{first}=0", "9.9=1"]
    answer = run("uy_vien_2", "--json", "sheet", "enter", sitting.session, sitting.dossier, *twice)
    assert answer.exit_code == 3
    told = [one["code"] for one in json.loads(answer.output)["reasons"]]
    assert told == ["criterion_unknown", "criterion_two_options"]


def test_councils_and_sessions_are_shown_and_written_as_workbooks(sitting: Sitting, run: Run, tmp_path: Path) -> None:
    shown = run("kiem_tra", "council", "show", sitting.council)
    for told in ("Sở Y tế", "3/4", "giả định", "26/2026/QĐ-TTg, Điều 7.3b"):
        assert told in shown.output, told
    for at, words in enumerate((("council", "show"), ("session", "show", sitting.session), ("session", "list"))):
        file = tmp_path / f"{at}.xlsx"
        assert run("kiem_tra", *words, "--xlsx", str(file)).exit_code == 0
        assert load_workbook(file).worksheets[0].max_row > 1
    assert run("kiem_tra", "session", "show", "QNG2026-PH999").exit_code == 2
    assert f"{SET}. {sitting.given.title}" in run("kiem_tra", "session", "show", sitting.session).output
    assert "Hội đồng đánh giá, phân hạng sản phẩm OCOP cấp tỉnh" in run("kiem_tra", "session", "list").output
    left = run("to_chuc", "council", "leave", sitting.council, "09", *DECIDED, "--day", "08/06/2026")
    assert "thôi tham gia" in left.output
    by = {
        one["member"]: one
        for one in json.loads(run("kiem_tra", "--json", "council", "show", sitting.council).output)["members"]
    }
    assert by["09"]["left_by"] == {"number": "105/QĐ-UBND", "date": "2026-06-08"}
    assert (by["08"]["joined_by"]["number"], by["08"]["left_by"]) == ("100/QĐ-UBND", None)
    assert "105/QĐ-UBND ngày 08/06/2026" in run("kiem_tra", "council", "show", sitting.council).output
    words = ("council", "join", sitting.council, "guest=Lê Văn C", *DECIDED, "--day", "09/06/2026")
    joined: dict[str, Any] = json.loads(run("to_chuc", "--json", *words).output)
    assert joined["details"]["member"] == "10"
    told = run("kiem_tra", "history", "show", "programme/QNG2026").output
    assert "theo quyết định số 105/QĐ-UBND" in " ".join(told.split())


def test_a_session_is_opened_attended_and_cancelled(sitting: Sitting, run: Run) -> None:
    opened = run("thu_ky_tinh", "--json", "session", "open", sitting.council, "--day", "08/06/2026")
    code = json.loads(opened.output)["target"]
    assert run("thu_ky_tinh", "session", "attend", code, "01", "02").exit_code == 0
    absent = run("thu_ky_tinh", "session", "attend", code, "02", "--absent")
    assert "1 vắng mặt" in absent.output
    conflict = run("uy_vien_4", "session", "conflict", code, sitting.dossier, "--note", "Người nhà")
    assert conflict.exit_code == 0, conflict.output
    refused = run("uy_vien_4", "session", "cancel", code, "--note", "Hoãn")
    assert refused.exit_code == 3
    assert run("thu_ky_tinh", "session", "cancel", code, "--note", "Hoãn").exit_code == 0
    odd = run("to_chuc", "council", "join", sitting.council, "guest", *DECIDED)
    assert odd.exit_code == 2
    assert "không phải là một thành viên" in odd.output


def test_a_council_is_told_to_programs_too_and_a_wrong_filter_is_named(sitting: Sitting, run: Run) -> None:
    told = json.loads(run("thu_ky_tinh", "--json", "council", "show").output)
    assert [one["declared"]["quorum"]["share"] for one in told] == ["3/4"]
    for wrong in (("--council", "KHONG"), ("--round", "T-99-2026"), ("KHONG",)):
        refused = run("thu_ky_tinh", "session", "list", *wrong)
        assert (refused.exit_code, wrong[-1] in refused.output) == (2, True)
