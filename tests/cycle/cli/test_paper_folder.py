"""A folder of files with the sheet that says what they are."""

import shutil
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from tests.cycle.cli.conftest import Province
from tests.pdf import pdf_of

ONE, TWO = "QNG2024-0001", "QNG2024-0002"
FORM = "Phiếu đăng ký ý tưởng sản phẩm mới (Biểu số 01)"
NAMES = (
    "file",
    "first_page",
    "last_page",
    "paper",
    "holder_kind",
    "holder",
    "received",
    "issued",
    "expires",
    "supplied_by",
)
COLUMNS = dict(zip(NAMES, "ABCDEFGHIJ", strict=True))


@pytest.fixture
def scans(season: Province) -> Province:
    """A folder of two files and a bundle, one of them below."""
    folder = season.folder / "scans"
    (folder / "xa").mkdir(parents=True)
    (folder / "phiếu 1.pdf").write_bytes(pdf_of(1, "one"))
    (folder / "xa" / "phiếu 2.pdf").write_bytes(pdf_of(1, "two"))
    (folder / "big.pdf").write_bytes(pdf_of(20))
    return season


def row(**cells: Any) -> dict[str, Any]:
    return {"paper": FORM, "holder_kind": "hồ sơ", "holder": ONE, "received": "05/03/2024", **cells}


GOOD = (
    row(file="Phiếu 1.PDF"),
    row(file="xa/phiếu 2.pdf", holder=TWO, holder_kind=None, paper="idea_form_new"),
    row(file="big.pdf", first_page=1, last_page=3, supplied_by="CT-4300100001"),
    row(file="big.pdf", first_page=4, holder=TWO),
)


def index(province: Province, rows: Iterable[dict[str, Any]], name: str = "index.xlsx") -> None:
    """An index filled in as a person would, on the template."""
    file = province.folder / "scans" / name
    file.unlink(missing_ok=True)
    province.done("to_chuc", "paper", "index-template", str(file))
    book = load_workbook(file)
    sheet = book["Bảng kê giấy tờ"]
    for number, cells in enumerate(rows, 2):
        for column, value in cells.items():
            sheet[f"{COLUMNS[column]}{number}"] = value
    book.save(file)


def add(province: Province, *words: str, account: str = "to_chuc") -> Any:
    return province.told(account, "paper", "add-folder", "scans", *words)


def papers(province: Province) -> list[Any]:
    return list(province.told("to_chuc", "paper", "list", "--sort", "code")["rows"])


def kept(province: Province) -> list[Path]:
    return [file for file in (province.folder / "data" / "files").rglob("*") if file.is_file()]


def faults(told: Any) -> list[tuple[str, str]]:
    return [(fault["place"].partition("!")[2], fault["code"]) for fault in told["faults"]]


def test_a_folder_is_entered_as_its_index_says(scans: Province) -> None:
    index(scans, GOOD)
    told = add(scans)
    assert (told["faults"], told["written"], told["known"]) == ([], 4, 0)
    rows = papers(scans)
    assert [(one["code"], one["file_name"], one["pages_from"], one["pages_to"]) for one in rows] == [
        (f"{ONE}/idea_form_new/1", "phiếu 1.pdf", None, None),
        (f"{ONE}/idea_form_new/2", "big.pdf", 1, 3),
        (f"{TWO}/idea_form_new/1", "phiếu 2.pdf", None, None),
        (f"{TWO}/idea_form_new/2", "big.pdf", 4, 4),
    ]
    assert [one["on_behalf"] for one in rows] == [None, "producer:CT-4300100001", None, None]
    assert len(kept(scans)) == 3
    assert scans.by("to_chuc", "history", "verify").exit_code == 0


def test_a_second_run_enters_nothing_twice_and_goes_on_where_it_stopped(scans: Province) -> None:
    index(scans, GOOD[:2])
    add(scans)
    index(scans, GOOD)
    again = add(scans)
    assert (again["written"], again["known"], again["faults"]) == (2, 2, [])
    third = add(scans)
    assert (third["written"], third["known"], len(papers(scans))) == (0, 4, 4)


def test_a_dry_run_finds_the_same_and_keeps_nothing(scans: Province) -> None:
    index(scans, [*GOOD, row(file="lost.pdf")])
    dry, real = add(scans, "--dry-run"), add(scans)
    assert dry["faults"] == real["faults"]
    assert (dry["new"], real["new"], dry["written"], real["written"]) == (4, 4, 0, 0)
    assert papers(scans) == kept(scans) == []


BAD = (
    (row(file="lost.pdf"), [("A2", "file_not_in_folder")]),
    (row(file="../form.pdf"), [("A2", "file_outside")]),
    (row(file="/etc/passwd"), [("A2", "file_outside")]),
    (row(file="..\\form.pdf"), [("A2", "file_outside")]),
    (row(file="link.pdf"), [("A2", "file_is_link")]),
    (row(file="below/secret.pdf"), [("A2", "file_not_in_folder")]),
    (row(file="page.html"), [("A2", "paper_wrong_media")]),
    (row(file="empty.pdf"), [("A2", "file_empty")]),
    (row(file="big.pdf", first_page=19, last_page=21), [("B2", "pages_beyond")]),
    (row(file="big.pdf", first_page=9, last_page=8), [("B2", "pages_out_of_order")]),
    (row(file="big.pdf", last_page=8), [("B2", "pages_without_first")]),
    (row(file="page.html", first_page=1), [("B2", "pages_of_other")]),
    (row(file="big.pdf", first_page="x"), [("B2", "out_of_range")]),
    (row(file="big.pdf", holder="QNG2024-0099"), [("F2", "holder_unknown")]),
    (row(file="big.pdf", holder_kind="sản phẩm", holder="SP001"), [("E2", "paper_wrong_holder")]),
    (row(file="big.pdf", paper="Phiếu lạ"), [("D2", "unknown_choice")]),
    (row(file="big.pdf", received="06/03/2024"), [("G2", "happened_in_future")]),
    (row(file="big.pdf", issued="06/03/2024"), [("H2", "paper_issued_after")]),
    (row(file="big.pdf", expires="06/03/2025"), [("I2", "paper_never_expires")]),
    (row(file="big.pdf", supplied_by="CT-1"), [("J2", "supplier_unknown")]),
    (row(file="lost.pdf", holder="QNG2024-0099", issued="06/03/2024"), ["F2", "A2", "H2"]),
)


@pytest.mark.parametrize(("cells", "told"), BAD, ids=[f"row {number}" for number in range(len(BAD))])
def test_what_is_wrong_with_a_row_is_told_in_its_cell_and_nothing_is_kept(
    scans: Province, cells: dict[str, Any], told: list[Any]
) -> None:
    folder = scans.folder / "scans"
    scans.form(pdf_of(1))
    (folder / "link.pdf").symlink_to(scans.folder / "form.pdf")
    outside = scans.folder / "outside"
    outside.mkdir()
    (outside / "secret.pdf").write_bytes(pdf_of(1))
    (folder / "below").symlink_to(outside)
    (folder / "page.html").write_bytes(b"<!DOCTYPE html><html>")
    (folder / "empty.pdf").write_bytes(b"")
    index(scans, [cells])
    found = faults(add(scans))
    assert (found if isinstance(told[0], tuple) else [place for place, _ in found]) == told
    assert papers(scans) == kept(scans) == []


def test_rows_that_say_the_same_are_told(scans: Province) -> None:
    same = row(file="big.pdf", first_page=1, last_page=2)
    index(scans, [same, {**same, "received": "04/03/2024"}, row(file="phiếu 1.pdf"), row(file="phiếu 1.pdf")])
    assert faults(add(scans)) == [("A3", "row_repeated"), ("A5", "row_repeated")]


def test_a_file_that_no_row_names_is_a_warning(scans: Province) -> None:
    (scans.folder / "scans" / ".hidden").write_text("x")
    (scans.folder / "scans" / "~$index.xlsx").write_text("x")
    index(scans, GOOD[2:])
    told = add(scans)
    assert {warning["params"]["name"] for warning in told["warnings"]} == {"phiếu 1.pdf", "xa/phiếu 2.pdf"}
    assert told["written"] == 2


def test_good_rows_are_entered_where_that_is_asked(scans: Province) -> None:
    index(scans, [*GOOD, row(file="lost.pdf")])
    assert scans.by("to_chuc", "paper", "add-folder", "scans").exit_code == 1
    assert papers(scans) == []
    told = add(scans, "--good-rows")
    assert (told["written"], faults(told)) == (4, [("A6", "file_not_in_folder")])
    said = scans.by("to_chuc", "paper", "add-folder", "scans", "--good-rows")
    assert said.exit_code == 1
    assert "Bảng kê giấy tờ!A6: Trong thư mục không có tệp “lost.pdf”" in said.stdout


def test_only_those_who_may_enter_papers_do(scans: Province) -> None:
    index(scans, GOOD[:1])
    assert add(scans, account="kiem_tra")["result"] == "refused"
    assert faults(add(scans, account="huyen_khac")) == [("F2", "out_of_reach")]
    assert papers(scans) == []


def test_a_template_of_a_folder_names_its_files_and_offers_titles(scans: Province) -> None:
    told = scans.told("to_chuc", "paper", "index-template", "mine.xlsx", "scans")
    assert told["files"] == 3
    book = load_workbook(scans.folder / "mine.xlsx")
    sheet = book["Bảng kê giấy tờ"]
    assert [sheet[f"A{number}"].value for number in (2, 3, 4)] == ["big.pdf", "phiếu 1.pdf", "xa/phiếu 2.pdf"]
    offered = {cell.value for cells in book["Hướng dẫn"].iter_rows() for cell in cells}
    assert FORM in offered
    assert {str(one.sqref) for one in sheet.data_validations.dataValidation} >= {"D2:D50001"} or sheet.data_validations
    assert scans.by("to_chuc", "paper", "index-template", "mine.xlsx").exit_code == 2


def test_an_index_elsewhere_and_folders_that_are_not_there(scans: Province) -> None:
    index(scans, GOOD)
    shutil.move(scans.folder / "scans" / "index.xlsx", scans.folder / "list.xlsx")
    assert scans.by("to_chuc", "paper", "add-folder", "scans").exit_code == 2
    assert scans.by("to_chuc", "paper", "add-folder", "nowhere").exit_code == 2
    assert scans.by("to_chuc", "paper", "add-folder", "scans", "--index", "nowhere.xlsx").exit_code == 2
    assert add(scans, "--index", "list.xlsx")["written"] == 4


def test_an_index_that_is_no_workbook_is_told(scans: Province) -> None:
    (scans.folder / "scans" / "index.xlsx").write_bytes(b"no workbook")
    assert [fault["code"] for fault in add(scans)["faults"]] == ["not_xlsx"]


def test_a_bundle_of_many_papers_is_read_and_kept_once(scans: Province) -> None:
    index(scans, [row(file="big.pdf", first_page=n, holder=holder) for n in range(1, 21) for holder in (ONE, TWO)])
    told = add(scans)
    assert (told["faults"], told["written"]) == ([], 40)
    assert len(kept(scans)) == 1
