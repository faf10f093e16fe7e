"""Writing lists as a workbook, row by row, so that their length costs no memory."""

import re
import secrets
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from itertools import chain, count, islice
from pathlib import Path
from typing import cast

from openpyxl import Workbook
from openpyxl.cell import Cell, WriteOnlyCell
from openpyxl.styles import Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet._write_only import WriteOnlyWorksheet
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from cycle.sheets.plaintext import put_text

MEASURED_ROWS = 200
NARROWEST, WIDEST = 8, 60
LONGEST_TITLE = 31
# The rows of a sheet of Excel, without the header.
MOST_ROWS = 1_048_575
DAY, INSTANT = "dd/mm/yyyy", "dd/mm/yyyy hh:mm:ss"

Value = str | int | Decimal | date | datetime | None

_HEAD = Font(bold=True)
_FILL = PatternFill("solid", fgColor="DDEBF7")
_FORBIDDEN_IN_TITLES = re.compile(r"[\[\]:*?/\\\x00-\x1f]")


@dataclass(frozen=True)
class SheetOfRows:
    """A list as one sheet. An instant is written as its local wall time: bring it into the programme's zone first."""

    title: str
    headers: Sequence[str]
    rows: Iterable[Sequence[Value]]


class SheetFull(Exception):
    """A sheet of Excel does not hold so many rows; `title` names it."""

    def __init__(self, title: str) -> None:
        super().__init__(title)
        self.title = title


def write_rows(path: Path, title: str, headers: Sequence[str], rows: Iterable[Sequence[Value]]) -> None:
    """A workbook of one list."""
    write_lists(path, [SheetOfRows(title, headers, rows)])


def write_lists(path: Path, sheets: Iterable[SheetOfRows]) -> list[int]:
    """A workbook with a sheet for each list, and how many rows each has. Nothing is left of a run that fails.

    Headers are frozen, filtered and repeated in print, pages lie on their side. Text stays text, whatever it begins
    with; days become real days. Raises FileExistsError, which leaves the file as it was, and SheetFull.
    """
    counts, titles = [], set[str]()
    with kept_whole(path) as unfinished, _streaming() as workbook:
        for one in sheets:
            titles.add(title := _free(one.title, titles))
            counts.append(_write(workbook.create_sheet(title), one))
        workbook.save(unfinished)
    return counts


@contextmanager
def kept_whole(path: Path) -> Iterator[Path]:
    """A name beside a new file, to be written under: the file appears whole or not at all. Raises FileExistsError."""
    unfinished = path.with_name(f".{path.stem[:40]}-{secrets.token_hex(4)}.part.xlsx")
    try:
        yield unfinished
        if path.exists():
            raise FileExistsError(path)
        unfinished.replace(path)
    finally:
        unfinished.unlink(missing_ok=True)


@contextmanager
def _streaming() -> Iterator[Workbook]:
    """A workbook whose sheets are ended in any case: openpyxl would complain of them when they are forgotten."""
    workbook = Workbook(write_only=True)
    try:
        yield workbook
    finally:
        for sheet in cast(list[WriteOnlyWorksheet], workbook.worksheets):
            if not sheet.closed:
                sheet.close()


def _write(sheet: Worksheet, listed: SheetOfRows) -> int:
    remaining = iter(listed.rows)
    measured = list(islice(remaining, MEASURED_ROWS))
    # Before the first row is written, or they are lost: this kind of sheet is a stream.
    sheet.freeze_panes = "A2"
    sheet.page_setup.orientation, sheet.page_setup.paperSize = "landscape", Worksheet.PAPERSIZE_A4
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.print_title_rows = "1:1"
    for letter, width in _widths(listed.headers, measured):
        sheet.column_dimensions[letter].width = width
    sheet.append([_head(sheet, text) for text in listed.headers])
    written = 0
    for row in chain(measured, remaining):
        if written == MOST_ROWS:
            raise SheetFull(listed.title)
        sheet.append([_cell(sheet, value) for value in row])
        written += 1
    sheet.auto_filter.ref = f"A1:{get_column_letter(len(listed.headers))}{written + 1}"
    return written


def _free(title: str, taken: set[str]) -> str:
    """The title as Excel allows it, told from those of the other sheets."""
    whole = _FORBIDDEN_IN_TITLES.sub(" ", title).strip("'")[:LONGEST_TITLE] or "1"
    numbered = (f"{whole[: LONGEST_TITLE - 5]} ({number})" for number in count(2))
    folded = {one.casefold() for one in taken}
    return next(one for one in chain([whole], numbered) if one.casefold() not in folded)


def _widths(headers: Sequence[str], rows: list[Sequence[Value]]) -> list[tuple[str, int]]:
    longest = [len(header) + 3 for header in headers]
    for row in rows:
        for place, value in enumerate(row):
            longest[place] = max(longest[place], _length(value))
    return [
        (get_column_letter(place), min(max(length + 1, NARROWEST), WIDEST)) for place, length in enumerate(longest, 1)
    ]


def _length(value: Value) -> int:
    if isinstance(value, date):
        return len(INSTANT if isinstance(value, datetime) else DAY)
    return 0 if value is None else len(str(value))


def _head(sheet: Worksheet, text: str) -> Cell:
    cell = _cell(sheet, text)
    cell.font, cell.fill = _HEAD, _FILL
    return cell


def _cell(sheet: Worksheet, value: Value) -> Cell:
    if isinstance(value, str):
        cell = WriteOnlyCell(sheet)
        put_text(cell, value)
        return cell
    if isinstance(value, datetime):
        cell = WriteOnlyCell(sheet, value.replace(tzinfo=None))
        cell.number_format = INSTANT
        return cell
    cell = WriteOnlyCell(sheet)
    cell.value = value
    if isinstance(value, date):
        cell.number_format = DAY
    return cell
