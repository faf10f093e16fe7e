"""Bringing an office's workbooks into the register, and writing the register into the same workbooks."""

from cycle.imports.books import BOOKS, Book, export, write_template
from cycle.imports.certificates import certificates
from cycle.imports.dossiers import dossiers
from cycle.imports.organisations import ORGANISATIONS
from cycle.imports.products import PRODUCTS, import_products, survey_products
from cycle.imports.running import Import, Load, import_workbook, survey_workbook
from cycle.imports.survey import Report

__all__ = [
    "BOOKS",
    "ORGANISATIONS",
    "PRODUCTS",
    "Book",
    "Import",
    "Load",
    "Report",
    "certificates",
    "dossiers",
    "export",
    "import_products",
    "import_workbook",
    "survey_products",
    "survey_workbook",
    "write_template",
]
