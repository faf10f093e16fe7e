"""What became of uncertain letters, asked of the relay's own log: taken over, not taken, or not to be known."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import NamedTuple

from cycle.clock import day_in, instant_text, read_instant
from cycle.database import patiently
from cycle.history import Act
from cycle.letters.mailboxes import Told, lock_mailboxes, record_letter
from cycle.letters.sending.claiming import DATA_LEASE
from cycle.letters.sending.outcomes import SYSTEM
from cycle.letters.sending.recovering import lock_uncertain
from cycle.office import Office
from notifications.port import HANDED
from notifications.postfix import Message, RelayLog, read_log

BY = "relay_log"
NOT_HANDED = "not_handed"
# Both clocks may differ by so much.
DRIFT = timedelta(seconds=20)
# A log that is written so far ahead of now has another clock, or another zone.
AHEAD = timedelta(minutes=5)
# A pass asks so often at most: the log may be long, and some letters stay uncertain.
EVERY = timedelta(minutes=15)


@dataclass(frozen=True)
class Resolved:
    """How many addresses are known to have been taken, wait to be sent again, or stay uncertain.

    `unreadable` says why the log could not be read.
    """

    handed: int = 0
    queued: int = 0
    left: int = 0
    unreadable: str = ""


class Uncertain(NamedTuple):
    """One address of which it is not known whether its letter was taken; DATA was begun at `begun`, over by `over`."""

    letter: str
    channel: str
    address: str
    recipient: str
    message_id: str
    begun: datetime
    over: datetime


def resolve_by_log(office: Office, log: Path, *, keep: bool = True) -> Resolved:
    """Settle what the log settles, or only count it where that is not to be kept.

    A letter is sent again only where the log was written before and after its attempt and does not name it as taken.
    Raises what the driver says where the database does not let anything be kept.
    """
    waiting = find_uncertain(office)
    if not waiting:
        return Resolved()
    since = min(one.begun for one in waiting)
    wanted = {one.message_id for one in waiting}
    try:
        told = read_log(log, wanted, office.clock.now(), None, since)
    except OSError as hindered:
        return Resolved(left=len(waiting), unreadable=hindered.strerror or type(hindered).__name__)
    if told.last is not None and told.last > office.clock.now() + AHEAD:
        return Resolved(left=len(waiting), unreadable="clock")
    known = [(one, taken) for one in waiting if (taken := taken_by(told, one)) is not None]
    done = [taken for one, taken in known if not keep or _settled(office, one, taken=taken)]
    return Resolved(done.count(True), done.count(False), len(waiting) - len(known))


def resolve_now_and_then(office: Office, log: Path) -> Resolved:
    """As `resolve_by_log`, but no sooner than 15 minutes after the last time by whichever worker: then nothing."""
    if not find_uncertain(office) or not patiently(lambda: _asks_now(office)):
        return Resolved()
    return resolve_by_log(office, log)


def find_uncertain(office: Office) -> Sequence[Uncertain]:
    """Every address that is uncertain by mail."""
    with office.database.reading() as transaction:
        rows = transaction.rows(_UNCERTAIN)
    found = []
    for letter, channel, address, recipient, message_id, until, ended in rows:
        over = read_instant(until or ended)
        found.append(Uncertain(letter, channel, address, recipient, message_id.lower(), over - DATA_LEASE, over))
    return found


def taken_by(log: RelayLog, one: Uncertain) -> bool | None:
    """Whether the log says that an address was taken over; None where it does not say."""
    messages = log.messages.get(one.message_id, ())
    taken = [message for message in messages if message.taken and _may_name(message, one.address)]
    if any(message.seen >= one.begun - DRIFT for message in taken):
        return True
    open_still = [message for message in messages if message.taken is None and not message.broken_off]
    # One taken earlier to the same address cannot be of another attempt: the log's clock is not ours.
    if taken or open_still or log.first is None or log.last is None:
        return None
    return False if log.first <= one.begun - DRIFT and log.last >= one.over else None


def _may_name(message: Message, address: str) -> bool:
    """Whether an address is among a message's recipients, as far as they have been told."""
    return address.lower() in message.fates or len(message.fates) < message.count


def _asks_now(office: Office) -> bool:
    """Whether it is time to ask again; if so, that it was asked is kept."""
    now = office.clock.now()
    with office.database.writing() as transaction:
        (asked,) = transaction.row(_ASKED) or (None,)
        if asked is not None and now - EVERY < read_instant(asked) <= now:
            return False
        transaction.run(_ASK, (instant_text(now),))
        return True


def _settled(office: Office, one: Uncertain, *, taken: bool) -> bool:
    return patiently(lambda: _settle(office, one, taken=taken))


def _settle(office: Office, one: Uncertain, *, taken: bool) -> bool:
    """Keep what the log says, unless somebody else has done so already."""
    now = office.clock.now()
    with office.database.writing() as transaction:
        lock_mailboxes(transaction, [one.recipient])
        found = {address: index for index, address in lock_uncertain(transaction, one.letter, one.channel)}
        if one.address not in found:
            return False
        statement = _HANDED if taken else _AGAIN
        transaction.write(statement, (instant_text(now), one.letter, one.channel, one.address))
        outcome = HANDED if taken else NOT_HANDED
        about = {"event": "resolved", "letter": one.letter, "channel": one.channel, "outcome": outcome, "by": BY}
        payload = {**about, "addresses": [found[one.address]]}
        record_letter(transaction, Act(SYSTEM, now), Told(one.recipient, day_in(office.zone, now), payload))
        return True


_UNCERTAIN = (
    "SELECT d.letter, d.channel, d.address, l.recipient, l.message_id, d.leased_until, d.ended "
    "FROM delivery d JOIN letter l ON l.code = d.letter "
    "WHERE d.status = 'uncertain' AND d.channel = 'mail' ORDER BY l.recipient, d.letter, d.address"
)
_HANDED = (
    "UPDATE delivery SET status = 'handed', fence = fence + 1, worker = NULL, ended = ? "
    "WHERE letter = ? AND channel = ? AND address = ?"
)
_AGAIN = (
    "UPDATE delivery SET status = 'queued', fence = fence + 1, worker = NULL, leased_until = NULL, ended = NULL, "
    "first_attempt = NULL, next_at = ? WHERE letter = ? AND channel = ? AND address = ?"
)
_ASKED = "SELECT value FROM installation WHERE name = 'relay_log' FOR UPDATE"
_ASK = (
    "INSERT INTO installation (name, value) VALUES ('relay_log', ?) "
    "ON CONFLICT (name) DO UPDATE SET value = excluded.value"
)
