"""Reading a filled workbook: every row that can be taken, and every fault of every other."""

import warnings
from collections.abc import Mapping
from pathlib import Path

from cycle.sheets.book import open_book
from cycle.sheets.columns import Workbook
from cycle.sheets.lists import Lists, Offered
from cycle.sheets.package import WorkbookRefused
from cycle.sheets.rows import Fault, Listed
from cycle.sheets.sheet import read_sheet
from cycle.sheets.words import titles


def read_workbook(path: Path, workbook: Workbook, offered: Mapping[str, Offered] | None = None) -> Listed:
    """Never raises for what is in the file: whatever is wrong becomes a fault, and a faulty row is left out.

    `offered` are the lists that the catalogue does not have, by the names by which columns ask for them.
    """
    with warnings.catch_warnings():
        # openpyxl tells what it will not keep when it writes; nothing is written here.
        warnings.filterwarnings("ignore", module="openpyxl")
        try:
            return _read(path, workbook, Lists(offered))
        except WorkbookRefused as refusal:
            return Listed(faults=(Fault("", 0, "", refusal.code, refusal.params),))


def _read(path: Path, workbook: Workbook, lists: Lists) -> Listed:
    ours = [titles()[f"sheet.{plan.name}"] for plan in workbook.plans]
    with open_book(path) as book:
        sheets = [read_sheet(book, plan, lists, ours) for plan in workbook.plans]
    rows = tuple(row for sheet in sheets for row in sheet.rows.values())
    faults = tuple(fault for sheet in sheets for fault in sheet.faults)
    if not rows and not faults:
        faults = (Fault("", 0, "", "no_rows"),)
    told = tuple(warning for sheet in sheets for warning in sheet.warnings)
    places = {sheet.title: sheet.places for sheet in sheets if sheet.places}
    left_out = {sheet.plan.row: sheet.left_out for sheet in sheets}
    halves = {(sheet.title, number): half for sheet in sheets for number, half in sheet.halves.items()}
    return Listed(rows, faults, told, places, left_out, halves)
