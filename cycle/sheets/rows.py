"""What was read from a workbook: rows that know where they stood, and what is wrong with the others."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, TypeVar


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing to mend. `row` 0 and `column` "" where it is not in one cell, `sheet` "" where it is the whole file."""

    sheet: str
    row: int
    column: str
    code: str
    params: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a sheet; the row class of each plan adds a field for each column."""

    sheet: str
    row: int


R = TypeVar("R", bound=Row)


@dataclass(frozen=True)
class Listed:
    """What a workbook holds: faultless rows. `warnings` are to be read by a person and stop nothing.

    `halves` are the faulty rows by sheet and number, each with its columns that could not be read and hold nothing.
    `places` has, for each sheet, the letter and the title of each column found on it; `left_out`,
    for each row class, the folded identity of each faulty row with its number.
    """

    rows: tuple[Row, ...] = ()
    faults: tuple[Fault, ...] = ()
    warnings: tuple[Fault, ...] = ()
    places: Mapping[str, Mapping[str, tuple[str, str]]] = field(default_factory=dict)
    left_out: Mapping[type[Row], Mapping[tuple[str, ...], int]] = field(default_factory=dict)
    halves: Mapping[tuple[str, int], tuple[Row, frozenset[str]]] = field(default_factory=dict)

    def of(self, kind: type[R]) -> list[R]:
        """The rows of one class, in the order of their sheet."""
        return [row for row in self.rows if isinstance(row, kind)]

    def halves_of(self, kind: type[R]) -> list[R]:
        """The faulty rows of one class: to look for more that is wrong with them, never to be taken."""
        return [row for row, _ in self.halves.values() if isinstance(row, kind)]

    def whole(self, row: Row) -> bool:
        """Whether nothing was wrong with a row as it was read."""
        return (row.sheet, row.row) not in self.halves

    def read(self, row: Row, column: str) -> bool:
        """Whether the cell of a column could be read."""
        return self.whole(row) or column not in self.halves[row.sheet, row.row][1]

    def fault(self, row: Row, column: str, code: str, params: Mapping[str, Any]) -> Fault:
        """A fault found later, in the cell where the row has the column named, else in the row as a whole."""
        letter, header = self.places.get(row.sheet, {}).get(column, ("", ""))
        return Fault(row.sheet, row.row, letter, code, {"header": header, **params} if header else params)
