"""Numbers in series and rounds of a dossier entered under way: as they stand on paper, never given again."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from cycle.imports import BOOKS, Report, dossiers
from cycle.queries.verification import verify
from cycle.sheets import DossierRow, explain, write_workbook
from tests.conftest import TestClock
from tests.cycle.imports import workbooks
from tests.cycle.imports.workbooks import rows_of, run, told
from tests.evaluating import COMMUNE, PRODUCT, PROGRAMME, Scene, bring, scene_26

TODAY, SINCE = date(2026, 6, 8), date(2026, 6, 1)
KIND = dossiers(PROGRAMME)
WAITING = replace(workbooks.WAITING, workflow="season_2025", product=PRODUCT, began=date(2026, 5, 25), since=SINCE)
VALUES = {"Mã sản phẩm": "51-21244-05-2026", "Đợt cấp tỉnh": "T-02-2026", "Phiếu số": "07/PĐK-51-21244-2026"}
EVALUATION = replace(
    WAITING,
    workflow="evaluation_26",
    state="Cấp tỉnh: Hội đồng cấp tỉnh họp đánh giá, phân hạng",
    began=SINCE,
    since=date(2026, 6, 5),
    values=VALUES,
    acts={},
)


@pytest.fixture
def scene(database_url: str, clock: TestClock) -> Iterator[Scene]:
    scene = scene_26(database_url, clock)
    yield scene
    scene.office.database.close()


@pytest.fixture
def alone(sqlite_url: str, clock: TestClock) -> Iterator[Scene]:
    """What no kind of database does otherwise."""
    scene = scene_26(sqlite_url, clock)
    yield scene
    scene.office.database.close()


def pair(product: str = PRODUCT, **values: str | None) -> list[DossierRow]:
    """Both rows of a product, with other values than VALUES; None leaves one out."""
    titles = {"code": "Mã sản phẩm", "round": "Đợt cấp tỉnh", "receipt": "Phiếu số"}
    wanted: Mapping[str, str | None] = {**VALUES, **{titles[name]: one for name, one in values.items()}}
    kept = {name: one for name, one in wanted.items() if one is not None}
    return [replace(WAITING, product=product), replace(EVALUATION, product=product, values=kept)]


def imported(scene: Scene, folder: Path, rows: list[DossierRow]) -> Report:
    with scene.office.database.reading() as transaction:
        published = scene.office.rulebook.on(transaction, TODAY)
    assert published is not None
    path = folder / "hồ sơ.xlsx"
    write_workbook(path, BOOKS["dossiers"].workbook, rows, BOOKS["dossiers"].offered(published.rules))
    return run(scene, KIND, path)


def said(scene: Scene, report: Report) -> list[str]:
    with scene.office.database.reading() as transaction:
        published = scene.office.rulebook.on(transaction, TODAY)
    assert published is not None
    return [explain(fault, "vi", published.rules) for fault in report.faults]


def test_a_dossier_before_the_council_is_entered_with_what_acts_computed_on_paper(scene: Scene, tmp_path: Path) -> None:
    report = imported(scene, tmp_path, pair())
    assert said(scene, report) == []
    (child,) = rows_of(scene, "SELECT code, data FROM dossier WHERE parent IS NOT NULL")
    values = json.loads(child[1])["values"]
    assert (values["product_code"], values["round"]) == ("51-21244-05-2026", "T-02-2026")
    assert sorted(rows_of(scene, "SELECT series, last FROM series")) == [
        (f"commune_receipt/{COMMUNE}/2026", 7),
        (f"product_code/{COMMUNE}/2026", 5),
    ]
    assert rows_of(scene, "SELECT dossier, name, round FROM dossier_round") == [(child[0], "round", "T-02-2026")]
    assert verify(scene.office).faults == ()
    again = imported(scene, tmp_path, pair())
    assert (told(again), again.written, again.known) == ([], 0, {"dossier": 2})


def test_numbers_given_later_go_on_after_the_highest_entered(scene: Scene, tmp_path: Path) -> None:
    other, third = scene.add_product(2), scene.add_product(3)
    rows = [*pair(other), *pair(third, code="51-21244-03-2026", receipt=None)]
    assert told(imported(scene, tmp_path, rows)) == []
    dossier = bring(scene, PRODUCT, "commune.checking")
    scene.done(dossier, "register_receipt", "xa")
    given = {name: f"{dossier}/{name}/1" for name in ("commune_report", "commune_request")}
    scene.done(dossier, "propose", "xa", values=given)
    (data,) = rows_of(scene, f"SELECT data FROM dossier WHERE code = '{dossier}'")[0]
    values = json.loads(data)["values"]
    assert (values["receipt"], values["product_code"]) == ("08/PĐK-51-21244-2026", "51-21244-06-2026")
    assert verify(scene.office).faults == ()


def test_a_number_that_another_dossier_has_is_not_entered(scene: Scene, tmp_path: Path) -> None:
    dossier = bring(scene, PRODUCT, "province.received")
    other, third = scene.add_product(2), scene.add_product(3)
    taken = imported(scene, tmp_path, pair(other, code="51-21244-01-2026"))
    assert [(fault.code, fault.params["dossier"]) for fault in taken.faults] == [("value_taken", dossier)]
    twice = imported(scene, tmp_path, [*pair(other), *pair(third, receipt=None)])
    assert [(fault.code, fault.params["row"]) for fault in twice.faults] == [("number_in_row", 3)]
    assert "Mã sản phẩm “51-21244-05-2026” cũng được ghi ở dòng 3" in said(scene, twice)[0]
    assert len(rows_of(scene, "SELECT code FROM dossier WHERE parent IS NOT NULL")) == 1


@pytest.mark.parametrize(
    ("values", "code", "words"),
    [
        ({"code": "51-99999-05-2026"}, "number_not_of_series", "theo dạng “51-21244-01-2026”"),
        ({"code": "51-21244-5-2026"}, "number_not_of_series", "Mã sản phẩm"),
        ({"code": "51-21244-00-2026"}, "number_not_of_series", "Mã sản phẩm"),
        ({"code": "51-21244-05-2024"}, "number_not_of_series", "Mã sản phẩm"),
        ({"receipt": "07/51-21244-2026"}, "number_not_of_series", "theo dạng “01/PĐK-51-21244-2026”"),
        ({"round": "T-01-2026"}, "round_unknown", "“T-01-2026”. Có phải ý là “T-02-2026”?"),
        ({"round": "TW-01-2026"}, "round_not_of_level", "Đợt cấp tỉnh: TW-01-2026"),
    ],
)
def test_what_no_act_would_have_computed_is_refused(
    alone: Scene, tmp_path: Path, values: Mapping[str, str], code: str, words: str
) -> None:
    report = imported(alone, tmp_path, pair(**values))
    assert [fault.code for fault in report.faults] == [code]
    assert words in said(alone, report)[0]
    assert rows_of(alone, "SELECT code FROM dossier") == []
    assert rows_of(alone, "SELECT series FROM series") == []


def test_what_is_missing_is_told_with_the_titles_of_the_workflow_of_the_row(alone: Scene, tmp_path: Path) -> None:
    (text,) = said(alone, imported(alone, tmp_path, pair(code=None)))
    assert text == (
        "Hồ sơ ở “Hội đồng cấp tỉnh họp đánh giá, phân hạng” phải đã có Mã sản phẩm (product_code). "
        "Hãy ghi giá trị này."
    )


def test_what_is_found_lacking_is_not_asked_for(alone: Scene, tmp_path: Path) -> None:
    season, evaluation = pair()
    report = imported(alone, tmp_path, [season, replace(evaluation, state="province.supplementing")])
    assert said(alone, report) == []
    assert verify(alone.office).faults == ()
