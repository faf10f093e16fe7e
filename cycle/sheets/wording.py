"""The workbook in which an office puts the official texts beside our labels."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from pathlib import Path

from cycle.sheets.badcell import shown
from cycle.sheets.book import Row, open_book
from cycle.sheets.package import WorkbookRefused
from cycle.sheets.writer import Value, write_rows
from cycle.vietnamese import fold
from cycle.wordings import Filled

# The fingerprint stands before the text, whatever else the rows show.
AT = 3


def write_wordings(path: Path, title: str, headings: Sequence[str], rows: Iterable[Sequence[Value]]) -> None:
    """The workbook to fill in: set, criterion, label, fingerprint, text. Raises FileExistsError."""
    write_rows(path, title, headings, rows)


def read_wordings(path: Path, known: Collection[Sequence[str]]) -> list[Filled]:
    """Every row with a text below headings that are `known`, each time all of a template.

    Raises WorkbookRefused, also where a sheet that is not empty has other headings.
    """
    found: list[Filled] = []
    with open_book(path) as book:
        for title in book.titles:
            rows = ((number, _cells(row)) for number, row in book.rows(title))
            filled = ((number, cells) for number, cells in rows if any(cells))
            _check_headings(title, filled, known)
            texts = ((number, [*cells, *[""] * (AT + 2)]) for number, cells in filled)
            found += [Filled(title, number, cells[AT], cells[AT + 1]) for number, cells in texts if cells[AT + 1]]
    return found


def _check_headings(title: str, rows: Iterator[tuple[int, list[str]]], known: Collection[Sequence[str]]) -> None:
    first = next(rows, None)
    if first is None:
        return
    number, cells = first
    if [fold(one) for one in cells[: AT + 2]] not in [[fold(one) for one in headings] for headings in known]:
        given, wanted = "; ".join(filter(None, cells[: AT + 2])), "; ".join(next(iter(known)))
        raise WorkbookRefused("wording_headings", sheet=title, row=str(number), given=shown(given), headings=wanted)


def _cells(row: Row) -> list[str]:
    return [str(cell.value).strip() if cell.value is not None else "" for cell in row]
