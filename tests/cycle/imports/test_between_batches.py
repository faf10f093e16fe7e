"""What changes between two batches of an import is told as it is, and nothing goes on past a missing permission."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from cycle.answers import Done
from cycle.commands.permits import Caller
from cycle.commands.producers import producers
from cycle.imports import PRODUCTS, Load, Report, import_workbook
from cycle.imports.running import BATCH
from cycle.sheets import ProductRow, explain
from tests.cycle.imports.workbooks import UNPLACED, written
from tests.scene import COMMUNE, DISTRICT, REGISTRATION, Scene

ROW = ProductRow(*UNPLACED, "", REGISTRATION, "Hành tím", "food", None, None, (COMMUNE,), ("CS01",), None)


def run(scene: Scene, tmp_path: Path, batches: int, between: Callable[[int], None], account: str) -> Report:
    """Import so many batches of products; `between` is called after each with its number."""
    rows = [replace(ROW, code=f"HT{number:04d}", name=f"Hành tím {number}") for number in range(BATCH * batches)]
    path = written(scene, "products", tmp_path / "sổ.xlsx", rows)
    load = Load(PRODUCTS, path)
    return import_workbook(
        scene.office, Caller(account), load, good_rows=False, progress=lambda done, _total: between(done // BATCH)
    )


def told(report: Report) -> set[str]:
    return {explain(fault) for fault in report.faults}


def test_a_permission_that_is_missing_for_one_batch_ends_the_import_and_is_told(scene: Scene, tmp_path: Path) -> None:
    seen = []

    def withdraw(batch: int) -> None:
        seen.append(batch)
        if batch == 1:
            with scene.office.database.writing() as transaction:
                transaction.run("UPDATE account_grant SET valid_to = '2024-03-04' WHERE account = 'to_chuc'")

    report = run(scene, tmp_path, 3, withdraw, "to_chuc")
    assert [reason.code for reason in report.refused] == ["not_permitted"] * 2
    assert (report.written, seen) == (BATCH, [1])


def test_what_somebody_has_entered_meanwhile_is_told_as_that(scene: Scene, tmp_path: Path) -> None:
    def enter(batch: int) -> None:
        if batch == 1:
            product = producers.Product(f"HT{BATCH:04d}", f"CT-{REGISTRATION}", "Khác", "food", (COMMUNE,), ("CS01",))
            assert isinstance(producers.add_product(scene.office, scene.secretariat, product), Done)

    report = run(scene, tmp_path, 2, enter, "to_chuc")
    (fault,) = report.faults
    assert (fault.row, fault.code, report.written) == (BATCH + 2, "taken_meanwhile", 2 * BATCH - 1)
    assert "HT0100 vừa được người khác nhập" in explain(fault)


def test_an_area_that_is_taken_away_meanwhile_is_told_as_that(scene: Scene, tmp_path: Path) -> None:
    elsewhere = "UPDATE account_grant SET holder = '524' WHERE account = 'huyen' AND holder = ?"

    def move(batch: int) -> None:
        if batch == 1:
            with scene.office.database.writing() as transaction:
                transaction.run(elsewhere, (DISTRICT,))

    report = run(scene, tmp_path, 2, move, "huyen")
    assert (len(report.faults), report.written) == (BATCH, BATCH)
    assert {fault.code for fault in report.faults} == {"out_of_reach"}
    assert all(COMMUNE in one for one in told(report))
