"""Pages of score sheets that are lost, blank, exchanged or for something else: each is told, none is dropped."""

import json
import shutil
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result
from openpyxl import Workbook, load_workbook

from tests.cycle.cli.test_score_sheets import MARK, PAPERS, codes, filled, form, rows_of, run
from tests.cycle.cli.typed import Run
from tests.cycle.commands.councils.sitting import MEMBERS, Sitting

__all__ = ["form", "run"]

OTHER = "QNG2026-0099.1"


@pytest.fixture
def two(sitting: Sitting, form: Path) -> Workbook:
    """A filled workbook with a page of another dossier, which is not before the council, beside the one that is."""
    book = load_workbook(filled(form, sitting))
    page = book.copy_worksheet(book[sitting.dossier])
    page.title, page["A1"] = OTHER, f"ocop:{OTHER}"
    names = [cell.value for cell in book["ocop"][1]]
    book["ocop"].append([OTHER, names[1], OTHER, *names[3:]])
    return book


@pytest.fixture
def enter(sitting: Sitting, run: Run, tmp_path: Path) -> Any:
    """Enters a workbook for a member who has entered nothing, by trying it."""

    def entered(book: Workbook, *more: str) -> Result:
        book.save(tmp_path / "hai-trang.xlsx")
        words = ("sheet", "enter-many", sitting.session, str(tmp_path / "hai-trang.xlsx"), "--dry-run")
        return run(MEMBERS[1], *more, *words)

    return entered


def told(answer: Result) -> dict[str, Any]:
    """By dossier: what a page was refused for, else its result."""
    outcomes = json.loads(answer.stdout)["outcomes"]
    return {one["dossier"]: [why["code"] for why in one.get("reasons", ())] or one["result"] for one in outcomes}


def test_a_page_that_is_gone_or_renamed_is_told_with_its_file(
    sitting: Sitting, two: Workbook, enter: Any, tmp_path: Path
) -> None:
    two[OTHER].title = "Phiếu 1"
    renamed = enter(two, "--json")
    assert (renamed.exit_code, told(renamed)) == (3, {sitting.dossier: "done", OTHER: ["score_page_missing"]})
    words = enter(two).output
    assert f"{OTHER} ({tmp_path / 'hai-trang.xlsx'}): bị từ chối" in words
    assert "Sẽ nhận 1 phiếu; sẽ từ chối: 1; chưa điền: 0" in words
    del two["Phiếu 1"]
    assert told(enter(two, "--json"))[OTHER] == ["score_page_missing"]


@pytest.mark.parametrize(("spoil", "at"), [("delete_rows", 1), ("delete_cols", 1), ("delete_cols", 3)])
def test_a_page_that_is_not_as_it_was_written_is_not_read(
    sitting: Sitting, two: Workbook, enter: Any, spoil: str, at: int
) -> None:
    getattr(two[sitting.dossier], spoil)(at)
    answer = enter(two, "--json")
    assert (answer.exit_code, told(answer)[sitting.dossier]) == (3, ["score_page_changed"])


def test_a_page_that_is_not_filled_in_is_counted(sitting: Sitting, form: Path, enter: Any) -> None:
    empty = load_workbook(form)
    answer = enter(empty)
    assert (answer.exit_code, f"{sitting.dossier} (" in answer.output) == (1, True), "nothing was given at all"
    assert "chưa điền, không nhập" in answer.output
    assert told(enter(empty, "--json")) == {sitting.dossier: "blank"}


def test_one_page_may_be_left_blank(sitting: Sitting, two: Workbook, enter: Any) -> None:
    for row in range(2, two[OTHER].max_row + 1):
        two[OTHER][f"{MARK}{row}"] = None
    answer = enter(two, "--json")
    assert (answer.exit_code, told(answer)) == (0, {sitting.dossier: "done", OTHER: "blank"})


def test_pages_with_exchanged_names_are_refused(sitting: Sitting, two: Workbook, enter: Any) -> None:
    two[OTHER].title, two[sitting.dossier].title = "giữa", OTHER
    two["giữa"].title = sitting.dossier
    assert told(enter(two, "--json")) == {sitting.dossier: ["score_page_exchanged"], OTHER: ["score_page_exchanged"]}


def test_a_page_from_another_file_is_told(sitting: Sitting, two: Workbook, enter: Any) -> None:
    two["ocop"].delete_rows(2)
    assert told(enter(two, "--json")) == {sitting.dossier: "done", OTHER: ["score_page_strange"]}


def test_rows_that_were_sorted_away_from_their_keys_are_refused(
    sitting: Sitting, run: Run, form: Path, enter: Any
) -> None:
    rows, book = rows_of(form, sitting), load_workbook(filled(form, sitting))
    first, number = next(iter(sitting.answers.items()))
    page, row = book[sitting.dossier], rows[f"{first}={number}"]
    page[f"A{row}"], page[f"A{row + 1}"] = page[f"A{row + 1}"].value, page[f"A{row}"].value
    assert told(enter(book, "--json")) == {sitting.dossier: ["score_row_moved"]}


@pytest.mark.parametrize(
    ("other", "code"),
    [
        (("B1", "QNG2026-PH999"), "score_sheet_other_session"),
        (("B1", None), "score_sheet_of_producer"),
        (("D1", "qd148_2024"), "score_sheet_other_criteria"),
        (("E1", "9"), "score_sheet_other_set"),
        (("F1", "00"), "score_sheet_other_edition"),
        (("G1", "2"), "score_sheet_other_turn"),
    ],
)
def test_a_sheet_for_something_else_is_told_for_what(
    sitting: Sitting, run: Run, form: Path, other: tuple[str, str | None], code: str
) -> None:
    book, path = load_workbook(filled(form, sitting)), form.with_name("khac.xlsx")
    place, value = other
    book["ocop"][place] = value
    book.save(path)
    answer = run(MEMBERS[1], "--json", "sheet", "enter", sitting.session, sitting.dossier, str(path))
    assert (answer.exit_code, codes(answer)) == (3, [code])


def test_a_damaged_file_is_named_and_hinders_no_other(sitting: Sitting, run: Run, form: Path) -> None:
    folder = form.with_name("phieu-cua-toi")
    folder.mkdir()
    filled(form, sitting).rename(folder / "c.xlsx")
    (folder / "a.xlsx").write_bytes(form.read_bytes()[:2000])
    (folder / "b.xlsx").touch()
    answer = run(MEMBERS[1], "sheet", "enter-many", sitting.session, str(folder))
    assert answer.exit_code == 1, answer.output
    assert f"{folder / 'a.xlsx'}: không đọc được" in answer.output
    assert f"{folder / 'b.xlsx'}: không đọc được" in answer.output
    assert "Đã niêm phong 1 phiếu; bị từ chối: 0; chưa điền: 0; tệp không đọc được: 2." in answer.output


def test_two_sheets_that_differ_are_both_refused(sitting: Sitting, run: Run, form: Path) -> None:
    first, number = next(iter(sitting.answers.items()))
    row = rows_of(form, sitting)[f"{first}={number}"]
    copy = form.with_name("mot.xlsx")
    shutil.copy(filled(form, sitting), copy)
    other = filled(form, sitting, **{f"{PAPERS}{row}": f"{sitting.dossier}/advisory_report/1"})
    answer = run(MEMBERS[1], "--json", "sheet", "enter-many", sitting.session, str(copy), str(other))
    assert told(answer) == {sitting.dossier: ["score_sheet_several"]}
    assert json.loads(run(MEMBERS[1], "--json", "sheet", "show", sitting.session, sitting.dossier).stdout) == []


def test_a_refusal_names_roles_by_their_titles_and_none_of_a_level_that_is_gone(
    sitting: Sitting, run: Run, form: Path
) -> None:
    words = ("sheet", "enter-many", sitting.session, str(filled(form, sitting)))
    answer = run("thu_ky_tinh", *words)
    assert answer.exit_code == 3
    assert "Thành viên Hội đồng đánh giá, phân hạng cấp tỉnh" in answer.output
    assert "_council_" not in answer.output
    assert "cấp huyện" not in answer.output


def test_a_scan_that_is_none_is_called_by_what_it_is(sitting: Sitting, run: Run, form: Path) -> None:
    scan = form.with_name("phieu.txt")
    scan.write_text("hello")
    own = ("sheet", "enter-many", sitting.session, str(filled(form, sitting)), "--scan", str(scan))
    for account, more in ((MEMBERS[1], ()), ("thu_ky_tinh", ("--member", "04"))):
        answer = run(account, *own, *more)
        assert answer.exit_code == 3
        assert "Nội dung của tệp là văn bản thuần; chỉ nhận: ảnh JPEG, PDF, ảnh PNG." in answer.output
