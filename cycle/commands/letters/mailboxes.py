"""The stream of a recipient's letters: its lock, and the one way in which a record of a letter is appended to it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from cycle.database import Transaction
from cycle.history import Act, Entry, Recorded, append, append_all

KIND = "letter"
Query = tuple[str, Sequence[Any]]


@dataclass(frozen=True)
class Told:
    """What a record of a letter says. `recipient` is `organisation:CODE` or `producer:CODE`, `happened` a day in the
    programme's zone; `personal` enters the payload as salted commitments only.
    """

    recipient: str
    happened: date
    payload: Mapping[str, Any]
    personal: Mapping[str, str] = field(default_factory=dict)
    publication: str | None = None


def stream_of(recipient: str) -> str:
    """Where what concerns a recipient's letters is recorded."""
    return f"letters/{recipient}"


def lock_mailboxes(transaction: Transaction, recipients: Iterable[str], also: Sequence[Query] = ()) -> None:
    """Wait for the locks of the streams of some recipients, in the order in which everybody takes them.

    Whoever locks several must do it in one call; a row of `letter` or `delivery` is locked afterwards, never before.
    `also` are queries that come next: they are foreseen on the same journey, once the locks are held.
    """
    ordered = sorted(set(recipients))
    if transaction.postgresql:
        transaction.foresee([(_LOCK_ALL, (ordered,)), *also])
        if len(transaction.rows(_LOCK_ALL, (ordered,))) < len(ordered):
            transaction.run(_MAKE_ALL, (ordered,))
            transaction.lock(_LOCK_ALL, (ordered,))
    else:
        transaction.run_many(_MAKE, [(one,) for one in ordered])


def record_letter(transaction: Transaction, act: Act, told: Told) -> Recorded:
    """Append a record to the recipient's stream, whose lock the caller holds."""
    return append(transaction, act, _entry(told))


def record_letters(transaction: Transaction, act: Act, told: Sequence[Told]) -> list[Recorded]:
    """Append several records, each to its recipient's stream, whose locks the caller holds."""
    return append_all(transaction, act, [_entry(one) for one in told])


def _entry(told: Told) -> Entry:
    return Entry(stream_of(told.recipient), KIND, told.happened, told.payload, told.personal, told.publication)


_MAKE = "INSERT INTO mailbox (recipient, year, last) VALUES (?, 0, 0) ON CONFLICT DO NOTHING"
_MAKE_ALL = "INSERT INTO mailbox (recipient, year, last) SELECT unnest(?::text[]), 0, 0 ON CONFLICT DO NOTHING"
# In the order of their bytes, as Python sorts them.
_LOCK_ALL = 'SELECT recipient FROM mailbox WHERE recipient = ANY(?) ORDER BY recipient COLLATE "C" FOR UPDATE'
