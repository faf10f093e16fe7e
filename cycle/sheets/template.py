"""Writing a workbook as it is declared: empty for an office to fill in, or filled from the register."""

from collections.abc import Iterable, Mapping
from pathlib import Path

from openpyxl import Workbook as ExcelBook
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from cycle.sheets.columns import Column, Plan, Workbook
from cycle.sheets.filling import NUMBER_FORMATS, fill
from cycle.sheets.headings import header
from cycle.sheets.lists import Lists, Offered
from cycle.sheets.plaintext import put_text
from cycle.sheets.rows import Row
from cycle.sheets.validation import check_cells
from cycle.sheets.words import titles

FIRST_LIST_COLUMN = 6

_BOLD = Font(bold=True)
_TOP = Alignment(vertical="top", wrap_text=True)
_MIDDLE = Alignment(vertical="center", wrap_text=True)
_FILL = PatternFill("solid", fgColor="DDEBF7")


def write_workbook(
    path: Path, workbook: Workbook, rows: Iterable[Row] = (), offered: Mapping[str, Offered] | None = None
) -> None:
    """Write a workbook in Vietnamese: the guide with its lists, then a sheet for each plan, with the rows of its class.

    `offered` are the lists that the catalogue does not have, by the names by which columns ask for them.
    """
    book, lists = ExcelBook(), Lists(offered)
    book.remove(book.worksheets[0])
    ranges = _write_guide(book.create_sheet(titles()["sheet.guide"]), workbook, lists)
    filled = tuple(rows)
    for plan in workbook.plans:
        sheet = book.create_sheet(titles()[f"sheet.{plan.name}"])
        _write_plan(sheet, plan, ranges)
        fill(sheet, plan, (row for row in filled if isinstance(row, plan.row)), lists)
    book.save(path)
    book.close()


def _write_guide(sheet: Worksheet, workbook: Workbook, lists: Lists) -> dict[str, str]:
    """What to do, what each column is, and the lists; says where on the sheet each list stands."""
    begun = (f"guide.{workbook.name}.", "guide.all.")
    lines = [text for start in begun for key, text in titles().items() if key.startswith(start)]
    for line in lines:
        sheet.append([line])
        sheet.merge_cells(start_row=sheet.max_row, end_row=sheet.max_row, start_column=1, end_column=4)
        sheet.cell(sheet.max_row, 1).alignment = _TOP
        sheet.row_dimensions[sheet.max_row].height = 32
    sheet.append([])
    top = len(lines) + 2
    _write_heads(sheet, top, [titles()[f"heads.{name}"] for name in ("sheet", "column", "required", "meaning")])
    _write_columns(sheet, workbook, top)
    groups = dict.fromkeys(column.choices for column in workbook.columns if column.choices)
    return {
        group: _write_list(sheet, top, FIRST_LIST_COLUMN + place, (group, lists)) for place, group in enumerate(groups)
    }


def _write_columns(sheet: Worksheet, workbook: Workbook, top: int) -> None:
    for plan in workbook.plans:
        for column in plan.columns:
            sheet.append(_about(plan, column))
    for row in sheet.iter_rows(min_row=top + 1, max_col=4):
        for cell in row:
            cell.alignment = _TOP
    for letter, width in zip("ABCD", (20, 34, 12, 80), strict=True):
        sheet.column_dimensions[letter].width = width


def _about(plan: Plan, column: Column) -> list[str]:
    required = titles()["required.always" if column.required else "required.never"]
    meaning = titles()[f"meaning.{plan.name}.{column.name}"]
    return [titles()[f"sheet.{plan.name}"], header(plan, column), required, meaning]


def _write_list(sheet: Worksheet, top: int, place: int, wanted: tuple[str, Lists]) -> str:
    group, lists = wanted
    labels = list(lists.labels(group).values())
    _write_heads(sheet, top, [titles()[f"heads.{group}"]], place)
    for row, label in enumerate(labels, top + 1):
        put_text(sheet.cell(row, place), label)
    letter = get_column_letter(place)
    sheet.column_dimensions[letter].width = 44
    return f"'{sheet.title}'!${letter}${top + 1}:${letter}${top + max(len(labels), 1)}"


def _write_plan(sheet: Worksheet, plan: Plan, ranges: Mapping[str, str]) -> None:
    mark = titles()["required.mark"]
    _write_heads(sheet, 1, [header(plan, column) + (mark if column.required else "") for column in plan.columns])
    sheet.row_dimensions[1].height = 36
    sheet.freeze_panes = "A2"
    sheet.auto_filter.ref = f"A1:{get_column_letter(len(plan.columns))}1"
    for place, column in enumerate(plan.columns, 1):
        letter = get_column_letter(place)
        sheet.column_dimensions[letter].width = column.width
        sheet.column_dimensions[letter].number_format = NUMBER_FORMATS.get(column.kind, "General")
        check_cells(sheet, letter, column, ranges.get(column.choices, ""))


def _write_heads(sheet: Worksheet, row: int, heads: list[str], first: int = 1) -> None:
    for place, head in enumerate(heads, first):
        cell = sheet.cell(row, place, head)
        cell.font, cell.fill, cell.alignment = _BOLD, _FILL, _MIDDLE
