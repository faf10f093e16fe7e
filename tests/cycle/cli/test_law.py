"""`ocop law`: compared, tried, chosen in a sheet, applied, shown, told in letters and taken back."""

import shutil
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from tests import laws
from tests.conftest import TestClock
from tests.cycle.cli.conftest import Ocop, Province

WHO, NOW = "thu_ky_chuong_trinh", "2025-07-07"
DECIDED = "QNG2024-0004.1"
BASIS = ("--basis", "1489/QĐ-TTg")


@pytest.fixture(scope="module")
def law_template(tmp_path_factory: pytest.TempPathFactory, sqlite_template: Path) -> Path:
    file = tmp_path_factory.mktemp("law") / "ocop.db"
    shutil.copyfile(sqlite_template, file)
    laws.set_law_scene(f"sqlite:///{file}", TestClock(), len(laws.STATES)).office.database.close()
    return file


@pytest.fixture
def province(ocop: Ocop, law_template: Path) -> Province:
    ocop.database.parent.mkdir()
    shutil.copyfile(law_template, ocop.database)
    return Province(ocop.folder)


def run(province: Province, *words: str, status: int = 0) -> str:
    result = province.by(WHO, *words, now=NOW)
    assert result.exit_code == status, result.output
    return result.output


def test_workflows_are_compared_in_sentences(province: Province) -> None:
    told = run(province, "law", "diff", "evaluation_148", "evaluation_148_1489", "--full")
    assert "1489/QĐ-TTg" in told
    assert "evaluation_148" not in run(province, "law", "diff", "season", "season")
    assert run(province, "law", "diff", "evaluation_148", "nothing", status=2)
    found = province.told(WHO, "law", "diff", "1:evaluation_148", "evaluation_148_1489", now=NOW)
    assert found["plan"] == "tu-148-sang-1489"
    assert {"place", "older", "newer"} == set(found["rows"][0])
    assert {one["part"] for one in found["summary"]} == {"days", "people", "papers", "scoring"}


def test_what_a_new_law_changes_is_told_on_one_page(province: Province) -> None:
    told = run(province, "law", "diff", "evaluation_148_1489", "evaluation_26")
    assert len(told.splitlines()) < 150
    flat = " ".join(told.split())
    assert "kế hoạch chuyển tu-1489-sang-26" in flat
    assert "Cấp xã kiểm tra hồ sơ: 10 ngày" in flat
    assert "Báo cáo và đề nghị của cấp xã: 15 ngày làm việc" in flat
    assert "Bộ tiêu chí theo Quyết định số 26/2026/QĐ-TTg" in flat
    found = province.told(WHO, "law", "diff", "evaluation_148_1489", "evaluation_26", now=NOW)
    days = {tuple(one["older"]): one["newer"] for one in found["summary"] if one["part"] == "days"}
    assert days["Cấp tỉnh rà soát hồ sơ: 15 ngày",] == ["Kiểm tra hồ sơ: 10 ngày"]
    (commune,) = (one for one in found["summary"] if (one["part"], one["place"]) == ("people", "Cấp xã"))
    assert "Chủ thể OCOP: Nộp hồ sơ bổ sung" in commune["older"]
    assert any(line.startswith("Công chức phụ trách OCOP cấp xã: Ghi phiếu tiếp nhận") for line in commune["newer"])
    assert (
        "sentences differ"
        in province.by(WHO, "--lang", "en", "law", "diff", "evaluation_148_1489", "evaluation_26", now=NOW).output
    )


def test_those_that_stay_are_told_by_the_names_of_their_products(province: Province) -> None:
    told = " ".join(run(province, "law", "try", "tu-148-sang-1489", status=1).split())
    assert "Sản phẩm 3" in told
    assert ".;" not in told
    shown = run(province, "history", "replay", DECIDED)
    assert "Sản phẩm 3 (SP0005)" in shown


def test_trying_tells_counts_and_those_that_stay(province: Province) -> None:
    told = run(province, "law", "try", "tu-148-sang-1489", status=1)
    assert "20 trong 22 hồ sơ chuyển được ngay." in told
    assert "không còn cấp có thẩm quyền quyết định." in told
    assert "Ủy ban nhân dân xã Trà Bùi" in told
    found = province.told(WHO, "law", "try", "tu-148-sang-1489", "--result", "person", now=NOW)
    assert {row["verdict"] for row in found["rows"]} == {"person"}
    assert len(found["rows"]) == 2


def test_a_plan_that_is_not_there_or_wrong_is_told(province: Province, tmp_path: Path) -> None:
    assert "tu-148-sang-1489" in run(province, "law", "try", "tu-148-sang-149", status=2)
    wrong = tmp_path / "sai.yaml"
    text = laws.TO_1489.read_text(encoding="utf-8")
    wrong.write_text(text.replace("to: season_2025", "to: season_2026"), encoding="utf-8")
    assert "season_2025" in run(province, "law", "try", str(wrong), status=4)


def test_somebody_chooses_in_the_sheet_and_the_rest_stays(province: Province, tmp_path: Path) -> None:
    sheet = tmp_path / "chon.xlsx"
    run(province, "law", "try", "tu-148-sang-1489", "--result", "person", "--xlsx", str(sheet), status=1)
    choose(sheet, {DECIDED: ("Cấp xã: Cấp xã kiểm tra và đánh giá một số nội dung", "Chủ thể bổ sung nhiều")})
    plan = ("law", "apply", "tu-148-sang-1489", *BASIS, "--choices", str(sheet))
    assert "Sẽ chuyển 21 hồ sơ" in run(province, *plan, "--dry-run", status=3)
    assert "Đã chuyển 21 hồ sơ; 0 hồ sơ bị từ chối; 1 hồ sơ giữ nguyên." in run(province, *plan, status=3)
    told = run(province, "history", "show", DECIDED)
    assert "Chuyển theo quy định mới sang: Cấp xã kiểm tra và đánh giá một số nội dung" in told
    assert "Chủ thể bổ sung nhiều" in told


def test_a_choice_that_is_none_is_told_by_its_cell(province: Province, tmp_path: Path) -> None:
    sheet = tmp_path / "chon.xlsx"
    run(province, "law", "try", "tu-148-sang-1489", "--result", "person", "--xlsx", str(sheet), status=1)
    choose(sheet, {DECIDED: ("Không biết", None)})
    told = run(province, "law", "apply", "tu-148-sang-1489", *BASIS, "--choices", str(sheet), status=2)
    assert "“Không biết” không phải là trạng thái của quy trình mới" in told


def test_every_wrong_cell_of_the_choices_is_told_with_its_place(province: Province, tmp_path: Path) -> None:
    sheet = tmp_path / "chon.xlsx"
    run(province, "law", "try", "tu-148-sang-1489", "--result", "person", "--xlsx", str(sheet), status=1)
    choose(sheet, {DECIDED: ("Không biết", None)})
    book = load_workbook(sheet)
    page = book.active
    assert page is not None
    page.append(["QNG2024-9999", *[None] * 6, "bogus"])
    page.append(["QNG2024-8888"])
    book.save(sheet)
    plan = ("law", "apply", "tu-148-sang-1489", *BASIS, "--choices", str(sheet), "--dry-run")
    told = run(province, *plan, status=2)
    rows = {str(row[0].value): row[0].row for row in page.iter_rows()}
    cells = [("H", DECIDED), ("A", "QNG2024-9999"), ("H", "QNG2024-9999"), ("A", "QNG2024-8888")]
    assert [line.partition(": ")[0] for line in told.splitlines()[:-1]] == [
        f"Hồ sơ và phương án!{letter}{rows[code]}" for letter, code in cells
    ]
    assert "Không có hồ sơ QNG2024-9999." in told
    assert "có 4 ô sai; chưa làm gì" in told


@pytest.mark.parametrize("column", ["Phương án chọn", "Lý do chọn"])
def test_a_sheet_without_a_column_to_choose_in_is_refused(province: Province, tmp_path: Path, column: str) -> None:
    sheet = tmp_path / "chon.xlsx"
    run(province, "law", "try", "tu-148-sang-1489", "--result", "person", "--xlsx", str(sheet), status=1)
    book = load_workbook(sheet)
    page = book.active
    assert page is not None
    page.delete_cols([str(cell.value).strip(" *") for cell in page[1]].index(column) + 1)
    book.save(sheet)
    told = run(province, "law", "apply", "tu-148-sang-1489", *BASIS, "--choices", str(sheet), status=2)
    assert f"Thiếu cột “{column}”." in told


def test_a_run_is_listed_shown_and_taken_back(province: Province) -> None:
    accept = ("--accept-suggested", "--note", "Theo gợi ý")
    assert "Đã chuyển 22 hồ sơ" in run(province, "law", "apply", "tu-148-sang-1489", *BASIS, *accept)
    assert "tu-148-sang-1489" in run(province, "law", "list")
    shown = province.told(WHO, "law", "show", "LAW-1", now=NOW)
    states = {one["dossier"]: (one["before"], one["after"]) for one in shown["moves"]}
    assert states["QNG2024-0001.1"] == ("district.received", "commune.received")
    assert "Cấp huyện kiểm tra" in run(province, "law", "show", "LAW-1")
    assert run(province, "law", "show", "LAW-7", status=2)
    assert "khi chuyển theo quy định mới ngày 07/07/2025" in run(
        province, "deadline", "explain", "QNG2024-0001.1", "completeness"
    )
    assert "Đã chuyển lại 1 hồ sơ" in run(
        province, "law", "revert", "LAW-1", "--note", "Nhầm", "--only", "QNG2024-0001.1"
    )
    assert "Đã chuyển lại 21 hồ sơ" in run(province, "law", "revert", "LAW-1", "--note", "Nhầm")
    again = run(province, "law", "revert", "LAW-1", "--note", "Nhầm", status=3)
    assert "Lần chuyển LAW-1 đã được chuyển lại hết lúc 07/07/2025 09:00:00" in again
    other = run(province, "law", "revert", "LAW-1", "--note", "Nhầm", "--only", "QNG2024-9999", status=2)
    assert "Không có hồ sơ QNG2024-9999." in other
    told = run(province, "law", "revert", "LAW-1", "--note", "Nhầm", "--only", "QNG2024-0001.1", status=3)
    assert told.startswith("QNG2024-0001.1: Hồ sơ QNG2024-0001.1 không còn như lúc xem xét")
    told = run(province, "history", "show", "QNG2024-0001.1")
    assert "Chuyển về quy định cũ: Cấp huyện kiểm tra hồ sơ" in told
    assert "Chuyển lại lần chuyển LAW-1" in run(province, "history", "show", "register")
    run(province, "history", "verify")


def choose(sheet: Path, chosen: dict[str, tuple[str, str | None]]) -> None:
    book = load_workbook(sheet)
    page = book["Hồ sơ và phương án"]
    heads: dict[str, Any] = {str(cell.value).strip(" *"): cell.column for cell in page[1]}
    for row in range(2, page.max_row + 1):
        state, note = chosen.get(str(page.cell(row, heads["Hồ sơ"]).value), (None, None))
        page.cell(row, heads["Phương án chọn"]).value = state
        page.cell(row, heads["Lý do chọn"]).value = note
    book.save(sheet)
    book.close()
