"""Records as they are stored, each with its personal plain text, read in order and never all at once."""

from collections import defaultdict
from collections.abc import Iterator
from itertools import groupby
from operator import itemgetter
from typing import Any, NamedTuple

from cycle.database import Transaction
from cycle.statements import RECORD_COLUMNS, STREAM


class Personal(NamedTuple):
    """A personal value beside its record: the salt and the plain text that its commitment was made from."""

    field: str
    salt: str
    plain: str


class StoredRecord(NamedTuple):
    """The columns of a record; where they are asked for, the instant of its promise in the outbox, and its leaf."""

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
    promised: str | None = None
    position: int | None = None
    leaf: str | None = None
    personal: tuple[Personal, ...] = ()


_COLUMNS = ", ".join(f"r.{name}" for name in RECORD_COLUMNS.split(", "))
_ALL = (
    f"SELECT {_COLUMNS}, o.recorded, l.position, l.hash, p.field, p.salt, p.plain FROM record r "  # noqa: S608 - constant
    "LEFT JOIN personal p ON p.stream = r.stream AND p.seq = r.seq "
    "LEFT JOIN outbox o ON o.stream = r.stream AND o.seq = r.seq "
    "LEFT JOIN leaf l ON l.stream = r.stream AND l.seq = r.seq ORDER BY r.stream, r.seq, p.field"
)
_PERSONAL = "SELECT seq, field, salt, plain FROM personal WHERE stream = ? ORDER BY seq, field"
_OWN = len(StoredRecord._fields) - 1
_SEQ = StoredRecord._fields.index("seq")
_FIELD = _OWN  # the first column of a personal text


def read_stream(transaction: Transaction, stream: str) -> Iterator[StoredRecord]:
    """The records of one stream in the order of their sequence; promises and leaves are not asked for."""
    key = (stream,)
    transaction.foresee([(STREAM, key), (_PERSONAL, key)])
    rows = transaction.rows(STREAM, key)
    beside: dict[int, list[Personal]] = defaultdict(list)
    for seq, *text in transaction.rows(_PERSONAL, key):
        beside[seq].append(Personal._make(map(as_stored, text)))
    for row in rows:
        own = tuple(map(as_stored, row)) if bytes in map(type, row) else row
        yield StoredRecord._make((*own, None, None, None, tuple(beside.get(own[_SEQ], ()))))


def read_records(transaction: Transaction) -> Iterator[StoredRecord]:
    """All records, stream by stream in the order of their sequence."""
    return _stored(transaction.stream(_ALL))


def as_stored(value: Any) -> Any:
    """The value of a column; bytes, which no column of ours holds and SQLite would, as a text that equals no other."""
    return repr(value) if isinstance(value, bytes) else value


def _stored(rows: Iterator[tuple[Any, ...]]) -> Iterator[StoredRecord]:
    for _, same in groupby(rows, itemgetter(0, 1)):
        first, *others = same
        own = first[:_OWN]
        if bytes in map(type, own):
            own = tuple(map(as_stored, own))
        beside = () if first[_FIELD] is None else (first, *others)
        yield StoredRecord._make((*own, tuple(Personal._make(map(as_stored, row[_FIELD:])) for row in beside)))
