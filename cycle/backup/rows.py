"""Every row of one database into another of the same schema, in an order that foreign keys allow."""

from collections.abc import Callable, Generator, Iterator, Mapping, Sequence
from contextlib import closing
from typing import Any

from sqlalchemy import Connection, Table, func, insert, select

from cycle.tables import metadata

BATCH = 1000

Row = Mapping[str, Any]
Progress = Callable[[int, int], None]


def copy_rows(source: Connection, target: Connection, progress: Progress) -> dict[str, int]:
    """Copy all tables; how many rows each had. `progress` is told rows done and rows in all."""
    total, done = sum(_count(source, table) for table in metadata.sorted_tables), 0
    copied = {}
    for table in metadata.sorted_tables:
        copied[table.name] = 0
        with closing(_batches(source, table)) as batches:
            for batch in batches:
                target.execute(insert(table), batch)
                copied[table.name] += len(batch)
                done += len(batch)
                progress(done, total)
    return copied


def _count(source: Connection, table: Table) -> int:
    return int(source.execute(select(func.count()).select_from(table)).scalar_one())


def _batches(source: Connection, table: Table) -> Generator[Sequence[Row]]:
    statement = select(table).order_by(*table.primary_key.columns).execution_options(yield_per=BATCH)
    above = _column_above(table)
    if above is None:
        with source.execute(statement) as result:
            for found in result.mappings().partitions(BATCH):
                yield [dict(row) for row in found]
        return
    rows = [dict(row) for row in source.execute(statement).mappings()]
    yield from _from_the_top(rows, *above)


def _column_above(table: Table) -> tuple[str, str] | None:
    """The column by which a row names another of its own table, and the column that it names."""
    pairs = [(key.parent.name, key.column.name) for key in table.foreign_keys if key.column.table is table]
    return pairs[0] if pairs else None


def _from_the_top(rows: list[dict[str, Any]], above: str, key: str) -> Iterator[Sequence[Row]]:
    """Rows after those that they name. What names nobody that is there comes last, for the database to refuse."""
    placed: set[Any] = {None}
    while rows:
        ready = [row for row in rows if row[above] in placed]
        if not ready:
            yield rows
            return
        yield ready
        placed |= {row[key] for row in ready}
        rows = [row for row in rows if row[key] not in placed]
