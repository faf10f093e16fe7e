"""The letters of a rehearsal, as its database tells them when the play is over."""

from collections.abc import Mapping
from dataclasses import dataclass

from cycle.database import Transaction

SETTLED, STALE, NO_ADDRESS = "settled", "stale", "no_address"


@dataclass(frozen=True)
class Correspondence:
    """How many letters of each kind were written, and how many were void, by their reasons.

    `waiting` letters are not written so far; `unreached` recipients of some of them have no e-mail. `reminder` is the
    code of the last reminder to the organisation that the script names.
    """

    written: Mapping[str, int]
    void: Mapping[str, int]
    waiting: int
    unreached: int
    reminder: str | None


def read_correspondence(transaction: Transaction, organisation: str) -> Correspondence:
    """What became of all letters so far."""
    (waiting,) = transaction.row("SELECT COUNT(*) FROM letter WHERE status = 'queued'") or (0,)
    (unreached,) = transaction.row(_UNREACHED, (NO_ADDRESS,)) or (0,)
    (reminder,) = transaction.row(_REMINDER, (f"organisation:{organisation}",)) or (None,)
    return Correspondence(dict(transaction.rows(_WRITTEN)), dict(transaction.rows(_VOID)), waiting, unreached, reminder)


_WRITTEN = "SELECT kind, COUNT(*) FROM letter WHERE number IS NOT NULL GROUP BY kind ORDER BY kind"
_VOID = "SELECT reason, COUNT(*) FROM letter WHERE status = 'void' GROUP BY reason ORDER BY reason"
_UNREACHED = "SELECT COUNT(DISTINCT recipient) FROM letter WHERE status = 'queued' AND reason = ?"
_REMINDER = (
    "SELECT code FROM letter WHERE kind = 'reminder' AND number IS NOT NULL AND recipient = ? "
    "ORDER BY year DESC, number DESC LIMIT 1"
)
