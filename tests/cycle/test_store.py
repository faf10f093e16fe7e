import io
import os
import signal
import stat
import subprocess
import sys
import unicodedata
import zipfile
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from pathlib import Path

import pytest

from cycle.store import FileRefused, Limits, Store, check_name, media_of
from cycle.texts import Texts

PDF = b"%PDF-1.7\n1 0 obj\nendobj\n%%EOF\n"
PNG = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR"
JPEG = b"\xff\xd8\xff\xe0\x00\x10JFIF"
HTML = "<!DOCTYPE html><html><body>Giấy chứng nhận</body></html>".encode()
OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 4096
LIMITS = Limits(1000, frozenset({"pdf", "png", "jpeg"}))


def packed(*names: str) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name in names:
            archive.writestr(name, "<x/>")
    return buffer.getvalue()


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store(tmp_path / "files")


def catalogue(refusal: FileRefused) -> bool:
    """Whether there is a text for it, with a place for nothing but its parameters."""
    told = [Texts(language).text("files", refusal.code, **refusal.params) for language in ("vi", "en")]
    return not any("?" in one or one.startswith(refusal.code) for one in told)


def kept(folder: Path) -> list[Path]:
    return sorted(file for file in folder.rglob("*") if file.is_file())


def test_a_file_is_kept_under_its_hash_and_read_back(store: Store, tmp_path: Path) -> None:
    stored = store.put(io.BytesIO(PDF), LIMITS)
    assert (stored.sha256, stored.size, stored.media) == (sha256(PDF).hexdigest(), len(PDF), "pdf")
    assert store.has(stored.sha256)
    with store.open(stored.sha256) as file:
        assert file.read() == PDF
    assert kept(tmp_path / "files") == [tmp_path / "files" / stored.sha256[:2] / stored.sha256[2:]]


def test_a_file_is_taken_from_a_path_too(store: Store, tmp_path: Path) -> None:
    (source := tmp_path / "giấy.pdf").write_bytes(PDF)
    assert store.put(source, LIMITS) == store.put(io.BytesIO(PDF), LIMITS)
    assert source.read_bytes() == PDF


def test_the_same_content_twice_is_one_file(store: Store, tmp_path: Path) -> None:
    first = store.put(io.BytesIO(PDF), LIMITS)
    assert store.put(io.BytesIO(PDF), LIMITS) == first
    assert len(kept(tmp_path / "files")) == 1


def test_what_was_damaged_on_the_disk_is_whole_after_the_next_put(store: Store, tmp_path: Path) -> None:
    stored = store.put(io.BytesIO(PDF), LIMITS)
    (file,) = kept(tmp_path / "files")
    file.write_bytes(b"")
    store.put(io.BytesIO(PDF), LIMITS)
    with store.open(stored.sha256) as whole:
        assert whole.read() == PDF


@pytest.mark.skipif(os.name == "nt", reason="no such permissions there")
def test_others_may_not_read_a_kept_file(store: Store, tmp_path: Path) -> None:
    store.put(io.BytesIO(PDF), LIMITS)
    (file,) = kept(tmp_path / "files")
    assert stat.S_IMODE(file.stat().st_mode) == 0o640
    assert not stat.S_IMODE(file.parent.stat().st_mode) & 0o007


class Endless(io.RawIOBase):
    """A source without end that counts what was asked of it."""

    def __init__(self) -> None:
        super().__init__()
        self.given = 0

    def read(self, size: int = -1, /) -> bytes:
        assert size > 0, "never all at once"
        self.given += size
        return b"%PDF-".ljust(size, b"a")


def test_reading_stops_one_byte_past_the_limit(store: Store, tmp_path: Path) -> None:
    source = Endless()
    with pytest.raises(FileRefused) as refusal:
        store.put(source, LIMITS)  # type: ignore[arg-type]  # it reads as a file does
    assert (refusal.value.code, refusal.value.params["max_bytes"]) == ("file_too_large", "1000")
    assert source.given == 1001
    assert kept(tmp_path / "files") == []


def test_a_file_of_just_the_limit_is_taken(store: Store) -> None:
    assert store.put(io.BytesIO(PDF.ljust(1000, b"\n")), LIMITS).size == 1000


@pytest.mark.parametrize(
    ("content", "code", "found"),
    [
        (b"", "file_empty", None),
        (HTML, "file_type", "html"),
        (b"\xef\xbb\xbf \n<html>", "file_type", "html"),
        ("Không tìm thấy trang".encode(), "file_type", "text"),
        (packed("[Content_Types].xml", "word/document.xml"), "file_type", "docx"),
        (b"\x00\x01\x02", "file_type", "unknown"),
    ],
)
def test_what_is_not_wanted_is_refused_with_what_it_is(
    store: Store, content: bytes, code: str, found: str | None, tmp_path: Path
) -> None:
    (source := tmp_path / "giấy chứng nhận.pdf").write_bytes(content)
    with pytest.raises(FileRefused) as refusal:
        store.put(source, LIMITS)
    assert (refusal.value.code, refusal.value.params.get("found")) == (code, found)
    assert catalogue(refusal.value)
    assert kept(tmp_path / "files") == []


@pytest.mark.parametrize("name", ["absent.pdf", "."])
def test_a_source_that_is_no_file_is_refused(store: Store, tmp_path: Path, name: str) -> None:
    with pytest.raises(FileRefused) as refusal:
        store.put(tmp_path / name, LIMITS)
    assert refusal.value.code == "file_missing"


@pytest.mark.parametrize(
    ("content", "media"),
    [
        (PDF, "pdf"),
        (b"\n" + PDF, "pdf"),
        (PNG, "png"),
        (JPEG, "jpeg"),
        (packed("[Content_Types].xml", "word/document.xml"), "docx"),
        (packed("[Content_Types].xml", "xl/workbook.xml"), "xlsx"),
        (packed("[Content_Types].xml", "xl/workbook.xml", "xl/vbaProject.bin"), "xlsm"),
        (packed("[Content_Types].xml", "word/document.xml", "word/vbaProject.bin"), "docm"),
        (packed("word/document.xml"), "zip"),
        (packed("a.txt"), "zip"),
        (packed("a.txt")[:-5], "damaged_zip"),
        (OLD_OFFICE, "old_office"),
        (OLD_OFFICE + "EncryptedPackage".encode("utf-16-le"), "encrypted_office"),
        (b"RIFF\x00\x00\x00\x00WEBPVP8 ", "webp"),
        (b"\x00\x00\x00\x18ftypheic", "heic"),
        (b"\x00\x00\x00\x18ftypisom", "video"),
        (b"<?xml version='1.0'?><a/>", "xml"),
        (b"MZ\x90\x00", "program"),
        ("Tỏi Lý Sơn".encode(), "text"),
        ("Tỏi Lý Sơn".encode("utf-16"), "unknown"),
    ],
)
def test_the_type_is_told_from_the_content(tmp_path: Path, content: bytes, media: str) -> None:
    (file := tmp_path / "any.name").write_bytes(content)
    assert media_of(file) == media


def test_an_archive_with_a_huge_directory_is_not_unfolded(tmp_path: Path) -> None:
    (file := tmp_path / "many.docx").write_bytes(packed(*(f"{number:0200}" for number in range(9000))))
    assert media_of(file) == "damaged_zip"


def test_a_hash_that_is_none_never_becomes_a_path(store: Store) -> None:
    for name in ("../../etc/passwd", "A" * 64, "", "ab"):
        with pytest.raises(ValueError, match="not a SHA-256"):
            store.has(name)


def test_what_was_never_put_is_not_there(store: Store) -> None:
    assert not store.has("0" * 64)
    with pytest.raises(FileNotFoundError):
        store.open("0" * 64)


KILLED = """
import io, os, signal, sys
from pathlib import Path
from cycle.store import Limits, Store

class Source(io.RawIOBase):
    def read(self, size=-1):
        if not hasattr(self, "begun"):
            self.begun = True
            return b"%PDF-" + b"a" * 100
        os.kill(os.getpid(), signal.SIGKILL)

Store(Path(sys.argv[1])).put(Source(), Limits(1000, frozenset({"pdf"})))
"""


@pytest.mark.skipif(os.name == "nt", reason="no such signal there")
def test_what_a_killed_process_left_is_harmless_and_swept(store: Store, tmp_path: Path) -> None:
    finished = subprocess.run([sys.executable, "-c", KILLED, str(tmp_path / "files")], check=False)
    assert finished.returncode == -signal.SIGKILL
    (leftover,) = kept(tmp_path / "files")
    written = datetime.fromtimestamp(leftover.stat().st_mtime, UTC)
    stored = store.put(io.BytesIO(PDF), LIMITS)
    assert store.clean(written - timedelta(hours=1)) == 0
    assert store.clean(written + timedelta(hours=1)) == 1
    assert store.clean(written + timedelta(hours=1)) == 0
    assert not leftover.exists()
    assert store.has(stored.sha256)


def test_sweeping_takes_an_instant_with_its_offset(store: Store) -> None:
    with pytest.raises(ValueError, match="offset"):
        store.clean(datetime(2024, 4, 30))  # noqa: DTZ001 - what must be refused


def test_a_name_is_cleaned() -> None:
    assert (
        check_name(unicodedata.normalize("NFD", " Giấy  chứng nhận ATTP (bản 2).pdf "))
        == "Giấy chứng nhận ATTP (bản 2).pdf"
    )
    assert check_name("ế" * 83 + ".pdf") == "ế" * 83 + ".pdf"


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("../giấy.pdf", "name_path"),
        ("..", "name_path"),
        ("C:\\Users\\giấy.pdf", "name_path"),
        ("/etc/passwd", "name_path"),
        ("giấy\x00.pdf", "name_control"),
        ("giấy\x1b[31m.pdf", "name_control"),
        ("fdp.\u202egiấy", "name_control"),
        ("a" * 296 + ".pdf", "name_too_long"),
        ("ế" * 84 + ".pdf", "name_too_long"),
        ("", "name_empty"),
        (" \t", "name_empty"),
    ],
)
def test_a_name_that_could_do_harm_is_refused(name: str, code: str) -> None:
    with pytest.raises(FileRefused) as refusal:
        check_name(name)
    assert refusal.value.code == code
    assert catalogue(refusal.value)
