"""The workbook in which an office puts the official texts beside our labels."""

import re
from collections.abc import Iterable, Sequence
from pathlib import Path

from cycle.sheets.book import open_book
from cycle.sheets.writer import Value, write_rows

MARK = re.compile(r"[0-9a-f]{12}")
# The fingerprint stands before the text, whatever else the rows show.
AT = 3


def write_wordings(path: Path, title: str, headings: Sequence[str], rows: Iterable[Sequence[Value]]) -> None:
    """The workbook to fill in: set, criterion, label, fingerprint, text. Raises FileExistsError."""
    write_rows(path, title, headings, rows)


def read_wordings(path: Path) -> list[tuple[str, str]]:
    """Each fingerprint with the text that was put beside it. Raises WorkbookRefused."""
    found: list[tuple[str, str]] = []
    with open_book(path) as book:
        for title in book.titles:
            for _, row in book.rows(title):
                cells = [str(cell.value).strip() if cell.value is not None else "" for cell in row]
                if len(cells) > AT + 1 and MARK.fullmatch(cells[AT]):
                    found.append((cells[AT], cells[AT + 1]))
    return found
