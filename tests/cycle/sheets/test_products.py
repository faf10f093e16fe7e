"""A workbook of products, read: its sheets, its headers, its rows, and what is named twice in it."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from openpyxl.workbook import Workbook

from cycle.sheets import EstablishmentRow, ProducerRow, ProductRow, explain
from tests.cycle.sheets.listing import Fill, Make, read_products, told


def test_a_good_workbook_gives_its_rows(fill: Fill, producer: Make, establishment: Make, product: Make) -> None:
    found = read_products(fill([producer()], [establishment()], [product()]))
    assert (found.faults, found.warnings) == ([], [])
    assert found.producers == [
        ProducerRow(
            "Chủ thể",
            2,
            "4300123456",
            "tax",
            "Hợp tác xã Tỏi Lý Sơn",
            "cooperative",
            "Lý Sơn",
            "Nguyễn Văn A",
            "0905123456",
            "a@b.vn",
        )
    ]
    assert found.establishments == [
        EstablishmentRow("Cơ sở sản xuất", 2, "CS-01", "4300123456", "Xưởng tỏi", "Thôn Tây", "Lý Sơn")
    ]
    assert found.products == [
        ProductRow(
            "Sản phẩm",
            2,
            "SP-01",
            "4300123456",
            "Tỏi Lý Sơn",
            "food",
            "Gia vị",
            5,
            ("Lý Sơn",),
            ("CS-01",),
            date(2024, 3, 15),
        )
    ]


def test_columns_that_may_be_blank_may_be_blank(fill: Fill, producer: Make, establishment: Make, product: Make) -> None:
    found = read_products(
        fill(
            [producer({5: None, 6: " ", 7: ""})],
            [establishment({3: None})],
            [product({4: None, 5: None, 7: None, 8: None})],
        )
    )
    assert found.faults == []
    assert found.producers[0].phone is None
    assert found.establishments[0].address is None
    assert (found.products[0].group, found.products[0].set_number, found.products[0].establishments) == (None, None, ())


def test_blank_rows_between_and_after_are_no_rows(fill: Fill, product: Make) -> None:
    found = read_products(fill(products=[[], product(), [None, " "], product({0: "SP-02"}), [""]]))
    assert found.faults == []
    assert [row.row for row in found.products] == [3, 5]


def test_the_order_of_columns_and_capitals_in_headers_do_not_matter(change: Callable[..., Path]) -> None:
    def turn(workbook: Workbook) -> None:
        sheet = workbook["Cơ sở sản xuất"]
        rows = [[cell.value for cell in row][::-1] for row in sheet.iter_rows(max_col=5)]
        for number, row in enumerate(rows, 1):
            for place, value in enumerate(row, 1):
                sheet.cell(number, place, str(value).upper() if number == 1 else value)

    found = read_products(change(turn))
    assert found.faults == []
    assert found.establishments[0].code == "CS-01"


def test_a_title_may_stand_above_the_header(change: Callable[..., Path]) -> None:
    found = read_products(change(lambda workbook: workbook["Sản phẩm"].insert_rows(1, 3)))
    assert found.faults == []
    assert found.products[0].row == 5


def test_a_column_that_is_not_ours_is_ignored_with_a_warning(change: Callable[..., Path]) -> None:
    def number(workbook: Workbook) -> None:
        sheet = workbook["Sản phẩm"]
        sheet.insert_cols(1)
        sheet["A1"], sheet["A2"], sheet["A3"] = "STT", 1, 2

    found = read_products(change(number))
    assert found.faults == []
    assert told(found.warnings) == [("Sản phẩm", 1, "A", "ignored_column")]
    assert len(found.products) == 1


@pytest.mark.parametrize(
    ("cell", "value", "expected"),
    [
        ("C1", "Tên sản phâmr", [("C", "wrong_header", "Tên sản phẩm")]),
        ("I1", "Ngày vào danh sách", [("I", "wrong_header", "Ngày vào danh sách tiềm năng")]),
        ("C1", None, [("", "missing_header", "Tên sản phẩm")]),
        ("I1", None, []),
        ("I1", "Ngành", [("D", "double_header", "Ngành")]),
    ],
)
def test_headers_are_checked(
    change: Callable[..., Path], cell: str, value: str | None, expected: list[tuple[str, ...]]
) -> None:
    def write(workbook: Workbook) -> None:
        workbook["Sản phẩm"][cell] = value

    found = read_products(change(write))
    assert [(f.column, f.code, f.params.get("nearest") or f.params["header"]) for f in found.faults] == expected
    assert bool(found.products) == (not expected)
    assert all(fault.row == 1 for fault in found.faults)


def test_a_missing_sheet_is_named_with_the_one_that_may_be_meant(change: Callable[..., Path]) -> None:
    def rename(workbook: Workbook) -> None:
        workbook["Sản phẩm"].title = "San phan"

    (fault,) = read_products(change(rename)).faults
    assert (fault.code, fault.params) == ("missing_sheet", {"sheet": "Sản phẩm", "nearest": "San phan"})
    assert explain(fault) == "Thiếu trang “Sản phẩm”. Có phải ý là “San phan”?"


def test_a_sheet_with_nothing_and_one_without_header_are_told_apart(change: Callable[..., Path]) -> None:
    def wipe(workbook: Workbook) -> None:
        workbook["Chủ thể"].delete_rows(1, 10)
        workbook["Sản phẩm"].delete_rows(1)

    found = read_products(change(wipe))
    assert told(found.faults) == [("Chủ thể", 0, "", "empty_sheet"), ("Sản phẩm", 0, "", "no_header")]
    assert "Mã sản phẩm" in found.faults[1].params["headers"]
    assert len(found.establishments) == 1


def test_a_template_without_rows_says_so(fill: Fill) -> None:
    assert told(read_products(fill()).faults) == [("", 0, "", "no_rows")]


def test_blanks_and_capitals_do_not_tell_registration_numbers_apart(fill: Fill, producer: Make) -> None:
    found = read_products(fill([producer({0: "34a8 001 234"}), producer({0: "34A8001234"})]))
    assert told(found.faults) == [("Chủ thể", 2, "A", "double_identity"), ("Chủ thể", 3, "A", "double_identity")]
    assert [fault.params["rows"] for fault in found.faults] == ["3", "2"]
    assert found.producers == []


def test_an_identity_is_double_even_where_one_of_the_rows_is_bad(fill: Fill, product: Make) -> None:
    found = read_products(fill(products=[product(), product({0: "sp-01", 2: None}), product({0: "SP-02"})]))
    assert told(found.faults) == [
        ("Sản phẩm", 2, "A", "double_identity"),
        ("Sản phẩm", 3, "A", "double_identity"),
        ("Sản phẩm", 3, "C", "blank"),
    ]
    assert [row.code for row in found.products] == ["SP-02"]


def test_a_reference_to_what_is_not_in_the_file_is_left_to_the_caller(fill: Fill, product: Make) -> None:
    found = read_products(fill(products=[product({1: "9999999999", 7: "KHÔNG-CÓ"})]))
    assert found.faults == []
    assert found.products[0].producer == "9999999999"


def test_reading_twice_gives_the_same(fill: Fill, producer: Make, product: Make) -> None:
    path = fill([producer(), producer({0: None})], products=[product({8: "x"})])
    assert read_products(path) == read_products(path)
