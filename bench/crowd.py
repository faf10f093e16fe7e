"""A hundred thousand dossiers in minutes: clones of walked ones, each with its own codes, its own place and its own
chain of hashes, which `ocop history verify` accepts."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import islice
from typing import Any

from bench.grounds import driver_connection
from bench.model import OF_A_DOSSIER, Model
from cycle import tables
from cycle.history import FIRST_PREV, record_hash
from cycle.vietnamese import fold, sort_key
from tests.scene import COMMUNE, PROGRAMME

AT_ONCE = 2000
_RECORD = [column.name for column in tables.record.columns]
_HASH, _PREV, _SEQ = (_RECORD.index(name) for name in ("hash", "prev", "seq"))
_NAMED = {
    table.name: [[column.name for column in table.columns].index(name) for name in ("name", "name_key", "name_folded")]
    for table in (tables.producer, tables.product)
}
Row = tuple[Any, ...]


def dossier_code(number: int) -> str:
    """The code of the dossier of a number, counted from 1."""
    return f"{PROGRAMME}-{number:04d}"


def unit_number(number: int) -> str:
    """What stands in the codes of the producer and the product of a dossier."""
    return f"{700000 + number}"


def fill(url: str, models: Sequence[Model], numbers: Iterable[int], places: Sequence[str]) -> None:
    """Write clones under the numbers given, four of five of the first model, and count them in their programme."""
    connection = driver_connection(url)
    cursor = connection.cursor()
    write = _copy if hasattr(cursor, "copy") else _insert
    if write is _insert:
        cursor.execute("BEGIN IMMEDIATE")
    waiting = iter(numbers)
    while part := list(islice(waiting, AT_ONCE)):
        rows: dict[str, list[Row]] = {table.name: [] for table in OF_A_DOSSIER}
        for number in part:
            for table, cloned in clone(models[number % 5 == 0], number, places[number % len(places)]):
                rows[table] += cloned
        for table_name, many in rows.items():
            write(cursor, table_name, many)
    cursor.execute("UPDATE programme SET dossiers = (SELECT COUNT(*) FROM dossier WHERE parent IS NULL)")
    cursor.execute("COMMIT")
    cursor.execute("ANALYZE")
    connection.commit()
    connection.close()


def clone(model: Model, number: int, place: str) -> Iterator[tuple[str, list[Row]]]:
    """The rows of another dossier, by table."""
    other = _other(model, number, place)
    for table, rows in model.rows.items():
        cloned = [tuple(other(value) if type(value) is str else value for value in row) for row in rows]
        if table == "record":
            cloned = list(_chained(cloned))
        elif table in _NAMED:
            cloned = [_named(row, *_NAMED[table]) for row in cloned]
        yield table, cloned


def _other(model: Model, number: int, place: str) -> Callable[[str], str]:
    unit, code = unit_number(number), dossier_code(number)

    def other(text: str) -> str:
        if len(text) == 64:
            return text  # a hash
        return text.replace(model.number, unit).replace(model.dossier, code).replace(COMMUNE, place)

    return other


def _chained(rows: Iterable[Row]) -> Iterator[Row]:
    before = FIRST_PREV
    for row in rows:
        header = dict(zip(_RECORD, row, strict=True))
        header["prev"] = before if row[_SEQ] > 1 else FIRST_PREV
        before = record_hash(header)
        yield (*row[:_PREV], header["prev"], before)


def _named(row: Row, name: int, key: int, folded: int) -> Row:
    cells = list(row)
    cells[key], cells[folded] = sort_key(row[name]), fold(row[name])
    return tuple(cells)


def _insert(cursor: Any, table: str, rows: Sequence[Row]) -> None:
    if rows:
        cursor.executemany(f"INSERT INTO {table} VALUES ({', '.join('?' * len(rows[0]))})", rows)


def _copy(cursor: Any, table: str, rows: Sequence[Row]) -> None:
    with cursor.copy(f"COPY {table} FROM STDIN") as copy:
        for row in rows:
            copy.write_row(row)
