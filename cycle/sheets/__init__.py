"""Excel in and out: the import workbook, what is read from it, lists written as workbooks. Alone uses openpyxl."""

from cycle.sheets.products import read_products
from cycle.sheets.rows import EstablishmentRow, Fault, ProducerRow, ProductList, ProductRow
from cycle.sheets.template import template
from cycle.sheets.words import explain
from cycle.sheets.writer import write_rows

__all__ = [
    "EstablishmentRow",
    "Fault",
    "ProducerRow",
    "ProductList",
    "ProductRow",
    "explain",
    "read_products",
    "template",
    "write_rows",
]
