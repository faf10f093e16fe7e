"""Workbooks to read: the template, filled in."""

import io
import re
import zipfile
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook
from openpyxl.workbook import Workbook

from cycle.sheets import PRODUCTS_BOOK, write_workbook
from tests.cycle.sheets.listing import Fill, Make

Rows = Sequence[Sequence[Any]]

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
        write_workbook(path := tmp_path / "danh sách.xlsx", PRODUCTS_BOOK)
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


INLINE = re.compile(rb'(<c r="[A-Z0-9]+"(?: s="[0-9]+")?) t="inlineStr"><is>(<t[ >].*?</t>)</is></c>', re.DOTALL)
TYPE = b'<Override PartName="/xl/sharedStrings.xml" ContentType="application/vnd.openxmlformats-officedocument.'
TYPE += b'spreadsheetml.sharedStrings+xml"/></Types>'
NAMESPACE = b"http://schemas.openxmlformats.org/spreadsheetml/2006/main"


@pytest.fixture
def as_excel_writes() -> Callable[[Path], Path]:
    """Moves all texts of a workbook into one part that the cells refer to, as Excel does and openpyxl does not."""

    def moved(path: Path) -> Path:
        texts: dict[bytes, int] = {}
        buffer = io.BytesIO()
        with zipfile.ZipFile(path) as old, zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as new:
            for name in old.namelist():
                content = old.read(name).replace(b"</Types>", TYPE)
                new.writestr(name, INLINE.sub(lambda cell: _referring(cell, texts), content))
            items = b"".join(b"<si>" + text + b"</si>" for text in texts)
            new.writestr("xl/sharedStrings.xml", b'<sst xmlns="' + NAMESPACE + b'">' + items + b"</sst>")
        path.write_bytes(buffer.getvalue())
        return path

    return moved


def _referring(cell: re.Match[bytes], texts: dict[bytes, int]) -> bytes:
    return cell[1] + b' t="s"><v>%d</v></c>' % texts.setdefault(cell[2], len(texts))


def _changed(row: list[Any], changes: dict[int, Any]) -> list[Any]:
    return [changes.get(place, value) for place, value in enumerate(row)]


@pytest.fixture
def change(
    fill: Fill, producer: Make, establishment: Make, product: Make
) -> Callable[[Callable[[Workbook], None]], Path]:
    """A good workbook of one row a sheet, after somebody has worked on it."""

    def changed(work: Callable[[Workbook], None]) -> Path:
        path = fill([producer()], [establishment()], [product()])
        workbook = load_workbook(path)
        work(workbook)
        workbook.save(path)
        return path

    return changed
