"""Reading the workbook of products, its rows by kind."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from cycle.sheets import PRODUCTS_BOOK, EstablishmentRow, Fault, ProducerRow, ProductRow, explain, read_workbook

Make = Callable[..., list[Any]]
Fill = Callable[..., Path]


@dataclass(frozen=True)
class ProductList:
    producers: list[ProducerRow]
    establishments: list[EstablishmentRow]
    products: list[ProductRow]
    faults: list[Fault]
    warnings: list[Fault]


def read_products(path: Path) -> ProductList:
    listed = read_workbook(path, PRODUCTS_BOOK)
    rows = listed.of(ProducerRow), listed.of(EstablishmentRow), listed.of(ProductRow)
    return ProductList(*rows, list(listed.faults), list(listed.warnings))


def told(faults: list[Fault]) -> list[tuple[str, int, str, str]]:
    """Where each stands and its code; that it can be explained is tested by the way."""
    assert all(explain(fault, language) for fault in faults for language in ("vi", "en"))
    return [(fault.sheet, fault.row, fault.column, fault.code) for fault in faults]
