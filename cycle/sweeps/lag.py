"""How long no sweep has come to its end: what is too long is recorded, and so told to the secretariat."""

from collections.abc import Mapping
from datetime import timedelta

from cycle.clock import day_in, instant_text, read_instant
from cycle.commands.expiring import SYSTEM
from cycle.history import Act, Entry, append
from cycle.office import Office
from cycle.sweeps.ledger import DONE, Effect, Key, keep, marks_done
from cycle.transactions import Transaction

MOST = timedelta(hours=26)
STREAM = "register"
LAG = "lag"


def lag_since(finished: str | None, now: str) -> Mapping[str, str] | None:
    """From when to when nothing was swept, where that is over 26 hours; before the first sweep nothing was missed."""
    if finished is None or read_instant(now) - read_instant(finished) <= MOST:
        return None
    return {"from": finished, "to": now}


def record_lag(transaction: Transaction, office: Office, lag: Mapping[str, str]) -> bool:
    """Record a lag in the register's stream, once however many workers find it; False where it was there already."""
    if transaction.row(_CLAIM) is None:
        return False
    key: Key = (LAG, STREAM, "", 0)
    mark = f"{LAG}@{lag['from']}"
    if mark in marks_done(transaction, key):
        return False
    now = office.clock.now()
    entry = Entry(STREAM, LAG, day_in(office.zone, now), dict(lag))
    recorded = append(transaction, Act(SYSTEM, now), entry)
    at = instant_text(read_instant(lag["from"]) + MOST)
    keep(transaction, [Effect(*key, mark, at, lag["to"], DONE, None, recorded.seq)])
    return True


_CLAIM = "SELECT value FROM installation WHERE name = 'register' FOR UPDATE"
