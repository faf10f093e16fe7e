"""Letting letters into DATA: the last moment at which a claim that was lost stops one from being sent."""

from collections import Counter
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from cycle.clock import instant_text
from cycle.database import Transaction
from cycle.letters.sending.claiming import DATA_LEASE, Claim
from notifications.port import Ticket


def enter(transaction: Transaction, holder: Claim, tickets: Sequence[Ticket], now: datetime) -> frozenset[str]:
    """Let letters into DATA: the codes of those of which every address is still held under the ticket's fence."""
    if not tickets:
        return frozenset()
    times = (instant_text(now), instant_text(now + DATA_LEASE))
    entered = Counter(_entered(transaction, holder.channel, tickets, times))
    through = {one.letter for one in tickets if entered[one.letter] == len(one.addresses)}
    for ticket in tickets:
        if entered[ticket.letter] and ticket.letter not in through:
            keys = [(ticket.letter, holder.channel, one, ticket.fence) for one in ticket.addresses]
            transaction.run_many(_BACK, keys)
    return frozenset(through)


def _entered(transaction: Transaction, channel: str, tickets: Sequence[Ticket], times: tuple[str, str]) -> list[str]:
    """The letter of every address that has entered."""
    rows = [(one.letter, address, one.fence) for one in tickets for address in one.addresses]
    if not transaction.postgresql:
        run = transaction.run
        return [row[0] for row in rows if run(_ENTER, (*times, row[0], channel, *row[1:]))]
    letters, addresses, fences = (list(column) for column in zip(*rows, strict=True))
    asked: tuple[str, Sequence[Any]] = (_ENTER_ALL, (*times, letters, addresses, fences, channel))
    transaction.foresee([asked])
    return [letter for (letter,) in transaction.rows(*asked)]


_ENTER = (
    "UPDATE delivery SET status = 'sending', first_attempt = COALESCE(first_attempt, ?), leased_until = ? "
    "WHERE letter = ? AND channel = ? AND address = ? AND fence = ? AND status = 'claimed'"
)
_ENTER_ALL = (
    "UPDATE delivery d SET status = 'sending', first_attempt = COALESCE(d.first_attempt, ?), leased_until = ? "
    "FROM unnest(?::text[], ?::text[], ?::bigint[]) AS e (letter, address, fence) "
    "WHERE d.letter = e.letter AND d.address = e.address AND d.fence = e.fence AND d.channel = ? "
    "AND d.status = 'claimed' RETURNING d.letter"
)
_BACK = (
    "UPDATE delivery SET status = 'claimed' "
    "WHERE letter = ? AND channel = ? AND address = ? AND fence = ? AND status = 'sending'"
)
