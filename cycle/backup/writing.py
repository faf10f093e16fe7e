"""Making a backup: one snapshot of the database as an SQLite file, the files beside it, and a manifest."""

import os
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from cycle import migrations
from cycle.backup.files import Copied, copy_files, files_named
from cycle.backup.reading import DATABASE, FILES, FORMAT, MANIFEST, Manifest, hash_of
from cycle.backup.rows import copy_rows
from cycle.clock import instant_text
from cycle.database import Database, Transaction
from cycle.store import Store

PARTIAL = ".partial"
FOLDER_MODE = 0o700  # it holds personal data

Progress = Callable[[int, int], None]


@dataclass(frozen=True)
class Backup:
    """A backup that was made, and where."""

    folder: Path
    manifest: Manifest


def write_backup(database: Database, store: Store, folder: Path, made: datetime, progress: Progress) -> Backup:
    """Write a backup into `folder`, which must not be there yet; it has that name only once it is whole.

    Others may go on working: all rows are of one moment, and the files that they name never change.
    """
    partial = folder.with_name(folder.name + PARTIAL)
    shutil.rmtree(partial, ignore_errors=True)
    partial.mkdir(mode=FOLDER_MODE, parents=True)
    with database.reading() as source:
        rows = _write_rows(source, partial / DATABASE, progress)
        named = files_named(source)
    copied = copy_files(named, store, Store(partial / FILES), progress)
    manifest = _manifest(partial, made, rows, copied)
    (partial / MANIFEST).write_text(manifest.text, encoding="utf-8")
    for file in (DATABASE, MANIFEST):
        _sync(partial / file)
    partial.rename(folder)
    return Backup(folder, manifest)


def _write_rows(source: Transaction, file: Path, progress: Progress) -> dict[str, int]:
    url = f"sqlite:///{file}"
    migrations.upgrade(url)
    target = Database(url)
    try:
        with target.writing() as transaction:
            return copy_rows(source, transaction, progress)
    finally:
        target.close()


def _manifest(folder: Path, made: datetime, rows: dict[str, int], copied: Copied) -> Manifest:
    revision, sha256 = str(migrations.newest()), hash_of(folder / DATABASE)
    found = (copied.files, copied.missing, copied.damaged)
    return Manifest(FORMAT, instant_text(made), revision, sha256, rows, *found)


def _sync(file: Path) -> None:
    with file.open("rb+") as stream:
        os.fsync(stream.fileno())
