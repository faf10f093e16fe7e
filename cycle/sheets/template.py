"""Writing the import workbook that an office fills in."""

from pathlib import Path

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from cycle.sheets.columns import MAX_ROWS, PLANS, Column, Plan
from cycle.sheets.headings import header
from cycle.sheets.words import labels, titles

LISTS = ("registration", "kind", "sector")
FIRST_LIST_COLUMN = 6

_BOLD = Font(bold=True)
_TOP = Alignment(vertical="top", wrap_text=True)
_MIDDLE = Alignment(vertical="center", wrap_text=True)
_FILL = PatternFill("solid", fgColor="DDEBF7")
# Codes and telephone numbers are text, or Excel would drop their leading zeros.
_FORMATS = {"code": "@", "registration": "@", "codes": "@", "phone": "@", "date": "dd/mm/yyyy"}


def template(path: Path) -> None:
    """Write the empty import workbook, in Vietnamese: the guide with its lists, then a sheet for each plan."""
    workbook = Workbook()
    workbook.remove(workbook.worksheets[0])
    guide = workbook.create_sheet(titles()["sheet.guide"])
    ranges = _write_guide(guide)
    for plan in PLANS:
        _write_plan(workbook.create_sheet(titles()[f"sheet.{plan.name}"]), plan, ranges)
    workbook.save(path)
    workbook.close()


def _write_guide(sheet: Worksheet) -> dict[str, str]:
    """What to do, what each column is, and the lists; says where on the sheet each list stands."""
    lines = [text for key, text in titles().items() if key.startswith("guide.")]
    for line in lines:
        sheet.append([line])
        sheet.merge_cells(start_row=sheet.max_row, end_row=sheet.max_row, start_column=1, end_column=4)
        sheet.cell(sheet.max_row, 1).alignment = _TOP
        sheet.row_dimensions[sheet.max_row].height = 32
    sheet.append([])
    top = len(lines) + 2
    _write_heads(sheet, top, [titles()[f"heads.{name}"] for name in ("sheet", "column", "required", "meaning")])
    for plan in PLANS:
        for column in plan.columns:
            sheet.append(_about(plan, column))
    for row in sheet.iter_rows(min_row=top + 1, max_col=4):
        for cell in row:
            cell.alignment = _TOP
    for letter, width in zip("ABCD", (20, 34, 12, 80), strict=True):
        sheet.column_dimensions[letter].width = width
    return {name: _write_list(sheet, top, FIRST_LIST_COLUMN + place, name) for place, name in enumerate(LISTS)}


def _about(plan: Plan, column: Column) -> list[str]:
    required = titles()["required.always" if column.required else "required.never"]
    meaning = titles()[f"meaning.{plan.name}.{column.name}"]
    return [titles()[f"sheet.{plan.name}"], header(plan, column), required, meaning]


def _write_list(sheet: Worksheet, top: int, place: int, name: str) -> str:
    _write_heads(sheet, top, [titles()[f"heads.{name}"]], place)
    for row, label in enumerate(labels(name).values(), top + 1):
        sheet.cell(row, place, label)
    letter = get_column_letter(place)
    sheet.column_dimensions[letter].width = 44
    return f"'{sheet.title}'!${letter}${top + 1}:${letter}${top + len(labels(name))}"


def _write_plan(sheet: Worksheet, plan: Plan, ranges: dict[str, str]) -> None:
    mark = titles()["required.mark"]
    _write_heads(sheet, 1, [header(plan, column) + (mark if column.required else "") for column in plan.columns])
    sheet.row_dimensions[1].height = 36
    sheet.freeze_panes = "A2"
    for place, column in enumerate(plan.columns, 1):
        letter = get_column_letter(place)
        sheet.column_dimensions[letter].width = column.width
        sheet.column_dimensions[letter].number_format = _FORMATS.get(column.kind, "General")
        if column.choices:
            _offer(sheet, f"{letter}2:{letter}{MAX_ROWS + 1}", ranges[column.choices])


def _offer(sheet: Worksheet, cells: str, source: str) -> None:
    """Let cells take only what a list holds. By range: a list written out is cut at 255 characters and at commas."""
    validation = DataValidation(type="list", formula1=source, allow_blank=True, showErrorMessage=True)
    validation.errorTitle, validation.error = titles()["choice.title"], titles()["choice.text"]
    validation.add(cells)
    sheet.add_data_validation(validation)


def _write_heads(sheet: Worksheet, row: int, heads: list[str], first: int = 1) -> None:
    for place, head in enumerate(heads, first):
        cell = sheet.cell(row, place, head)
        cell.font, cell.fill, cell.alignment = _BOLD, _FILL, _MIDDLE
