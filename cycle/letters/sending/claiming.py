"""Taking letters to send: each claim under a fence of its own, so that only its last holder may say how it ended."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from cycle.canonical import canonical
from cycle.clock import instant_text
from cycle.commands.payloads import reason_payload
from cycle.database import Transaction
from cycle.letters.post import Post
from notifications.port import Ticket
from workflows.verdict import Reason

AT_ONCE = 200
# So many deliveries are looked at for them, those that are due longest first: others may claim just now too.
LOOKED_AT = 5 * AT_ONCE
# A claim holds so long, and once DATA has begun so long from then: longer than a relay is waited for.
LEASE = timedelta(minutes=10)
DATA_LEASE = timedelta(minutes=15)
# A letter whose bytes are not those that were sealed is looked at again so much later.
ASIDE = timedelta(days=1)


@dataclass(frozen=True)
class Claim:
    """Whose claim it is, on which channel."""

    worker: str
    channel: str


class Claimed(NamedTuple):
    """What was claimed, and the letters that were set aside: their bytes are not those that were sealed."""

    tickets: list[Ticket]
    damaged: list[str]


class _Row(NamedTuple):
    code: str
    recipient: str
    content: str
    hash: str
    reason: str | None
    subject: str | None
    short: str | None
    year: int
    number: int

    @property
    def whole(self) -> bool:
        """Whether its bytes are those that were sealed."""
        own = hashlib.sha256(self.content.encode("utf-8", "replace")).hexdigest()
        return own == self.hash and self.content.isascii()


def claim_due(transaction: Transaction, post: Post, claim: Claim, now: datetime) -> Claimed:
    """Claim the sealed letters that are due by a channel, at most 200, and none that another worker claims just now.

    One whose bytes were changed since it was sealed is not sent: it waits a day, with the reason in its row.
    """
    at = instant_text(now)
    found = [_Row._make(row) for row in transaction.rows(_LETTERS, (claim.channel, at, LOOKED_AT, AT_ONCE))]
    letters = [one for one in found if one.whole]
    damaged = [one.code for one in found if not one.whole]
    _set_aside(transaction, damaged, claim.channel, now)
    transaction.run_many(_WELL, [(one.code,) for one in letters if one.reason])
    return Claimed(_claimed(transaction, post, claim, now, letters) if letters else [], damaged)


def _claimed(
    transaction: Transaction, post: Post, claim: Claim, now: datetime, letters: Sequence[_Row]
) -> list[Ticket]:
    rows = _waiting(transaction, [one.code for one in letters], claim.channel, instant_text(now))
    tickets, claimed, until = list[Ticket](), list[tuple[Any, ...]](), instant_text(now + LEASE)
    for one in letters:
        found = rows.get(one.code, [])
        if not found:
            continue
        fence = max(before for _, before in found) + 1
        claimed += [(fence, claim.worker, until, one.code, claim.channel, address) for address, _ in found]
        about = (one.subject or "", one.short or "", one.recipient, f"{one.year}/{one.number}")
        addresses = tuple(address for address, _ in found)
        tickets.append(Ticket(one.code, fence, addresses, one.content.encode(), post.returns(one.code), *about))
    transaction.run_many(_CLAIM, claimed)
    return tickets


def _set_aside(transaction: Transaction, letters: Sequence[str], channel: str, now: datetime) -> None:
    later = instant_text(now + ASIDE)
    transaction.run_many(_WAIT, [(later, code, channel) for code in letters])
    told = [(canonical({**reason_payload(damage_of(code)), "attempts": 1}), code) for code in letters]
    transaction.run_many(_ASIDE, told)


def damage_of(letter: str) -> Reason:
    """Why a letter is not sent whose bytes are not those that were sealed."""
    return Reason("letter_damaged", {"letter": letter})


def give_back(transaction: Transaction, claim: Claim) -> None:
    """Let others take what is claimed and has not been begun."""
    transaction.run(_GIVE_BACK, (claim.worker, claim.channel))


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
    "SELECT l.code, l.recipient, l.content, l.hash, l.reason, l.subject, l.short, l.year, l.number FROM letter l "
    "WHERE l.content IS NOT NULL AND l.code IN (SELECT p.letter FROM (SELECT d.letter FROM delivery d "
    "WHERE d.status = 'queued' AND d.channel = ? AND d.next_at <= ? ORDER BY d.next_at, d.letter LIMIT ?) p) "
    "ORDER BY l.sealed, l.code LIMIT ? FOR UPDATE OF l SKIP LOCKED"
)
_DUE = (
    "SELECT letter, address, fence FROM delivery WHERE status = 'queued' AND channel = ? "
    "AND next_at <= ? AND letter {} ORDER BY letter, address FOR UPDATE"
)
_CLAIM = (
    "UPDATE delivery SET status = 'claimed', fence = ?, worker = ?, leased_until = ? "
    "WHERE letter = ? AND channel = ? AND address = ? AND status = 'queued'"
)
_EXTEND = "UPDATE delivery SET leased_until = ? WHERE worker = ? AND channel = ? AND status = 'claimed'"
_WELL = "UPDATE letter SET reason = NULL WHERE code = ?"
_ASIDE = "UPDATE letter SET reason = ? WHERE code = ?"
_WAIT = "UPDATE delivery SET next_at = ? WHERE letter = ? AND channel = ? AND status = 'queued'"
_GIVE_BACK = (
    "UPDATE delivery SET status = 'queued', worker = NULL, leased_until = NULL "
    "WHERE worker = ? AND channel = ? AND status = 'claimed'"
)
