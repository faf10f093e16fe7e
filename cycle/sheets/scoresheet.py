"""Score sheets as a workbook: a row for every option of every criterion, one sheet for each dossier."""

import warnings
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, fields
from pathlib import Path

from openpyxl import Workbook
from openpyxl.cell.read_only import ReadOnlyCell
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.page import PageMargins
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from cycle.sheets.book import Book, open_book
from cycle.sheets.package import WorkbookRefused
from cycle.sheets.plaintext import put_text
from cycle.sheets.writer import Value, kept_whole
from workflows.verdict import Reason

# Which page is for what; nobody sees it. What a page is for stands in its own first cell too, hidden with the keys.
IDENTITY = "ocop"
BOUND = "ocop:"
MARK = "x"
# The key of a row stands in the first column, which is hidden; then what is read, then what is answered.
KEY, CRITERION, OPTION, ANSWERS = 0, 1, 4, ("mark", "points", "papers")
WIDTHS = (4, 8, 38, 9, 7, 70, 8, 7, 8, 8, 28)
NEVER = frozenset({"f", "e", "b"})

_HEAD, _FILL = Font(bold=True), PatternFill("solid", fgColor="DDEBF7")
_ASKED = PatternFill("solid", fgColor="FFF8DC")
_WRAPPED = Alignment(wrap_text=True, vertical="top")


@dataclass(frozen=True)
class About:
    """What a sheet is for; `hash` is that of the set.

    `session` is empty, `turn` 0 for what a producer says of itself.
    """

    session: str
    dossier: str
    criteria: str
    set_number: int
    hash: str
    turn: int


@dataclass(frozen=True)
class Line:
    """An option, or a ground that may be found (`key`), and what stands beside it."""

    key: str
    cells: Sequence[Value]


@dataclass(frozen=True)
class Form:
    """A sheet to be filled in. `lines` have as many cells as there are headings before those of the answers."""

    about: About
    lines: Sequence[Line]


@dataclass(frozen=True)
class Marked:
    """A row in which something was answered; `key` is empty where it is not ours. `wrong`: a formula or an error.

    `shown`: what the row itself says to be, by the code of the criterion and the number of the option.
    """

    row: int
    key: str
    mark: str
    points: str
    papers: str
    shown: tuple[str, str] = ("", "")
    wrong: bool = False


@dataclass(frozen=True)
class Filled:
    """A sheet that came back: what it is for, and its rows with answers; `fault` says why nothing is read from it."""

    about: About
    title: str
    rows: tuple[Marked, ...]
    fault: Reason | None = None


def write_forms(path: Path, headings: Sequence[str], forms: Sequence[Form]) -> None:
    """The workbook to fill in. Raises FileExistsError, which leaves the file as it was."""
    book = Workbook()
    book.remove(book.worksheets[0])
    about = []
    for form in forms:
        sheet = book.create_sheet(form.about.dossier[-31:])
        _write(sheet, headings, form)
        about.append((sheet.title, form.about))
    hidden = book.create_sheet(IDENTITY)
    for title, one in about:
        hidden.append([title, one.session, one.dossier, one.criteria, str(one.set_number), one.hash, str(one.turn)])
    hidden.sheet_state = "hidden"
    with kept_whole(path) as unfinished:
        book.save(unfinished)
    book.close()


def read_forms(path: Path) -> list[Filled]:
    """Every sheet that the workbook was written with, readable or not, and every page that came from another one.

    Raises WorkbookRefused.
    """
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", module="openpyxl")
        with open_book(path) as book:
            return list(_pages(book))


def _write(sheet: Worksheet, headings: Sequence[str], form: Form) -> None:
    _shape(sheet)
    lines = form.lines
    for place, heading in enumerate([BOUND + form.about.dossier, *headings], 1):
        cell = sheet.cell(1, place)
        put_text(cell, heading)
        cell.font, cell.fill, cell.alignment = _HEAD, _FILL, _WRAPPED
    for number, line in enumerate(lines, 2):
        put_text(sheet.cell(number, 1), line.key)
        for place, value in enumerate(line.cells, 2):
            cell = sheet.cell(number, place)
            cell.alignment = _WRAPPED
            if isinstance(value, str):
                put_text(cell, value)
            else:
                cell.value = value
        for place in range(len(headings) - len(ANSWERS) + 2, len(headings) + 2):
            sheet.cell(number, place).fill = _ASKED
    marks = DataValidation(type="list", formula1=f'"{MARK}"', allow_blank=True)
    marks.add(f"{get_column_letter(len(headings) - 1)}2:{get_column_letter(len(headings) - 1)}{len(lines) + 1}")
    sheet.add_data_validation(marks)


def _shape(sheet: Worksheet) -> None:
    sheet.freeze_panes = "A2"
    sheet.page_setup.orientation, sheet.page_setup.paperSize = "landscape", Worksheet.PAPERSIZE_A4
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.page_margins = PageMargins(left=0.4, right=0.4, top=0.5, bottom=0.5)
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.print_title_rows = "1:1"
    for place, width in enumerate(WIDTHS, 1):
        sheet.column_dimensions[get_column_letter(place)].width = width
    sheet.column_dimensions["A"].hidden = True


def _pages(book: Book) -> Iterator[Filled]:
    listed = dict(_identities(book))
    for title, about in listed.items():
        yield _page(book, title, about)
    renamed = {about.dossier for title, about in listed.items() if title not in book.titles}
    for title in book.titles:
        dossier = "" if title in {IDENTITY, *listed} else _bound(book, title)
        if dossier and dossier not in renamed:
            strange = Reason("score_page_strange", {"page": title, "dossier": dossier})
            yield Filled(About("", dossier, "", 0, "", 0), title, (), strange)


def _identities(book: Book) -> Iterator[tuple[str, About]]:
    if IDENTITY not in book.titles:
        raise WorkbookRefused("score_sheet_unmarked")
    rows = [[_text(cell) for cell in row[: len(fields(About)) + 1]] for _, row in book.rows(IDENTITY)]
    listed = [row for row in rows if any(row)]
    if not listed or not all(
        len(row) > len(fields(About)) and row[4].isdecimal() and row[6].isdecimal() for row in listed
    ):
        raise WorkbookRefused("score_sheet_unmarked")
    for title, session, dossier, criteria, number, digest, turn in listed:
        yield title, About(session, dossier, criteria, int(number), digest, int(turn))


def _page(book: Book, title: str, about: About) -> Filled:
    if title not in book.titles:
        return Filled(about, title, (), Reason("score_page_missing", {"page": title}))
    try:
        return Filled(about, title, tuple(_rows(book, title, about.dossier)))
    except WorkbookRefused as refusal:
        return Filled(about, title, (), Reason(refusal.code, refusal.params))


def _bound(book: Book, title: str) -> str:
    """The dossier that a page was written for; empty where the page is not ours."""
    try:
        _, row = next(book.rows(title), (0, ()))
    except WorkbookRefused:
        return ""
    first = _text(row[KEY]) if row else ""
    return first.removeprefix(BOUND) if first.startswith(BOUND) else ""


def _rows(book: Book, title: str, dossier: str) -> Iterator[Marked]:
    columns, rows = len(WIDTHS), book.rows(title)
    number, head = next(rows, (0, ()))
    said = [_text(cell) for cell in head[:columns]]
    if number != 1 or len(said) < columns or not all(said) or not said[KEY].startswith(BOUND):
        raise WorkbookRefused("score_page_changed", page=title)
    if (found := said[KEY].removeprefix(BOUND)) != dossier:
        raise WorkbookRefused("score_page_exchanged", page=title, found=found)
    for number, row in rows:
        cells = [*row[:columns]]
        answers = cells[columns - len(ANSWERS) : columns]
        mark, points, papers = (_text(cell) for cell in answers)
        if mark or points or papers:
            wrong = any(cell.data_type in NEVER for cell in answers)
            shown = (_text(cells[CRITERION]), _text(cells[OPTION]))
            yield Marked(number, _text(cells[KEY]), mark, points, papers, shown, wrong=wrong)


def _text(cell: ReadOnlyCell) -> str:
    value: object = cell.value
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return str(value).strip() if value is not None else ""
