"""An office's workbook goes into the register: all of it, none of it, or its good rows, and never twice."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from cycle.commands.permits import Caller
from cycle.imports import Report, import_products, survey_products
from cycle.sheets import PRODUCTS_BOOK, explain, write_workbook
from tests.scene import Scene

HOUSEHOLD = ["34A8012345", "Số đăng ký hộ kinh doanh", "Hộ Nguyễn Thị Ví Dụ", "Hộ sản xuất có đăng ký kinh doanh"]
COOPERATIVE = ["4300555001", "Mã số thuế", "Hợp tác xã Ví dụ Nghĩa Kỳ", "Hợp tác xã"]
CONTACT = ["Nguyễn Văn Ví Dụ", "0905123456", None]


def rows(count: int, place: str = "536") -> tuple[list[Any], list[Any], list[Any]]:
    """One cooperative with one establishment and many products, and one household."""
    producers = [[*COOPERATIVE, place, *CONTACT], [*HOUSEHOLD, place, *CONTACT]]
    establishments = [["CS-A", COOPERATIVE[0], "Xưởng A", None, place]]
    products = [
        [f"SP-{number:05d}", COOPERATIVE[0], f"Hành tím {number}", "Thực phẩm", None, None, place, "CS-A"]
        for number in range(1, count + 1)
    ]
    return producers, establishments, products


@pytest.fixture
def workbook(tmp_path: Path) -> Any:
    def write(producers: Sequence[Any], establishments: Sequence[Any], products: Sequence[Any]) -> Path:
        write_workbook(path := tmp_path / "danh sách.xlsx", PRODUCTS_BOOK)
        book = load_workbook(path)
        for title, listed in (("Chủ thể", producers), ("Cơ sở sản xuất", establishments), ("Sản phẩm", products)):
            for row in listed:
                book[title].append(list(row))
        book.save(path)
        return path

    return write


def run(scene: Scene, path: Path, account: str = "to_chuc", *, good_rows: bool = False) -> Report:
    return import_products(scene.office, Caller(account), path, good_rows=good_rows, progress=lambda *_: None)


def counts(scene: Scene) -> tuple[int, ...]:
    with scene.office.database.reading() as transaction:
        tables = ("producer", "establishment", "product")
        return tuple((transaction.row(f"SELECT COUNT(*) FROM {table}") or (0,))[0] for table in tables)


def test_a_good_workbook_is_imported_once_and_a_second_run_creates_nothing(scene: Scene, workbook: Any) -> None:
    path = workbook(*rows(120))
    assert counts(scene) == (1, 1, 1)
    surveyed = survey_products(scene.office, scene.secretariat, path)
    assert (surveyed.faults, surveyed.new) == ((), {"producer": 2, "establishment": 1, "product": 120})
    assert counts(scene) == (1, 1, 1)
    assert run(scene, path).written == 123
    assert counts(scene) == (3, 2, 121)
    again = run(scene, path)
    assert (again.written, again.known) == (0, {"producer": 2, "establishment": 1, "product": 120})
    assert counts(scene) == (3, 2, 121)


def test_a_households_name_and_everybodys_contacts_stay_out_of_what_is_hashed(scene: Scene, workbook: Any) -> None:
    run(scene, workbook(*rows(1)))
    with scene.office.database.reading() as transaction:
        payloads = "".join(p for (p,) in transaction.rows("SELECT payload FROM record WHERE kind = 'producer'"))
        plain = {text for (text,) in transaction.rows("SELECT plain FROM personal WHERE stream LIKE 'producer/%'")}
    assert "Hợp tác xã Ví dụ Nghĩa Kỳ" in payloads
    assert "Hộ Nguyễn" not in payloads
    assert "0905123456" not in payloads
    assert {"Hộ Nguyễn Thị Ví Dụ", "0905123456"} <= plain


def test_one_bad_row_stops_everything_unless_the_good_rows_are_asked_for(scene: Scene, workbook: Any) -> None:
    producers, establishments, products = rows(3)
    products[1][6] = "Nơi không có"
    products[2][1] = "999999"
    path = workbook(producers, establishments, products)
    report = run(scene, path)
    assert [(fault.row, fault.code) for fault in report.faults] == [(3, "place_unknown"), (4, "producer_not_known")]
    assert (report.written, counts(scene)) == (0, (1, 1, 1))
    partly = run(scene, path, good_rows=True)
    assert (partly.written, counts(scene)) == (4, (3, 2, 2))


def test_a_row_whose_producer_is_wrong_in_the_same_workbook_is_sent_there(scene: Scene, workbook: Any) -> None:
    producers, establishments, products = rows(1)
    producers[0][3] = "Hợp tác"
    report = run(scene, workbook(producers, establishments, products))
    told = {(fault.sheet, fault.row): fault.code for fault in report.faults}
    assert told[("Chủ thể", 2)] == "unknown_choice"
    assert told[("Sản phẩm", 2)] == "producer_left_out"
    assert report.faults[-1].params["row"] == 2


@pytest.mark.parametrize("written", ["21244", "Nghĩa Thắng", "XÃ nghĩa thắng", "nghia thang, huyen Tu Nghia"])
def test_a_place_is_found_by_code_or_by_the_end_of_its_name(scene: Scene, workbook: Any, written: str) -> None:
    run(scene, workbook(*rows(1, written)))
    with scene.office.database.reading() as transaction:
        area = transaction.row("SELECT organisation FROM product_area WHERE product = 'SP-00001'")
    assert area == ("21244",)


def test_a_row_that_contradicts_the_register_is_told_and_changes_nothing(scene: Scene, workbook: Any) -> None:
    run(scene, workbook(*rows(1)))
    producers, establishments, products = rows(1)
    products[0][2] = "Hành đỏ"
    report = run(scene, workbook(producers, establishments, products))
    assert [fault.code for fault in report.faults] == ["differs_from_register"]
    assert "Hành tím 1 ≠ Hành đỏ" in report.faults[0].params["differences"]


@pytest.mark.parametrize(("account", "codes"), [("huyen", {"out_of_reach"}), ("kiem_tra", set())])
def test_an_account_imports_only_where_its_role_reaches(
    scene: Scene, workbook: Any, account: str, codes: set[str]
) -> None:
    report = run(scene, workbook(*rows(1)), account)
    assert report.written == 0
    assert {fault.code for fault in report.faults} - {"producer_left_out", "establishment_of_other"} == codes
    assert [reason.code for reason in report.refused] == (["not_permitted"] * 2 if not codes else [])


def test_a_code_that_cannot_be_one_is_told_before_anything_is_written(scene: Scene, workbook: Any) -> None:
    producers, establishments, products = rows(1)
    products[0][0] = "SP/1"
    report = run(scene, workbook(producers, establishments, products))
    assert [(fault.code, fault.params["character"]) for fault in report.faults] == [("code_malformed", "/")]
    assert explain(report.faults[0])


def test_a_day_ahead_is_told_by_the_dry_run_as_by_the_real_one_and_nothing_is_written(
    scene: Scene, workbook: Any
) -> None:
    producers, establishments, products = rows(2)
    products[0].append("01/12/2027")
    path = workbook(producers, establishments, products)
    dry, real = survey_products(scene.office, scene.secretariat, path), run(scene, path)
    assert [(f"{one.column}{one.row}", one.code) for one in dry.faults] == [("I2", "happened_in_future")]
    assert (real.faults, real.new, real.written) == (dry.faults, dry.new, 0)
    assert counts(scene) == (1, 1, 1)


def test_every_bad_cell_is_told_at_once_beside_those_that_cannot_be_read(scene: Scene, workbook: Any) -> None:
    producers, establishments, products = rows(3)
    producers[0][4], producers[0][6] = "Xã Không Có", "x"
    products[0] = ["SP-00001", "999999", "Tỏi", "Đồ uốn", None, 99, "Xã Không Có", None, "01/12/2027"]
    products[1][1:3], products[1][7] = ["34A8012345", None], "CSX9"
    products[2] = [None, *products[1][1:2], "Tỏi", *products[2][3:6], "Xã Không Có, 536", None]
    path = workbook(producers, establishments, products)
    for report in (survey_products(scene.office, scene.secretariat, path), run(scene, path)):
        told = [f"{one.sheet[0]}!{one.column}{one.row} {one.code}" for one in report.faults]
        assert told == EVERY_CELL
    assert counts(scene) == (1, 1, 1)


EVERY_CELL = [
    "C!E2 place_unknown",
    "C!G2 bad_phone",
    "C!B2 producer_left_out",
    "S!B2 producer_not_known",
    "S!D2 unknown_choice",
    "S!F2 out_of_range",
    "S!G2 place_unknown",
    "S!I2 happened_in_future",
    "S!C3 blank",
    "S!H3 establishment_of_other",
    "S!A4 blank",
    "S!G4 place_unknown",
]
