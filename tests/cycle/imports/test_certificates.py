"""Certificates of former years come in as dossiers, entered from paper, and never twice."""

import json
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from cycle.imports import Load, certificates, survey_workbook
from cycle.queries.verification import verify
from tests.conftest import TestClock
from tests.cycle.imports.workbooks import CERTIFICATE, rows_of, run, spoil, told, written
from tests.scene import PROGRAMME, Scene

KIND = certificates(PROGRAMME)
OLD = replace(
    CERTIFICATE,
    number="7/2019/OCOP",
    issued=date(2019, 5, 2),
    decision_date=date(2019, 5, 2),
    state="certificate.expired",
    ended=date(2022, 5, 2),
)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "giấy chứng nhận.xlsx"


def test_a_valid_certificate_runs_out_36_months_after_its_issue(scene: Scene, path: Path) -> None:
    report = run(scene, KIND, written(scene, "certificates", path, [CERTIFICATE, OLD]))
    assert (told(report), report.written) == ([], 2)
    rows = rows_of(scene, "SELECT code, state, final, opened, happened, version FROM dossier ORDER BY code")
    assert rows == [
        ("QNG2024-0001", "certificate.valid", None, "2022-06-20", "2022-06-20", 1),
        ("QNG2024-0002", "certificate.expired", "expired", "2019-05-02", "2022-05-02", 1),
    ]
    assert rows_of(scene, "SELECT dossier, name, starts, last_day FROM deadline") == [
        ("QNG2024-0001", "expiry", "2022-06-20", "2025-06-20")
    ]
    (payload,) = rows_of(scene, "SELECT payload FROM record WHERE stream = 'dossier/QNG2024-0001'")[0]
    opened = json.loads(payload)
    assert opened["entered"] == {"source": "paper", "basis": "512/QĐ-UBND"}
    assert opened["values"]["issuer"] == "Ủy ban nhân dân tỉnh Quảng Ngãi"
    assert verify(scene.office).faults == ()


def test_the_same_again_creates_nothing_and_other_content_is_told(scene: Scene, path: Path) -> None:
    run(scene, KIND, written(scene, "certificates", path, [CERTIFICATE, OLD]))
    again = run(scene, KIND, path)
    assert (told(again), again.written, again.known) == ([], 0, {"certificate": 2})
    changed = replace(CERTIFICATE, stars=5, issued=date(2022, 6, 21))
    report = run(scene, KIND, written(scene, "certificates", path, [changed]))
    assert told(report) == [("C2", "differs_from_register")]
    assert report.faults[0].params["differences"] == "Số sao: 4 ≠ 5; Ngày cấp: 20/06/2022 ≠ 21/06/2022"


def test_what_differs_is_told_by_titles_and_labels(scene: Scene, path: Path) -> None:
    run(scene, KIND, written(scene, "certificates", path, [OLD]))
    valid = replace(OLD, state=None, ended=None)
    report = run(scene, KIND, written(scene, "certificates", path, [valid]))
    assert told(report) == [("H2", "differs_from_register")]
    expected = "Tình trạng: Hết hiệu lực ≠ —; Ngày hết hiệu lực: 02/05/2022 ≠ —"
    assert report.faults[0].params["differences"] == expected


def test_an_issuer_that_looks_like_a_code_and_is_none_is_named(scene: Scene, path: Path) -> None:
    rows = [replace(CERTIFICATE, issuer="KHONGCO"), replace(OLD, issuer="Ủy ban nhân dân huyện Trà Bồng")]
    report = run(scene, KIND, written(scene, "certificates", path, rows))
    assert (told(report), report.written) == ([], 2)
    assert [(f"{one.column}{one.row}", one.code) for one in report.warnings] == [("G2", "issuer_as_name")]


def test_every_bad_cell_is_told_and_nothing_is_written(scene: Scene, path: Path) -> None:
    scene.add_product(2)
    rows = [
        CERTIFICATE,
        replace(CERTIFICATE, number="16", issued=date(2022, 6, 22)),
        replace(CERTIFICATE, number="17", product="SP404"),
        replace(CERTIFICATE, number="18", product="SP002", issued=date(2024, 3, 6)),
        replace(CERTIFICATE, number="19", product="SP002", decision_date=date(2022, 6, 21)),
        replace(OLD, number="20", ended=None),
        replace(OLD, number="21", ended=date(2019, 5, 1)),
        replace(CERTIFICATE, number="22", product="SP002", ended=date(2024, 3, 1)),
        replace(CERTIFICATE, number="23", product="SP002"),
        replace(CERTIFICATE, number="23", product="SP002"),
        replace(CERTIFICATE, number="24", product="SP002"),
    ]
    spoil(written(scene, "certificates", path, rows), C12=2, D12="20/06/1999", H12="Mất")
    report = run(scene, KIND, path)
    assert told(report) == [
        ("B3", "certificate_held_in_row"),
        ("B4", "product_unknown"),
        ("D5", "happened_in_future"),
        ("D6", "issued_before_decision"),
        ("I7", "ended_day_missing"),
        ("I8", "dates_out_of_order"),
        ("I9", "ended_while_valid"),
        ("A10", "double_identity"),
        ("A11", "double_identity"),
        ("C12", "out_of_range"),
        ("D12", "unlikely_date"),
        ("H12", "unknown_choice"),
    ]
    assert rows_of(scene, "SELECT code FROM dossier") == []


def test_a_dry_run_finds_the_same_and_writes_nothing(scene: Scene, path: Path) -> None:
    written(scene, "certificates", path, [CERTIFICATE, replace(CERTIFICATE, number="17", product="SP404")])
    survey = survey_workbook(scene.office, scene.secretariat, Load(KIND, path))
    assert (told(survey), survey.new) == ([("B3", "product_unknown")], {"certificate": 1})
    assert rows_of(scene, "SELECT code FROM dossier") == []
    report = run(scene, KIND, path, good_rows=True)
    assert (report.faults, report.written) == (survey.faults, 1)


def test_a_second_valid_certificate_of_a_product_is_refused(scene: Scene, path: Path) -> None:
    run(scene, KIND, written(scene, "certificates", path, [CERTIFICATE]))
    other = replace(CERTIFICATE, number="99/2023/OCOP")
    assert told(run(scene, KIND, written(scene, "certificates", path, [other]))) == [("B2", "certificate_held")]


@pytest.mark.parametrize(("account", "code"), [("huyen", "not_permitted"), ("kiem_tra", "not_permitted")])
def test_only_the_secretariat_enters_what_is_on_paper(scene: Scene, path: Path, account: str, code: str) -> None:
    report = run(scene, KIND, written(scene, "certificates", path, [CERTIFICATE]), account)
    assert [reason.code for reason in report.refused] == [code]


def test_a_programme_that_is_not_open_takes_nothing(scene: Scene, path: Path) -> None:
    report = run(scene, certificates("QNG2023"), written(scene, "certificates", path, [CERTIFICATE]))
    assert [reason.code for reason in report.refused] == ["programme_unknown"]


def test_an_entered_certificate_goes_on_like_any_other(scene: Scene, path: Path, clock: TestClock) -> None:
    issued = replace(CERTIFICATE, issued=date(2021, 3, 1), decision_date=date(2021, 3, 1))
    run(scene, KIND, written(scene, "certificates", path, [issued]))
    clock.set("2024-03-06T02:00:00+00:00")
    scene.done("QNG2024-0001", "expire", "to_chuc")
    assert rows_of(scene, "SELECT state, opened FROM dossier") == [("certificate.expired", "2021-03-01")]
    assert verify(scene.office).faults == ()
    again = run(scene, KIND, path)
    assert (told(again), again.known) == ([], {"certificate": 1})
