"""Letters in the order of their recipient and year: the next number, and the one before it."""

from datetime import date
from typing import NamedTuple

from cycle.clock import day_in, read_instant
from cycle.commands.letters.mailboxes import (
    Told,
    lock_mailboxes,
    record_letter,
    record_letters,
    stream_of,
)
from cycle.database import Transaction

__all__ = [
    "Place",
    "Told",
    "lock_mailboxes",
    "next_place",
    "record_letter",
    "record_letters",
    "stream_of",
    "take_place",
]


class Place(NamedTuple):
    """A letter's number in its year, and the one before it with the day on which that was sealed (None: the first)."""

    year: int
    number: int
    previous: int | None
    previous_day: date | None


def next_place(transaction: Transaction, recipient: str, today: date, zone: str) -> Place:
    """The place that the recipient's next letter takes; the caller holds the recipient's lock.

    A year that has begun in the mailbox never ends in favour of an earlier one.
    """
    year, last = transaction.row(_LAST, (recipient,)) or (0, 0)
    if year < today.year:
        return Place(today.year, 1, None, None)
    if not last:
        return Place(year, 1, None, None)
    (sealed,) = transaction.row(_SEALED, (recipient, year, last)) or (None,)
    return Place(year, last + 1, last, day_in(zone, read_instant(sealed)) if sealed else None)


def take_place(transaction: Transaction, recipient: str, place: Place) -> None:
    """Give a place away, in the transaction that seals its letter."""
    transaction.write(
        "UPDATE mailbox SET year = ?, last = ? WHERE recipient = ?", (place.year, place.number, recipient)
    )


_LAST = "SELECT year, last FROM mailbox WHERE recipient = ?"
_SEALED = "SELECT sealed FROM letter WHERE recipient = ? AND year = ? AND number = ?"
