"""An opened import workbook: its sheets by title, row by row; every failure of the reader becomes a refusal."""

import io
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import cast
from zipfile import BadZipFile

from openpyxl.cell.read_only import ReadOnlyCell
from openpyxl.reader.excel import ExcelReader
from openpyxl.styles.stylesheet import apply_stylesheet
from openpyxl.worksheet._read_only import ReadOnlyWorksheet
from openpyxl.worksheet.worksheet import Worksheet

from cycle.sheets.columns import MAX_ROWS
from cycle.sheets.package import MAX_FILE, MAX_UNPACKED, MEGABYTE, Package, WorkbookRefused
from cycle.sheets.survey import Survey, survey
from cycle.store.media import CautiousFile, media_of

MAX_COLUMNS = 64
LAST_ROW = 1_048_576
# Styles, names and all texts of the workbook are read at once; 20,000 rows of distinct texts take about 20 MB.
BEFORE_ROWS = 48 * MEGABYTE
# What may stand before the first row, in one row, or after the last (20,000 links of e-mail addresses take 2 MB).
FOR_ONE_ROW = 4 * MEGABYTE

Row = tuple[ReadOnlyCell, ...]


class Sheet(ReadOnlyWorksheet):
    """A sheet whose size is not asked for: where a file does not say it, openpyxl would read it all to know."""

    def _get_size(self) -> None:
        """Rows are read until there are no more."""


class Book:
    """The sheets of a workbook, in its order."""

    def __init__(self, reader: ExcelReader, package: Package) -> None:
        self._reader = reader
        self._package = package
        self._paths = {sheet.name: rel.target for sheet, rel in reader.parser.find_sheets() if sheet.name}

    @property
    def titles(self) -> list[str]:
        return list(self._paths)

    def survey(self, title: str) -> Survey:
        self._package.allow(MAX_UNPACKED)
        with _refusing(), self._package.open(self._paths[title]) as part:
            return survey(cast(io.BufferedReader, part), MAX_ROWS)

    def rows(self, title: str) -> Iterator[tuple[int, Row]]:
        """Every row with its number; cells past MAX_COLUMNS, and rows that the file leaves out, are left out."""
        with _refusing():
            sheet = Sheet(self._reader.wb, title, self._paths[title], self._reader.shared_strings)
            rows = iter(cast(Worksheet, sheet).iter_rows(max_col=MAX_COLUMNS))
        filler: object = None
        for number in range(1, LAST_ROW + 1):
            self._package.allow(FOR_ONE_ROW)
            try:
                row = next(rows, None)
            except WorkbookRefused:
                raise
            except Exception:  # noqa: BLE001  see _refusing, which here would cost more than the reading
                raise WorkbookRefused("damaged") from None
            if row is None:
                return
            # For the rows of a gap, a million at worst, openpyxl gives one and the same tuple.
            if row is not filler:
                filler = row
                yield number, cast(Row, row)


@contextmanager
def open_book(path: Path) -> Iterator[Book]:
    """Raises WorkbookRefused for whatever is not a workbook that can be read safely."""
    _check_kind(path)
    with CautiousFile(io.FileIO(path)) as file, _refusing_archive(file) as package:
        package.check_directory()
        package.allow(BEFORE_ROWS)
        with _refusing():
            book = Book(_reader(file, package), package)
        yield book


def _check_kind(path: Path) -> None:
    if not path.is_file():
        raise WorkbookRefused("file_missing", name=path.name)
    if path.stat().st_size > MAX_FILE:
        raise WorkbookRefused("file_too_large", max_bytes=str(MAX_FILE), max_mb=str(MAX_FILE // MEGABYTE))
    if not path.stat().st_size:
        raise WorkbookRefused("file_empty")
    codes = {"xlsx": "", "encrypted_office": "encrypted", "xlsm": "macros", "damaged_zip": "damaged"}
    media = media_of(path)
    if code := codes.get(media, "not_xlsx"):
        raise WorkbookRefused(code, found=media)


@contextmanager
def _refusing_archive(file: CautiousFile) -> Iterator[Package]:
    try:
        package = Package(file)
    except (BadZipFile, OSError, ValueError, NotImplementedError):
        raise WorkbookRefused("damaged") from None
    with package:
        yield package


def _reader(file: CautiousFile, package: Package) -> ExcelReader:
    """What openpyxl's own `load_workbook` does, with our archive, and without what is not needed here."""
    reader = ExcelReader(file, read_only=True, keep_links=False)
    reader.archive = package
    reader.read_manifest()
    reader.read_strings()
    reader.read_workbook()
    apply_stylesheet(reader.archive, reader.wb)
    return reader


@contextmanager
def _refusing() -> Iterator[None]:
    """On a damaged file openpyxl fails in any way whatever; for the office they all mean the same."""
    try:
        yield
    except WorkbookRefused:
        raise
    except Exception:  # noqa: BLE001 - it fails in as many ways as there are damages
        raise WorkbookRefused("damaged") from None
