"""Addresses that take nothing: counted where a relay refuses them, forgotten once they take mail again."""

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta
from typing import Any

from cycle.addresses import address_key
from cycle.clock import instant_text
from cycle.database import Transaction

# A relay may take what comes back days later, and letters may go once a week: so long it is waited whether any does.
BOUNCES = timedelta(days=30)


def count_refused(transaction: Transaction, address: str, now: datetime) -> None:
    """A relay says that there is no such address."""
    at = instant_text(now)
    transaction.write(_BAD, (address_key(address), at, at))


def forget_taken(transaction: Transaction, addresses: Collection[str], now: datetime) -> None:
    """A relay has taken mail for some addresses: what was counted against them before counts no more.

    Only where a letter to it has come back within the last 30 days its count stays: that a relay takes mail says little
    then.
    """
    if not addresses:
        return
    since = instant_text(now - BOUNCES)
    known = {key for (key,) in transaction.rows(*counted(transaction, addresses))}
    for address in sorted(addresses):
        if address_key(address) in known:
            transaction.run(_FORGET, (address_key(address), since, since, address))


def counted(transaction: Transaction, addresses: Collection[str]) -> tuple[str, Sequence[Any]]:
    """The query by which `forget_taken` asks which addresses have a count."""
    keys = sorted({address_key(one) for one in addresses})
    if transaction.postgresql:
        return _COUNTED.format("= ANY(?)"), (keys,)
    return _COUNTED.format(f"IN ({', '.join('?' * len(keys))})"), keys


_BAD = (
    "INSERT INTO bad_address (address, count, since, last) VALUES (?, 1, ?, ?) "
    "ON CONFLICT (address) DO UPDATE SET count = bad_address.count + 1, last = excluded.last"
)
_COUNTED = "SELECT address FROM bad_address WHERE address {}"
_FORGET = (
    "DELETE FROM bad_address WHERE address = ? AND (last <= ? OR NOT EXISTS (SELECT 1 FROM bounce b "
    "JOIN delivery d ON d.letter = b.letter WHERE b.address IS NOT NULL AND b.read > ? AND d.channel = 'mail' "
    "AND d.address = ?))"
)
