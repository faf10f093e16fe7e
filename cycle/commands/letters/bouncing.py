"""What came back to the sender, and what that makes of the letter, of the delivery and of the address."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any, NamedTuple

from cycle.addresses import address_key
from cycle.clock import day_in, instant_text
from cycle.commands.letters.mailboxes import Told, lock_mailboxes, record_letter
from cycle.database import Transaction
from cycle.history import Act
from cycle.office import Office
from notifications.bounces import FAILED, REPORT, Fate, Returned

SYSTEM = "system"
# The channels of record: letters go to addresses by one of them.
MAIL, FILES = "mail", "files"
# What became of a message that was read: it says that a letter did not arrive; it says something else of one of ours
# (delayed, delivered, or of nobody we wrote to); a report on no letter of ours; a program's answer; any other mail; one
# that was read before; a report that came before it was kept how the sending ended, which is to be read again.
BOUNCED, NOTED, STRAY, AUTO_REPLY, OTHER, KNOWN = "bounced", "noted", "stray", "auto_reply", "other", "known"
EARLY = "early"
# Why a report on one of ours is only noted: it says nothing failed; it names nobody to whom the letter went; that did
# not arrive is known already, or it is to go once more.
NOT_FAILED, OTHER_ADDRESS, ENDED = "not_failed", "other_address", "ended"
TAKEN, UNDER_WAY = ("handed", "uncertain"), ("claimed", "sending")


@dataclass(frozen=True)
class Message:
    """A message that lies in the folder: its file's name, the SHA-256 of its bytes, and what was read in it."""

    file: str
    hash: str
    returned: Returned


@dataclass(frozen=True)
class Finding:
    """What became of one message: `outcome` is one of the words above, `why` says why it is only noted.

    `addresses` are those that did not take the letter; of what is only noted those that the report names.
    """

    outcome: str
    letter: str | None = None
    addresses: tuple[str, ...] = ()
    code: str | None = None
    action: str | None = None
    why: str | None = None


class _Letter(NamedTuple):
    code: str
    recipient: str
    zone: str


class _Delivery(NamedTuple):
    channel: str
    address: str
    status: str


def take_bounce(office: Office, message: Message, *, dry_run: bool) -> Finding:
    """Take one message in, once by its bytes: record what did not arrive, count it against the address.

    A dry run says the same from a snapshot and keeps nothing. Of what is known, or too early, nothing is kept either.
    """
    with office.database.reading() as transaction:
        foreseen = _judge(transaction, message)[0]
    if dry_run or foreseen.outcome in (KNOWN, EARLY):
        return foreseen
    with office.database.writing() as transaction:
        letter = _letter_of(transaction, message.returned)
        if letter is not None:
            lock_mailboxes(transaction, [letter.recipient])
        finding, fates = _judge(transaction, message)
        if finding.outcome not in (KNOWN, EARLY):
            _keep(transaction, office, message, finding)
        if letter is not None and finding.outcome == BOUNCED:
            _record(transaction, office, letter, fates)
        return finding


def _judge(transaction: Transaction, message: Message) -> tuple[Finding, dict[str, Fate]]:
    """What a message is, and the fate of each address of the letter that it says did not take it."""
    returned = message.returned
    if transaction.row(_KNOWN, (message.hash,)) is not None:
        return Finding(KNOWN), {}
    if returned.kind != REPORT:
        return Finding(AUTO_REPLY if returned.kind == AUTO_REPLY else OTHER), {}
    letter = _letter_of(transaction, returned)
    first = next((fate for fate in returned.fates if fate.action == FAILED), returned.fates[0])
    told = Finding(STRAY, code=first.status or None, action=first.action or None)
    if letter is None:
        return told, {}
    deliveries = _deliveries(transaction, letter.code)
    fates = _failed(returned.fates, deliveries)
    standing = {one.address: one.status for one in deliveries}
    if any(standing[address] in UNDER_WAY for address in fates):
        return replace(told, outcome=EARLY, letter=letter.code, addresses=tuple(fates)), {}
    if not fates:
        named = tuple(dict.fromkeys(one for fate in returned.fates for one in fate.addresses[:1]))
        why = _why_noted(returned.fates, deliveries)
        return replace(told, outcome=NOTED, letter=letter.code, addresses=named, why=why), {}
    return replace(told, outcome=BOUNCED, letter=letter.code, addresses=tuple(fates)), fates


def _deliveries(transaction: Transaction, letter: str) -> list[_Delivery]:
    """How a letter went to its addresses: by mail, or where it never did into files."""
    rows = [_Delivery._make(row) for row in transaction.rows(_DELIVERIES, (letter, MAIL, FILES))]
    return [one for one in rows if one.channel == MAIL] or rows


def _why_noted(fates: Sequence[Fate], deliveries: Sequence[_Delivery]) -> str:
    """Why nothing comes of a report."""
    failed = [fate for fate in fates if fate.action == FAILED]
    if not failed:
        return NOT_FAILED
    known = {address_key(one.address) for one in deliveries}
    ours = len(deliveries) == 1 or any(address_key(one) in known for fate in failed for one in fate.addresses)
    return ENDED if ours else OTHER_ADDRESS


def _failed(fates: Sequence[Fate], deliveries: Sequence[_Delivery]) -> dict[str, Fate]:
    """The fate of each address that did not take the letter, or its sending has not ended.

    A report may name the address to which a letter was forwarded: where it went to one address only, that is meant.
    """
    known = {address_key(one.address): one for one in deliveries}
    found: dict[str, Fate] = {}
    for fate in fates:
        named = [known[key] for key in map(address_key, fate.addresses) if key in known]
        meant = named or (list(deliveries) if len(deliveries) == 1 else [])
        if fate.action == FAILED and meant and meant[0].status in (*TAKEN, *UNDER_WAY):
            found.setdefault(meant[0].address, fate)
    return dict(sorted(found.items()))


def _letter_of(transaction: Transaction, returned: Returned) -> _Letter | None:
    """The letter that a message is about: by the address of its envelope, else by its Message-ID."""
    found = transaction.row(_BY_CODE, (returned.code,)) if returned.code else None
    if found is None and returned.message_id:
        found = transaction.row(_BY_MESSAGE_ID, (returned.message_id,))
    return _Letter._make(found) if found else None


def _keep(transaction: Transaction, office: Office, message: Message, finding: Finding) -> None:
    address = finding.addresses[0] if finding.outcome == BOUNCED else None
    action = finding.action or (finding.outcome if finding.letter is None else None)
    read = instant_text(office.clock.now())
    values = (message.hash, finding.letter, address, action, finding.code, read, message.file)
    transaction.run(_KEEP, values)


def _record(transaction: Transaction, office: Office, letter: _Letter, fates: dict[str, Fate]) -> None:
    now, deliveries = office.clock.now(), _deliveries(transaction, letter.code)
    addresses, channel = sorted(one.address for one in deliveries), deliveries[0].channel
    by = {} if channel == MAIL else {"channel": channel}
    for address, fate in fates.items():
        payload: dict[str, Any] = {"event": BOUNCED, "letter": letter.code, "address": addresses.index(address)}
        told = Told(letter.recipient, day_in(letter.zone, now), {**payload, "code": fate.status or None, **by})
        record_letter(transaction, Act(SYSTEM, now), told)
        reply = " ".join(part for part in (fate.status, fate.diagnostic) if part)
        at = instant_text(now)
        transaction.write(_BOUNCED, (reply or None, at, letter.code, channel, address))
        transaction.run(_BAD, (address_key(address), at, at))


__all__ = ["AUTO_REPLY", "BOUNCED", "EARLY", "KNOWN", "NOTED", "OTHER", "STRAY", "Finding", "Message", "take_bounce"]

_KNOWN = "SELECT 1 FROM bounce WHERE hash = ?"
_LETTER = (
    "SELECT l.code, l.recipient, p.zone FROM letter l JOIN programme p ON p.code = l.programme "
    "WHERE l.number IS NOT NULL AND "
)
_BY_CODE = f"{_LETTER}l.code = ?"
_BY_MESSAGE_ID = f"{_LETTER}l.message_id = ? ORDER BY l.code"
_DELIVERIES = (
    "SELECT channel, address, status FROM delivery WHERE letter = ? AND channel IN (?, ?) "
    "ORDER BY channel, address FOR UPDATE"
)
_KEEP = "INSERT INTO bounce (hash, letter, address, action, code, read, file) VALUES (?, ?, ?, ?, ?, ?, ?)"
_BOUNCED = (
    "UPDATE delivery SET status = 'bounced', fence = fence + 1, worker = NULL, leased_until = NULL, next_at = NULL, "
    "reply = ?, ended = ? WHERE letter = ? AND channel = ? AND address = ?"
)
_BAD = (
    "INSERT INTO bad_address (address, count, since, last) VALUES (?, 1, ?, ?) "
    "ON CONFLICT (address) DO UPDATE SET count = bad_address.count + 1, last = excluded.last"
)
