"""Places that have ended since: what stands in the register with them is known, what is new is not taken there."""

from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from cycle.imports import BOOKS, PRODUCTS, export
from cycle.queries.viewing import View
from cycle.sheets import EstablishmentRow, ProducerRow, ProductRow
from tests.conftest import TestClock
from tests.cycle.imports.test_round_trips import KINDS, account, exported, province
from tests.cycle.imports.workbooks import UNPLACED, rows_of, run, told, written
from tests.scene import COMMUNE, DISTRICT, REGISTRATION, Scene

__all__ = ["province"]

LATER = "2026-03-02T02:00:00+00:00"
NEW = ProductRow(*UNPLACED, "SP900", REGISTRATION, "Tỏi đen", "food", None, None, (COMMUNE,), (), None)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "danh sách.xlsx"


@pytest.mark.parametrize("kind", list(KINDS))
def test_an_export_after_the_reform_is_imported_without_a_difference(
    province: Scene, clock: TestClock, tmp_path: Path, kind: str
) -> None:
    province.add_product(9, DISTRICT)
    clock.set(LATER)
    report = run(province, KINDS[kind], exported(province, kind, tmp_path / "sổ.xlsx"), account(kind))
    assert (told(report), report.warnings, report.written, set(report.new.values())) == ([], (), 0, {0})
    assert all(report.known.values())


@pytest.mark.parametrize("name", ["Ủy ban nhân dân xã Nghĩa Thắng", "xã Nghĩa Thắng, huyện Tư Nghĩa", COMMUNE])
def test_what_stands_there_is_known_by_the_name_of_old_too(
    scene: Scene, clock: TestClock, path: Path, name: str
) -> None:
    clock.set(LATER)
    producer = ProducerRow(
        *UNPLACED, REGISTRATION, "tax", "Hợp tác xã Thử nghiệm", "cooperative", name, None, None, None
    )
    place = EstablishmentRow(*UNPLACED, "CS01", REGISTRATION, "Xưởng chế biến", None, name)
    report = run(scene, PRODUCTS, written(scene, "products", path, [producer, place]))
    assert (told(report), report.known) == ([], {"producer": 1, "establishment": 1, "product": 0})


def test_what_is_new_is_refused_with_the_day_and_the_successors(scene: Scene, clock: TestClock, path: Path) -> None:
    clock.set(LATER)
    rows = [NEW, replace(NEW, code="SP901", localities=(DISTRICT,))]
    report = run(scene, PRODUCTS, written(scene, "products", path, rows))
    assert told(report) == [("G2", "place_ended"), ("G3", "place_ended_alone")]
    assert report.faults[0].params["ended"] == "30/06/2025"
    (successor,) = rows_of(
        scene,
        "SELECT s.successor, o.name FROM organisation_successor s "
        f"JOIN organisation o ON o.code = s.successor WHERE s.code = '{COMMUNE}'",
    )
    assert report.faults[0].params["successors"] == " ".join(successor)
    assert rows_of(scene, "SELECT code FROM product WHERE code LIKE 'SP9%'") == []


def test_another_place_than_the_registers_is_told_in_its_cell(scene: Scene, clock: TestClock, path: Path) -> None:
    (successor,) = rows_of(scene, f"SELECT successor FROM organisation_successor WHERE code = '{COMMUNE}'")
    clock.set(LATER)
    row = replace(NEW, code="SP001", name="Tỏi Lý Sơn 1", establishments=("CS01",), localities=successor)
    report = run(scene, PRODUCTS, written(scene, "products", path, [row]))
    assert told(report) == [("G2", "differs_from_register")]


def changed(path: Path, **cells: Any) -> Path:
    """The first row of each sheet that is named with its column, changed."""
    book = load_workbook(path)
    for cell, value in cells.items():
        book.worksheets[int(cell[-1])][f"{cell[0]}2"] = value
    book.save(path)
    return path


def test_what_differs_without_identifying_is_named_and_not_taken(scene: Scene, path: Path) -> None:
    view = View("to_chuc", date(2024, 3, 5), everything=True, permissions=frozenset({"see.all", "producer.write"}))
    assert export(scene.office, view, BOOKS["products"], path) == 3
    others = {"F1": "Bà Ví Dụ", "G1": "0905999999", "H1": "vi.du@ocop.example", "D2": "Thôn 3"}
    products = {"E3": "Gia vị", "F3": 5, "H3": None, "I3": "01/03/2024"}
    report = run(scene, PRODUCTS, changed(path, **others, **products))
    assert (told(report), report.written) == ([], 0)
    assert report.known == {"producer": 1, "establishment": 1, "product": 1}
    assert [(one.sheet, one.row, one.code, one.params["columns"]) for one in report.warnings] == [
        ("Chủ thể", 2, "register_kept", "“Người đại diện”, “Điện thoại”, “Thư điện tử”"),
        ("Cơ sở sản xuất", 2, "register_kept", "“Địa chỉ”"),
        (
            "Sản phẩm",
            2,
            "register_kept",
            "“Nhóm”, “Bộ sản phẩm số”, “Mã cơ sở sản xuất”, “Ngày vào danh sách tiềm năng”",
        ),
    ]
    assert not any("Ví Dụ" in str(one.params) or "0905" in str(one.params) for one in report.warnings)
    assert rows_of(scene, "SELECT phone, email FROM producer") == [(None, None)]


@pytest.mark.parametrize(
    ("cell", "value"),
    [
        ("B1", "Số đăng ký doanh nghiệp"),
        ("C1", "Hợp tác xã Khác"),
        ("D1", "Trang trại"),
        ("E1", "524"),
        ("C2", "Xưởng khác"),
        ("E2", "524"),
        ("C3", "Tỏi khác"),
        ("D3", "Đồ uống"),
        ("G3", "524"),
    ],
)
def test_what_identifies_is_a_fault_in_its_cell(scene: Scene, path: Path, cell: str, value: str) -> None:
    view = View("to_chuc", date(2024, 3, 5), everything=True, permissions=frozenset({"see.all", "producer.write"}))
    export(scene.office, view, BOOKS["products"], path)
    report = run(scene, PRODUCTS, changed(path, **{cell: value}))
    assert told(report) == [(f"{cell[0]}2", "differs_from_register")]
