"""Rows of each workbook as an office would write them, and a way to run an import."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

from openpyxl import load_workbook

from cycle.commands.permits import Caller
from cycle.imports import BOOKS, Import, Load, Report, import_workbook
from cycle.sheets import CertificateRow, ContactRow, DossierRow, OrganisationRow, Row, explain, write_workbook
from tests.scene import Scene

UNPLACED = ("", 0)
PROVINCE = OrganisationRow(*UNPLACED, "T99", "Ủy ban nhân dân tỉnh Ví dụ", "province", None, date(1990, 1, 1), None, ())
COMMUNE = OrganisationRow(
    *UNPLACED, "X01", "Ủy ban nhân dân xã Ví dụ", "commune", "H01", date(2020, 1, 1), date(2025, 6, 30), ("X02",)
)
DISTRICT = replace(COMMUNE, code="H01", name="Ủy ban nhân dân huyện Ví dụ", level="district", parent="T99")
DISTRICT = replace(DISTRICT, valid_to=None, successors=())
MERGED = replace(COMMUNE, code="X02", parent="T99", valid_from=date(2025, 7, 1), valid_to=None, successors=())
CONTACT = ContactRow(
    *UNPLACED, "DM01", "X01", "Nguyễn Văn Ví Dụ", "0905123456", "vi.du@quangngai.example", date(2024, 1, 1), None, None
)
CERTIFICATE = CertificateRow(
    *UNPLACED,
    "15/2022/OCOP",
    "SP001",
    4,
    date(2022, 6, 20),
    "512/QĐ-UBND",
    date(2022, 6, 15),
    "QNG",
    None,
    None,
)
SEASON = DossierRow(
    *UNPLACED,
    "SP001",
    "season",
    "Ý tưởng sản phẩm: Cấp xã rà soát",
    date(2024, 1, 10),
    date(2024, 3, 1),
    {},
    {},
    "Sổ theo dõi OCOP năm 2024, trang 3",
    "Chị Ví Dụ giữ phiếu",
)
WAITING = replace(SEASON, state="evaluation.under_evaluation", note=None)
EVALUATION = replace(
    WAITING,
    workflow="evaluation_148",
    state="district.concluded",
    began=WAITING.since,
    since=date(2024, 3, 4),
    values={"score": "62,5", "stars": "3"},
    acts={"record_result": "thu_ky_huyen"},
    basis="Biên bản số 12/BB-HĐ ngày 04/03/2024",
)


def written(scene: Scene, kind: str, path: Path, rows: Iterable[Row]) -> Path:
    """A workbook of a kind, filled as its export would fill it."""
    with scene.office.database.reading() as transaction:
        published = scene.office.rulebook.on(transaction, date(2024, 3, 5))
    assert published is not None
    write_workbook(path, BOOKS[kind].workbook, rows, BOOKS[kind].offered(published.rules))
    return path


def spoil(path: Path, **cells: Any) -> Path:
    """The second sheet of a workbook, after the guide, with some cells overwritten."""
    book = load_workbook(path)
    for cell, value in cells.items():
        book.worksheets[1][cell] = value
    book.save(path)
    return path


def run(scene: Scene, kind: Import, path: Path, account: str = "to_chuc", *, good_rows: bool = False) -> Report:
    return import_workbook(scene.office, Caller(account), Load(kind, path), good_rows=good_rows)


def told(report: Report) -> list[tuple[str, str]]:
    """The cell and the code of each fault; that each can be explained in both languages is tested by the way."""
    texts = [explain(fault, language) for fault in report.faults for language in ("vi", "en")]
    assert not any("?" in text.replace("”?", "") for text in texts), texts
    return [(f"{fault.column}{fault.row}", fault.code) for fault in report.faults]


def rows_of(scene: Scene, statement: str) -> list[tuple[Any, ...]]:
    with scene.office.database.reading() as transaction:
        return transaction.rows(statement)
