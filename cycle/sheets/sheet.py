"""Reading one sheet: its header, its rows, and what is wrong with them."""

from collections.abc import Collection
from dataclasses import dataclass, field
from typing import Any

from openpyxl.cell.read_only import ReadOnlyCell

from cycle.sheets.badcell import BadCell
from cycle.sheets.book import Book, Row
from cycle.sheets.cells import Reading, read_cell
from cycle.sheets.columns import SEVERAL, Plan
from cycle.sheets.headings import Heading, Place, find_heading
from cycle.sheets.lists import Lists
from cycle.sheets.package import WorkbookRefused
from cycle.sheets.rows import Fault
from cycle.sheets.rows import Row as ListedRow
from cycle.sheets.survey import Survey
from cycle.sheets.words import titles
from cycle.vietnamese import fold
from workflows.problems import nearest_name

MOST_FAULTS = 100_000
# A double names so many of the others.
NAMED = 10


@dataclass
class Found:
    """What one sheet gave; rows by their number, identities with all rows that claim them.

    `halves` are faulty rows under a header without fault, with the columns that could not be read.
    """

    title: str
    plan: Plan
    lists: Lists
    rows: dict[int, ListedRow] = field(default_factory=dict)
    halves: dict[int, tuple[ListedRow, frozenset[str]]] = field(default_factory=dict)
    identities: dict[tuple[str, ...], list[int]] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)
    warnings: list[Fault] = field(default_factory=list)
    places: dict[str, tuple[str, str]] = field(default_factory=dict)

    @property
    def left_out(self) -> dict[tuple[str, ...], int]:
        """The identities of faulty rows, each with its first row."""
        return {identity: rows[0] for identity, rows in self.identities.items() if rows[0] not in self.rows}


@dataclass(frozen=True, slots=True)
class _Line:
    number: int
    row: Row
    heading: Heading
    survey: Survey


def read_sheet(book: Book, plan: Plan, lists: Lists, ours: Collection[str]) -> Found:
    """Each good row of the plan's sheet; `ours` are the titles of all sheets that the workbook may have."""
    title = _title(book, plan, ours)
    if isinstance(title, Fault):
        return Found("", plan, lists, faults=[title])
    found = Found(title, plan, lists)
    try:
        _read_rows(found, book)
    except WorkbookRefused as refusal:
        found.rows.clear()
        found.halves.clear()
        found.faults.append(Fault(title, 0, "", refusal.code, refusal.params))
    found.faults.sort(key=lambda fault: (fault.row, len(fault.column), fault.column))
    return found


def _read_rows(found: Found, book: Book) -> None:
    survey, rows = book.survey(found.title), book.rows(found.title)
    heading = find_heading(found.plan, found.title, rows)
    if isinstance(heading, Fault):
        found.faults.append(heading)
        return
    found.faults += heading.faults
    found.warnings += heading.warnings
    found.places.update({place.column.name: (place.letter, place.header) for place in heading.places})
    for number, row in rows:
        _read_row(found, _Line(number, row, heading, survey))
        if len(found.faults) > MOST_FAULTS:
            raise WorkbookRefused("too_many_faults", most=str(MOST_FAULTS))
    _refuse_doubles(found, heading)


def _title(book: Book, plan: Plan, ours: Collection[str]) -> str | Fault:
    """The sheet of a plan, by its folded title."""
    wanted = titles()[f"sheet.{plan.name}"]
    there = {fold(title): title for title in book.titles}
    if fold(wanted) in there:
        return there[fold(wanted)]
    near = nearest_name(fold(wanted), set(there) - set(map(fold, ours)))
    return Fault("", 0, "", "missing_sheet", {"sheet": wanted, "nearest": there[near] if near else ""})


def _read_row(found: Found, line: _Line) -> None:
    """A row without anything in our columns is no row."""
    if all(_empty(line.row[place.index]) for place in line.heading.places):
        return
    values, unread = _values(found, line)
    identity = tuple(str(values[name] or "").casefold() for name in found.plan.identity)
    if identity and all(identity):
        found.identities.setdefault(identity, []).append(line.number)
    if line.heading.faults:
        return
    listed = found.plan.row(sheet=found.title, row=line.number, **values)
    if unread:
        found.halves[line.number] = listed, unread
    else:
        found.rows[line.number] = listed


def _values(found: Found, line: _Line) -> tuple[dict[str, Any], frozenset[str]]:
    """What stands in each column, and the columns that could not be read; each is told."""
    values: dict[str, Any] = {column.name: SEVERAL.get(column.kind, _nothing)() for column in found.plan.columns}
    unread: set[str] = set()
    for place in line.heading.places:
        try:
            reading = _read_cell(found, line, place)
        except BadCell as bad:
            found.faults.append(place.fault(found.title, line.number, bad.code, bad.params))
            unread.add(place.column.name)
            continue
        if reading.value is not None:
            values[place.column.name] = reading.value
        if reading.warning:
            shown = {"value": str(reading.value)}
            found.warnings.append(place.fault(found.title, line.number, reading.warning, shown))
    return values, frozenset(unread)


def _nothing() -> None:
    """What a blank cell holds in a column of one value."""


def _empty(cell: ReadOnlyCell) -> bool:
    return cell.data_type != "f" and (cell.value is None or (isinstance(cell.value, str) and not cell.value.strip()))


def _read_cell(found: Found, line: _Line, place: Place) -> Reading:
    """In a merged range a person sees the value of another cell: even where blank is allowed, it was not meant."""
    reading = read_cell(place.column, line.row[place.index], found.lists)
    if reading.value is None:
        if ref := line.survey.merge_at(line.number, place.index + 1):
            raise BadCell("blank_in_merge", range=ref)
        if place.column.required:
            raise BadCell("blank")
    return reading


def _refuse_doubles(found: Found, heading: Heading) -> None:
    """Which of two rows is right only a person knows: none is taken, and each names the others."""
    parts = [place for place in heading.places if place.column.name in found.plan.identity]
    header = " + ".join(place.header for place in parts)
    for rows in (rows for rows in found.identities.values() if len(rows) > 1):
        for row in rows:
            others = [str(other) for other in rows[: NAMED + 1] if other != row][:NAMED]
            told = {"rows": ", ".join(others), "header": header}
            found.faults.append(Fault(found.title, row, parts[0].letter, "double_identity", told))
            if (listed := found.rows.pop(row, None)) is not None:
                found.halves[row] = listed, frozenset()
