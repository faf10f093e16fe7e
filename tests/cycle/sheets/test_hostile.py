"""Files that are not what they should be: every one ends as a fault, in little time and memory."""

import io
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cycle.sheets import PRODUCTS_BOOK, explain, write_rows, write_workbook
from cycle.sheets.columns import MAX_ROWS
from cycle.sheets.package import MEGABYTE
from tests.cycle.sheets.listing import read_products

Make = Callable[..., list[Any]]
Fill = Callable[..., Path]

SHEET = "xl/worksheets/sheet4.xml"


@pytest.fixture
def good(
    fill: Fill, producer: Make, establishment: Make, product: Make, as_excel_writes: Callable[[Path], Path]
) -> Path:
    return as_excel_writes(fill([producer()], [establishment()], [product()]))


def test_what_is_spoilt_below_was_good(good: Path) -> None:
    found = read_products(good)
    assert found.faults == []
    assert (len(found.producers), len(found.establishments), len(found.products)) == (1, 1, 1)
    with zipfile.ZipFile(good) as archive:
        assert b"<si>" in archive.read("xl/sharedStrings.xml")


def codes(path: Path) -> list[str]:
    faults = read_products(path).faults
    for fault in faults:
        assert explain(fault, "vi")
        assert explain(fault, "en")
    return [fault.code for fault in faults]


def rewrite(path: Path, change: Callable[[str, bytes], bytes | None], **kinds: int) -> None:
    """Every member of the archive changed, or left out where that gives None."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(buffer, "w", kinds.get("kind", zipfile.ZIP_DEFLATED)) as new:
        for name in old.namelist():
            if (content := change(name, old.read(name))) is not None:
                new.writestr(name, content)
    path.write_bytes(buffer.getvalue())


def spoil(path: Path, part: str, old: bytes, new: bytes) -> None:
    """One member of the archive with something in it replaced."""

    def replace(name: str, content: bytes) -> bytes:
        if name != part:
            return content
        assert old in content
        return content.replace(old, new)

    rewrite(path, replace)


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "file_empty"),
        (b"<html><body>", "not_xlsx"),
        (b"%PDF-1.7", "not_xlsx"),
        ("Tên;Mã\nTỏi;1".encode(), "not_xlsx"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600, "not_xlsx"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"), "encrypted"),
        (b"PK\x03\x04" + b"\x00" * 100, "damaged"),
    ],
)
def test_what_is_no_workbook_is_named(tmp_path: Path, content: bytes, code: str) -> None:
    (path := tmp_path / "danh sách.xlsx").write_bytes(content)
    assert codes(path) == [code]


def test_the_message_says_what_the_file_really_is(tmp_path: Path) -> None:
    (path := tmp_path / "danh sách.xlsx").write_bytes(b"<html><body>")
    (fault,) = read_products(path).faults
    assert "HTML" in explain(fault)


def test_a_file_that_is_not_there_is_a_fault(tmp_path: Path) -> None:
    assert codes(tmp_path / "không có.xlsx") == ["file_missing"]
    assert codes(tmp_path) == ["file_missing"]


def test_another_workbook_misses_its_sheets(tmp_path: Path) -> None:
    write_rows(tmp_path / "khác.xlsx", "Khác", ["a"], [["b"]])
    assert codes(tmp_path / "khác.xlsx") == ["missing_sheet"] * 3


def test_macros_are_refused(good: Path) -> None:
    with zipfile.ZipFile(good, "a") as archive:
        archive.writestr("xl/vbaProject.bin", b"x")
    assert codes(good) == ["macros"]


def test_a_bomb_is_refused_by_its_directory(good: Path) -> None:
    with (
        zipfile.ZipFile(good, "a", zipfile.ZIP_DEFLATED) as archive,
        archive.open("xl/media/image1.png", "w") as member,
    ):
        for _ in range(60):
            member.write(bytes(MEGABYTE))
    assert codes(good) == ["zip_bomb"]


def test_a_bomb_that_lies_about_its_size_is_found_while_reading(good: Path) -> None:
    spoil(good, "xl/styles.xml", b"</styleSheet>", b" " * 60 * MEGABYTE + b"</styleSheet>")
    raw = bytearray(good.read_bytes())
    with zipfile.ZipFile(good) as archive:
        size = archive.getinfo("xl/styles.xml").file_size
    place = raw.rfind(size.to_bytes(4, "little"))
    raw[place : place + 4] = (1000).to_bytes(4, "little")
    good.write_bytes(bytes(raw))
    assert codes(good) == ["damaged"]


def test_a_part_that_unpacks_to_too_much_is_not_read_to_its_end(good: Path) -> None:
    noise = b"".join(b"<!-- %032x -->" % number for number in range(1_300_000))
    spoil(good, "xl/styles.xml", b"</styleSheet>", noise + b"</styleSheet>")
    assert codes(good) == ["too_much_text"]


def test_one_row_without_end_is_not_read_to_its_end(good: Path) -> None:
    cells = b"".join(b"<c r='A9' s='%d'/>" % (number % 7) for number in range(400_000))
    spoil(good, SHEET, b"</sheetData>", b"<row r='9'>" + cells + b"</row></sheetData>")
    assert codes(good) == ["too_much_text"]


def test_a_sheet_of_a_million_rows_is_refused_at_the_limit(good: Path) -> None:
    rows = b"".join(b"<row r='%d'><c r='A%d'><v>1</v></c></row>" % (number, number) for number in range(3, 1_000_003))
    spoil(good, SHEET, b"</sheetData>", rows + b"</sheetData>")
    (fault,) = read_products(good).faults
    assert (fault.sheet, fault.code, fault.params["most"]) == ("Sản phẩm", "too_many_rows", str(MAX_ROWS))


def test_a_row_numbered_beyond_the_end_of_excel_is_not_waited_for(good: Path) -> None:
    row = b"<row r='2000000000'><c r='A2000000000'><v>1</v></c></row></sheetData>"
    spoil(good, SHEET, b"</sheetData>", row)
    assert codes(good) == []


def test_a_sheet_that_does_not_say_its_size_is_read(good: Path) -> None:
    def unsized(name: str, content: bytes) -> bytes:
        start = content.find(b"<dimension")
        return content if start < 0 else content[:start] + content[content.index(b"/>", start) + 2 :]

    rewrite(good, unsized)
    assert codes(good) == []
    assert len(read_products(good).products) == 1


ENTITIES = b"""<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">]>"""


@pytest.mark.parametrize("part", ["xl/workbook.xml", "xl/sharedStrings.xml", SHEET, "[Content_Types].xml"])
def test_entities_are_refused_wherever_they_stand(good: Path, part: str) -> None:
    def declare(name: str, content: bytes) -> bytes:
        if name != part:
            return content
        end = content.find(b"?>") + 2 if content.startswith(b"<?xml") else 0
        return content[:end] + ENTITIES + content[end:]

    rewrite(good, declare)
    assert codes(good) == ["damaged"]


def test_entities_in_utf16_are_refused_too(good: Path) -> None:
    rewrite(good, lambda name, content: content.decode().encode("utf-16") if name == SHEET else content)
    assert codes(good) == ["damaged"]


def test_an_encoding_in_which_entities_could_hide_is_refused(good: Path) -> None:
    spoil(good, SHEET, b"<worksheet ", b"<?xml version='1.0' encoding='cp037'?><worksheet ")
    assert codes(good) == ["damaged"]


@pytest.mark.parametrize(
    "part",
    [
        "[Content_Types].xml",
        "xl/workbook.xml",
        "xl/_rels/workbook.xml.rels",
        "xl/sharedStrings.xml",
        "xl/styles.xml",
        SHEET,
    ],
)
def test_a_part_that_is_missing_or_cut_off_is_a_fault(good: Path, part: str) -> None:
    whole = good.read_bytes()
    rewrite(good, lambda name, content: None if name == part else content)
    # Without styles a workbook is plain, not damaged.
    assert bool(codes(good)) == (part != "xl/styles.xml")
    good.write_bytes(whole)
    rewrite(good, lambda name, content: content[: len(content) // 2] if name == part else content)
    assert codes(good) == ["damaged"]


def test_a_packing_that_workbooks_do_not_use_is_refused(good: Path) -> None:
    rewrite(good, lambda _, content: content, kind=zipfile.ZIP_LZMA)
    assert codes(good) == ["damaged"]


def test_a_sheet_damaged_half_way_gives_none_of_its_rows(good: Path) -> None:
    spoil(good, SHEET, b"</sheetData>", b"<row r='3'><c></sheetData>")
    found = read_products(good)
    assert [(fault.sheet, fault.code) for fault in found.faults] == [("Sản phẩm", "damaged")]
    assert found.products == []
    assert len(found.producers) == 1


def test_a_number_with_a_style_that_does_not_exist_is_read(good: Path) -> None:
    spoil(good, SHEET, b"</sheetData>", b"<row r='3'><c r='A3' s='999'><v>7</v></c></row></sheetData>")
    assert set(codes(good)) == {"blank"}


def test_thousands_of_rows_with_one_identity_name_only_some_others(fill: Fill, product: Make) -> None:
    found = read_products(fill(products=[product()] * 500))
    assert len(found.faults) == 500
    assert all(fault.params["rows"].count(",") == 9 for fault in found.faults)


def test_thousands_of_merges_across_all_columns_do_not_stop_the_reading(good: Path) -> None:
    merges = b"".join(b'<mergeCell ref="A%d:XFD%d"/>' % (row, row + 1) for row in range(100, 50_000, 2))
    spoil(good, SHEET, b"</sheetData>", b"</sheetData><mergeCells>" + merges + b"</mergeCells>")
    assert codes(good) == []


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_a_workbook_with_damaged_bytes_is_read_or_refused_but_never_fails(good: Path, data: st.DataObject) -> None:
    raw = bytearray(good.read_bytes())
    for _ in range(data.draw(st.integers(1, 5))):
        raw[data.draw(st.integers(0, len(raw) - 1))] = data.draw(st.integers(0, 255))
    (path := good.with_name("hỏng.xlsx")).write_bytes(bytes(raw))
    codes(path)


PARTS = st.sampled_from(
    ["xl/workbook.xml", "xl/_rels/workbook.xml.rels", "xl/sharedStrings.xml", "xl/styles.xml", SHEET]
)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_a_workbook_with_damaged_xml_is_read_or_refused_but_never_fails(good: Path, data: st.DataObject) -> None:
    part = data.draw(PARTS)
    path = good.with_name("hỏng.xlsx")
    path.write_bytes(good.read_bytes())

    def damage(name: str, content: bytes) -> bytes:
        if name != part:
            return content
        place = data.draw(st.integers(0, len(content) - 1))
        return content[:place] + data.draw(st.binary(max_size=3)) + content[place + data.draw(st.integers(0, 40)) :]

    rewrite(path, damage)
    codes(path)


def test_the_template_is_itself_no_bomb(tmp_path: Path) -> None:
    write_workbook(path := tmp_path / "mẫu.xlsx", PRODUCTS_BOOK)
    assert codes(path) == ["no_rows"]
