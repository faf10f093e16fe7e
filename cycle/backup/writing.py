"""Making a backup: one snapshot of the database as an SQLite file, the files beside it, and a manifest."""

import os
import shutil
import tempfile
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from sqlalchemy import Connection

from cycle import migrations
from cycle.backup.files import Copied, copy_files, files_named
from cycle.backup.reading import DATABASE, FILES, FORMAT, MANIFEST, Manifest, hash_of
from cycle.backup.rows import copy_rows
from cycle.clock import instant_text
from cycle.database import Database, sqlite_driver
from cycle.store import Store, sync_folder

PARTIAL = ".partial"

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
    folder.parent.mkdir(parents=True, exist_ok=True)
    # A name of its own, closed to others: two backups at once do not meet, and it holds personal data.
    partial = Path(tempfile.mkdtemp(prefix=f"{folder.name}.", suffix=PARTIAL, dir=folder.parent))
    try:
        manifest = _write(database, store, partial, made, progress)
        sync_folder(partial)
        partial.rename(folder)
        sync_folder(folder.parent)
    except BaseException:
        shutil.rmtree(partial, ignore_errors=True)
        raise
    return Backup(folder, manifest)


def _write(database: Database, store: Store, folder: Path, made: datetime, progress: Progress) -> Manifest:
    with database.reading() as source:
        rows = _write_rows(source.connection, folder / DATABASE, progress)
        named = files_named(source.connection)
    copied = copy_files(named, store, Store(folder / FILES), progress)
    manifest = _manifest(folder, made, rows, copied)
    (folder / MANIFEST).write_text(manifest.text, encoding="utf-8")
    for file in (DATABASE, MANIFEST):
        _sync(folder / file)
    return manifest


def _write_rows(source: Connection, file: Path, progress: Progress) -> dict[str, int]:
    url = f"sqlite:///{file}"
    migrations.upgrade(url)
    target = Database(url)
    try:
        with target.writing() as transaction:
            copied = copy_rows(source, transaction.connection, progress)
    finally:
        target.close()
    # One file without a log beside it: a backup is read where nothing can be written.
    with closing(sqlite_driver()[0].connect(str(file))) as connection:
        connection.execute("PRAGMA journal_mode=DELETE")
    return copied


def _manifest(folder: Path, made: datetime, rows: dict[str, int], copied: Copied) -> Manifest:
    revision, sha256 = str(migrations.newest()), hash_of(folder / DATABASE)
    found = (copied.files, copied.missing, copied.damaged)
    return Manifest(FORMAT, instant_text(made), revision, sha256, rows, *found)


def _sync(file: Path) -> None:
    with file.open("rb+") as stream:
        os.fsync(stream.fileno())
