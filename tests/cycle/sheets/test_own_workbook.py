"""A workbook declared anew is written, checked by Excel while typing, and read by the same declaration."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from cycle.sheets import Column, Plan, Row, Workbook, read_workbook, write_workbook
from cycle.sheets.words import titles

OFFERED = {"kind": {"up": "Chuyển lên", "up_again": "Chuyển lên", "down": "Trả lại"}}


@dataclass(frozen=True, slots=True)
class Line(Row):
    code: str
    name: str
    kind: str | None
    listed_on: date | None
    set_number: int | None
    address: Decimal | None
    group: Mapping[str, Any]
    sector: str | None


OWN = Workbook(
    "products",
    (
        Plan(
            "products",
            Line,
            ("code", "name"),
            (
                Column("code", "code", longest=10),
                Column("name"),
                Column("kind", "choice", choices="kind", required=False),
                Column("listed_on", "date", required=False),
                Column("set_number", "whole", required=False, low=3, high=5),
                Column("address", "decimal", required=False),
                Column("group", "values", required=False),
                Column("sector", choices="kind", required=False),
            ),
        ),
    ),
)
FULL = Line(
    "",
    0,
    "007",
    "=1+1 không phải công thức",
    "up_again",
    date(2024, 3, 15),
    4,
    Decimal("82.5"),
    {"score": "82,5", "decision": {"number": "12/QĐ-UBND", "date": "01/02/2024"}},
    "việc khác",
)


@pytest.fixture(autouse=True)
def _titled(monkeypatch: pytest.MonkeyPatch) -> None:
    """The catalogue has no column of this kind in a sheet of products: it borrows titles."""
    own = {f"{kind}.products.{name}": name for kind in ("header", "meaning") for name in ("kind", "address")}
    merged = {**titles(), **own}
    for module in ("headings", "sheet", "template", "reading"):
        monkeypatch.setattr(f"cycle.sheets.{module}.titles", lambda: merged)


def test_what_is_written_is_read_again(tmp_path: Path) -> None:
    row = replace(FULL, name="Tỏi")
    write_workbook(tmp_path / "a.xlsx", OWN, [row], OFFERED)
    listed = read_workbook(tmp_path / "a.xlsx", OWN, OFFERED)
    assert listed.faults == ()
    assert listed.rows == (replace(row, sheet="Sản phẩm", row=2),)


def test_text_stays_text_whatever_it_begins_with(tmp_path: Path) -> None:
    write_workbook(tmp_path / "a.xlsx", OWN, [FULL], OFFERED)
    sheet = load_workbook(tmp_path / "a.xlsx")["Sản phẩm"]
    assert [(sheet[cell].value, sheet[cell].data_type) for cell in ("A2", "B2")] == [("007", "s"), (FULL.name, "s")]
    assert sheet["C2"].value == "Chuyển lên (up_again)"


@pytest.mark.parametrize(
    ("column", "value", "code"),
    [
        ("C", "Chuyển lên", "unknown_choice"),
        ("E", 2, "out_of_range"),
        ("F", "nhiều", "not_a_number"),
        ("G", "82,5", "value_without_name"),
        ("G", "score=1; score=2", "value_given_twice"),
        ("G", "score=1; score.number=2", "value_given_twice"),
        ("G", "score.số=1; score.number=2", "value_given_twice"),
        ("G", 5, "value_without_name"),
    ],
)
def test_a_bad_cell_is_told_in_its_place(tmp_path: Path, column: str, value: Any, code: str) -> None:
    write_workbook(tmp_path / "a.xlsx", OWN, [replace(FULL, name="Tỏi")], OFFERED)
    book = load_workbook(tmp_path / "a.xlsx")
    book["Sản phẩm"][f"{column}2"] = value
    book.save(tmp_path / "a.xlsx")
    (fault,) = read_workbook(tmp_path / "a.xlsx", OWN, OFFERED).faults
    assert (fault.row, fault.column, fault.code) == (2, column, code)


def test_an_identity_of_two_columns_is_double_only_where_both_are(tmp_path: Path) -> None:
    rows = [replace(FULL, name=name) for name in ("Tỏi", "Hành", "tỏi")]
    write_workbook(tmp_path / "a.xlsx", OWN, rows, OFFERED)
    listed = read_workbook(tmp_path / "a.xlsx", OWN, OFFERED)
    assert [(f.row, f.code, f.params["rows"]) for f in listed.faults] == [
        (2, "double_identity", "4"),
        (4, "double_identity", "2"),
    ]
    assert [row.row for row in listed.rows] == [3]


def test_a_list_may_only_be_offered(tmp_path: Path) -> None:
    write_workbook(tmp_path / "a.xlsx", OWN, [FULL], OFFERED)
    rules = load_workbook(tmp_path / "a.xlsx")["Sản phẩm"].data_validations.dataValidation
    assert {str(rule.sqref)[0]: rule.errorStyle for rule in rules if rule.type == "list"} == {"C": None, "H": "warning"}


def test_a_later_fault_stands_in_the_cell_of_its_column(tmp_path: Path) -> None:
    write_workbook(tmp_path / "a.xlsx", OWN, [replace(FULL, name="Tỏi")], OFFERED)
    listed = read_workbook(tmp_path / "a.xlsx", OWN, OFFERED)
    fault = listed.fault(listed.rows[0], "listed_on", "blank", {})
    assert (fault.sheet, fault.row, fault.column) == ("Sản phẩm", 2, "D")
    assert fault.params == {"header": "Ngày vào danh sách tiềm năng"}
