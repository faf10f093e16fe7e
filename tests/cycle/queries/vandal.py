"""Somebody who may write to the database past every trigger and foreign key."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Column, Connection, Integer, Table, and_, create_engine, delete, insert, select, update

from cycle import tables
from cycle.database import sqlite_driver
from cycle.history import record_hash
from cycle.queries.history import verify
from tests.cycle.queries.story import Story

Row = Mapping[str, Any]


class Vandal:
    """Changes rows one by one, and asks what verification finds."""

    def __init__(self, story: Story, connection: Connection) -> None:
        self.story, self.connection = story, connection

    def rows(self, table: Table, *conditions: Any) -> list[Row]:
        found = self.connection.execute(select(table).where(*conditions).order_by(*table.primary_key)).mappings()
        return [dict(row) for row in found]

    def change(self, table: Table, row: Row, **columns: Any) -> None:
        self.connection.execute(update(table).where(_is(table, row)).values(**columns))
        self.connection.commit()

    def delete(self, table: Table, row: Row) -> None:
        self.connection.execute(delete(table).where(_is(table, row)))
        self.connection.commit()

    def insert(self, table: Table, row: Row) -> None:
        self.connection.execute(insert(table).values(**row))
        self.connection.commit()

    def found(self) -> set[str]:
        return {fault.code for fault in verify(self.story.office).faults}

    def put(self, table: Table, row: Row, name: str, value: Any) -> None:
        """Write a value of any type, past what a column wants."""
        keys = [column.name for column in table.primary_key]
        where = " AND ".join(f"{key} = ?" for key in keys)
        values = (value, *(row[key] for key in keys))
        self.connection.exec_driver_sql(f"UPDATE {table.name} SET {name} = ? WHERE {where}", values)
        self.connection.commit()

    def stream(self, dossier: str) -> list[dict[str, Any]]:
        """The records of a dossier."""
        return [dict(row) for row in self.rows(tables.record, tables.record.c.stream == f"dossier/{dossier}")]

    def rewrite(self, chain: list[dict[str, Any]], at: Row, change: dict[str, Any]) -> None:
        """Change one record and make every hash after it anew, as somebody would who knows how they are made."""
        prev = None
        for row in chain:
            new = {**row, **(change if row["seq"] == at["seq"] else {}), "prev": prev or row["prev"]}
            new["hash"] = record_hash(new)
            self.change(tables.record, row, **new)
            prev = new["hash"]


@contextmanager
def past_all_guards(url: str) -> Iterator[Connection]:
    if url.startswith("sqlite"):
        engine = create_engine(url, module=sqlite_driver()[0])
        with engine.connect() as connection:
            names = connection.exec_driver_sql("SELECT name FROM sqlite_master WHERE type = 'trigger'").scalars().all()
            for name in names:
                connection.exec_driver_sql(f"DROP TRIGGER {name}")
            connection.commit()
            yield connection
    else:
        engine = create_engine(url)
        with engine.connect() as connection:
            connection.exec_driver_sql("SET session_replication_role = replica")
            connection.commit()
            yield connection
    engine.dispose()


def another(value: Any, column: Column[Any]) -> Any:
    return (value or 0) + 1000 if isinstance(column.type, Integer) else f"{value or ''}x"


def _is(table: Table, row: Row) -> Any:
    return and_(*(column == row[column.name] for column in table.primary_key))
