"""What a dry run finds is what the real run would find: a product's sector and set, and how workflows are called."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from cycle.answers import Done
from cycle.commands.producers.producers import Product, add_product
from cycle.imports import PRODUCTS, Load, dossiers, survey_workbook
from cycle.sheets import ProductRow, explain
from tests.conftest import TestClock
from tests.cycle.imports.workbooks import EVALUATION, UNPLACED, WAITING, rows_of, run, told, written
from tests.evaluating import COMMUNE, PRODUCER, scene_26
from tests.scene import Scene
from workflows.verdict import Refusal

DRINK = ProductRow(
    *UNPLACED, "SP91", PRODUCER.removeprefix("CT-"), "Rượu mơ", "beverages", None, 11, (COMMUNE,), (), None
)


@pytest.fixture
def of_2026(database_url: str, clock: TestClock) -> Iterator[Scene]:
    scene = scene_26(database_url, clock)
    yield scene
    scene.office.database.close()


def test_a_set_of_another_sector_is_told_in_its_cell_before_anything_is_written(of_2026: Scene, tmp_path: Path) -> None:
    path = written(of_2026, "products", tmp_path / "a.xlsx", [DRINK])
    dry = survey_workbook(of_2026.office, of_2026.secretariat, Load(PRODUCTS, path))
    real = run(of_2026, PRODUCTS, path)
    assert told(dry) == told(real) == [("F2", "set_of_other_sector")]
    assert "ngành Thực phẩm theo Quyết định số 26/2026/QĐ-TTg, sản phẩm lại ghi ngành Đồ uống" in explain(dry.faults[0])
    assert rows_of(of_2026, "SELECT 1 FROM product WHERE code = 'SP91'") == []
    for number in (None, 15):
        good = replace(DRINK, code=f"SP9{number}", set_number=number)
        again = run(of_2026, PRODUCTS, written(of_2026, "products", tmp_path / f"{number}.xlsx", [good]))
        assert (told(again), again.written) == ([], 1)


def test_a_product_is_not_entered_by_hand_with_a_set_of_another_sector(of_2026: Scene) -> None:
    wrong = Product("SP92", PRODUCER, "Rượu mơ", "beverages", (COMMUNE,), set_number=11)
    answer = add_product(of_2026.office, of_2026.secretariat, wrong)
    assert isinstance(answer, Refusal)
    assert [one.code for one in answer.reasons] == ["set_of_other_sector"]
    assert isinstance(add_product(of_2026.office, of_2026.secretariat, replace(wrong, set_number=15)), Done)


def test_before_the_decision_is_in_force_its_sets_say_nothing_of_a_product(scene: Scene, tmp_path: Path) -> None:
    path = written(scene, "products", tmp_path / "a.xlsx", [replace(DRINK, localities=("21244",))])
    assert told(run(scene, PRODUCTS, path)) == []


def test_a_workflow_of_another_day_is_called_by_its_title(scene: Scene, tmp_path: Path) -> None:
    rows = [WAITING, replace(EVALUATION, workflow="evaluation_1048", values={}, acts={}, state="district.concluded")]
    report = run(scene, dossiers("QNG2024"), written(scene, "dossiers", tmp_path / "a.xlsx", rows))
    with scene.office.database.reading() as transaction:
        published = scene.office.rulebook.on(transaction, date(2024, 3, 5))
    assert published is not None
    text = next(explain(one, rules=published.rules) for one in report.faults if one.code == "workflow_not_of_day")
    assert "“Đánh giá, phân hạng theo Quyết định số 1048/QĐ-TTg”" in text
    assert "“Đánh giá, phân hạng theo Quyết định số 148/QĐ-TTg”" in text
    assert "evaluation_" not in text
