"""Taking letters to send: each claim under a fence of its own, so that only its last holder may say how it ended."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from cycle.clock import instant_text
from cycle.database import Transaction
from cycle.letters.post import Post
from notifications.port import Ticket

AT_ONCE = 200
# A claim holds so long, and once DATA has begun so long from then: longer than a relay is waited for.
LEASE = timedelta(minutes=10)
DATA_LEASE = timedelta(minutes=15)


@dataclass(frozen=True)
class Claim:
    """Whose claim it is, on which channel."""

    worker: str
    channel: str


def claim_due(transaction: Transaction, post: Post, claim: Claim, now: datetime) -> list[Ticket]:
    """Claim the sealed letters that are due by a channel, at most 200, and none that another worker claims just now."""
    at = instant_text(now)
    letters = transaction.rows(_LETTERS, (claim.channel, at, AT_ONCE))
    if not letters:
        return []
    rows = _waiting(transaction, [code for code, *_ in letters], claim.channel, at)
    tickets, claimed = [], []
    until = instant_text(now + LEASE)
    for code, recipient, content, subject, short, year, number in letters:
        found = rows.get(code, [])
        if not found:
            continue
        fence = max(before for _, before in found) + 1
        claimed += [(fence, claim.worker, until, code, claim.channel, address) for address, _ in found]
        about = (str(subject or ""), str(short or ""), recipient, f"{year}/{number}")
        addresses = tuple(address for address, _ in found)
        tickets.append(Ticket(code, fence, addresses, content.encode("ascii"), post.returns(code), *about))
    transaction.run_many(_CLAIM, claimed)
    return tickets


def extend_claims(transaction: Transaction, claim: Claim, now: datetime) -> None:
    """Hold on to what is claimed and has not been begun."""
    transaction.run(_EXTEND, (instant_text(now + LEASE), claim.worker, claim.channel))


def _waiting(
    transaction: Transaction, letters: Sequence[str], channel: str, at: str
) -> dict[str, list[tuple[str, int]]]:
    """The addresses that are due, each with its fence, by letter."""
    found: dict[str, list[tuple[str, int]]] = {}
    for code, address, fence in _rows(transaction, letters, channel, at):
        found.setdefault(code, []).append((address, fence))
    return found


def _rows(transaction: Transaction, letters: Sequence[str], channel: str, at: str) -> list[tuple[str, str, int]]:
    if transaction.postgresql:
        rows = transaction.rows(_DUE.format("= ANY(?)"), (channel, at, list(letters)))
    else:
        marks = ", ".join("?" * len(letters))
        rows = transaction.rows(_DUE.format(f"IN ({marks})"), (channel, at, *letters))
    return [(code, address, fence) for code, address, fence in rows]


# The letter's row is the lock of a claim: all of its addresses are claimed by one.
_LETTERS = (
    "SELECT l.code, l.recipient, l.content, l.subject, l.short, l.year, l.number FROM letter l "
    "WHERE l.content IS NOT NULL AND l.code IN (SELECT d.letter FROM delivery d WHERE d.status = 'queued' "
    "AND d.channel = ? AND (d.next_at IS NULL OR d.next_at <= ?)) ORDER BY l.sealed, l.code LIMIT ? "
    "FOR UPDATE OF l SKIP LOCKED"
)
_DUE = (
    "SELECT letter, address, fence FROM delivery WHERE status = 'queued' AND channel = ? "
    "AND (next_at IS NULL OR next_at <= ?) AND letter {} ORDER BY letter, address FOR UPDATE"
)
_CLAIM = (
    "UPDATE delivery SET status = 'claimed', fence = ?, worker = ?, leased_until = ? "
    "WHERE letter = ? AND channel = ? AND address = ? AND status = 'queued'"
)
_EXTEND = "UPDATE delivery SET leased_until = ? WHERE worker = ? AND channel = ? AND status = 'claimed'"
