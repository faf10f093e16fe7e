"""What became of each row of a filled sheet, written into a copy of its workbook."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from openpyxl import load_workbook
from openpyxl.cell.cell import Cell, MergedCell
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import column_index_from_string, get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from cycle.sheets.plaintext import put_text
from cycle.sheets.rows import Listed
from cycle.sheets.words import titles
from cycle.sheets.writer import INSTANT, kept_whole
from cycle.vietnamese import fold

COLUMNS: Mapping[str, int] = {"result": 20, "reason": 70, "state": 36, "recorded": 20}
# What stands above the header, at most.
SEARCHED_ROWS = 100

_HEAD, _HEAD_FILL = Font(bold=True), PatternFill("solid", fgColor="DDEBF7")
_WRAPPED = Alignment(vertical="top", wrap_text=True)
_FILLS = {"good": PatternFill("solid", fgColor="E2EFDA"), "bad": PatternFill("solid", fgColor="FCE4D6")}


@dataclass(frozen=True)
class Outcome:
    """What became of one row. `tone` is good, bad or empty; `recorded` is an instant as its wall time."""

    row: int
    tone: str
    result: str
    reason: str = ""
    state: str = ""
    recorded: datetime | None = None


def write_outcomes(source: Path, target: Path, listed: Listed, outcomes: Iterable[Outcome]) -> None:
    """A copy of a workbook with the outcomes beside the rows; in a copy of a copy they take the place of the older.

    Charts and pictures of the workbook are not copied. Raises FileExistsError, which leaves the file as it was.
    """
    (title, places), *_ = listed.places.items()
    book = load_workbook(source)
    sheet = book[title]
    head = _head(sheet, places)
    columns = _columns(sheet, head)
    for outcome in outcomes:
        cells = {name: sheet.cell(outcome.row, place) for name, place in columns.items()}
        for name, cell in cells.items():
            _fill(cell, getattr(outcome, name), outcome.tone if name == "result" else "")
    with kept_whole(target) as unfinished:
        book.save(unfinished)
    book.close()


def _head(sheet: Worksheet, places: Mapping[str, tuple[str, str]]) -> int:
    """The row of the header."""
    letter, header = next(iter(places.values()))
    column = column_index_from_string(letter)
    rows = range(1, SEARCHED_ROWS + 1)
    return next((row for row in rows if _plain(sheet.cell(row, column).value) == _plain(header)), 1)


def _columns(sheet: Worksheet, head: int) -> Mapping[str, int]:
    """Where each outcome goes: under its own heading, made where there is none yet."""
    there = {_plain(cell.value): cell.column for cell in sheet[head] if cell.value is not None}
    free = max(there.values()) + 1
    found = {}
    for name, width in COLUMNS.items():
        text = titles()[f"outcome.{name}"]
        if _plain(text) not in there:
            cell = sheet.cell(head, free, text)
            cell.font, cell.fill, cell.alignment = _HEAD, _HEAD_FILL, _WRAPPED
            sheet.column_dimensions[get_column_letter(free)].width = width
            there[_plain(text)], free = free, free + 1
        found[name] = there[_plain(text)]
    return found


def _fill(cell: Cell | MergedCell, value: str | datetime | None, tone: str) -> None:
    if isinstance(cell, MergedCell):
        return
    cell.value = value.replace(tzinfo=None) if isinstance(value, datetime) else None
    if tone:
        cell.fill = _FILLS[tone]
    cell.alignment = _WRAPPED
    if isinstance(value, str) and value:
        put_text(cell, value)
    elif value:
        cell.number_format = INSTANT


def _plain(text: object) -> str:
    return fold(str(text or "")).strip(" *:")
