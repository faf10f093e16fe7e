"""Reading a filled import workbook: every row that can be taken, and every fault of every other."""

import warnings
from pathlib import Path

from cycle.sheets.book import open_book
from cycle.sheets.columns import ESTABLISHMENTS, PRODUCERS, PRODUCTS
from cycle.sheets.package import WorkbookRefused
from cycle.sheets.rows import EstablishmentRow, Fault, ProducerRow, ProductList, ProductRow
from cycle.sheets.sheet import read_sheet


def read_products(path: Path) -> ProductList:
    """Never raises for what is in the file: whatever is wrong becomes a fault, and a faulty row is left out."""
    with warnings.catch_warnings():
        # openpyxl tells what it will not keep when it writes; nothing is written here.
        warnings.filterwarnings("ignore", module="openpyxl")
        try:
            return _read(path)
        except WorkbookRefused as refusal:
            return ProductList(faults=[Fault("", 0, "", refusal.code, refusal.params)])


def _read(path: Path) -> ProductList:
    with open_book(path) as book:
        producers = read_sheet(book, PRODUCERS, ProducerRow)
        establishments = read_sheet(book, ESTABLISHMENTS, EstablishmentRow)
        products = read_sheet(book, PRODUCTS, ProductRow)
    sheets = (producers, establishments, products)
    faults = [fault for sheet in sheets for fault in sheet.faults]
    told = [warning for sheet in sheets for warning in sheet.warnings]
    if not faults and not any(sheet.rows for sheet in sheets):
        faults.append(Fault("", 0, "", "no_rows"))
    return ProductList(
        list(producers.rows.values()), list(establishments.rows.values()), list(products.rows.values()), faults, told
    )
