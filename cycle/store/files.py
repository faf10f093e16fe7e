"""Writing and reading what is kept: a file is whole and on the disk before anything can name it."""

import hashlib
import os
import re
import tempfile
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import BinaryIO

from cycle.store.media import media_of
from cycle.store.refusal import FileRefused

CHUNK = 2**20
INCOMING = "incoming-"
FILE_MODE = 0o640
FOLDER_MODE = 0o750

_HASH = re.compile("[0-9a-f]{64}")


@dataclass(frozen=True)
class Limits:
    """What may be put: at most `max_bytes`, of a type in `media` (names of `media_of`)."""

    max_bytes: int
    media: frozenset[str]


@dataclass(frozen=True)
class Stored:
    sha256: str
    size: int
    media: str


class Store:
    """A folder of files, each named by its hash: the first two digits a folder, the others the file."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def put(self, source: Path | BinaryIO, limits: Limits) -> Stored:
        """Keep a file; the same content a second time changes nothing. Raises FileRefused, and then nothing is kept."""
        return self._put(source, limits, None)

    def put_inspected(self, source: Path, inspected: Stored) -> None:
        """Keep a file that was looked at before. Raises FileRefused where it has changed since, and keeps nothing."""
        self._put(source, Limits(inspected.size, frozenset({inspected.media})), inspected.sha256)

    def open(self, sha256: str) -> BinaryIO:
        """The file for reading; raises FileNotFoundError for what is not kept here."""
        return self._path(sha256).open("rb")

    def has(self, sha256: str) -> bool:
        return self._path(sha256).is_file()

    def kept(self) -> Iterator[str]:
        """The hashes of all files that are kept, in no order."""
        for file in self._folder.glob("[0-9a-f][0-9a-f]/*"):
            if _HASH.fullmatch(sha256 := file.parent.name + file.name):
                yield sha256

    def incoming(self) -> int:
        """How many files are half written: by processes that run, or were killed."""
        return sum(1 for _ in self._folder.glob(f"{INCOMING}*"))

    def clean(self, older_than: datetime) -> int:
        """Remove what killed processes left half written before an instant; says how many files that were."""
        if older_than.tzinfo is None:
            raise ValueError("an instant needs its offset from UTC")
        left = [file for file in self._folder.glob(f"{INCOMING}*") if file.stat().st_mtime < older_than.timestamp()]
        for file in left:
            file.unlink(missing_ok=True)
        return len(left)

    def _put(self, source: Path | BinaryIO, limits: Limits, expected: str | None) -> Stored:
        self._folder.mkdir(mode=FOLDER_MODE, parents=True, exist_ok=True)
        with _opened(source) as stream, _temporary(self._folder) as temporary:
            with temporary.open("wb") as copy:
                sha256, size = _read(stream, limits.max_bytes, copy)
                copy.flush()
                os.fsync(copy.fileno())
            if expected not in {None, sha256}:
                raise FileRefused("file_changed")
            media = _accepted(temporary, limits.media)
            self._keep(temporary, sha256)
        return Stored(sha256, size, media)

    def _keep(self, temporary: Path, sha256: str) -> None:
        """Give the file its name for good: the name too must be on the disk before a row speaks of it."""
        target = self._path(sha256)
        target.parent.mkdir(mode=FOLDER_MODE, exist_ok=True)
        temporary.replace(target)
        for folder in (target.parent, self._folder, self._folder.parent):
            sync_folder(folder)

    def _path(self, sha256: str) -> Path:
        if not _HASH.fullmatch(sha256):
            raise ValueError(f"not a SHA-256 in hexadecimal: {sha256[:80]!r}")
        return self._folder / sha256[:2] / sha256[2:]


@contextmanager
def _temporary(folder: Path) -> Iterator[Path]:
    """A file beside the kept ones, so that renaming moves no content; gone at the end unless it was renamed."""
    descriptor, name = tempfile.mkstemp(prefix=INCOMING, dir=folder)
    os.close(descriptor)
    try:
        Path(name).chmod(FILE_MODE)
        yield Path(name)
    finally:
        Path(name).unlink(missing_ok=True)


def inspect(source: Path, max_bytes: int) -> Stored:
    """What a file is, without keeping anything. Raises FileRefused for one that is missing, empty or too large."""
    with _opened(source) as stream:
        sha256, size = _read(stream, max_bytes)
    return Stored(sha256, size, media_of(source))


def _opened(source: Path | BinaryIO) -> AbstractContextManager[BinaryIO]:
    if not isinstance(source, Path):
        return nullcontext(source)
    if not source.is_file():
        raise FileRefused("file_missing", {"name": source.name})
    return source.open("rb")


def _read(stream: BinaryIO, max_bytes: int, copy: BinaryIO | None = None) -> tuple[str, int]:
    """Hash and size of what was read, and copied where that is asked. Stops reading one byte past the limit."""
    digest, size = hashlib.sha256(), 0
    while chunk := stream.read(min(CHUNK, max_bytes + 1 - size)):
        size += len(chunk)
        if size > max_bytes:
            raise FileRefused("file_too_large", {"max_bytes": str(max_bytes), "max_mb": f"{max_bytes / 2**20:.3g}"})
        digest.update(chunk)
        if copy is not None:
            copy.write(chunk)
    if not size:
        raise FileRefused("file_empty")
    return digest.hexdigest(), size


def _accepted(file: Path, allowed: frozenset[str]) -> str:
    media = media_of(file)
    if media not in allowed:
        raise FileRefused("file_type", {"found": media, "allowed": sorted(allowed)})
    return media


def sync_folder(folder: Path) -> None:
    """See that the names in a folder are on the disk."""
    if os.name == "nt":  # a folder cannot be opened there, and a rename is journalled
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
