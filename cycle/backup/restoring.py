"""Bringing a backup back into a database and a store that hold nothing yet."""

from collections.abc import Callable
from pathlib import Path

from sqlalchemy import inspect

from cycle import migrations
from cycle.backup.files import Copied, copy_files, files_named
from cycle.backup.reading import DATABASE, FILES, BackupUnusableError
from cycle.backup.rows import copy_rows
from cycle.database import Database
from cycle.store import Store

Progress = Callable[[int, int], None]


def restore_database(folder: Path, url: str, progress: Progress) -> None:
    """All rows of a backup into an empty database of any kind, in one transaction.

    Raises BackupUnusableError where the database holds tables already.
    """
    target = Database(url)
    source = Database(f"sqlite:///{folder / DATABASE}")
    try:
        with target.reading() as transaction:
            if inspect(transaction.connection).get_table_names():
                raise BackupUnusableError("backup_target", database=target.url.render_as_string(hide_password=True))
        migrations.upgrade(url)
        with source.reading() as rows, target.writing() as transaction:
            copy_rows(rows, transaction, progress)
    finally:
        source.close()
        target.close()


def restore_files(folder: Path, store: Store, progress: Progress) -> Copied:
    """All files of a backup into a store; what is there already stays as it is."""
    source = Database(f"sqlite:///{folder / DATABASE}")
    try:
        with source.reading() as transaction:
            named = files_named(transaction)
    finally:
        source.close()
    return copy_files(named, Store(folder / FILES), store, progress)
