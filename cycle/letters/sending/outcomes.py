"""What became of a letter by a channel, kept for each address: its row, an attempt that settled nothing, the record."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from cycle import statements
from cycle.clock import instant_text, read_instant
from cycle.database import Transaction
from cycle.history import Act
from cycle.letters.mailboxes import Told, lock_mailboxes, record_letters, stream_of
from cycle.letters.sending.bad_addresses import count_refused, counted, forget_taken
from notifications.port import HANDED, LATER, REFUSED, UNCERTAIN, UNSENT, Outcome, Result
from notifications.smtp_results import names_bad_address

SYSTEM = "system"
FAILED, EXPIRED, QUEUED = "failed", "expired", "queued"
# How long a letter is tried, and how long is waited between two attempts: 1, 2, 4 … minutes, at most an hour.
PATIENCE = timedelta(hours=72)
FIRST, LONGEST = timedelta(minutes=1), timedelta(hours=1)
SPREAD = 0.25
STATUSES: Mapping[str, str] = {HANDED: HANDED, REFUSED: FAILED, EXPIRED: FAILED, UNCERTAIN: UNCERTAIN}
MAIL = "mail"
Query = tuple[str, Sequence[Any]]


@dataclass(frozen=True)
class Keeping:
    """When and where outcomes are kept. `chance` gives numbers from 0 to below 1, by which attempts are spread."""

    transaction: Transaction
    channel: str
    now: datetime
    today: date
    chance: Callable[[], float]


@dataclass(frozen=True)
class _Kept:
    """What is to be kept of one address: `outcome` is the result's own, or that its time is over."""

    key: tuple[str, str, str, int]
    place: int
    outcome: str
    result: Result
    attempts: int

    @property
    def status(self) -> str:
        return QUEUED if self.outcome in (LATER, UNSENT) else STATUSES[self.outcome]


def keep_outcomes(keeping: Keeping, outcomes: Sequence[Outcome]) -> list[tuple[str, str]]:
    """Keep what has ended, where the claim still holds: the letter and what was kept of each address.

    Takes the locks of the recipients' streams. What another holder has taken over is left alone.
    """
    transaction = keeping.transaction
    taken = _taken(keeping, outcomes)
    lock_mailboxes(transaction, {one.ticket.recipient for one in outcomes}, _queries(keeping, outcomes, taken))
    rows = _rows(transaction, keeping.channel, outcomes)
    forget_taken(transaction, taken, keeping.now)
    kept, told = list[_Kept](), list[Told]()
    for one in sorted(outcomes, key=lambda one: one.ticket.recipient):
        found = _kept(keeping, one, rows.get(one.ticket.letter, []))
        kept += found
        if settled := [(each.place, each.outcome, each.result) for each in found if each.status != QUEUED]:
            told.append(told_of(one.ticket.letter, one.ticket.recipient, keeping, settled))
    record_letters(transaction, Act(SYSTEM, keeping.now), told)
    for each in kept:
        _keep(keeping, each)
    return [(each.key[0], each.status) for each in kept]


def delay_after(attempts: int, chance: float) -> timedelta:
    """How long is waited after so many attempts, a quarter more or less by chance, never more than an hour."""
    minutes = 2.0 ** min(attempts - 1, 10) * (1 + SPREAD * (2 * chance - 1))
    return min(FIRST * minutes, LONGEST)


def _taken(keeping: Keeping, outcomes: Sequence[Outcome]) -> set[str]:
    """The addresses that took mail."""
    if keeping.channel != MAIL:
        return set()
    return {to for one in outcomes for to, result in one.results.items() if result.outcome == HANDED}


def _queries(keeping: Keeping, outcomes: Sequence[Outcome], taken: set[str]) -> list[Query]:
    """All that is asked once the streams are locked, to be asked with that."""
    streams = sorted({stream_of(one.ticket.recipient) for one in outcomes})
    last: list[Query] = [(statements.LAST_RECORD, (stream,)) for stream in streams]
    bad = [counted(keeping.transaction, taken)] if taken else []
    return [_addresses(keeping.transaction, keeping.channel, outcomes), *bad, *last]


def _rows(transaction: Transaction, channel: str, outcomes: Sequence[Outcome]) -> Mapping[str, list[Any]]:
    """How every address of some letters stands, by letter; the rows stay locked."""
    found: dict[str, list[Any]] = {}
    for letter, *row in transaction.rows(*_addresses(transaction, channel, outcomes)):
        found.setdefault(letter, []).append(row)
    return found


def _addresses(transaction: Transaction, channel: str, outcomes: Sequence[Outcome]) -> Query:
    letters = sorted(one.ticket.letter for one in outcomes)
    if transaction.postgresql:
        return _ROWS.format("= ANY(?)"), (channel, letters)
    return _ROWS.format(f"IN ({', '.join('?' * len(letters))})"), (channel, *letters)


def _kept(keeping: Keeping, one: Outcome, rows: Sequence[Any]) -> list[_Kept]:
    """What is to be kept of one letter. An address is known by its place among all of the letter's by the channel."""
    found = []
    for place, (address, status, fence, attempts, first) in enumerate(sorted(rows)):
        result = one.results.get(address)
        if result is None or fence != one.ticket.fence or status not in ("claimed", "sending"):
            continue
        key = (one.ticket.letter, keeping.channel, address, fence)
        found.append(_Kept(key, place, _expired(result.outcome, first, keeping.now), result, attempts))
    return found


def _keep(keeping: Keeping, one: _Kept) -> None:
    if one.status == QUEUED:
        _again(keeping, one.key, one.result, one.attempts)
    else:
        _end(keeping, one.key, one.status, one.result)


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


def _end(keeping: Keeping, key: tuple[Any, ...], status: str, result: Result) -> None:
    transaction, now = keeping.transaction, instant_text(keeping.now)
    transaction.write(_END, (status, now, now, result.code, result.reply, *key))
    if keeping.channel == MAIL and names_bad_address(result):
        count_refused(transaction, key[2], keeping.now)


_ROWS = (
    "SELECT letter, address, status, fence, attempts, first_attempt FROM delivery WHERE channel = ? AND letter {} "
    "ORDER BY letter, address FOR UPDATE"
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
