"""A workbook from a template that an office may change: `{{ name }}` in cells, one row repeated for a list."""

import re
from collections.abc import Iterator, Mapping
from copy import copy
from dataclasses import is_dataclass
from datetime import date
from decimal import Decimal
from io import BytesIO
from typing import Any

from openpyxl import load_workbook
from openpyxl.cell.cell import Cell, MergedCell
from openpyxl.worksheet.worksheet import Worksheet

from cycle.sheets.plaintext import put_text
from cycle.sheets.writer import DAY

PLACEHOLDER = re.compile(r"\{\{\s*([a-z_][a-z0-9_]*(?:\.[a-z_][a-z0-9_]*)*)\s*\}\}")
# What is left of braces was meant as a placeholder and is none.
BRACES = re.compile(r"\{\{|\}\}|\{%")


class SheetTemplateError(Exception):
    """The template cannot be filled in: `detail` is what cannot be, `place` its sheet and cell."""

    def __init__(self, detail: str, place: str = "") -> None:
        super().__init__(detail, place)
        self.detail, self.place = detail, place


def filled_sheet(template: bytes, words: Mapping[str, Any]) -> bytes:
    """The template as an .xlsx with its placeholders filled in.

    A row with `{{ rows.x }}`, where `rows` is a list among the words, is repeated for each of its members. A cell that
    is one placeholder becomes a number or a day where the word is one; text stays text. Raises SheetTemplateError.
    """
    try:
        book = load_workbook(BytesIO(template))
    except Exception as error:
        raise SheetTemplateError(type(error).__name__) from error
    for sheet in book.worksheets:
        _fill(sheet, words)
    written = BytesIO()
    book.save(written)
    book.close()
    return written.getvalue()


def _fill(sheet: Worksheet, words: Mapping[str, Any]) -> None:
    for number in range(sheet.max_row, 0, -1):
        listed = _listed(sheet, number, words)
        if listed is None:
            _fill_row(sheet, number, words)
            continue
        members = words[listed]
        _make_room(sheet, number, len(members) - 1)
        for place, member in enumerate(members):
            _fill_row(sheet, number + place, {**words, listed: member, "number": place + 1})
        if not members:
            _clear(sheet, number)


def _listed(sheet: Worksheet, number: int, words: Mapping[str, Any]) -> str | None:
    """The list for which a row is repeated."""
    names = {one.partition(".")[0] for cell in _texts(sheet, number) for one in PLACEHOLDER.findall(cell.value)}
    return next((one for one in sorted(names) if isinstance(words.get(one), list | tuple)), None)


def _texts(sheet: Worksheet, number: int) -> Iterator[Any]:
    return (one for one in sheet[number] if isinstance(one, Cell) and isinstance(one.value, str) and "{" in one.value)


def _fill_row(sheet: Worksheet, number: int, words: Mapping[str, Any]) -> None:
    for cell in _texts(sheet, number):
        whole = PLACEHOLDER.fullmatch(cell.value.strip())
        if whole:
            _put(cell, _word(sheet, cell, whole[1], words))
        else:
            put_text(cell, _text(sheet, cell, words))


def _text(sheet: Worksheet, cell: Cell, words: Mapping[str, Any]) -> str:
    given = str(cell.value)
    if BRACES.search(PLACEHOLDER.sub("", given)):
        raise SheetTemplateError(given, _place(sheet, cell))
    return PLACEHOLDER.sub(lambda found: _shown(_word(sheet, cell, found[1], words)), given)


def _word(sheet: Worksheet, cell: Cell, path: str, words: Mapping[str, Any]) -> Any:
    value: Any = words
    for name in path.split("."):
        known = value if isinstance(value, Mapping) else vars(value) if is_dataclass(value) else {}
        if name not in known:
            raise SheetTemplateError(f"{{{{ {path} }}}}", _place(sheet, cell))
        value = known[name]
    if isinstance(value, Mapping | list | tuple) or is_dataclass(value):
        raise SheetTemplateError(f"{{{{ {path} }}}}", _place(sheet, cell))
    return value


def _put(cell: Cell, value: Any) -> None:
    if isinstance(value, bool) or not isinstance(value, int | Decimal | date):
        put_text(cell, _shown(value))
        return
    cell.value = value
    if isinstance(value, date):
        cell.number_format = DAY


def _shown(value: Any) -> str:
    if isinstance(value, bool):
        return "x" if value else ""
    if isinstance(value, date):
        return value.strftime("%d/%m/%Y")
    return "" if value is None else str(value).replace(".", ",") if isinstance(value, Decimal) else str(value)


def _make_room(sheet: Worksheet, number: int, more: int) -> None:
    """Rows below a row, looking like it; what lies further down moves with its merged cells and heights."""
    if more <= 0:
        return
    heights = {row: one.height for row, one in sheet.row_dimensions.items() if one.height and row > number}
    merged = [one for one in sheet.merged_cells.ranges if one.min_row > number]
    for one in merged:
        sheet.unmerge_cells(one.coord)
    sheet.insert_rows(number + 1, more)
    for row in heights:
        sheet.row_dimensions[row].height = None
    for row, height in heights.items():
        sheet.row_dimensions[row + more].height = height
    for one in merged:
        one.shift(row_shift=more)
        sheet.merge_cells(one.coord)
    for place in range(number + 1, number + more + 1):
        _copy_row(sheet, number, place)


def _copy_row(sheet: Worksheet, source: int, target: int) -> None:
    sheet.row_dimensions[target].height = sheet.row_dimensions[source].height
    given: Any
    for given in sheet[source]:
        if not isinstance(given, MergedCell):
            other: Any = sheet.cell(target, given.column)
            other.value, other._style = given.value, copy(given._style)  # noqa: SLF001  the whole style at once


def _clear(sheet: Worksheet, number: int) -> None:
    for cell in _texts(sheet, number):
        cell.value = None


def _place(sheet: Worksheet, cell: Cell) -> str:
    return f"{sheet.title}!{cell.coordinate}"
