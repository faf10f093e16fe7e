"""Letters as their rows stand, and those that wait because nobody can be written to."""

from collections.abc import Mapping
from typing import Any, NamedTuple

import orjson

from cycle.letters.composed import Queued
from cycle.transactions import Transaction

_OWN = len(Queued._fields)
COLUMNS = ", ".join(f"l.{name}" for name in Queued._fields)


class Unreached(NamedTuple):
    """A letter to a producer without e-mail, with whom to ring."""

    queued: Queued
    name: str
    phone: str | None
    representative: str | None

    @property
    def producer(self) -> str:
        """The producer's code."""
        return self.queued.recipient.partition(":")[2]


def queued_of(row: tuple[Any, ...]) -> Queued:
    """The letter that the columns of COLUMNS tell."""
    found = Queued._make(row)
    return found._replace(about=orjson.loads(row[Queued._fields.index("about")]))


def read_unreached(transaction: Transaction, programme: str) -> list[Unreached]:
    """The letters of a programme that wait for the e-mail of a producer, by the producers' names."""
    rows = transaction.rows(_UNREACHED, (programme,))
    return [Unreached(queued_of(row[:_OWN]), *row[_OWN:]) for row in rows]


def unreached_counts(transaction: Transaction) -> Mapping[str, str]:
    """By programme what changes whenever another letter waits for the e-mail of a producer, or is looked at again."""
    return {programme: f"{count} {latest}" for programme, count, latest in transaction.rows(_COUNTS)}


def read_queued(transaction: Transaction, code: str) -> tuple[Queued, str, str | None] | None:
    """A letter with its status and, once it is sealed, its short message; None where there is none."""
    row = transaction.row(_LETTER, (code,)) or _numbered(transaction, code)
    return (queued_of(row[:_OWN]), *row[_OWN:]) if row else None


def _numbered(transaction: Transaction, told: str) -> tuple[Any, ...] | None:
    """The letter that is known as `RECIPIENT/YEAR/NUMBER`, by the recipient's bare code."""
    who, _, rest = told.partition("/")
    year, _, number = rest.partition("/")
    if not (year.isdecimal() and number.isdecimal()):
        return None
    known = (f"organisation:{who}", f"producer:{who}", int(year), int(number))
    return transaction.row(_NUMBERED, known)


_UNREACHED = (
    f"SELECT {COLUMNS}, p.name, p.phone, p.representative FROM letter l "  # noqa: S608 - constant
    "JOIN producer p ON l.recipient = 'producer:' || p.code "
    "WHERE l.programme = ? AND l.status = 'queued' AND l.reason = 'no_address' ORDER BY p.name_key, p.code, l.created"
)
_COUNTS = (
    "SELECT programme, COUNT(*), MAX(send_after) FROM letter WHERE status = 'queued' AND reason = 'no_address' "
    "AND recipient LIKE 'producer:%' GROUP BY programme"
)
_LETTER = f"SELECT {COLUMNS}, l.status, l.short FROM letter l WHERE l.code = ?"  # noqa: S608 - constant
_NUMBERED = (
    f"SELECT {COLUMNS}, l.status, l.short FROM letter l "  # noqa: S608 - constant
    "WHERE l.recipient IN (?, ?) AND l.year = ? AND l.number = ?"
)
