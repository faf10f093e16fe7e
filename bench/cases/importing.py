"""Importing a province's whole list, against INSERTs of the same rows by hand; reading the workbook alone beside it."""

from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

from openpyxl import load_workbook

from bench.bare import Row
from bench.grounds import driver_connection
from bench.rounds import in_turns
from bench.stand import Stand
from bench.table import Result
from cycle import tables
from cycle.commands.permits import Caller
from cycle.imports import import_products
from cycle.sheets import PRODUCTS_BOOK, write_workbook
from cycle.sheets.words import labels, titles
from cycle.transactions import text_for
from tests.scene import COMMUNE, PRODUCER, REGISTRATION

BATCH = 100
# The tables that a product is written to, each with the column that names it.
WRITTEN = (
    (tables.product, "code"),
    (tables.product_area, "product"),
    (tables.record, "payload"),
    (tables.outbox, "stream"),
)


def importing(stand: Stand, folder: Path, rounds: int, rows: int) -> Iterator[Result]:
    """Products of one producer, each round a workbook of its own."""
    connection = driver_connection(stand.url)
    text = text_for(postgresql=stand.kind == "postgresql")
    caller = Caller("to_chuc")

    def ours(number: int) -> Callable[[], int]:
        path = _workbook(folder / f"{number}.xlsx", number, rows)
        return lambda: import_products(stand.office, caller, path, good_rows=False, progress=_silent).written

    def by_hand(number: int) -> Callable[[], int]:
        batches = _rows_of(connection, text, number)
        return lambda: sum(_insert(connection, text, one) for one in batches)

    def reading(number: int) -> Callable[[], int]:
        return lambda: _cells(folder / f"{number}.xlsx")

    # The hand writes what ours has written: it must not be the first of a round.
    found = in_turns([ours, by_hand, reading], rounds, turning=False)
    names = (f"import of {rows} rows, per row", "import, against reading the workbook")
    for name, measured in zip(names, found, strict=True):
        yield Result(name, stand.kind, stand.dossiers, measured)
    connection.close()


def _workbook(path: Path, number: int, rows: int) -> Path:
    write_workbook(path, PRODUCTS_BOOK)
    book: Any = load_workbook(path)
    sheet = book[titles()["sheet.products"]]
    for row in range(rows):
        code = f"{_mark(number)}{row:05d}"
        sheet.append([code, REGISTRATION, f"{code} {row}", labels("sector")["food"], None, None, COMMUNE])
    book.save(path)
    return path


def _mark(number: int) -> str:
    """What the codes of a round's products begin with."""
    return f"NH{number + 1}A"


def _cells(path: Path) -> int:
    book: Any = load_workbook(path, read_only=True)
    return sum(1 for sheet in book.worksheets for row in sheet.iter_rows(values_only=True) if row)


def _rows_of(connection: Any, text: Callable[[str], str], number: int) -> list[Mapping[str, list[Row]]]:
    """The rows that an import has written, under other codes and in another stream, in batches."""
    cursor, own = connection.cursor(), _mark(number)
    found: dict[str, list[Row]] = {}
    for table, column in WRITTEN:
        held = cursor.execute(
            text(f"SELECT * FROM {table.name} WHERE {_about(table.name, column)} ORDER BY 1, 2"),
            _wanted(table.name, own),
        )
        found[table.name] = [tuple(_renamed(value, own) for value in row) for row in held.fetchall()]
    connection.rollback()
    many = len(found["product"])
    return [{name: rows[start : start + BATCH] for name, rows in found.items()} for start in range(0, many, BATCH)]


def _about(table: str, column: str) -> str:
    if table == "outbox":
        return "stream = ? AND seq IN (SELECT seq FROM record WHERE stream = ? AND payload LIKE ?)"
    return f"stream = ? AND {column} LIKE ?" if table == "record" else f"{column} LIKE ?"


def _wanted(table: str, own: str) -> Row:
    stream, inside = f"producer/{PRODUCER}", f'%"{own}%'
    return {"outbox": (stream, stream, inside), "record": (stream, inside)}.get(table, (f"{own}%",))


def _renamed(value: Any, own: str) -> Any:
    if value == f"producer/{PRODUCER}":
        return f"bench/{own}"
    return value.replace(own, own.replace("NH", "BH")) if isinstance(value, str) else value


def _insert(connection: Any, text: Callable[[str], str], batch: Mapping[str, list[Row]]) -> int:
    cursor = connection.cursor()
    if hasattr(connection, "isolation_level") and connection.isolation_level is None and text("?") == "?":
        cursor.execute("BEGIN IMMEDIATE")
    for table, rows in batch.items():
        for row in rows:
            cursor.execute(text(f"INSERT INTO {table} VALUES ({', '.join('?' * len(row))})"), row)
    connection.commit()
    return len(batch["product"])


def _silent(_done: int, _total: int) -> None:
    """Nobody is watching."""
