"""Dossiers under way come in at their states, entered from paper, go on from there, and never come in twice."""

import json
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from openpyxl import load_workbook

from cycle.answers import Done
from cycle.commands.permits import Caller
from cycle.commands.register import register
from cycle.imports import Load, dossiers, import_workbook
from cycle.queries.verification import verify
from cycle.sheets import explain
from tests.conftest import TestClock
from tests.cycle.imports.workbooks import EVALUATION, SEASON, WAITING, rows_of, run, spoil, told, written
from tests.scene import COMMUNE, DISTRICT, PROGRAMME, Scene
from workflows.verdict import Refusal

KIND = dossiers(PROGRAMME)
DECISION = {"number": "45/QĐ-UBND", "date": "2024-03-05"}
RECOGNISED = {"district_decision": DECISION, "certificate": "01/2024/OCOP", "issued": "05/03/2024"}


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "hồ sơ.xlsx"


def states(scene: Scene) -> list[tuple[str, ...]]:
    return rows_of(scene, "SELECT code, state, opened, happened FROM dossier ORDER BY code")


def test_a_season_is_opened_at_its_state_and_its_clock_runs_from_the_day_it_came_there(
    scene: Scene, path: Path
) -> None:
    report = run(scene, KIND, written(scene, "dossiers", path, [SEASON]))
    assert (told(report), report.written) == ([], 1)
    assert states(scene) == [("QNG2024-0001", "idea.screening", "2024-01-10", "2024-03-01")]
    assert rows_of(scene, "SELECT name, starts, last_day, status FROM deadline") == [
        ("screening", "2024-03-01", "2024-03-11", "open")
    ]
    (payload,) = rows_of(scene, "SELECT payload FROM record WHERE stream = 'dossier/QNG2024-0001'")[0]
    assert json.loads(payload)["entered"] == {"source": "paper", "basis": "Sổ theo dõi OCOP năm 2024, trang 3"}
    assert "Chị Ví Dụ" not in payload
    assert verify(scene.office).faults == ()


def test_it_goes_on_from_there_as_any_dossier_does(scene: Scene, path: Path) -> None:
    run(scene, KIND, written(scene, "dossiers", path, [SEASON]))
    scene.done("QNG2024-0001", "accept", "xa")
    assert states(scene)[0][:2] == ("QNG2024-0001", "idea.selection")
    assert rows_of(scene, "SELECT name, status FROM deadline ORDER BY name") == [
        ("screening", "closed"),
        ("selection", "open"),
    ]
    again = run(scene, KIND, path)
    assert (told(again), again.written, again.known) == ([], 0, {"dossier": 1})
    assert verify(scene.office).faults == ()


def test_an_evaluation_comes_in_under_the_season_that_waits_for_it(scene: Scene, path: Path) -> None:
    report = run(scene, KIND, written(scene, "dossiers", path, [EVALUATION, WAITING]))
    assert (told(report), report.warnings, report.written) == ([], (), 2)
    assert states(scene) == [
        ("QNG2024-0001", "evaluation.under_evaluation", "2024-01-10", "2024-03-01"),
        ("QNG2024-0001.1", "district.concluded", "2024-03-01", "2024-03-04"),
    ]
    assert rows_of(scene, "SELECT root, parent FROM dossier WHERE code = 'QNG2024-0001.1'") == [
        ("QNG2024-0001", "QNG2024-0001")
    ]
    scene.done("QNG2024-0001.1", "recognise_3", "chu_tich_huyen", values=RECOGNISED)
    assert [row[1] for row in states(scene)] == ["promotion.recognised", "district.recognised", "certificate.valid"]
    assert verify(scene.office).faults == ()
    again = run(scene, KIND, path)
    assert (told(again), again.written, again.known) == ([], 0, {"dossier": 2})


def test_who_did_an_earlier_act_on_paper_may_not_do_the_one_that_needs_another(scene: Scene, path: Path) -> None:
    both = register.Holding("chu_tich_huyen", "district_council_secretary", DISTRICT, date(2024, 3, 4))
    assert isinstance(register.grant_role(scene.office, scene.admin, both), Done)
    same = replace(EVALUATION, acts={"record_result": "chu_tich_huyen"})
    run(scene, KIND, written(scene, "dossiers", path, [WAITING, same]))
    answer = scene.fire("QNG2024-0001.1", "recognise_3", "chu_tich_huyen", values=RECOGNISED)
    assert isinstance(answer, Refusal)
    assert [reason.code for reason in answer.reasons] == ["same_person"]


def test_an_act_of_which_nobody_said_who_did_it_is_warned_of_and_must_be_done_again(scene: Scene, path: Path) -> None:
    unknown = replace(EVALUATION, acts={})
    report = run(scene, KIND, written(scene, "dossiers", path, [WAITING, unknown]))
    assert told(report) == []
    assert [(one.column, one.row, one.code) for one in report.warnings] == [("G", 3, "act_left_unknown")]
    answer = scene.fire("QNG2024-0001.1", "recognise_3", "chu_tich_huyen", values=RECOGNISED)
    assert isinstance(answer, Refusal)
    assert [reason.code for reason in answer.reasons] == ["act_not_known"]


FAULTS = [
    (replace(SEASON, product="SP404"), "A2", "product_unknown"),
    (replace(SEASON, state="Cấp xã rà xoát"), "C2", "unknown_choice"),
    (replace(SEASON, state="closed.withdrawn"), "C2", "state_not_under_way"),
    (replace(SEASON, began=date(2023, 12, 31)), "D2", "outside_season"),
    (replace(SEASON, since=date(2024, 3, 6)), "E2", "happened_in_future"),
    (replace(SEASON, since=date(2024, 1, 9)), "E2", "dates_out_of_order"),
    (replace(SEASON, values={"score": "80"}), "F2", "value_not_of_workflow"),
    (replace(SEASON, values={"document": "P-1"}), "F2", "value_is_paper"),
    (replace(SEASON, acts={"record_result": "xa"}), "G2", "act_not_asked_for"),
    (WAITING, "C2", "child_not_entered"),
    (EVALUATION, "B2", "season_row_missing"),
]


@pytest.mark.parametrize(("row", "cell", "code"), FAULTS)
def test_a_bad_row_is_told_in_its_cell(scene: Scene, path: Path, row: object, cell: str, code: str) -> None:
    report = run(scene, KIND, written(scene, "dossiers", path, [row]))  # type: ignore[list-item]  # written takes rows of each kind
    assert told(report) == [(cell, code)]
    assert states(scene) == []


def test_values_and_acts_are_written_by_their_titles_and_read_by_titles_or_names(scene: Scene, path: Path) -> None:
    written(scene, "dossiers", path, [WAITING, EVALUATION])
    spoil(path, F3="diem danh gia=82,5; Số sao=4", G3="Ghi kết quả đánh giá, phân hạng=thu_ky_huyen")
    assert (told(run(scene, KIND, path)), len(states(scene))) == ([], 2)
    spoil(path, F3="score=82,5; stars=4", G3="record_result=thu_ky_huyen")
    assert run(scene, KIND, path).known == {"dossier": 2}


def test_a_value_that_no_workflow_calls_so_is_told_with_the_nearest_title(scene: Scene, path: Path) -> None:
    spoil(written(scene, "dossiers", path, [WAITING, EVALUATION]), F3="Số saoo=4; Điểm đánh giá=82,5")
    report = run(scene, KIND, path)
    assert ("F3", "value_not_of_workflow") in told(report)
    text = next(explain(one) for one in report.faults if one.column == "F")
    assert "“Số saoo”" in text
    assert "Quyết định công nhận của cấp huyện.số" in text
    assert "Có phải ý là “Số sao”?" in text


def test_the_guide_lists_the_titles_of_the_values_of_every_workflow(scene: Scene, path: Path) -> None:
    guide = load_workbook(written(scene, "dossiers", path, [])).worksheets[0]
    listed = {cell.value for row in guide.iter_rows() for cell in row}
    assert {"Số sao", "Quyết định công nhận của cấp tỉnh.ngày"} <= listed
    assert "Biên bản họp Hội đồng" not in listed, "papers are not written here"


PAIRS = [
    (SEASON, EVALUATION, [("B3", "parent_waits_for_none")]),
    (WAITING, replace(EVALUATION, began=date(2024, 3, 2)), [("D3", "child_of_other_day")]),
    (WAITING, replace(EVALUATION, values={}), [("F3", "value_not_entered"), ("F3", "value_not_entered")]),
    (
        WAITING,
        replace(EVALUATION, values={"score": "200", "stars": "6"}),
        [("F3", "score_out_of_range"), ("F3", "value_malformed")],
    ),
    (WAITING, replace(EVALUATION, acts={"record_result": "ai_do"}), [("G3", "account_unknown")]),
    (replace(WAITING, product="SP002"), EVALUATION, [("C2", "child_not_entered"), ("B3", "season_row_missing")]),
]


@pytest.mark.parametrize(("season", "evaluation", "expected"), PAIRS)
def test_the_two_rows_of_a_product_must_fit(
    scene: Scene, path: Path, season: object, evaluation: object, expected: list[tuple[str, str]]
) -> None:
    scene.add_product(2)
    report = run(scene, KIND, written(scene, "dossiers", path, [season, evaluation]), good_rows=True)  # type: ignore[list-item]  # written takes rows of each kind
    assert told(report) == expected
    assert states(scene) == []


def test_cells_that_cannot_be_read_are_told_with_the_others(scene: Scene, path: Path) -> None:
    spoil(written(scene, "dossiers", path, [SEASON]), B2="Quy trình lạ", D2="hôm qua", F2="82,5", H2=None)
    assert told(run(scene, KIND, path)) == [
        ("B2", "unknown_choice"),
        ("D2", "not_a_date"),
        ("F2", "value_without_name"),
        ("H2", "blank"),
    ]


def test_a_misspelt_state_is_told_with_the_one_that_is_meant(scene: Scene, path: Path) -> None:
    report = run(scene, KIND, written(scene, "dossiers", path, [replace(SEASON, state="Cấp xã rà xoát")]))
    assert report.faults[0].params["nearest"] == "Ý tưởng sản phẩm: Cấp xã rà soát"


def test_a_dossier_that_the_system_opened_is_left_to_a_person(scene: Scene, path: Path) -> None:
    scene.open()
    report = run(scene, KIND, written(scene, "dossiers", path, [SEASON]))
    assert told(report) == [("A2", "dossier_begun_here")]


def test_what_was_entered_otherwise_is_told(scene: Scene, path: Path) -> None:
    run(scene, KIND, written(scene, "dossiers", path, [SEASON]))
    other = replace(SEASON, state="idea.drafting", since=date(2024, 3, 2))
    report = run(scene, KIND, written(scene, "dossiers", path, [other]))
    assert told(report) == [("C2", "differs_from_register")]
    assert report.faults[0].params["differences"] == (
        "Trạng thái: Ý tưởng sản phẩm: Cấp xã rà soát ≠ Ý tưởng sản phẩm: Đang lập phiếu đăng ký ý tưởng; "
        "Ngày chuyển đến trạng thái này: 01/03/2024 ≠ 02/03/2024"
    )


def test_a_run_that_was_cut_off_is_gone_on_with_by_repeating_it(scene: Scene, path: Path, clock: TestClock) -> None:
    for number in range(2, 122):
        scene.add_product(number, COMMUNE)
    rows = [replace(SEASON, product=f"SP{number:03d}") for number in range(1, 122)]
    written(scene, "dossiers", path, rows)

    def stop(_done: int, _total: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        import_workbook(scene.office, Caller("to_chuc"), Load(KIND, path), good_rows=False, progress=stop)
    assert len(states(scene)) == 100
    clock.advance(timedelta(minutes=1))
    report = run(scene, KIND, path)
    assert (report.written, report.known) == (21, {"dossier": 100})
    assert len(states(scene)) == 121
    assert verify(scene.office).faults == ()


@pytest.mark.parametrize(
    ("changes", "columns"),
    [
        ({"basis": "Sổ khác"}, "“Căn cứ trên giấy”"),
        ({"note": "Anh Khác giữ phiếu"}, "“Ghi chú”"),
        ({"note": None}, "“Ghi chú”"),
        ({"basis": "Sổ khác", "note": "Anh Khác giữ phiếu"}, "“Căn cứ trên giấy”, “Ghi chú”"),
        ({}, None),
    ],
)
def test_another_basis_or_note_is_named_and_not_taken(
    scene: Scene, path: Path, changes: dict[str, str], columns: str | None
) -> None:
    run(scene, KIND, written(scene, "dossiers", path, [SEASON]))
    report = run(scene, KIND, written(scene, "dossiers", path, [replace(SEASON, **changes)]))  # type: ignore[arg-type]  # each value is of its own field
    assert (told(report), report.known) == ([], {"dossier": 1})
    assert [one.params["columns"] for one in report.warnings] == ([columns] if columns else [])
    assert not any("Khác" in str(one.params) for one in report.warnings)
