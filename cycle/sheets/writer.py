"""Writing a list as a workbook, row by row, so that its length costs no memory."""

import re
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from decimal import Decimal
from itertools import chain, islice
from pathlib import Path

from openpyxl import Workbook
from openpyxl.cell import Cell, WriteOnlyCell
from openpyxl.styles import Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet._write_only import WriteOnlyWorksheet

MEASURED_ROWS = 200
NARROWEST, WIDEST = 8, 60
LONGEST_TITLE = 31
LONGEST_TEXT = 32_767

Value = str | int | Decimal | date | datetime | None

_HEAD = Font(bold=True)
_FILL = PatternFill("solid", fgColor="DDEBF7")
_FORBIDDEN_IN_TITLES = re.compile(r"[\[\]:*?/\\\x00-\x1f]")
_FORBIDDEN_IN_TEXTS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def write_rows(path: Path, title: str, headers: Sequence[str], rows: Iterable[Sequence[Value]]) -> None:
    """One sheet, its header frozen and filtered. Text stays text, whatever it begins with; days become real dates.

    An instant is written as its local wall time: bring it into the programme's zone first.
    """
    workbook = Workbook(write_only=True)
    sheet = workbook.create_sheet(_FORBIDDEN_IN_TITLES.sub(" ", title)[:LONGEST_TITLE])
    remaining = iter(rows)
    measured = list(islice(remaining, MEASURED_ROWS))
    # Before the first row is written, or they are lost: this kind of sheet is a stream.
    sheet.freeze_panes = "A2"
    for letter, width in _widths(headers, measured):
        sheet.column_dimensions[letter].width = width
    sheet.append([_head(sheet, text) for text in headers])
    count = 1
    for row in chain(measured, remaining):
        sheet.append([_cell(sheet, value) for value in row])
        count += 1
    sheet.auto_filter.ref = f"A1:{get_column_letter(len(headers))}{count}"
    workbook.save(path)
    workbook.close()


def _widths(headers: Sequence[str], rows: list[Sequence[Value]]) -> list[tuple[str, int]]:
    longest = [len(header) + 3 for header in headers]
    for row in rows:
        for place, value in enumerate(row):
            longest[place] = max(longest[place], 10 if isinstance(value, date) else len(str(value or "")))
    return [
        (get_column_letter(place), min(max(length + 1, NARROWEST), WIDEST)) for place, length in enumerate(longest, 1)
    ]


def _head(sheet: WriteOnlyWorksheet, text: str) -> Cell:
    cell = _cell(sheet, text)
    cell.font, cell.fill = _HEAD, _FILL
    return cell


def _cell(sheet: WriteOnlyWorksheet, value: Value) -> Cell:
    if isinstance(value, str):
        cell = WriteOnlyCell(sheet, _FORBIDDEN_IN_TEXTS.sub("\ufffd", value)[:LONGEST_TEXT])
        cell.data_type = "s"  # or openpyxl takes what begins with = for a formula
        return cell
    if isinstance(value, datetime):
        cell = WriteOnlyCell(sheet, value.replace(tzinfo=None))
        cell.number_format = "dd/mm/yyyy hh:mm"
        return cell
    cell = WriteOnlyCell(sheet)
    cell.value = value
    if isinstance(value, date):
        cell.number_format = "dd/mm/yyyy"
    return cell
