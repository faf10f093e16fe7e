"""The rows as the records say they should be, by table and primary key."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from sqlalchemy import RowMapping, Table

from cycle import tables
from cycle.canonical import canonical
from cycle.history import Snapshot
from cycle.queries.deadlines.clocks import Clocks
from cycle.queries.records import StoredRecord
from cycle.queries.verification.mailings import Mailing

Key = tuple[Any, ...]
Row = dict[str, Any]


class Untold:
    """Stands for what no record tells: such a column is not compared."""


UNTOLD = Untold()


class UntellableError(Exception):
    """A record does not fit what came before it; `reason` is a stable code."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True)
class Telling:
    """A record with its payload read."""

    record: StoredRecord
    payload: Mapping[str, Any]

    def text(self, name: str) -> Any:
        """A field that may be personal: its plain text, UNTOLD where that was erased, None where it is not there."""
        value = self.payload.get(name)
        if not isinstance(value, dict):
            return value
        return next((beside.plain for beside in self.record.personal if beside.field == name), UNTOLD)


@dataclass(frozen=True)
class Stood:
    """How a dossier stood before a law moved it: itself, and the clocks that ran."""

    snapshot: Snapshot
    clocks: Mapping[tuple[str, int], Row]


@dataclass
class Books:
    """What has been told by the streams of one batch.

    `causes`, `opened` and `taken` are what its records say of others, `roots` what they tell of the tree over history,
    `left` how dossiers stood before the records by which a law moved them, `numbers` those that acts gave: the place of
    the record, the series, the number, and whether it stood on paper before.
    """

    rows: dict[str, dict[Key, Row]] = field(default_factory=lambda: defaultdict(dict))
    snapshots: dict[str, Snapshot] = field(default_factory=dict)
    clocks: dict[str, Clocks] = field(default_factory=lambda: defaultdict(dict))
    causes: dict[str, Row] = field(default_factory=dict)
    opened: dict[str, list[str]] = field(default_factory=dict)
    taken: dict[str, Row] = field(default_factory=dict)
    roots: dict[tuple[int, str], str] = field(default_factory=dict)
    mailings: dict[str, Mailing] = field(default_factory=dict)
    left: dict[tuple[str, int], Stood] = field(default_factory=dict)
    numbers: list[tuple[str, str, int, bool]] = field(default_factory=list)

    def enter(self, table: Table, row: Row) -> None:
        """A row that must be there."""
        self.rows[table.name][key_of(table, row)] = row

    def forget(self, table: Table, *beginning: Any) -> None:
        """Rows entered before whose key begins so must not be there."""
        rows = self.rows[table.name]
        for key in [one for one in rows if one[: len(beginning)] == beginning]:
            del rows[key]

    def find(self, table: Table, *key: Any) -> Row:
        """A row entered before. Raises UntellableError."""
        found = self.rows[table.name].get(key)
        if found is None:
            raise UntellableError(f"no_{table.name}")
        return found

    def settle(self) -> None:
        """Turn the folded dossiers and their clocks into rows."""
        for snapshot in self.snapshots.values():
            row = {**snapshot._asdict(), "data": snapshot.data}
            self.enter(tables.dossier, row)
        for clocks in self.clocks.values():
            for one in clocks.values():
                self.enter(tables.deadline, {**one, "derivation": canonical(one["derivation"]), "next_at": UNTOLD})


def key_of(table: Table, row: Mapping[str, Any] | RowMapping) -> Key:
    """The primary key of a row."""
    return tuple([row[name] for name in key_names(table)])


@cache
def key_names(table: Table) -> tuple[str, ...]:
    """The columns of the primary key, in its order."""
    return tuple(column.name for column in table.primary_key)
