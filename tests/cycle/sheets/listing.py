"""Reading the workbook of products, its rows by kind."""

from dataclasses import dataclass
from pathlib import Path

from cycle.sheets import PRODUCTS_BOOK, EstablishmentRow, Fault, ProducerRow, ProductRow, read_workbook


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
