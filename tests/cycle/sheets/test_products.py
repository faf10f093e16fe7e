import unicodedata
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook
from openpyxl.workbook import Workbook

from cycle.sheets import EstablishmentRow, Fault, ProducerRow, ProductRow, explain
from tests.cycle.sheets.listing import read_products

Make = Callable[..., list[Any]]
Fill = Callable[..., Path]


@pytest.fixture
def change(
    fill: Fill, producer: Make, establishment: Make, product: Make
) -> Callable[[Callable[[Workbook], None]], Path]:
    """A good workbook of one row a sheet, after somebody has worked on it."""

    def changed(work: Callable[[Workbook], None]) -> Path:
        path = fill([producer()], [establishment()], [product()])
        workbook = load_workbook(path)
        work(workbook)
        workbook.save(path)
        return path

    return changed


def told(faults: list[Fault]) -> list[tuple[str, int, str, str]]:
    """Where each stands and its code; that it can be explained is tested by the way."""
    assert all(explain(fault, language) for fault in faults for language in ("vi", "en"))
    return [(fault.sheet, fault.row, fault.column, fault.code) for fault in faults]


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
    (8, datetime(1905, 1, 1), "unlikely_date"),  # noqa: DTZ001
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
        datetime(2024, 3, 15, 9, 30),  # noqa: DTZ001
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
