"""Bringing a backup back into a database and a store that hold nothing yet."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import Connection, create_engine, inspect, select

from cycle import migrations
from cycle.backup.files import Copied, copy_files, files_named
from cycle.backup.reading import DATABASE, FILES, BackupUnusableError
from cycle.backup.rows import copy_rows
from cycle.database import Database, sqlite_driver
from cycle.store import Store
from cycle.tables import metadata

# Where the migrations keep the number of the schema.
MACHINERY = frozenset({"alembic_version"})

Progress = Callable[[int, int], None]


def restore_database(folder: Path, url: str, progress: Progress) -> None:
    """All rows of a backup into an empty database of any kind, in one transaction.

    Raises BackupUnusableError where the database holds anything already; tables without rows are those of a restore
    that was cut off, and are filled.
    """
    target = Database(url)
    try:
        with target.reading() as transaction:
            if not _vacant(transaction.connection):
                raise BackupUnusableError("backup_target", database=target.url.render_as_string(hide_password=True))
        migrations.upgrade(url)
        with _opened(folder) as rows, target.writing() as transaction:
            copy_rows(rows, transaction.connection, progress)
    finally:
        target.close()


def restore_files(folder: Path, store: Store, progress: Progress) -> Copied:
    """All files of a backup into a store; what is there already stays as it is."""
    with _opened(folder) as connection:
        named = files_named(connection)
    return copy_files(named, Store(folder / FILES), store, progress)


@contextmanager
def _opened(folder: Path) -> Iterator[Connection]:
    """The rows of a backup, which may lie where nothing can be written."""
    driver, file = sqlite_driver()[0], (folder / DATABASE).absolute().as_uri()
    engine = create_engine("sqlite://", module=driver, creator=lambda: driver.connect(f"{file}?immutable=1", uri=True))
    try:
        with engine.connect() as connection:
            yield connection
    finally:
        engine.dispose()


def _vacant(connection: Connection) -> bool:
    """Whether there is no table, or none but ours without a single row."""
    there = set(inspect(connection).get_table_names())
    ours = {table.name for table in metadata.sorted_tables}
    if not there <= {*ours, *MACHINERY}:
        return False
    kept = (table for table in metadata.sorted_tables if table.name in there)
    return not any(connection.execute(select(table).limit(1)).first() for table in kept)
