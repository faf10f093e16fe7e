"""Score sheets as workbooks: written, filled in, entered, and refused for everything that is wrong with them."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result
from openpyxl import load_workbook

from tests.cycle.cli.typed import Run, typed_on
from tests.cycle.commands.councils.sitting import MEMBERS, Sitting

MARK, POINTS, PAPERS = "I", "J", "K"


@pytest.fixture
def run(sitting: Sitting, sqlite_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    return typed_on(sqlite_url, tmp_path / "data", monkeypatch)


def rows_of(path: Path, sitting: Sitting) -> dict[str, int]:
    """The rows of a sheet by their keys."""
    sheet = load_workbook(path)[sitting.dossier]
    return {str(sheet.cell(row, 1).value): row for row in range(2, sheet.max_row + 1)}


def filled(path: Path, sitting: Sitting, **cells: Any) -> Path:
    """The best sheet with some cells changed, by their places."""
    rows, book = rows_of(path, sitting), load_workbook(path)
    sheet = book[sitting.dossier]
    for code, number in sitting.answers.items():
        sheet[f"{MARK}{rows[f'{code}={number}']}"] = "x"
    for place, value in cells.items():
        sheet[place] = value
    target = path.with_name("da-dien.xlsx")
    book.save(target)
    return target


@pytest.fixture
def form(sitting: Sitting, run: Run, tmp_path: Path) -> Path:
    path = tmp_path / "phieu.xlsx"
    written = run("thu_ky_tinh", "sheet", "template", sitting.session, str(path))
    assert written.exit_code == 0, written.output
    return path


def codes(answer: Result) -> list[str]:
    return [one["code"] for one in json.loads(answer.output)["reasons"]]


def test_a_member_marks_a_workbook_and_enters_it(sitting: Sitting, run: Run, form: Path) -> None:
    first, number = next(iter(sitting.answers.items()))
    row = rows_of(form, sitting)[f"{first}={number}"]
    paper = f"{sitting.dossier}/advisory_report/1"
    path = filled(form, sitting, **{f"{PAPERS}{row}": paper})
    entered = run(MEMBERS[1], "sheet", "enter", sitting.session, sitting.dossier, str(path))
    assert entered.exit_code == 0, entered.output
    own = json.loads(run(MEMBERS[1], "--json", "sheet", "show", sitting.session, sitting.dossier).output)
    assert own[0]["said"]["answers"] == sitting.answers
    assert own[0]["said"]["papers"] == {first: [paper]}
    hidden = load_workbook(form)
    assert hidden["ocop"].sheet_state == "hidden"
    assert hidden[sitting.dossier].column_dimensions["A"].hidden


def test_typed_points_are_taken_where_one_option_has_them(sitting: Sitting, run: Run, form: Path) -> None:
    rows = rows_of(form, sitting)
    given = sitting.given
    code, one = next(
        (code, one)
        for code, one in given.criteria.items()
        if not one.only_if and len({one.points(at) for at in range(1, one.last + 1)}) == one.last == 3
    )
    most = max(range(1, one.last + 1), key=one.points)
    cells = {f"{MARK}{rows[f'{code}={most}']}": None, f"{POINTS}{rows[f'{code}=1']}": one.points(most)}
    entered = run(MEMBERS[2], "sheet", "enter-many", sitting.session, str(filled(form, sitting, **cells)))
    assert entered.exit_code == 0, entered.output
    wrong = {**cells, f"{POINTS}{rows[f'{code}=1']}": one.most + 1}
    path = str(filled(form, sitting, **wrong))
    answer = run(MEMBERS[3], "--json", "sheet", "enter", sitting.session, sitting.dossier, path)
    assert (answer.exit_code, codes(answer)) == (3, ["points_over_maximum"])


def test_a_folder_of_workbooks_is_entered_sheet_by_sheet(sitting: Sitting, run: Run, form: Path) -> None:
    folder, many = form.with_name("phieu-cua-toi"), ("sheet", "enter-many", sitting.session)
    folder.mkdir()
    empty = run(MEMBERS[1], *many, str(folder))
    assert empty.exit_code == 2
    assert "không có tệp .xlsx nào" in empty.output
    filled(form, sitting).rename(folder / "mot.xlsx")
    (folder / "~$mot.xlsx").write_bytes(b"open elsewhere")
    (folder / "hai.xlsx").write_bytes((folder / "mot.xlsx").read_bytes())
    entered = run(MEMBERS[1], "--json", *many, str(folder))
    assert [one["result"] for one in json.loads(entered.output)["outcomes"]] == ["done", "done"]
    told = json.loads(run(MEMBERS[1], "--json", "sheet", "show", sitting.session, sitting.dossier).output)
    assert len(told) == 1, "the same sheet twice in one run is the same request"


def wrongs(sitting: Sitting, rows: Mapping[str, int]) -> dict[str, dict[str, Any]]:
    first, number = next(iter(sitting.answers.items()))
    other = 1 if number != 1 else 2
    row, last = rows[f"{first}={number}"], max(rows.values()) + 3
    return {
        "score_two_marks": {f"{MARK}{rows[f'{first}={other}']}": "x"},
        "criterion_unanswered": {f"{MARK}{row}": None},
        "score_mark_wrong": {f"{MARK}{row}": "có"},
        "score_cell_wrong": {f"{MARK}{row}": "=1+1"},
        "score_row_unknown": {f"{MARK}{last}": "x"},
        "score_points_wrong": {f"{POINTS}{row}": "hai"},
        "points_of_other_option": {f"{POINTS}{row}": sitting.given.criteria[first].points(other)},
    }


@pytest.mark.parametrize(
    "code",
    [
        "score_two_marks",
        "criterion_unanswered",
        "score_mark_wrong",
        "score_cell_wrong",
        "score_row_unknown",
        "score_points_wrong",
        "points_of_other_option",
    ],
)
def test_a_sheet_is_refused_for_its_rows(sitting: Sitting, run: Run, form: Path, code: str) -> None:
    path = filled(form, sitting, **wrongs(sitting, rows_of(form, sitting))[code])
    answer = run(MEMBERS[1], "--json", "sheet", "enter", sitting.session, sitting.dossier, str(path))
    assert (answer.exit_code, codes(answer)) == (3, [code])


def test_a_sheet_of_another_session_or_none_of_ours_is_refused(sitting: Sitting, run: Run, form: Path) -> None:
    book = load_workbook(filled(form, sitting))
    book["ocop"]["B1"] = "QNG2026-PH999"
    other = form.with_name("khac.xlsx")
    book.save(other)
    about = ("sheet", "enter", sitting.session, sitting.dossier)
    assert codes(run(MEMBERS[1], "--json", *about, str(other))) == ["score_sheet_other_session"]
    book["ocop"]["B1"], book["ocop"]["F1"] = sitting.session, "00"
    book.save(other)
    assert codes(run(MEMBERS[1], "--json", *about, str(other))) == ["score_sheet_other_edition"]
    del book["ocop"]
    book.save(other)
    assert codes(run(MEMBERS[1], "--json", *about, str(other))) == ["score_sheet_unmarked"]
    damaged = form.with_name("hong.xlsx")
    damaged.write_bytes(form.read_bytes()[:2000])
    answer = run(MEMBERS[1], *about, str(damaged))
    assert answer.exit_code == 3
    assert "hỏng" in answer.output
