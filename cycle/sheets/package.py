"""Opening a workbook that may be anything: what openpyxl reads is counted, and never more than was allowed."""

import io
import re
from functools import partial
from typing import IO, Literal
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile

MEGABYTE = 2**20
CHUNK = 2**16
MAX_FILE = 40 * MEGABYTE
MAX_UNPACKED = 1024 * MEGABYTE
# Deflate reaches 1,000 to 1; tables of the most repetitive kind about 40 to 1.
MAX_RATIO = 100
RATIO_FROM = 50 * MEGABYTE

_ENCODING = re.compile(rb"""\A<\?xml[^>]*?encoding\s*=\s*["']([^"']*)""")
_DOCTYPE = b"<!DOCTYPE"


class WorkbookRefused(Exception):
    """The file as a whole, or one sheet of it, cannot be read; `code` and `params` as in a Fault."""

    def __init__(self, code: str, **params: str) -> None:
        super().__init__(code, params)
        self.code = code
        self.params = params


class Package(ZipFile):
    """The archive of a workbook. Whoever reads on says first how many bytes that may take (`allow`)."""

    def __init__(self, file: IO[bytes]) -> None:
        super().__init__(file)
        self.allowance = 0

    def allow(self, size: int) -> None:
        self.allowance = size

    def open(  # type: ignore[override]  # a workbook is only read
        self, name: str, mode: Literal["r"] = "r", pwd: bytes | None = None, *, force_zip64: bool = False
    ) -> "Part":
        return Part(super().open(name, mode, pwd, force_zip64=force_zip64), self)

    def check_directory(self) -> None:
        """Refuse by what the archive says of itself; a lie comes out while reading."""
        members = self.infolist()
        if any(member.flag_bits & 1 for member in members):
            raise WorkbookRefused("encrypted")
        if any(member.compress_type not in {ZIP_STORED, ZIP_DEFLATED} for member in members):
            raise WorkbookRefused("damaged")
        packed = sum(member.compress_size for member in members)
        unpacked = sum(member.file_size for member in members)
        if unpacked > MAX_UNPACKED or (unpacked > RATIO_FROM and unpacked > MAX_RATIO * packed):
            raise WorkbookRefused("zip_bomb", unpacked_mb=str(unpacked // MEGABYTE))


class Part(io.BufferedIOBase):
    """One file of the archive, read within the allowance; refuses what could make the reader unfold entities."""

    def __init__(self, stream: IO[bytes], package: Package) -> None:
        super().__init__()
        self._stream = stream
        self._package = package
        self._tail = b""
        self._begun = False

    def read(self, size: int | None = -1, /) -> bytes:
        if size is None or size < 0:
            return b"".join(iter(partial(self.read, CHUNK), b""))
        data = self._stream.read(min(size, self._package.allowance + 1))
        self._package.allowance -= len(data)
        if self._package.allowance < 0:
            raise WorkbookRefused("too_much_text")
        self._inspect(data)
        return data

    def close(self) -> None:
        self._stream.close()
        super().close()

    def _inspect(self, data: bytes) -> None:
        if not self._begun and data:
            self._begun = True
            _check_encoding(data[:200])
        if _DOCTYPE in self._tail + data:
            raise WorkbookRefused("damaged")
        self._tail = (self._tail + data)[-len(_DOCTYPE) :]


def _check_encoding(head: bytes) -> None:
    """Only UTF-8: in another encoding the check for entities would look past them."""
    declared = _ENCODING.match(head.removeprefix(b"\xef\xbb\xbf"))
    if b"\x00" in head[:4] or (declared and declared[1].lower() not in {b"utf-8", b"us-ascii"}):
        raise WorkbookRefused("damaged")
