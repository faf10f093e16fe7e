"""What planning remembers of each programme, so that a pass that finds nothing new costs next to nothing.

It is one row of the installation, in which no record is told: lost or unreadable it costs one look at everything.
"""

import orjson

from cycle.canonical import canonical
from cycle.transactions import Transaction

LISTS, WEEK = "lists", "week"
Memory = dict[str, str]


def read_memory(transaction: Transaction) -> Memory:
    """What was remembered, by `KIND/PROGRAMME`."""
    (text,) = transaction.row(_READ) or ("{}",)
    try:
        found = orjson.loads(text)
    except orjson.JSONDecodeError:
        return {}
    return dict(found) if isinstance(found, dict) else {}


def keep_memory(transaction: Transaction, kind: str, programme: str, value: str) -> None:
    """Remember that all that was to be planned for a programme is; the caller holds the lock of planning."""
    found = {**read_memory(transaction), f"{kind}/{programme}": value}
    transaction.run(_KEEP, (canonical(found),))


_READ = "SELECT value FROM installation WHERE name = 'planned'"
_KEEP = (
    "INSERT INTO installation (name, value) VALUES ('planned', ?) "
    "ON CONFLICT (name) DO UPDATE SET value = excluded.value"
)
