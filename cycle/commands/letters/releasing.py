"""Letters that wait for an address, let go as soon as one has been entered."""

from collections.abc import Collection, Iterable
from datetime import datetime

from cycle.clock import instant_text
from cycle.commands.letters.mailboxes import lock_mailboxes
from cycle.database import Transaction


def lock_waiting(transaction: Transaction, organisations: Iterable[str]) -> None:
    """Take the locks under which the letters of several organisations will be released, in the order of all."""
    _lock(transaction, {one for code in organisations for one in _stood_for(transaction, code)})


def release_waiting(transaction: Transaction, organisation: str, now: datetime) -> None:
    """Letters that wait for an address of an organisation, or of one whose place it took, are due at once.

    Whoever releases for several organisations in one transaction calls `lock_waiting` for all of them before.
    """
    _release(transaction, _stood_for(transaction, organisation), now)


def release_producer(transaction: Transaction, producer: str, now: datetime) -> None:
    """Letters that wait for the address of a producer are due at once."""
    _release(transaction, {f"producer:{producer}"}, now)


def _release(transaction: Transaction, recipients: Collection[str], now: datetime) -> None:
    _lock(transaction, recipients)
    transaction.run_many(_RELEASE, [(instant_text(now), one) for one in sorted(recipients)])


def _lock(transaction: Transaction, recipients: Iterable[str]) -> None:
    waiting = {one for one in recipients if transaction.row(_QUEUED, (one,)) is not None}
    if waiting:
        lock_mailboxes(transaction, waiting)


def _stood_for(transaction: Transaction, organisation: str) -> set[str]:
    """The mailboxes whose letters reach an organisation: its own, and those of all whose place it took."""
    return {f"organisation:{code}" for (code,) in transaction.rows(_STOOD_FOR, (organisation,))}


_STOOD_FOR = (
    "WITH RECURSIVE before(code) AS (SELECT CAST(? AS TEXT) UNION SELECT s.code FROM organisation_successor s "
    "JOIN before b ON s.successor = b.code) SELECT code FROM before"
)
_QUEUED = "SELECT 1 FROM letter WHERE recipient = ? AND status = 'queued' LIMIT 1"
_RELEASE = (
    "UPDATE letter SET send_after = ?, reason = NULL "
    "WHERE recipient = ? AND status = 'queued' AND reason = 'no_address'"
)
