from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from cycle.sheets import write_rows
from cycle.sheets.writer import Value


def written(path: Path, headers: list[str], rows: list[list[Value]], title: str = "Danh sách") -> Worksheet:
    write_rows(path, title, headers, rows)
    sheet = load_workbook(path).worksheets[0]
    assert isinstance(sheet, Worksheet)
    return sheet


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "danh sách.xlsx"


def test_a_list_comes_back_as_it_was_written(path: Path) -> None:
    sheet = written(path, ["Tên", "Sao", "Điểm"], [["Tỏi Lý Sơn", 4, Decimal("82.5")], [None, 3, None]])
    assert list(sheet.values) == [("Tên", "Sao", "Điểm"), ("Tỏi Lý Sơn", 4, 82.5), (None, 3, None)]
    assert sheet.title == "Danh sách"


@pytest.mark.parametrize(
    "text", ["=1+1", '=HYPERLINK("http://example.vn")', "+84905", "-1", "@a", "00123", "1/2", "TRUE"]
)
def test_text_stays_text_whatever_it_begins_with(path: Path, text: str) -> None:
    cell = written(path, ["=Tên"], [[text]])["A2"]
    assert (cell.value, cell.data_type) == (text, "s")


def test_days_are_real_days_shown_as_in_vietnam(path: Path) -> None:
    cell = written(path, ["Ngày"], [[date(2024, 4, 30)]])["A2"]
    assert cell.is_date
    assert (cell.value, cell.number_format) == (datetime(2024, 4, 30), "dd/mm/yyyy")  # noqa: DTZ001 - a cell has no zone


def test_an_instant_is_written_as_its_wall_time(path: Path) -> None:
    instant = datetime(2024, 4, 30, 17, 5, tzinfo=ZoneInfo("Asia/Ho_Chi_Minh"))
    cell = written(path, ["Lúc"], [[instant]])["A2"]
    assert (cell.value, cell.number_format) == (datetime(2024, 4, 30, 17, 5), "dd/mm/yyyy hh:mm:ss")  # noqa: DTZ001 - a cell has no zone


def test_the_header_is_frozen_and_filtered_over_all_rows(path: Path) -> None:
    sheet = written(path, ["a", "b"], [["x", "y"]] * 300)
    assert (sheet.freeze_panes, sheet.auto_filter.ref) == ("A2", "A1:B301")


def test_a_list_without_rows_is_a_header(path: Path) -> None:
    sheet = written(path, ["a", "b"], [])
    assert list(sheet.values) == [("a", "b")]
    assert sheet.auto_filter.ref == "A1:B1"


def test_columns_are_as_wide_as_their_texts_within_reason(path: Path) -> None:
    sheet = written(path, ["a", "b", "c"], [["x", "Hợp tác xã Tỏi Lý Sơn", "d" * 500]])
    widths = [sheet.column_dimensions[letter].width for letter in "ABC"]
    assert widths == [8, 22, 60]


def test_what_excel_cannot_hold_is_replaced_or_cut(path: Path) -> None:
    sheet = written(path, ["a"], [["b\x07c\ud800"], ["d" * 40_000]], title="Tỏi: [a/b]?" + "c" * 40)
    assert sheet["A2"].value == "b\ufffdc\ufffd"
    assert len(str(sheet["A3"].value)) == 32_767
    assert sheet.title == "Tỏi   a b  " + "c" * 20


def test_rows_may_come_one_by_one(path: Path) -> None:
    write_rows(path, "Danh sách", ["a"], ([number] for number in range(1000)))
    sheet = load_workbook(path).worksheets[0]
    assert isinstance(sheet, Worksheet)
    assert sheet.max_row == 1001
