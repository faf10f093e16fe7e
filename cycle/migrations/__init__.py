"""Bringing a database to the schema of this release."""

from functools import cache
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory

from cycle.database import Database, Transaction

FOLDER = Path(__file__).parent


def upgrade(url: str) -> None:
    """Bring the database at `url` to the newest schema; an empty one gets every table and trigger."""
    database = Database(url, rebuilds=True)
    try:
        with database.writing() as transaction:
            config = _config()
            config.attributes["connection"] = transaction.connection
            command.upgrade(config, "head")
            _check_references(transaction)
    finally:
        database.close()


def _check_references(transaction: Transaction) -> None:
    """What SQLite does not watch while tables are rebuilt. Raises ValueError."""
    lost = [] if transaction.postgresql else transaction.rows("PRAGMA foreign_key_check")
    if lost:
        raise ValueError(f"rows refer to what is not there: {lost[:5]}")


def revision(database: Database) -> str | None:
    """The schema that the database is at; None for an empty one."""
    with database.reading() as transaction:
        return MigrationContext.configure(transaction.connection).get_current_revision()


@cache
def newest() -> str | None:
    """The schema that this release wants."""
    return ScriptDirectory.from_config(_config()).get_current_head()


def schema_fault(found: str | None, wanted: str | None) -> str | None:
    """What is wrong with a schema for this release, as the code of a message `start.<code>`."""
    if found is None:
        return "not_initialised"
    if found == wanted:
        return None
    # Revisions are numbered with leading zeros, so that their text sorts as they follow each other.
    return "schema_older" if found < str(wanted) else "schema_newer"


def _config() -> Config:
    config = Config()
    config.set_main_option("script_location", str(FOLDER))
    return config
