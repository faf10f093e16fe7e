"""What became of a letter by a channel, kept for each address: its row, an attempt that settled nothing, the record."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from cycle.addresses import address_key
from cycle.clock import instant_text, read_instant
from cycle.database import Transaction
from cycle.history import Act
from cycle.letters.mailboxes import Told, record_letters
from notifications.port import HANDED, LATER, REFUSED, UNCERTAIN, UNSENT, Outcome, Result

SYSTEM = "system"
FAILED, EXPIRED, QUEUED = "failed", "expired", "queued"
# How long a letter is tried, and how long is waited between two attempts: 1, 2, 4 … minutes, at most an hour.
PATIENCE = timedelta(hours=72)
FIRST, LONGEST = timedelta(minutes=1), timedelta(hours=1)
SPREAD = 0.25
STATUSES: Mapping[str, str] = {HANDED: HANDED, REFUSED: FAILED, EXPIRED: FAILED, UNCERTAIN: UNCERTAIN}
Row = tuple[str, str, int, int, str | None]


@dataclass(frozen=True)
class Keeping:
    """When and where outcomes are kept. `chance` gives numbers from 0 to below 1, by which attempts are spread."""

    transaction: Transaction
    channel: str
    now: datetime
    today: date
    chance: Callable[[], float]


def keep_outcomes(keeping: Keeping, outcomes: Sequence[Outcome]) -> list[tuple[str, str]]:
    """Keep what has ended, where the claim still holds: the letter and what was kept of each address.

    The caller holds the locks of the recipients' streams. What another holder has taken over is left alone.
    """
    queries = [(ROWS, (one.ticket.letter, keeping.channel)) for one in outcomes]
    keeping.transaction.foresee(queries)
    found = [keeping.transaction.rows(*query) for query in queries]
    kept, told = list[tuple[str, str]](), list[Told]()
    for one, rows in sorted(zip(outcomes, found, strict=True), key=lambda pair: pair[0].ticket.recipient):
        kept += [(one.ticket.letter, outcome) for outcome in _keep(keeping, one, rows, told)]
    record_letters(keeping.transaction, Act(SYSTEM, keeping.now), told)
    return kept


def delay_after(attempts: int, chance: float) -> timedelta:
    """How long is waited after so many attempts, a quarter more or less by chance, never more than an hour."""
    minutes = 2.0 ** min(attempts - 1, 10) * (1 + SPREAD * (2 * chance - 1))
    return min(FIRST * minutes, LONGEST)


def _keep(keeping: Keeping, one: Outcome, rows: Sequence[Any], told: list[Told]) -> list[str]:
    """Keep one letter's; what was kept, `queued` for what is tried again. What is to be recorded is added to `told`."""
    settled, kept = list[tuple[int, str, Result]](), list[str]()
    for index, (address, status, fence, attempts, first) in enumerate(sorted(rows)):
        result = one.results.get(address)
        if result is None or fence != one.ticket.fence or status not in ("claimed", "sending"):
            continue
        key = (one.ticket.letter, keeping.channel, address, fence)
        outcome = _expired(result.outcome, first, keeping.now)
        if outcome in (LATER, UNSENT):
            _again(keeping, key, result, attempts)
        else:
            _end(keeping, key, outcome, result)
            settled.append((index, outcome, result))
        kept.append(QUEUED if outcome in (LATER, UNSENT) else STATUSES[outcome])
    if settled:
        told.append(told_of(one.ticket.letter, one.ticket.recipient, keeping, settled))
    return kept


def told_of(letter: str, recipient: str, keeping: Keeping, settled: Sequence[tuple[int, str, Result]]) -> Told:
    """The record of what was settled: each address by its place among the sorted ones, the replies as personal."""
    outcomes = {outcome for _, outcome, _ in settled}
    event = next((one for one in (UNCERTAIN, HANDED) if one in outcomes), FAILED)
    results = [
        {"address": index, "outcome": outcome, "code": result.code, "phase": result.phase}
        for index, outcome, result in settled
    ]
    replies = "\n".join(dict.fromkeys(result.reply for _, _, result in settled if result.reply))
    payload = {"event": event, "letter": letter, "channel": keeping.channel, "results": results}
    return Told(recipient, keeping.today, payload, {"reply": replies} if replies else {})


def _expired(outcome: str, first: str | None, now: datetime) -> str:
    """What could not be handed over for three days has failed."""
    tried = outcome == LATER and first is not None and read_instant(first) + PATIENCE <= now
    return EXPIRED if tried else outcome


def _again(keeping: Keeping, key: tuple[Any, ...], result: Result, attempts: int) -> None:
    """One that is tried again: at once where it was not begun."""
    transaction, now = keeping.transaction, instant_text(keeping.now)
    if result.outcome == UNSENT:
        transaction.write(_UNSENT, key)
        return
    next_at = instant_text(keeping.now + delay_after(attempts + 1, keeping.chance()))
    transaction.write(_LATER, (now, next_at, result.code, result.reply, *key))
    transaction.write(_ATTEMPT, (*key[:3], now, result.phase, result.code, result.reply, *key[:3]))


def _end(keeping: Keeping, key: tuple[Any, ...], outcome: str, result: Result) -> None:
    transaction, now = keeping.transaction, instant_text(keeping.now)
    transaction.write(_END, (STATUSES[outcome], now, now, result.code, result.reply, *key))
    if outcome == REFUSED and result.phase == "rcpt":
        transaction.write(_BAD, (address_key(key[2]), now, now))


# An address is known by its place among all of the letter's by the channel.
ROWS = (
    "SELECT address, status, fence, attempts, first_attempt FROM delivery WHERE letter = ? AND channel = ? "
    "ORDER BY address FOR UPDATE"
)
_END = (
    "UPDATE delivery SET status = ?, attempts = attempts + 1, first_attempt = COALESCE(first_attempt, ?), ended = ?, "
    "next_at = NULL, code = ?, reply = ? WHERE letter = ? AND channel = ? AND address = ? AND fence = ?"
)
_LATER = (
    "UPDATE delivery SET status = 'queued', attempts = attempts + 1, first_attempt = COALESCE(first_attempt, ?), "
    "next_at = ?, worker = NULL, leased_until = NULL, code = ?, reply = ? "
    "WHERE letter = ? AND channel = ? AND address = ? AND fence = ?"
)
_UNSENT = (
    "UPDATE delivery SET status = 'queued', worker = NULL, leased_until = NULL "
    "WHERE letter = ? AND channel = ? AND address = ? AND fence = ?"
)
_ATTEMPT = (
    "INSERT INTO attempt (letter, channel, address, number, at, phase, code, reply) "
    "SELECT ?, ?, ?, COALESCE(MAX(number), 0) + 1, ?, ?, CAST(? AS INTEGER), ? FROM attempt "
    "WHERE letter = ? AND channel = ? AND address = ?"
)
_BAD = (
    "INSERT INTO bad_address (address, count, since, last) VALUES (?, 1, ?, ?) "
    "ON CONFLICT (address) DO UPDATE SET count = bad_address.count + 1, last = excluded.last"
)
