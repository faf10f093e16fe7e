"""Bringing an office's workbook into the register: surveyed whole, written in batches that can be repeated."""

from cycle.imports.products import import_products, survey_products
from cycle.imports.survey import Report

__all__ = ["Report", "import_products", "survey_products"]
