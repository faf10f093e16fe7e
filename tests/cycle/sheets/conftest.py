"""Workbooks to read: the template, filled in."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from cycle.sheets import template

Rows = Sequence[Sequence[Any]]
Fill = Callable[..., Path]

PRODUCER = [
    "4300123456",
    "Mã số thuế",
    "Hợp tác xã Tỏi Lý Sơn",
    "Hợp tác xã",
    "Lý Sơn",
    "Nguyễn Văn A",
    "0905123456",
    "a@b.vn",
]
ESTABLISHMENT = ["CS-01", "4300123456", "Xưởng tỏi", "Thôn Tây", "Lý Sơn"]
PRODUCT = ["SP-01", "4300123456", "Tỏi Lý Sơn", "Thực phẩm", "Gia vị", 5, "Lý Sơn", "CS-01", "15/03/2024"]


@pytest.fixture
def fill(tmp_path: Path) -> Fill:
    """Writes the template with these rows below the headers."""

    def filled(producers: Rows = (), establishments: Rows = (), products: Rows = ()) -> Path:
        template(path := tmp_path / "danh sách.xlsx")
        workbook = load_workbook(path)
        for title, rows in (("Chủ thể", producers), ("Cơ sở sản xuất", establishments), ("Sản phẩm", products)):
            for row in rows:
                workbook[title].append(list(row))
        workbook.save(path)
        return path

    return filled


@pytest.fixture
def producer() -> Callable[..., list[Any]]:
    """A good row of the sheet of producers, with some cells changed by their index."""
    return lambda changes=(): _changed(PRODUCER, dict(changes))


@pytest.fixture
def establishment() -> Callable[..., list[Any]]:
    return lambda changes=(): _changed(ESTABLISHMENT, dict(changes))


@pytest.fixture
def product() -> Callable[..., list[Any]]:
    return lambda changes=(): _changed(PRODUCT, dict(changes))


def _changed(row: list[Any], changes: dict[int, Any]) -> list[Any]:
    return [changes.get(place, value) for place, value in enumerate(row)]
