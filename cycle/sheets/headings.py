"""Finding the header of a sheet: which column stands where, and which headers are missing or wrong."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace

from openpyxl.utils import get_column_letter

from cycle.sheets.badcell import shown
from cycle.sheets.book import Row
from cycle.sheets.columns import Column, Plan
from cycle.sheets.rows import Fault
from cycle.sheets.words import titles
from cycle.vietnamese import fold
from workflows.problems import nearest_name

# A title or two may stand above the header.
SEARCHED_ROWS = 10
ENOUGH = 2


@dataclass(frozen=True)
class Place:
    """A column found on a sheet; `index` counts from 0."""

    index: int
    column: Column
    header: str

    @property
    def letter(self) -> str:
        return get_column_letter(self.index + 1)

    def fault(self, title: str, row: int, code: str, params: Mapping[str, str]) -> Fault:
        return Fault(title, row, self.letter, code, {**params, "header": self.header})


@dataclass(frozen=True)
class Heading:
    """Where the header stands. With a fault in it no row below can be trusted."""

    row: int
    places: tuple[Place, ...]
    faults: list[Fault] = field(default_factory=list)
    warnings: list[Fault] = field(default_factory=list)


def header(plan: Plan, column: Column) -> str:
    """The title of a column as a person sees it, without the mark of the required ones."""
    return titles()[f"header.{plan.name}.{column.name}"]


def find_heading(plan: Plan, title: str, rows: Iterator[tuple[int, Row]]) -> Heading | Fault:
    """Takes from `rows` what stands above the data, the header included; a Fault where there is none."""
    known = {_plain(header(plan, column)): column for column in plan.columns}
    seen = 0
    for number, row in rows:
        texts = [_plain(str(cell.value)) if cell.value is not None else "" for cell in row]
        if len({text for text in texts if text in known}) >= ENOUGH:
            return _heading(plan, title, number, (row, texts))
        seen += any(texts)
        if seen >= SEARCHED_ROWS:
            break
    if not seen:
        return Fault(title, 0, "", "empty_sheet")
    return Fault(title, 0, "", "no_header", {"headers": "; ".join(header(plan, column) for column in plan.columns)})


def _plain(text: str) -> str:
    return fold(text).strip(" *:")


def _heading(plan: Plan, title: str, number: int, found: tuple[Row, list[str]]) -> Heading:
    row, texts = found
    titles_by_text = {_plain(header(plan, column)): column for column in plan.columns}
    places = [
        Place(texts.index(text), column, header(plan, column))
        for text, column in titles_by_text.items()
        if text in texts
    ]
    absent = {text: column for text, column in titles_by_text.items() if text not in texts}
    heading = Heading(number, tuple(sorted(places, key=lambda place: place.index)))
    for place in places:
        if texts.count(_plain(place.header)) > 1:
            heading.faults.append(place.fault(title, number, "double_header", {}))
    for index, text in enumerate(texts):
        if text and text not in titles_by_text:
            where = (title, number, get_column_letter(index + 1))
            _stray(heading, Fault(*where, "ignored_column", {"value": shown(row[index].value)}), text, (plan, absent))
    for column in absent.values():
        if column.required or column.kept:
            heading.faults.append(Fault(title, number, "", "missing_header", {"header": header(plan, column)}))
    return heading


def _stray(heading: Heading, ignored: Fault, text: str, sought: tuple[Plan, dict[str, Column]]) -> None:
    """A header that is none of ours: a misspelt one where a column like it is absent, else one to leave alone."""
    plan, absent = sought
    if near := nearest_name(text, set(absent)):
        params = {**ignored.params, "nearest": header(plan, absent.pop(near))}
        heading.faults.append(replace(ignored, code="wrong_header", params=params))
    else:
        heading.warnings.append(ignored)
