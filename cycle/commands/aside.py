"""What a pass could not do: set aside with its reason, tried again by each later pass, gone once it is done."""

import traceback
from pathlib import Path

from cycle.canonical import canonical
from cycle.commands.expiring import HinderedError
from cycle.commands.payloads import reason_payload
from cycle.database import Database, machine_failed, patiently, said_by_driver
from cycle.deadlines import BadDerivationError
from cycle.publication import UnreadablePublicationError
from cycle.transactions import Transaction
from workflows.verdict import Reason

# Kind, subject, part and number.
Key = tuple[str, str, str, int]


def blamed(wrong: Exception) -> Reason:
    """Why one thing could not be done. Raises what is not that thing's own fault again."""
    if machine_failed(wrong):
        raise wrong
    said = said_by_driver(wrong)
    match wrong:
        case HinderedError():
            return wrong.reason
        case UnreadablePublicationError():
            told = "; ".join(f"{one.code} {one.place}" for one in wrong.problems[:3])
            return Reason("publication_unreadable", {"text": wrong.text[:12], "detail": told})
        case BadDerivationError():
            return Reason("derivation_unreadable")
        case _ if said is not None:
            return Reason("database_refused", {"detail": said})
    frames = traceback.extract_tb(wrong.__traceback__)
    where = f"{Path(frames[-1].filename).name}:{frames[-1].lineno}" if frames else ""
    return Reason("sweep_failed", {"kind": type(wrong).__name__, "where": where})


def put_aside(database: Database, key: Key, reason: Reason, now: str) -> None:
    """Set one thing aside, or note that it failed again."""

    def write() -> None:
        with database.writing() as transaction:
            keep_aside(transaction, key, reason, now)

    patiently(write)


def keep_aside(transaction: Transaction, key: Key, reason: Reason, now: str) -> None:
    """The same in the caller's transaction."""
    transaction.run(_ASIDE, (*key, now, now, canonical(reason_payload(reason))))


def take_back(transaction: Transaction, key: Key) -> None:
    """What was set aside is done."""
    transaction.run("DELETE FROM set_aside WHERE kind = ? AND subject = ? AND part = ? AND number = ?", key)


def forget_settled(transaction: Transaction, now: str) -> None:
    """Deadlines that were set aside and of which nothing is due any more."""
    transaction.run(_SETTLED, (now,))


_ASIDE = (
    "INSERT INTO set_aside (kind, subject, part, number, since, last, attempts, reason) "
    "VALUES (?, ?, ?, ?, ?, ?, 1, ?) "
    "ON CONFLICT (kind, subject, part, number) DO UPDATE SET "
    "last = excluded.last, attempts = set_aside.attempts + 1, reason = excluded.reason"
)
_SETTLED = (
    "DELETE FROM set_aside WHERE kind = 'deadline' AND NOT EXISTS (SELECT 1 FROM deadline l "
    "WHERE l.dossier = set_aside.subject AND l.name = set_aside.part AND l.opened_seq = set_aside.number "
    "AND l.next_at <= ?)"
)
