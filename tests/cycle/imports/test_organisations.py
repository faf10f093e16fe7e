"""Organisations and contacts come in from one workbook, in any order, and never twice."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from cycle.commands.permits import Caller
from cycle.imports import ORGANISATIONS, Load, import_workbook
from cycle.queries.verification import verify
from tests.cycle.imports.workbooks import (
    COMMUNE,
    CONTACT,
    DISTRICT,
    MERGED,
    PROVINCE,
    rows_of,
    run,
    spoil,
    told,
    written,
)
from tests.scene import Scene

ADMIN = "quan_tri"


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "cơ quan.xlsx"


def test_parents_and_successors_may_stand_below_those_that_name_them(scene: Scene, path: Path) -> None:
    written(scene, "organisations", path, [COMMUNE, MERGED, DISTRICT, PROVINCE, CONTACT])
    report = run(scene, ORGANISATIONS, path, ADMIN)
    assert (report.faults, report.written) == ((), 5)
    assert rows_of(scene, "SELECT parent FROM organisation WHERE code = 'X01'") == [("H01",)]
    assert rows_of(scene, "SELECT successor FROM organisation_successor WHERE code = 'X01'") == [("X02",)]
    assert rows_of(scene, "SELECT phone FROM contact WHERE code = 'DM01'") == [("0905123456",)]
    again = run(scene, ORGANISATIONS, path, ADMIN)
    assert (again.written, again.known) == (0, {"organisation": 4, "contact": 1})
    assert verify(scene.office).faults == ()


def test_a_contacts_name_and_number_stay_out_of_what_is_hashed(scene: Scene, path: Path) -> None:
    run(
        scene,
        ORGANISATIONS,
        written(scene, "organisations", path, [COMMUNE, MERGED, DISTRICT, PROVINCE, CONTACT]),
        ADMIN,
    )
    payloads = "".join(text for (text,) in rows_of(scene, "SELECT payload FROM record WHERE kind = 'contact'"))
    assert "DM01" in payloads
    assert "0905123456" not in payloads
    assert "Nguyễn Văn" not in payloads


def test_every_bad_cell_is_told_and_nothing_is_written(scene: Scene, path: Path) -> None:
    rows = [
        PROVINCE,
        replace(DISTRICT, valid_to=date(2019, 1, 1)),
        replace(COMMUNE, code="X 3", parent=None, successors=("X99",)),
        replace(COMMUNE, code="X04", parent="QNG-SNNPTNT", successors=()),
        replace(COMMUNE, code="X05", parent="X99", successors=("X98",)),
        replace(CONTACT, organisation="X97", phone=None, email=None),
        replace(CONTACT, code="DM02", organisation="T99", valid_to=date(2023, 1, 1)),
    ]
    spoil(written(scene, "organisations", path, rows), C2="Tỉnhh", E2="31/02/2020")
    report = run(scene, ORGANISATIONS, path, ADMIN)
    assert told(report) == [
        ("C2", "unknown_choice"),
        ("E2", "impossible_date"),
        ("D3", "organisation_unknown"),
        ("F3", "dates_out_of_order"),
        ("A4", "code_malformed"),
        ("D5", "parent_of_other_level"),
        ("D6", "organisation_unknown"),
        ("G6", "organisation_unknown"),
        ("B2", "organisation_unknown"),
        ("D2", "contact_unreachable"),
        ("B3", "organisation_unknown"),
        ("G3", "dates_out_of_order"),
    ]
    assert report.written == 0
    assert rows_of(scene, "SELECT code FROM organisation WHERE code LIKE 'X0%' OR code = 'T99'") == []


def test_bodies_that_wait_for_one_another_are_told_together(scene: Scene, path: Path) -> None:
    rows = [PROVINCE, replace(DISTRICT, successors=("X01",)), replace(COMMUNE, successors=())]
    report = run(scene, ORGANISATIONS, written(scene, "organisations", path, rows), ADMIN, good_rows=True)
    assert told(report) == [("D3", "organisations_in_circle"), ("D4", "organisations_in_circle")]
    assert report.written == 1


def test_what_contradicts_the_register_is_told_in_its_cell(scene: Scene, path: Path) -> None:
    run(scene, ORGANISATIONS, written(scene, "organisations", path, [PROVINCE, DISTRICT]), ADMIN)
    changed = [PROVINCE, replace(DISTRICT, name="Ủy ban nhân dân huyện Khác")]
    report = run(scene, ORGANISATIONS, written(scene, "organisations", path, changed), ADMIN)
    assert told(report) == [("B3", "differs_from_register")]
    assert "huyện Ví dụ ≠ Ủy ban nhân dân huyện Khác" in report.faults[0].params["differences"]


def test_only_who_may_write_organisations_imports_them(scene: Scene, path: Path) -> None:
    report = run(scene, ORGANISATIONS, written(scene, "organisations", path, [PROVINCE]))
    assert [reason.code for reason in report.refused] == ["not_permitted"]


def test_an_import_that_was_cut_off_is_gone_on_with_by_repeating_it(scene: Scene, path: Path) -> None:
    rows = [PROVINCE, *(replace(DISTRICT, code=f"H{number:03}") for number in range(150))]
    written(scene, "organisations", path, rows)
    with pytest.raises(KeyboardInterrupt):
        cut_off(scene, path)
    assert rows_of(scene, "SELECT COUNT(*) FROM organisation WHERE parent = 'T99'") == [(99,)]
    report = run(scene, ORGANISATIONS, path, ADMIN)
    assert (report.written, report.known["organisation"]) == (51, 100)
    assert verify(scene.office).faults == ()


def cut_off(scene: Scene, path: Path) -> None:
    """The import, stopped by its user once the first batch is kept."""

    def stop(_done: int, _total: int) -> None:
        raise KeyboardInterrupt

    import_workbook(scene.office, Caller(ADMIN), Load(ORGANISATIONS, path), good_rows=False, progress=stop)


def test_alternates_may_stand_above_those_they_stand_in_for(scene: Scene, path: Path) -> None:
    second = replace(CONTACT, code="DM02", alternate_of="DM01", email="hai@quangngai.example")
    third = replace(CONTACT, code="DM03", alternate_of="DM02")
    rows = [PROVINCE, DISTRICT, COMMUNE, MERGED, third, second, CONTACT]
    report = run(scene, ORGANISATIONS, written(scene, "organisations", path, rows), ADMIN)
    assert (told(report), report.written) == ([], 7)
    assert rows_of(scene, "SELECT alternate_of FROM contact ORDER BY code") == [(None,), ("DM01",), ("DM02",)]
    assert run(scene, ORGANISATIONS, path, ADMIN).known["contact"] == 3
    assert verify(scene.office).faults == ()


def test_alternates_that_make_no_sense_are_told_in_their_cell(scene: Scene, path: Path) -> None:
    elsewhere = replace(CONTACT, code="DM02", organisation="X02", alternate_of="DM01")
    unknown = replace(CONTACT, code="DM03", alternate_of="DM99")
    itself = replace(CONTACT, code="DM04", alternate_of="DM04")
    first, second = (
        replace(CONTACT, code="DM05", alternate_of="DM06"),
        replace(CONTACT, code="DM06", alternate_of="DM05"),
    )
    rows = [PROVINCE, DISTRICT, COMMUNE, MERGED, CONTACT, elsewhere, unknown, itself, first, second]
    report = run(scene, ORGANISATIONS, written(scene, "organisations", path, rows), ADMIN)
    assert sorted(told(report)) == [
        ("H3", "alternate_elsewhere"),
        ("H4", "contact_unknown"),
        ("H5", "alternate_of_itself"),
        ("H6", "contacts_in_circle"),
        ("H7", "contacts_in_circle"),
    ]
    assert report.written == 0
