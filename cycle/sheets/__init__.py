"""Excel in and out: workbooks as they are declared, read and written, and lists as workbooks. Alone uses openpyxl."""

from cycle.sheets.certificates import CERTIFICATES_BOOK, CertificateRow
from cycle.sheets.columns import Column, Plan, Workbook
from cycle.sheets.dossiers import DOSSIERS_BOOK, DossierRow
from cycle.sheets.organisations import ORGANISATIONS_BOOK, ContactRow, OrganisationRow
from cycle.sheets.papers import INDEX_BOOK, IndexRow
from cycle.sheets.products import PRODUCTS_BOOK, EstablishmentRow, ProducerRow, ProductRow
from cycle.sheets.reading import read_workbook
from cycle.sheets.rows import Fault, Listed, Row
from cycle.sheets.template import write_workbook
from cycle.sheets.words import explain
from cycle.sheets.writer import SheetFull, SheetOfRows, Value, write_lists, write_rows

__all__ = [
    "CERTIFICATES_BOOK",
    "DOSSIERS_BOOK",
    "INDEX_BOOK",
    "ORGANISATIONS_BOOK",
    "PRODUCTS_BOOK",
    "CertificateRow",
    "Column",
    "ContactRow",
    "DossierRow",
    "EstablishmentRow",
    "Fault",
    "IndexRow",
    "Listed",
    "OrganisationRow",
    "Plan",
    "ProducerRow",
    "ProductRow",
    "Row",
    "SheetFull",
    "SheetOfRows",
    "Value",
    "Workbook",
    "explain",
    "read_workbook",
    "write_lists",
    "write_rows",
    "write_workbook",
]
