"""The schema: what a migration makes is what the tables say, and evidence cannot be changed in it."""

from collections.abc import Iterator

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from cycle import migrations
from cycle.database import Database
from cycle.tables import metadata
from tests.conftest import TestClock
from tests.scene import Scene, found_office

CHANGES = [
    "UPDATE record SET actor = 'khac'",
    "DELETE FROM record",
    "UPDATE config_file SET raw = ''",
    "DELETE FROM config_file",
    "UPDATE publication SET effective = '2020-01-01'",
    "DELETE FROM publication",
    "UPDATE publication_file SET path = path",
    "DELETE FROM publication_file",
    "UPDATE personal SET plain = 'khac'",
]


@pytest.fixture
def database(empty_database_url: str) -> Iterator[Database]:
    migrations.upgrade(empty_database_url)
    database = Database(empty_database_url)
    yield database
    database.close()


def test_an_upgrade_from_empty_equals_the_tables(database: Database) -> None:
    with database.reading() as transaction:
        context = MigrationContext.configure(transaction.connection)
        assert compare_metadata(context, metadata) == []


def test_an_upgraded_database_is_at_the_newest_schema_and_upgrading_again_changes_nothing(
    database: Database, empty_database_url: str
) -> None:
    assert migrations.revision(database) == migrations.newest()
    migrations.upgrade(empty_database_url)
    assert migrations.revision(database) == migrations.newest()


@pytest.mark.parametrize("change", CHANGES)
def test_the_database_refuses_to_change_evidence(scene: Scene, change: str) -> None:
    with pytest.raises(DBAPIError, match="append-only"), scene.office.database.writing() as transaction:
        transaction.connection.execute(text(change))


def test_sqlite_refuses_to_replace_a_record(sqlite_url: str, clock: TestClock) -> None:
    replace = "REPLACE INTO record SELECT * FROM record WHERE stream = 'register' AND seq = 1"
    _refuses(sqlite_url, clock, [replace])


def test_postgresql_refuses_to_truncate_evidence(pg_url: str, clock: TestClock) -> None:
    tables = ("record", "config_file", "publication", "publication_file", "personal")
    _refuses(pg_url, clock, [f"TRUNCATE {table} CASCADE" for table in tables])


def _refuses(url: str, clock: TestClock, changes: list[str]) -> None:
    database = found_office(url, clock).database
    for change in changes:
        with pytest.raises(DBAPIError, match="append-only"), database.writing() as transaction:
            transaction.connection.execute(text(change))
    database.close()
