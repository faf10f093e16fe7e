"""Reading a filled import workbook: every row that can be taken, and every fault of every other."""

import warnings
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from openpyxl.utils import get_column_letter

from cycle.sheets.book import Book, Row, open_book
from cycle.sheets.cells import BadCell, read_cell
from cycle.sheets.columns import ESTABLISHMENTS, PLANS, PRODUCERS, PRODUCTS, Column, Plan
from cycle.sheets.headings import Heading, find_heading, header
from cycle.sheets.package import WorkbookRefused
from cycle.sheets.rows import EstablishmentRow, Fault, ProducerRow, ProductList, ProductRow
from cycle.sheets.survey import Survey
from cycle.sheets.words import words
from cycle.vietnamese import fold
from workflows.problems import nearest_name

MOST_FAULTS = 100_000
NAMED = 10

_MAKE: Mapping[str, Callable[..., Any]] = {
    PRODUCERS.name: ProducerRow,
    ESTABLISHMENTS.name: EstablishmentRow,
    PRODUCTS.name: ProductRow,
}


@dataclass
class _Found:
    """What one sheet gave; rows by their number, identities with all rows that claim them."""

    title: str
    rows: dict[int, Any] = field(default_factory=dict)
    identities: dict[str, list[int]] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)
    warnings: list[Fault] = field(default_factory=list)


def read_products(path: Path) -> ProductList:
    """Never raises for what is in the file: whatever is wrong becomes a fault, and a faulty row is left out."""
    result = ProductList()
    with warnings.catch_warnings():
        # openpyxl tells what it will not keep when it writes; nothing is written here.
        warnings.filterwarnings("ignore", module="openpyxl")
        try:
            with open_book(path) as book:
                for plan, rows in zip(PLANS, (result.producers, result.establishments, result.products), strict=True):
                    found = _read_sheet(book, plan)
                    rows.extend(found.rows.values())
                    result.faults.extend(found.faults)
                    result.warnings.extend(found.warnings)
        except WorkbookRefused as refusal:
            result.faults.append(Fault("", 0, "", refusal.code, refusal.params))
    if not (result.faults or result.producers or result.establishments or result.products):
        result.faults.append(Fault("", 0, "", "no_rows"))
    return result


def _read_sheet(book: Book, plan: Plan) -> _Found:
    title = _title(book, plan)
    if isinstance(title, Fault):
        return _Found("", faults=[title])
    found = _Found(title)
    try:
        _read_rows(found, book, plan)
    except WorkbookRefused as refusal:
        found.rows.clear()
        found.faults.append(Fault(title, 0, "", refusal.code, refusal.params))
    found.faults.sort(key=lambda fault: (fault.row, len(fault.column), fault.column))
    return found


def _read_rows(found: _Found, book: Book, plan: Plan) -> None:
    survey, rows = book.survey(found.title), book.rows(found.title)
    heading = find_heading(plan, found.title, rows)
    if isinstance(heading, Fault):
        found.faults.append(heading)
        return
    found.faults += heading.faults
    found.warnings += heading.warnings
    for number, row in rows:
        _read_row(found, plan, _Line(number, row, heading, survey))
        if len(found.faults) > MOST_FAULTS:
            raise WorkbookRefused("too_many_faults", most=str(MOST_FAULTS))
    _refuse_doubles(found, plan, heading)


def _title(book: Book, plan: Plan) -> str | Fault:
    """The sheet of a plan, by its folded title."""
    wanted = words()[f"sheet.{plan.name}"]
    titles = {fold(title): title for title in book.titles}
    if fold(wanted) in titles:
        return titles[fold(wanted)]
    ours = {fold(words()[f"sheet.{other.name}"]) for other in PLANS}
    near = nearest_name(fold(wanted), set(titles) - ours)
    return Fault("", 0, "", "missing_sheet", {"sheet": wanted, "nearest": titles[near] if near else ""})


@dataclass(frozen=True, slots=True)
class _Line:
    number: int
    row: Row
    heading: Heading
    survey: Survey


def _read_row(found: _Found, plan: Plan, line: _Line) -> None:
    """A row without anything in our columns is no row."""
    cells = [(index, column, line.row[index]) for index, column in line.heading.places]
    if all(_empty(cell.value) and cell.data_type != "f" for _, _, cell in cells):
        return
    values: dict[str, Any] = {column.name: None for column in plan.columns}
    good = not line.heading.faults
    for index, column, cell in cells:
        try:
            reading = read_cell(column, cell)
            if reading.value is None:
                _check_blank(column, line, index)
        except BadCell as bad:
            good = False
            found.faults.append(
                _fault(found.title, line.number, index, (bad.code, {**bad.params, "header": header(plan, column)}))
            )
            continue
        values[column.name] = () if reading.value is None and column.kind == "codes" else reading.value
        if reading.warning:
            params = {"header": header(plan, column), "value": str(reading.value)}
            found.warnings.append(_fault(found.title, line.number, index, (reading.warning, params)))
    if values[plan.identity] is not None:
        found.identities.setdefault(values[plan.identity].casefold(), []).append(line.number)
    if good:
        found.rows[line.number] = _MAKE[plan.name](sheet=found.title, row=line.number, **values)


def _empty(value: object) -> bool:
    return value is None or (isinstance(value, str) and not value.strip())


def _check_blank(column: Column, line: _Line, index: int) -> None:
    """In a merged range a person sees the value of another cell: even where blank is allowed, it was not meant."""
    if ref := line.survey.merge_at(line.number, index + 1):
        raise BadCell("blank_in_merge", range=ref)
    if column.required:
        raise BadCell("blank")


def _fault(title: str, row: int, index: int, what: tuple[str, Mapping[str, str]]) -> Fault:
    return Fault(title, row, get_column_letter(index + 1), *what)


def _refuse_doubles(found: _Found, plan: Plan, heading: Heading) -> None:
    """Which of two rows is right only a person knows: none is taken, and each names the others."""
    identity = next(((index, column) for index, column in heading.places if column.name == plan.identity), None)
    for rows in found.identities.values() if identity else ():
        for row in rows if len(rows) > 1 else ():
            others = [str(other) for other in rows[: NAMED + 1] if other != row][:NAMED]
            params = {"header": header(plan, identity[1]), "rows": ", ".join(others)}
            found.faults.append(_fault(found.title, row, identity[0], ("double_identity", params)))
            found.rows.pop(row, None)
