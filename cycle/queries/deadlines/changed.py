"""When a deadline was last changed: the instants of the records that opened, moved or closed it."""

from collections.abc import Iterable, Mapping

import orjson
from sqlalchemy import select

from cycle.clock import read_instant
from cycle.database import Transaction
from cycle.queries.deadlines.deadlines import DeadlineRow
from cycle.queries.paging import parts
from cycle.tables import record

KIND = "deadline"
# Those that give a deadline another last day, or none.
MOVING = frozenset({"paused", "resumed", "extended", "recalculated"})
Key = tuple[str, str, int]


def last_changed(transaction: Transaction, rows: Iterable[DeadlineRow]) -> Mapping[Key, str]:
    """The instant of the last such record by dossier, name and opening record, as it is stored."""
    wanted = list(rows)
    streams = {f"dossier/{row.dossier}" for row in wanted}
    told, moved = _recorded(transaction, streams), _moved(transaction, streams)
    return {key_of(row): max(_instants(row, told, moved), key=read_instant) for row in wanted}


def key_of(row: DeadlineRow) -> Key:
    """What no two deadlines share."""
    return row.dossier, row.name, row.opened_seq


def _instants(row: DeadlineRow, told: Mapping[tuple[str, int], str], moved: Mapping[Key, str]) -> list[str]:
    stream = f"dossier/{row.dossier}"
    found = [told[stream, row.opened_seq]]
    if row.closed_seq is not None:
        found.append(told[stream, row.closed_seq])
    return [*found, moved[key_of(row)]] if key_of(row) in moved else found


def _recorded(transaction: Transaction, streams: Iterable[str]) -> Mapping[tuple[str, int], str]:
    found: dict[tuple[str, int], str] = {}
    columns = select(record.c.stream, record.c.seq, record.c.recorded)
    for part in parts(streams):
        rows = transaction.connection.execute(columns.where(record.c.stream.in_(part)))
        found.update({(stream, seq): recorded for stream, seq, recorded in rows})
    return found


def _moved(transaction: Transaction, streams: Iterable[str]) -> Mapping[Key, str]:
    """The last record that moved each deadline."""
    found: dict[Key, str] = {}
    columns = select(record.c.stream, record.c.recorded, record.c.payload).order_by(record.c.stream, record.c.seq)
    for part in parts(streams):
        acts = columns.where(record.c.stream.in_(part), record.c.kind == KIND)
        for stream, recorded, text in transaction.connection.execute(acts):
            payload = orjson.loads(text)
            if payload["event"] in MOVING:
                about = payload["deadline"]
                found[stream.removeprefix("dossier/"), about["name"], about["opened"]] = recorded
    return found
