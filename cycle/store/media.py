"""What a file is, told from its content."""

import io
from pathlib import Path
from typing import BinaryIO
from zipfile import BadZipFile, ZipFile

HEAD = 1024
LARGEST_DIRECTORY = 2 * 2**20

SIGNATURES = (
    (b"%PDF-", "pdf"),
    (b"\xff\xd8\xff", "jpeg"),
    (b"\x89PNG\r\n\x1a\n", "png"),
    (b"GIF8", "gif"),
    (b"BM", "bmp"),
    (b"II*\x00", "tiff"),
    (b"MM\x00*", "tiff"),
    (b"{\\rtf", "rtf"),
    (b"Rar!", "rar"),
    (b"7z\xbc\xaf\x27\x1c", "7z"),
    (b"\x1f\x8b", "gzip"),
    (b"MZ", "program"),
    (b"\x7fELF", "program"),
    (b"#!", "program"),
)
_PAGES = (b"<!doctype html", b"<html", b"<head", b"<body", b"<script")
_COMPOUND = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")


class CautiousFile(io.BufferedReader):
    """A file for ZipFile, which reads the whole directory of an archive at once, however large: not here."""

    def read(self, size: int | None = -1, /) -> bytes:
        if size is not None and size > LARGEST_DIRECTORY:
            raise BadZipFile("the directory of the archive is too large")
        return super().read(size)


def media_of(path: Path) -> str:
    """`pdf`, `jpeg`, `png`, `docx`, `xlsx`; else what it really is, as `html` or `zip`, or `unknown`."""
    with path.open("rb") as file:
        head = file.read(HEAD)
        if head.startswith(_COMPOUND):
            return "encrypted_office" if _contains(file, _ENCRYPTED) else "old_office"
    if head.startswith(b"PK"):
        return _packed(path)
    if head[4:8] == b"ftyp":
        return "heic" if head[8:12] in {b"heic", b"heix", b"mif1", b"hevc"} else "video"
    if head.startswith(b"RIFF") and head[8:12] == b"WEBP":
        return "webp"
    return next((name for mark, name in SIGNATURES if head.startswith(mark)), None) or _written(head)


def _written(head: bytes) -> str:
    """Which kind of text it is, if it is one."""
    start = head.removeprefix(b"\xef\xbb\xbf").lstrip().lower()
    if start.startswith(b"%pdf-"):
        return "pdf"
    if any(mark in start for mark in _PAGES):
        return "html"
    if start.startswith((b"<?xml", b"<svg")):
        return "xml"
    # A character cut at the end of what was read is no sign of another encoding.
    return "unknown" if b"\x00" in head or "\ufffd" in head[:-3].decode(errors="replace") else "text"


def _packed(path: Path) -> str:
    try:
        with CautiousFile(io.FileIO(path)) as file, ZipFile(file) as archive:
            names = set(archive.namelist())
    except (BadZipFile, OSError, ValueError, NotImplementedError):
        return "damaged_zip"
    if "[Content_Types].xml" not in names:
        return "zip"
    macros = any(name.endswith("vbaProject.bin") for name in names)
    if "word/document.xml" in names:
        return "docm" if macros else "docx"
    if "xl/workbook.xml" in names:
        return "xlsm" if macros else "xlsx"
    return "zip"


def _contains(file: BinaryIO, wanted: bytes) -> bool:
    file.seek(0)
    tail = b""
    while chunk := file.read(2**20):
        if wanted in tail + chunk:
            return True
        tail = chunk[-len(wanted) :]
    return False
