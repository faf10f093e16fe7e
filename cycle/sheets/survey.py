"""A quick look through a sheet before it is read: how many rows it has, and which cells are merged."""

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import IO

from openpyxl.utils import range_boundaries

from cycle.sheets.package import WorkbookRefused

CHUNK = 2**18
LONGEST_TEXT = 2**20
MAX_MERGES = 100_000

_MARK = re.compile(rb"""<(?:[\w.-]+:)?(?:row[\s/>]|mergeCell\s[^<>]*?\bref\s*=\s*["']([A-Za-z0-9:$]{1,40})["'])""")


@dataclass
class Survey:
    """`merges` are (left, top, right, bottom, range as written)."""

    rows: int = 0
    merges: list[tuple[int, int, int, int, str]] = field(default_factory=list)
    _columns: dict[int, list[tuple[int, int, str]]] = field(default_factory=dict)

    def merge_at(self, row: int, column: int) -> str | None:
        """The merged range whose value stands in another cell than this one; None where there is none."""
        if column not in self._columns:
            self._columns[column] = sorted(self._hidden(column))
        ranges = self._columns[column]
        place = bisect_right(ranges, row, key=lambda merge: merge[0]) - 1
        return ranges[place][2] if place >= 0 and row <= ranges[place][1] else None

    def _hidden(self, column: int) -> Iterator[tuple[int, int, str]]:
        """First and last row, in a column, of the cells of each range that hold no value of their own."""
        for left, top, right, bottom, ref in self.merges:
            if left <= column <= right:
                yield top + (column == left), bottom, ref


def survey(part: IO[bytes], max_rows: int) -> Survey:
    """Raises WorkbookRefused past the number of rows, having read no further."""
    found = Survey()
    for text in _whole_tags(part):
        for mark in _MARK.finditer(text):
            if mark[1]:
                found.merges.append((*_boundaries(mark[1].decode()), mark[1].decode()))
            else:
                found.rows += 1
        if found.rows > max_rows or len(found.merges) > MAX_MERGES:
            raise WorkbookRefused("too_many_rows", most=str(max_rows))
    return found


def _whole_tags(part: IO[bytes]) -> Iterator[bytes]:
    """The text in pieces that cut no tag in two."""
    rest = b""
    while chunk := part.read(CHUNK):
        text = rest + chunk
        cut = max(text.rfind(b"<"), 0)
        rest = text[cut:]
        if len(rest) > LONGEST_TEXT:
            raise WorkbookRefused("damaged")
        yield text[:cut]
    yield rest


def _boundaries(ref: str) -> tuple[int, int, int, int]:
    try:
        left, top, right, bottom = range_boundaries(ref)
    except ValueError:
        raise WorkbookRefused("damaged") from None
    if left is None or top is None or right is None or bottom is None:
        raise WorkbookRefused("damaged")
    return left, top, right, bottom
