"""Bringing a database of an older release to the schema of this one, never without a copy of how it was."""

import errno
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from cycle import migrations
from cycle.database import Database, sqlite_driver


@dataclass(frozen=True)
class Upgrade:
    """From which schema to which, and the copy of the file as it was; None where a server holds the database."""

    before: str
    after: str
    copy: Path | None


def upgrade_database(database: Database, file: Path | None, before: str) -> Upgrade:
    """Bring the database to the newest schema. Of an SQLite `file` a copy is kept beside it, named by its schema."""
    copy = _copied(file, before) if file is not None else None
    migrations.upgrade(database.url.render_as_string(hide_password=False))
    return Upgrade(before, str(migrations.newest()), copy)


def _copied(file: Path, before: str) -> Path:
    """A whole copy, also of what the write-ahead log still holds. Raises FileExistsError."""
    copy = file.with_name(f"{file.name}.schema-{before}")
    if copy.exists():
        raise FileExistsError(errno.EEXIST, "", str(copy))
    with closing(sqlite_driver()[0].connect(str(file))) as connection:
        connection.execute("VACUUM INTO ?", (str(copy),))
    return copy
