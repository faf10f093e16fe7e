"""What is exported is imported without a difference: into the same office, and into one that has nothing yet."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from cycle.answers import Done
from cycle.commands.producers.producers import Product, add_product
from cycle.imports import BOOKS, ORGANISATIONS, PRODUCTS, certificates, dossiers, export
from cycle.queries.verification import verify
from cycle.queries.viewing import View
from tests.conftest import TestClock
from tests.cycle.imports.workbooks import (
    CERTIFICATE,
    COMMUNE,
    CONTACT,
    DISTRICT,
    EVALUATION,
    MERGED,
    PROVINCE,
    SEASON,
    WAITING,
    run,
    told,
    written,
)
from tests.scene import COMMUNE as SCENE_COMMUNE
from tests.scene import MARCH, PRODUCER, PROGRAMME, Scene, set_scene

TODAY = date(2024, 3, 5)
KINDS = {
    "organisations": ORGANISATIONS,
    "products": PRODUCTS,
    "certificates": certificates(PROGRAMME),
    "dossiers": dossiers(PROGRAMME),
}
WRITES = frozenset({"see.all", "organisation.write", "producer.write"})
EVERYTHING = View("to_chuc", TODAY, everything=True, permissions=WRITES)


@pytest.fixture
def province(scene: Scene, tmp_path: Path) -> Scene:
    """An office with something of everything, of which some has gone on since it was entered."""
    for number in (2, 3):
        scene.add_product(number)
    alternate = replace(CONTACT, code="DM02", alternate_of="DM01")
    organisations = [PROVINCE, DISTRICT, COMMUNE, MERGED, alternate, CONTACT]
    run(scene, ORGANISATIONS, written(scene, "organisations", tmp_path / "a.xlsx", organisations), "quan_tri")
    run(scene, certificates(PROGRAMME), written(scene, "certificates", tmp_path / "b.xlsx", [CERTIFICATE]))
    under_way = [SEASON, replace(WAITING, product="SP002"), replace(EVALUATION, product="SP002")]
    run(scene, dossiers(PROGRAMME), written(scene, "dossiers", tmp_path / "c.xlsx", under_way))
    scene.done("QNG2024-0002", "accept", "xa")
    scene.open("SP003")
    values = {"district_decision": {"number": "45/QĐ-UBND", "date": "2024-03-05"}}
    recognised = {**values, "certificate": "01/2024/OCOP", "issued": "05/03/2024"}
    scene.done("QNG2024-0003.1", "recognise_3", "chu_tich_huyen", values=recognised)
    return scene


@pytest.fixture
def fresh(tmp_path: Path, sqlite_template: Path) -> Iterator[Scene]:
    """Another office on the same day, with officers but without anything to work on."""
    (folder := tmp_path / "fresh").mkdir()
    (folder / "ocop.db").write_bytes(sqlite_template.read_bytes())
    scene = set_scene(f"sqlite:///{folder / 'ocop.db'}", TestClock(MARCH))
    yield scene
    scene.office.database.close()


def exported(scene: Scene, kind: str, path: Path) -> Path:
    path.unlink(missing_ok=True)
    programme = PROGRAMME if kind == "dossiers" else None
    assert isinstance(export(scene.office, EVERYTHING, BOOKS[kind], path, programme), int)
    return path


def content(path: Path) -> dict[str, list[tuple[Any, ...]]]:
    book = load_workbook(path)
    return {sheet.title: list(sheet.iter_rows(values_only=True)) for sheet in book.worksheets}


def account(kind: str) -> str:
    return "quan_tri" if kind == "organisations" else "to_chuc"


def test_values_and_acts_are_exported_by_their_titles(scene: Scene, tmp_path: Path) -> None:
    run(scene, dossiers(PROGRAMME), written(scene, "dossiers", tmp_path / "a.xlsx", [WAITING, EVALUATION]))
    _, rows = content(exported(scene, "dossiers", tmp_path / "b.xlsx")).values()
    (row,) = [row for row in rows[1:] if row[5]]
    assert row[5:7] == ("Điểm đánh giá=62,5; Số sao=3", "Ghi kết quả đánh giá, phân hạng=thu_ky_huyen")


@pytest.mark.parametrize("kind", list(KINDS))
def test_an_export_imported_again_finds_no_difference(province: Scene, tmp_path: Path, kind: str) -> None:
    path = exported(province, kind, tmp_path / "sổ.xlsx")
    report = run(province, KINDS[kind], path, account(kind))
    assert (told(report), report.written) == ([], 0)
    assert all(report.known.values())
    assert content(exported(province, kind, tmp_path / "sổ 2.xlsx")) == content(path)


NAMES = ["=Tỏi", "+84 tỏi đen", "-Mắm nhum", "@tỏi", "12 vị"]


@pytest.mark.parametrize("name", NAMES)
def test_a_name_comes_back_whatever_it_begins_with(scene: Scene, tmp_path: Path, name: str) -> None:
    product = Product("SP900", PRODUCER, name, "food", (SCENE_COMMUNE,), ("CS01",))
    assert isinstance(add_product(scene.office, scene.secretariat, product), Done)
    path = exported(scene, "products", tmp_path / "sổ.xlsx")
    assert told(run(scene, PRODUCTS, path)) == []
    cell = load_workbook(path)["Sản phẩm"]["C3"]
    assert (cell.value, cell.data_type, cell.number_format) == (name, "s", "@")


def test_a_name_that_no_workbook_can_hold_spoils_no_export(scene: Scene, tmp_path: Path) -> None:
    product = Product("SP900", PRODUCER, "Tỏi\uffffđen\ufffe", "food", (SCENE_COMMUNE,), ("CS01",))
    assert isinstance(add_product(scene.office, scene.secretariat, product), Done)
    rows = content(exported(scene, "products", tmp_path / "sổ.xlsx"))["Sản phẩm"]
    assert [row[2] for row in rows[1:]] == ["Tỏi Lý Sơn 1", "Tỏi\ufffdđen\ufffd"]


def test_an_office_carried_to_an_empty_database_exports_the_same(province: Scene, fresh: Scene, tmp_path: Path) -> None:
    for kind, what in KINDS.items():
        path = exported(province, kind, tmp_path / f"{kind}.xlsx")
        report = run(fresh, what, path, account(kind))
        assert told(report) == [], kind
        assert content(exported(fresh, kind, tmp_path / f"{kind} 2.xlsx")) == content(path), kind
    assert verify(fresh.office).faults == ()


def test_an_export_shows_what_the_account_may_see(province: Scene, tmp_path: Path) -> None:
    elsewhere = View("xa", TODAY, areas=frozenset({"524"}), permissions=frozenset({"see.area"}))
    for kind in ("products", "certificates", "dossiers"):
        programme = PROGRAMME if kind == "dossiers" else None
        assert export(province.office, elsewhere, BOOKS[kind], tmp_path / f"{kind}.xlsx", programme) == 0
    assert export(province.office, elsewhere, BOOKS["dossiers"], tmp_path / "x.xlsx", "QNG2023") != 0


def test_contacts_stay_with_those_who_have_business_with_them(province: Scene, tmp_path: Path) -> None:
    auditor = replace(EVERYTHING, permissions=frozenset({"account.write"}))
    export(province.office, auditor, BOOKS["organisations"], tmp_path / "a.xlsx")
    export(province.office, EVERYTHING, BOOKS["organisations"], tmp_path / "b.xlsx")
    rows = {name: len(content(tmp_path / name)["Đầu mối liên hệ"]) for name in ("a.xlsx", "b.xlsx")}
    assert rows == {"a.xlsx": 1, "b.xlsx": 3}
