"""The cells of a workbook as people fill them in: what is taken, and each fault with its place."""

import unicodedata
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
from openpyxl.workbook import Workbook

from cycle.sheets import explain
from tests.cycle.sheets.listing import Fill, Make, read_products, told

BAD_PRODUCERS = [
    (0, None, "blank"),
    (1, "Mã thuế", "unknown_choice"),
    (2, "=1+1", "formula"),
    (2, True, "true_or_false"),
    (2, 12.5, "not_whole"),
    (2, "a" * 251, "too_long"),
    (2, "Tỏi_x0007_đen", "control_character"),
    (3, "Công ty", "unknown_choice"),
    (4, datetime(2024, 2, 1), "date_for_text"),  # noqa: DTZ001  Excel knows no zones
    (4, "#REF!", "error_value"),
    (0, 1.5, "not_whole"),
    (0, -5, "not_whole"),
    (0, 1234567890123456, "digits_lost"),
    (0, 10.0**300, "digits_lost"),
    (6, "không có", "bad_phone"),
    (6, "123", "bad_phone"),
    (7, "a@b", "bad_email"),
    (7, "a b@c.vn", "bad_email"),
    (7, "a..b@c.vn", "bad_email"),
    (7, "phòng@c.vn", "email_not_ascii"),
    (7, f"{'a' * 65}@c.vn", "email_too_long"),
]


@pytest.mark.parametrize(("place", "value", "code"), BAD_PRODUCERS)
def test_a_bad_cell_is_told_with_its_place(fill: Fill, producer: Make, place: int, value: Any, code: str) -> None:
    found = read_products(fill([producer({0: "111"}), producer({place: value})]))
    assert told(found.faults) == [("Chủ thể", 3, "ABCDEFGH"[place], code)]
    assert [row.row for row in found.producers] == [2]


BAD_PRODUCTS = [
    (8, "31/02/2024", "impossible_date"),
    (8, "03/25/2024", "impossible_date"),
    (8, "15/3/24", "not_a_date"),
    (8, "tháng 3", "not_a_date"),
    (8, 20240315, "number_for_date"),
    (8, "15/03/0204", "unlikely_date"),
    (8, datetime(1905, 1, 1), "unlikely_date"),  # noqa: DTZ001 - a cell has no zone
    (5, 27, "out_of_range"),
    (5, 0, "out_of_range"),
    (5, "năm", "out_of_range"),
    (3, "Thuc phamm", "unknown_choice"),
    (6, " ; ", "blank"),
    (7, "a" * 101, "too_long"),
]


@pytest.mark.parametrize(("place", "value", "code"), BAD_PRODUCTS)
def test_a_bad_cell_of_a_product_is_told_with_its_place(
    fill: Fill, product: Make, place: int, value: Any, code: str
) -> None:
    found = read_products(fill(products=[product({place: value})]))
    assert told(found.faults) == [("Sản phẩm", 2, "ABCDEFGHI"[place], code)]
    assert found.products == []


def test_every_bad_cell_of_a_row_is_told(fill: Fill, product: Make) -> None:
    found = read_products(fill(products=[product({0: None, 2: None, 3: "Thực phảmm", 5: 99, 8: "hôm qua"})]))
    assert [fault.column for fault in found.faults] == ["A", "C", "D", "F", "I"]


@pytest.mark.parametrize(
    "value",
    [
        "15/03/2024",
        "15/3/2024",
        " 15-03-2024 ",
        "15.3.2024",
        "2024-03-15",
        date(2024, 3, 15),
        datetime(2024, 3, 15, 9, 30),  # noqa: DTZ001 - a cell has no zone
    ],
)
def test_days_are_taken_as_people_write_them(fill: Fill, product: Make, value: Any) -> None:
    assert read_products(fill(products=[product({8: value})])).products[0].listed_on == date(2024, 3, 15)


def test_text_that_begins_with_an_equals_sign_is_no_formula_and_is_taken(change: Callable[..., Path]) -> None:
    def write(workbook: Workbook) -> None:
        cell = workbook["Sản phẩm"]["C2"]
        cell.value = "=Tỏi"
        cell.data_type = "s"

    found = read_products(change(write))
    assert told(found.faults) == []
    assert found.products[0].name == "=Tỏi"


def test_a_formula_alone_in_a_row_is_told(change: Callable[..., Path]) -> None:
    def write(workbook: Workbook) -> None:
        workbook["Sản phẩm"]["C3"] = "=C2"

    found = read_products(change(write))
    assert ("Sản phẩm", 3, "C", "formula") in told(found.faults)
    assert len(found.products) == 1


def test_a_blank_cell_inside_a_merge_says_so(change: Callable[..., Path], product: Make) -> None:
    def merge(workbook: Workbook) -> None:
        sheet = workbook["Sản phẩm"]
        sheet.append(product({0: "SP-02"}))
        sheet.append(product({0: "SP-03"}))
        sheet.merge_cells("B2:B4")
        sheet.merge_cells("E2:F3")

    found = read_products(change(merge))
    assert told(found.faults) == [
        ("Sản phẩm", 2, "F", "blank_in_merge"),
        ("Sản phẩm", 3, "B", "blank_in_merge"),
        ("Sản phẩm", 3, "E", "blank_in_merge"),
        ("Sản phẩm", 3, "F", "blank_in_merge"),
        ("Sản phẩm", 4, "B", "blank_in_merge"),
    ]
    assert "B2:B4" in explain(found.faults[1])


def test_a_code_typed_as_a_number_keeps_its_digits(fill: Fill, product: Make) -> None:
    found = read_products(fill(products=[product({0: 101, 1: 4300123456.0, 6: 21547})]))
    assert (found.faults, found.warnings) == ([], [])
    assert (found.products[0].code, found.products[0].producer, found.products[0].localities) == (
        "101",
        "4300123456",
        ("21547",),
    )


def test_leading_zeros_that_excel_only_shows_are_kept_with_a_warning(change: Callable[..., Path]) -> None:
    def write(workbook: Workbook) -> None:
        cell = workbook["Sản phẩm"]["A2"]
        cell.value, cell.number_format = 7, "0000"

    found = read_products(change(write))
    assert found.products[0].code == "0007"
    assert told(found.warnings) == [("Sản phẩm", 2, "A", "leading_zeros")]


def test_a_number_one_digit_short_warns_of_a_lost_zero(fill: Fill, producer: Make) -> None:
    found = read_products(fill([producer({0: 300123456, 6: 905123456})]))
    assert found.faults == []
    assert told(found.warnings) == [("Chủ thể", 2, "A", "leading_zeros"), ("Chủ thể", 2, "G", "leading_zeros")]
    assert "300123456" in explain(found.warnings[0])


def test_accents_as_a_mac_writes_them_are_composed(fill: Fill, product: Make) -> None:
    decomposed = [
        unicodedata.normalize("NFD", str(value)) for value in product({6: "Bình Thạnh; Bình Thanh; bình thanh"})
    ]
    (row,) = read_products(fill(products=[decomposed])).products
    assert (row.name, row.sector) == ("Tỏi Lý Sơn", "food")
    assert row.localities == ("Bình Thạnh", "Bình Thanh")


def test_several_localities_may_stand_on_lines_of_one_cell(fill: Fill, product: Make) -> None:
    (row,) = read_products(fill(products=[product({6: "An Hải_x000D_\nAn Vĩnh;Lý Sơn\n"})])).products
    assert row.localities == ("An Hải", "An Vĩnh", "Lý Sơn")


def test_a_label_is_known_without_its_accents(fill: Fill, product: Make) -> None:
    assert read_products(fill(products=[product({3: "HANG THU CONG  MY NGHE"})])).products[0].sector == "handicrafts"


def test_the_nearest_label_is_named(fill: Fill, producer: Make) -> None:
    (fault,) = read_products(fill([producer({3: "Hợp tác"})])).faults
    assert fault.params["nearest"] == "Tổ hợp tác"
    assert "Trang trại" in explain(fault)
