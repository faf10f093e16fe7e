from pathlib import Path

import pytest
from openpyxl import load_workbook
from openpyxl.utils import range_boundaries
from openpyxl.workbook import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from cycle.sheets import PRODUCTS_BOOK, write_workbook
from cycle.sheets.columns import MAX_ROWS

KINDS = [
    "Hợp tác xã",
    "Tổ hợp tác",
    "Doanh nghiệp nhỏ và vừa",
    "Trang trại",
    "Hộ sản xuất có đăng ký kinh doanh",
    "Hội",
    "Trung tâm điều hành",
]
SECTORS = [
    "Thực phẩm",
    "Đồ uống",
    "Dược liệu và sản phẩm từ dược liệu",
    "Hàng thủ công mỹ nghệ",
    "Sinh vật cảnh",
    "Dịch vụ du lịch cộng đồng, du lịch sinh thái và điểm du lịch",
]


@pytest.fixture
def workbook(tmp_path: Path) -> Workbook:
    write_workbook(tmp_path / "mẫu.xlsx", PRODUCTS_BOOK)
    return load_workbook(tmp_path / "mẫu.xlsx")


def sheet_of(workbook: Workbook, title: str) -> Worksheet:
    sheet = workbook[title]
    assert isinstance(sheet, Worksheet)
    return sheet


def offered(workbook: Workbook, title: str) -> dict[str, list[str]]:
    """For each validated range what its list offers."""
    found = {}
    for validation in sheet_of(workbook, title).data_validations.dataValidation:
        if validation.type != "list":
            continue
        source, cells = str(validation.formula1).replace("$", "").replace("'", "").split("!")
        left, top, right, bottom = range_boundaries(cells)
        assert left == right
        rows = workbook[source].iter_rows(min_col=left, max_col=right, min_row=top, max_row=bottom, values_only=True)
        found[str(validation.sqref)] = [str(value) for (value,) in rows]
    return found


def test_the_template_has_a_guide_and_three_sheets(workbook: Workbook) -> None:
    assert workbook.sheetnames == ["Hướng dẫn", "Chủ thể", "Cơ sở sản xuất", "Sản phẩm"]


def test_headers_mark_what_is_required_and_stay_in_view(workbook: Workbook) -> None:
    sheet = sheet_of(workbook, "Sản phẩm")
    assert [cell.value for cell in sheet[1]] == [
        "Mã sản phẩm *",
        "Số đăng ký của chủ thể *",
        "Tên sản phẩm *",
        "Ngành *",
        "Nhóm",
        "Bộ sản phẩm số",
        "Địa bàn (xã, huyện) *",
        "Mã cơ sở sản xuất",
        "Ngày vào danh sách tiềm năng",
    ]
    assert {workbook[title].freeze_panes for title in workbook.sheetnames[1:]} == {"A2"}


def test_lists_offer_the_official_names(workbook: Workbook) -> None:
    numbers = ["Mã số thuế", "Số đăng ký doanh nghiệp", "Số đăng ký hộ kinh doanh"]
    assert offered(workbook, "Chủ thể") == {f"B2:B{MAX_ROWS + 1}": numbers, f"D2:D{MAX_ROWS + 1}": KINDS}
    assert offered(workbook, "Sản phẩm") == {f"D2:D{MAX_ROWS + 1}": SECTORS}


def test_days_numbers_and_lengths_are_checked_while_typing(workbook: Workbook) -> None:
    rules = {
        str(rule.sqref).split(":")[0]: (rule.type, rule.formula1, rule.formula2, rule.error)
        for rule in sheet_of(workbook, "Sản phẩm").data_validations.dataValidation
    }
    assert rules["I2"][:3] == ("date", "DATE(2000,1,1)", "DATE(2100,12,31)")
    assert rules["F2"] == ("whole", "1", "26", "Hãy ghi một số nguyên từ 1 đến 26.")
    assert rules["C2"][:2] == ("textLength", "250")
    assert len(rules) == 9


def test_columns_of_codes_are_text_so_that_leading_zeros_stay(workbook: Workbook) -> None:
    formats = {letter: sheet_of(workbook, "Sản phẩm").column_dimensions[letter].number_format for letter in "ABCGHI"}
    assert formats == {"A": "@", "B": "@", "C": "General", "G": "@", "H": "@", "I": "dd/mm/yyyy"}


def test_the_guide_explains_every_column(workbook: Workbook) -> None:
    rows = [tuple(row[:4]) for row in sheet_of(workbook, "Hướng dẫn").iter_rows(values_only=True)]
    explained = [row for row in rows if row[2] in {"Có", "Không"}]
    assert len(explained) == sum(len(plan.columns) for plan in PRODUCTS_BOOK.plans)
    assert all(row[3] for row in explained)
    assert all(len(str(row[3])) > 10 for row in explained)
