"""Somebody who may write to the database past every trigger and foreign key."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from functools import partial
from typing import Any

from sqlalchemy import Column, Connection, Integer, Table, and_, create_engine, delete, insert, select, update

from cycle import tables
from cycle.database import sqlite_driver
from cycle.history import record_hash
from cycle.queries.history import verify
from tests.cycle.queries.story import Story

Row = Mapping[str, Any]
Edit = tuple[Row, Column[Any]]


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

    def unseen(self, table: Table, edits: Iterable[Edit]) -> list[tuple[str, Row]]:
        """What is changed and not found. Each key is changed in one row alone.

        Of the others all are changed at once, then those that were not named column by column, and what is left alone.
        """
        asked = list(edits)
        keys = {column.name: (row, column) for row, column in asked if column.primary_key}
        left = [one for one in asked if not one[1].primary_key]
        left = self._not_named(table, left, lambda _, column: column.name not in unique_in(table))
        for name in dict.fromkeys(column.name for _, column in left):
            left = self._not_named(table, left, partial(_alike, name, unique=name in unique_in(table)))
        return [
            (column.name, row) for row, column in (*keys.values(), *left) if not self._found_alone(table, row, column)
        ]

    def _not_named(self, table: Table, edits: list[Edit], which: Callable[..., bool]) -> list[Edit]:
        """The edits but those of which verification names the row and the column, or the row where it has but one."""
        changes: dict[tuple[Any, ...], tuple[Row, dict[str, Any]]] = {}
        for row, column in filter(lambda one: which(*one), edits):
            changes.setdefault(key_of(table, row), (row, {}))[1][column.name] = another(row[column.name], column)
        for row, changed in changes.values():
            self.change(table, row, **changed)
        told = {(one.place, one.params.get("column")) for one in verify(self.story.office).faults} if changes else set()
        for row, changed in changes.values():
            self.change(table, row, **{name: row[name] for name in changed})
        named = set()
        for key, (_, changed) in changes.items():
            columns = {column for at, column in told if at == f"{table.name} {' '.join(map(str, key))}"}
            named |= {(key, name) for name in changed if name in columns or (columns and len(changed) == 1)}
        return [(row, column) for row, column in edits if (key_of(table, row), column.name) not in named]

    def _found_alone(self, table: Table, row: Row, column: Column[Any]) -> bool:
        changed = {**row, column.name: another(row[column.name], column)}
        self.change(table, row, **{column.name: changed[column.name]})
        found = self.found()
        self.change(table, changed, **{column.name: row[column.name]})
        return bool(found)

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


def key_of(table: Table, row: Row) -> tuple[Any, ...]:
    return tuple(row[column.name] for column in table.primary_key)


def unique_in(table: Table) -> frozenset[str]:
    """The columns by which a row is told from every other."""
    unique = (column for index in table.indexes if index.unique for column in index.columns)
    return frozenset(column.name for column in (*table.primary_key, *unique))


def _alike(name: str, row: Row, column: Column[Any], *, unique: bool) -> bool:
    """Whether a column may be changed in this row together with others."""
    return column.name == name and not (unique and row[name] is None)


def _is(table: Table, row: Row) -> Any:
    return and_(*(column == row[column.name] for column in table.primary_key))
