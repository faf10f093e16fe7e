"""Records as they are stored, each with its personal plain text, read in order and never all at once."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, RowMapping, and_, select

from cycle.database import Transaction
from cycle.tables import outbox, personal, record

AT_ONCE = 500


@dataclass(frozen=True)
class Personal:
    """A personal value beside its record: the salt and the plain text that its commitment was made from."""

    field: str
    salt: str
    plain: str


@dataclass(frozen=True)
class StoredRecord:
    """The columns of a record. `promised` is the instant in the outbox's row of it, None where there is none."""

    stream: str
    seq: int
    format: int
    kind: str
    happened: str
    recorded: str
    actor: str
    on_behalf: str | None
    payload: str
    publication: str | None
    request: str | None
    prev: str
    hash: str
    personal: tuple[Personal, ...] = ()
    promised: str | None = None


def read_records(transaction: Transaction, wanted: ColumnElement[bool]) -> Iterator[StoredRecord]:
    """The records wanted, stream by stream in the order of their sequence."""
    beside = and_(personal.c.stream == record.c.stream, personal.c.seq == record.c.seq)
    promise = and_(outbox.c.stream == record.c.stream, outbox.c.seq == record.c.seq)
    statement = (
        select(record, personal.c.field, personal.c.salt, personal.c.plain, outbox.c.recorded.label("promised"))
        .select_from(record.outerjoin(personal, beside).outerjoin(outbox, promise))
        .where(wanted)
        .order_by(record.c.stream, record.c.seq, personal.c.field)
        .execution_options(yield_per=AT_ONCE)
    )
    rows: list[RowMapping] = []
    for row in transaction.connection.execute(statement).mappings():
        if rows and (row["stream"], row["seq"]) != (rows[0]["stream"], rows[0]["seq"]):
            yield _stored(rows)
            rows = []
        rows.append(row)
    if rows:
        yield _stored(rows)


def _stored(rows: list[RowMapping]) -> StoredRecord:
    columns: dict[str, Any] = {column.name: as_stored(rows[0][column.name]) for column in record.c}
    beside = [row for row in rows if row["field"] is not None]
    texts = (Personal(*(as_stored(row[name]) for name in ("field", "salt", "plain"))) for row in beside)
    return StoredRecord(**columns, personal=tuple(texts), promised=rows[0]["promised"])


def as_stored(value: Any) -> Any:
    """The value of a column; bytes, which no column of ours holds and SQLite would, as a text that equals no other."""
    return repr(value) if isinstance(value, bytes) else value
