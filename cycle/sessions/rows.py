"""The rows of a session as the database holds them, and how changed ones are kept."""

from collections.abc import Sequence
from functools import cache
from typing import Any

from sqlalchemy import Table

from cycle.database import Transaction
from cycle.sessions.folding import Change, Row


class Rows:
    """The rows that are stored, by their primary keys."""

    def __init__(self, transaction: Transaction) -> None:
        self._transaction = transaction

    def find(self, table: Table, /, *key: Any) -> Row:
        """The row of a key. Raises LookupError."""
        found = self._transaction.row(_by_key(table), key)
        if found is None:
            raise LookupError(table.name, key)
        return dict(zip(table.columns.keys(), found, strict=True))


def keep(transaction: Transaction, changes: Sequence[Change]) -> None:
    """Write rows as they stand after a record; the caller holds the lock of the session."""
    for table, row in changes:
        transaction.write(_put(table), tuple(row[name] for name in table.columns.keys()))  # noqa: SIM118 - not a dict


@cache
def _by_key(table: Table) -> str:
    columns = ", ".join(f'"{name}"' for name in table.columns.keys())  # noqa: SIM118 - not a dict
    where = " AND ".join(f'"{column.name}" = ?' for column in table.primary_key)
    return f'SELECT {columns} FROM "{table.name}" WHERE {where}'  # noqa: S608 - names of our own tables


@cache
def _put(table: Table) -> str:
    names = table.columns.keys()
    key = [column.name for column in table.primary_key]
    columns, marks = ", ".join(f'"{name}"' for name in names), ", ".join("?" * len(names))
    others = ", ".join(f'"{name}" = excluded."{name}"' for name in names if name not in key)
    kept = f"ON CONFLICT ({', '.join(key)}) DO UPDATE SET {others}"
    return f'INSERT INTO "{table.name}" ({columns}) VALUES ({marks}) {kept}'  # noqa: S608 - names of our own tables
