"""A filled sheet of acts is fired row by row, and a copy of it says what became of each."""

from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook
from openpyxl.styles import Font
from openpyxl.worksheet.worksheet import Worksheet

from tests.cycle.cli.conftest import Province

FIRST, SECOND = "QNG2024-0001", "QNG2024-0002"
SHEET = "Việc cần ghi"
COLUMNS = {"dossier": 1, "act": 4, "day": 5, "note": 6, "values": 7, "for": 8, "override": 9}
TODAY = date(2024, 3, 5)


def sheet_of(path: Path) -> Worksheet:
    sheet = load_workbook(path)[SHEET]
    assert isinstance(sheet, Worksheet)
    return sheet


def fill(season: Province, *rows: dict[str, Any], name: str = "việc.xlsx") -> str:
    """A template with its rows replaced by these."""
    (season.folder / "mẫu.xlsx").unlink(missing_ok=True)
    season.done("xa", "dossier", "acts-template", "mẫu.xlsx")
    book = load_workbook(season.folder / "mẫu.xlsx")
    sheet = book[SHEET]
    sheet.delete_rows(2, 10)
    for number, row in enumerate(rows, 2):
        for column, value in row.items():
            sheet.cell(number, COLUMNS[column], value)
    sheet["D1"].font = Font(italic=True, color="FF0000")
    book.save(season.folder / name)
    return name


def outcomes(season: Province, name: str = "việc-ket-qua.xlsx") -> list[tuple[Any, ...]]:
    return [row[9:13] for row in sheet_of(season.folder / name).iter_rows(min_row=2, values_only=True)]


def state(season: Province, dossier: str) -> str:
    return str(season.told("xa", "dossier", "show", dossier)["snapshot"]["state"])


CHOOSE = {"dossier": FIRST, "act": "Chọn để đăng ký ý tưởng", "day": TODAY}
LEAVE = {"dossier": SECOND, "act": "leave_out", "note": "không đạt"}


def test_the_template_has_the_dossiers_of_the_filter_and_offers_what_their_state_does(season: Province) -> None:
    season.done("xa", "dossier", "fire", SECOND, "choose")
    season.done("xa", "dossier", "acts-template", "mẫu.xlsx", "--programme", "QNG2024")
    sheet = sheet_of(season.folder / "mẫu.xlsx")
    assert [sheet.cell(row, 1).value for row in (2, 3, 4)] == [FIRST, SECOND, None]
    assert "Đang lập phiếu" in str(sheet["C3"].value)
    offered = load_workbook(season.folder / "mẫu.xlsx")["Việc theo tình trạng"]
    acts = ["Chọn để đăng ký ý tưởng", "Không chọn", "Khép lại khi hết chu trình", "Rút hồ sơ"]
    assert [cell.value for cell in offered["A"]][1:] == acts
    rules = {str(one.sqref): one.formula1 for one in sheet.data_validations.dataValidation}
    assert rules["D2"].startswith("'Việc theo tình trạng'!$A")
    assert rules["D3"].startswith("'Việc theo tình trạng'!$B")


def test_an_untouched_template_asks_for_nothing(season: Province) -> None:
    season.done("xa", "dossier", "acts-template", "mẫu.xlsx")
    assert season.by("xa", "dossier", "fire-sheet", "mẫu.xlsx", "--yes").exit_code == 0
    assert state(season, FIRST) == "propaganda.candidate"


def test_rows_are_recorded_and_told_in_a_copy_that_keeps_the_sheet(season: Province) -> None:
    before = (season.folder / fill(season, CHOOSE, LEAVE)).read_bytes()
    result = season.by("xa", "dossier", "fire-sheet", "việc.xlsx", "--yes")
    assert result.exit_code == 0, result.output
    assert (state(season, FIRST), state(season, SECOND)) == ("idea.drafting", "propaganda.not_chosen")
    first, second = outcomes(season)
    assert first[:3] == ("Đã ghi", None, "Đang lập phiếu đăng ký ý tưởng")
    assert first[3] == datetime(2024, 3, 5, 9)  # noqa: DTZ001 - a cell has no zone
    assert second[0] == "Đã ghi"
    copy = sheet_of(season.folder / "việc-ket-qua.xlsx")
    assert [copy.cell(1, place).value for place in range(10, 14)] == ["Kết quả", "Lý do", "Tình trạng mới", "Lúc ghi"]
    assert copy["D1"].font.italic
    assert (season.folder / "việc.xlsx").read_bytes() == before


def test_the_same_sheet_fired_twice_acts_once(season: Province) -> None:
    fill(season, CHOOSE, LEAVE)
    season.done("xa", "dossier", "fire-sheet", "việc.xlsx", "--yes")
    told = season.told("xa", "dossier", "fire-sheet", "việc.xlsx", "--yes")
    assert [(one["result"], one["repeated"]) for one in told["outcomes"]] == [("done", True)] * 2
    assert [row[0] for row in outcomes(season, "việc-ket-qua-2.xlsx")] == ["Đã ghi từ lần trước"] * 2
    assert len(season.told("xa", "history", "show", FIRST)) == 2


def test_a_copy_with_outcomes_may_be_fired_again_and_its_outcomes_are_replaced(season: Province) -> None:
    fill(season, CHOOSE)
    season.done("xa", "dossier", "fire-sheet", "việc.xlsx", "--yes")
    season.done("xa", "dossier", "fire-sheet", "việc-ket-qua.xlsx", "--yes", "--out", "lại.xlsx")
    sheet = sheet_of(season.folder / "lại.xlsx")
    assert [sheet.cell(2, 10).value, sheet.cell(1, 14).value] == ["Đã ghi từ lần trước", None]


def test_a_request_id_with_another_content_is_told(season: Province) -> None:
    fill(season, CHOOSE)
    season.done("xa", "dossier", "fire-sheet", "việc.xlsx", "--yes", "--request-id", "T3")
    fill(season, {**CHOOSE, "note": "khác"})
    told = season.told("xa", "dossier", "fire-sheet", "việc.xlsx", "--yes", "--request-id", "T3")
    assert [one["reasons"][0]["code"] for one in told["outcomes"]] == ["request_reused"]


def test_rows_of_one_dossier_are_recorded_in_their_order(season: Province) -> None:
    fill(
        season,
        {**LEAVE, "act": "Chọn để đăng ký ý tưởng"},
        CHOOSE,
        {"dossier": FIRST, "act": "withdraw", "note": "thôi", "for": "producer:CT-4300100001"},
    )
    result = season.by("to_chuc", "dossier", "fire-sheet", "việc.xlsx", "--yes")
    told = [row[0] for row in outcomes(season)]
    assert result.exit_code == 3
    assert told == ["Bị từ chối", "Bị từ chối", "Đã ghi"]
    assert state(season, FIRST) == "closed.withdrawn"


def test_a_dry_run_writes_nothing_and_says_that_it_judges_today(season: Province) -> None:
    fill(season, CHOOSE, {"dossier": FIRST, "act": "choose", "note": "lần hai"})
    result = season.by("xa", "dossier", "fire-sheet", "việc.xlsx", "--dry-run")
    assert result.exit_code == 0
    assert state(season, FIRST) == "propaganda.candidate"
    first, second = outcomes(season, "việc-chay-thu.xlsx")
    assert first == ("Chạy thử: ghi được", None, "Đang lập phiếu đăng ký ý tưởng", None)
    assert "chưa tính các dòng trên" in second[1]


def test_a_refusal_tells_every_reason_and_leaves_the_rest_alone(season: Province) -> None:
    fill(season, {**CHOOSE, "day": date(2024, 3, 6)}, LEAVE)
    assert season.by("xa", "dossier", "fire-sheet", "việc.xlsx", "--yes").exit_code == 3
    refused, done = outcomes(season)
    assert refused[0] == "Bị từ chối"
    assert "06/03/2024" in refused[1]
    assert done[0] == "Đã ghi"


BAD = [
    ({**CHOOSE, "dossier": "QNG2024-9999"}, "A2", "QNG2024-9999"),
    ({**CHOOSE, "act": "Chọn nhầm gì đó"}, "D2", "Chọn để đăng ký ý tưởng (choose)"),
    ({**CHOOSE, "act": None}, "D2", "không được để trống"),
    ({**CHOOSE, "day": "31/02/2024"}, "E2", "31/02/2024"),
    ({**CHOOSE, "values": "82,5"}, "G2", "tên=giá trị"),
    ({**CHOOSE, "values": "Văn bản thông bao1=GT-1"}, "G2", "Có phải ý là “Văn bản thông báo”?"),
    ({**CHOOSE, "values": "Văn bản thông báo=GT-1; document=GT-2"}, "G2", "được ghi hai lần"),
    ({**CHOOSE, "for": "xã An Hải"}, "H2", "producer:MÃ"),
    ({**CHOOSE, "override": "tùy"}, "I2", "Có"),
]


@pytest.mark.parametrize(("row", "place", "said"), BAD)
def test_a_bad_cell_is_told_in_its_place_and_nothing_is_recorded(
    season: Province, row: dict[str, Any], place: str, said: str
) -> None:
    fill(season, row, LEAVE)
    result = season.by("xa", "dossier", "fire-sheet", "việc.xlsx", "--yes")
    assert result.exit_code == 1, result.output
    assert f"{SHEET}!{place}" in result.stdout
    assert said in result.stdout
    assert (state(season, FIRST), state(season, SECOND)) == ("propaganda.candidate", "propaganda.candidate")
    faulty, waiting = outcomes(season)
    assert faulty[0] == "Có lỗi, chưa xét"
    assert (waiting[0], waiting[1]) == ("Chưa ghi", "Sổ còn dòng có lỗi.")


def test_good_rows_are_recorded_on_demand_but_not_behind_a_bad_row_of_their_dossier(season: Province) -> None:
    bad = {"dossier": FIRST, "act": "choose", "day": "hôm qua"}
    fill(season, bad, {"dossier": FIRST, "act": "leave_out", "note": "thôi"}, LEAVE)
    told = season.by("xa", "dossier", "fire-sheet", "việc.xlsx", "--yes", "--good-rows")
    assert told.exit_code == 1
    assert [row[0] for row in outcomes(season)] == ["Có lỗi, chưa xét", "Chưa ghi", "Đã ghi"]
    assert (state(season, FIRST), state(season, SECOND)) == ("propaganda.candidate", "propaganda.not_chosen")


def test_a_mended_sheet_repeats_what_was_recorded_and_adds_the_rest(season: Province) -> None:
    fill(season, {**CHOOSE, "day": "hôm qua"}, LEAVE)
    season.by("xa", "dossier", "fire-sheet", "việc.xlsx", "--yes", "--good-rows")
    fill(season, CHOOSE, LEAVE)
    told = season.told("xa", "dossier", "fire-sheet", "việc.xlsx", "--yes")
    assert [(one["row"], one["repeated"]) for one in told["outcomes"]] == [(2, False), (3, True)]


def test_what_history_keeps_of_a_row_says_nothing_of_its_note(season: Province) -> None:
    requests = []
    for note in ("không đạt", "chủ thể đang ốm nặng"):
        fill(season, {**LEAVE, "note": note})
        (told,) = season.told("xa", "dossier", "fire-sheet", "việc.xlsx", "--dry-run")["outcomes"]
        requests.append(told["request"])
    assert len(set(requests)) == 1


def test_a_recorded_row_whose_note_was_changed_is_told_and_left_as_it_was(season: Province) -> None:
    fill(season, LEAVE)
    season.done("xa", "dossier", "fire-sheet", "việc.xlsx", "--yes")
    fill(season, {**LEAVE, "note": "viết lại"})
    told = season.by("xa", "dossier", "fire-sheet", "việc.xlsx", "--yes")
    assert (told.exit_code, "ghi chú khác" in told.stdout) == (3, True)
    assert "không đạt" in season.done("xa", "history", "show", SECOND)


def test_a_refused_row_is_judged_anew_with_its_mended_note(season: Province) -> None:
    fill(season, {**LEAVE, "note": None}, CHOOSE)
    refused = season.by("xa", "dossier", "fire-sheet", "việc.xlsx", "--yes", "--good-rows")
    assert refused.exit_code == 3
    fill(season, {**LEAVE, "note": "đã bổ sung"}, CHOOSE)
    told = season.told("xa", "dossier", "fire-sheet", "việc.xlsx", "--yes", "--good-rows")
    assert [(one["result"], one["repeated"]) for one in told["outcomes"]] == [("done", False), ("done", True)]


def test_rows_that_differ_in_their_note_alone_are_two_acts(season: Province) -> None:
    fill(season, {**LEAVE, "note": "một"}, {**LEAVE, "note": "hai"})
    told = season.by("xa", "dossier", "fire-sheet", "việc.xlsx", "--yes")
    assert told.exit_code == 3
    assert [row[0] for row in outcomes(season)] == ["Đã ghi", "Bị từ chối"]
    again = season.told("xa", "dossier", "fire-sheet", "việc.xlsx", "--yes")
    assert [one["result"] for one in again["outcomes"]] == ["done", "refused"]


def test_without_a_keyboard_nothing_is_recorded_unless_told_to(season: Province) -> None:
    fill(season, CHOOSE)
    result = season.by("xa", "dossier", "fire-sheet", "việc.xlsx")
    assert (result.exit_code, "--yes" in result.stderr) == (2, True)
    assert state(season, FIRST) == "propaganda.candidate"


@pytest.mark.parametrize("name", ["không có.xlsx", "chữ.xlsx"])
def test_what_is_no_workbook_is_told_and_leaves_no_copy(season: Province, name: str) -> None:
    (season.folder / "chữ.xlsx").write_text("không phải sổ")
    result = season.by("xa", "dossier", "fire-sheet", name, "--yes")
    assert result.exit_code in {1, 2}
    assert not list(season.folder.glob("*ket-qua*"))


def test_a_copy_never_replaces_a_file(season: Province) -> None:
    fill(season, CHOOSE)
    result = season.by("xa", "dossier", "fire-sheet", "việc.xlsx", "--yes", "--out", "mẫu.xlsx")
    assert result.exit_code == 2
    assert state(season, FIRST) == "propaganda.candidate"


@pytest.mark.parametrize("name", ["document", "Văn bản thông báo", "van ban thong bao", "Written notice"])
def test_a_value_is_given_by_its_title_as_well_as_by_its_name(season: Province, name: str) -> None:
    paper = ("dossier", FIRST, "office_notice", "--file", season.form(), "--received", "05/03/2024")
    season.done("xa", "paper", "add", *paper)
    season.done("to_chuc", "paper", "verify", "--all-of", FIRST)
    fill(season, {**CHOOSE, "values": f"{name}={FIRST}/office_notice/1"})
    season.done("xa", "dossier", "fire-sheet", "việc.xlsx", "--yes")
    shown = season.done("xa", "dossier", "show", FIRST)
    assert "Văn bản thông báo" in shown
    assert "(document)" not in shown
    assert f"Văn bản thông báo: {FIRST}/office_notice/1" in season.done("xa", "history", "show", FIRST)


def test_the_template_tells_what_goes_with_each_act(season: Province) -> None:
    season.done("xa", "dossier", "acts-template", "mẫu.xlsx")
    lines = list(load_workbook(season.folder / "mẫu.xlsx")["Giá trị theo việc"].iter_rows(values_only=True))
    assert lines[0] == ("Tình trạng", "Việc", "Tên giá trị", "Nội dung", "Bắt buộc")
    assert [(line[1], line[2], line[4]) for line in lines[1:]] == [
        ("Chọn để đăng ký ý tưởng", "Văn bản thông báo", "Không"),
        ("Không chọn", "Văn bản thông báo", "Không"),
    ]
