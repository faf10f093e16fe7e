"""The sheet of acts: one act on one dossier in each row, offered what each dossier's state offers."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from pathlib import Path
from typing import Any

from openpyxl import load_workbook
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.cell_range import MultiCellRange
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from cycle.sheets.columns import MAX_ROWS, Column, Plan, Workbook
from cycle.sheets.lists import distinct
from cycle.sheets.plaintext import put_text
from cycle.sheets.rows import Listed, Row
from cycle.sheets.template import write_workbook
from cycle.sheets.words import titles
from cycle.sheets.writer import kept_whole

LONGEST_VALUES = 500
Offers = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class ActRow(Row):
    """One act as it was filled in. `product` and `state` are there for the reader and not looked at.

    `trigger` is what was written, a title or a name; `override` is `yes` or None.
    """

    dossier: str
    product: str | None
    state: str | None
    trigger: str | None
    happened: date | None
    note: str | None
    values: Mapping[str, Any]
    on_behalf: str | None
    override: str | None


ACTS_PLAN = Plan(
    "acts",
    ActRow,
    (),
    (
        Column("dossier", "code", longest=100, width=20),
        Column("product", required=False, longest=500, width=32),
        Column("state", required=False, longest=500, width=32),
        Column("trigger", required=False, choices="trigger", width=40),
        Column("happened", "date", required=False, width=14),
        Column("note", required=False, longest=500, width=40),
        Column("values", "values", required=False, longest=LONGEST_VALUES, width=44),
        Column("on_behalf", "code", required=False, longest=100, width=24),
        Column("override", "choice", required=False, choices="override", width=14),
    ),
)
ACTS_BOOK = Workbook("acts", (ACTS_PLAN,))


def write_acts(
    path: Path, rows: Iterable[ActRow], offers: Mapping[str, Offers], values: Iterable[Sequence[str]]
) -> None:
    """A sheet with the dossiers filled in; each cell for an act offers what its `state` does, name to title.

    `values` say of each act what it records: state, act, the value as it is written in a cell, what it holds, whether
    it is required. Raises FileExistsError, which leaves the file as it was.
    """
    filled, every = tuple(rows), {name: title for offered in offers.values() for name, title in offered.items()}
    with kept_whole(path) as unfinished:
        write_workbook(unfinished, ACTS_BOOK, filled, {"trigger": every})
        _offer_by_state(unfinished, filled, offers)
        _tell_values(unfinished, values)


def dossiers_in(path: Path, listed: Listed, rows: Collection[int]) -> Mapping[int, str]:
    """What stands as the dossier in rows that could not be read as a whole."""
    (title, places), *_ = [*listed.places.items(), ("", {})]
    if not rows or "dossier" not in places:
        return {}
    book = load_workbook(path, read_only=True)
    try:
        sheet, letter = book[title], places["dossier"][0]
        named = {row: sheet[f"{letter}{row}"].value for row in sorted(rows)}
    finally:
        book.close()
    return {row: str(value).strip() for row, value in named.items() if value is not None}


def _offer_by_state(path: Path, rows: Iterable[ActRow], offers: Mapping[str, Offers]) -> None:
    """Instead of one list for all: the list of each state, on a sheet of its own, for the rows in that state."""
    book = load_workbook(path)
    sheet, letter = book[titles()["sheet.acts"]], _letter("trigger")
    places = _cells_by_state(rows, letter)
    for rule in sheet.data_validations.dataValidation:
        if str(rule.sqref).startswith(f"{letter}2:"):
            rule.sqref = MultiCellRange(f"{letter}{sheet.max_row + 1}:{letter}{MAX_ROWS + 1}")
    ranges = _write_offers(book.create_sheet(titles()["sheet.acts_offered"]), offers)
    for state, source in ranges.items():
        rule = DataValidation(type="list", formula1=source, errorStyle="warning", allow_blank=True)
        rule.showErrorMessage, rule.sqref = True, MultiCellRange(" ".join(places[state]))
        rule.errorTitle, rule.error = titles()["offer.title"], titles()["offer.text"]
        sheet.add_data_validation(rule)
    book.save(path)
    book.close()


def _cells_by_state(rows: Iterable[ActRow], letter: str) -> Mapping[str, list[str]]:
    """The cells of a column whose rows are in each state, in runs: one by one they would cost their square."""
    found: dict[str, list[str]] = defaultdict(list)
    for state, run in groupby(enumerate(rows, 2), key=lambda numbered: numbered[1].state):
        numbers = [number for number, _ in run]
        found[state or ""].append(f"{letter}{numbers[0]}:{letter}{numbers[-1]}")
    return found


def _write_offers(sheet: Worksheet, offers: Mapping[str, Offers]) -> Mapping[str, str]:
    """A column for each state that offers anything; says where each list stands."""
    ranges = {}
    for place, (state, offered) in enumerate(((s, o) for s, o in offers.items() if o), 1):
        letter = get_column_letter(place)
        for number, text in enumerate((state, *distinct(offered).values()), 1):
            put_text(sheet.cell(number, place), text)
        sheet.column_dimensions[letter].width = 40
        ranges[state] = f"'{sheet.title}'!${letter}$2:${letter}${len(offered) + 1}"
    return ranges


def _tell_values(path: Path, values: Iterable[Sequence[str]]) -> None:
    """What goes with each act into the cell for values, on a sheet of its own; no sheet where there is nothing."""
    told = tuple(dict.fromkeys(tuple(one) for one in values))
    if not told:
        return
    book = load_workbook(path)
    sheet = book.create_sheet(titles()["sheet.acts_values"])
    heads = [titles()[f"heads.acts_values.{name}"] for name in ("state", "act", "value", "kind", "required")]
    for number, line in enumerate((heads, *told), 1):
        for place, text in enumerate(line, 1):
            put_text(sheet.cell(number, place), text)
    for letter, width in zip("ABCDE", (40, 40, 44, 44, 12), strict=True):
        sheet.column_dimensions[letter].width = width
    sheet.freeze_panes = "A2"
    book.save(path)
    book.close()


def _letter(name: str) -> str:
    return get_column_letter([column.name for column in ACTS_PLAN.columns].index(name) + 1)
