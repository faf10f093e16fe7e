"""What makes a letter one that is sent: its number, its frozen bytes, its record and its deliveries, all at once."""

import hashlib
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from zoneinfo import ZoneInfo

from cycle.clock import instant_text
from cycle.letters.addresses import addresses_of
from cycle.letters.composed import Composed, Queued
from cycle.letters.desks import Desk
from cycle.letters.mailboxes import Place, Told, next_place, record_letter, take_place
from cycle.letters.renderers import renderer_of
from cycle.letters.sealing.press import Press
from notifications.facts import Facts, Footer, Head, Text
from notifications.message import Envelope, Named, build, message_id_of
from notifications.templates import TemplateProblemError

CALENDAR = "thoi-han.ics"


@dataclass(frozen=True)
class Sheet:
    """A letter with its number and its words; `channels` are the addresses that it goes to by each.

    `publication` is the one whose template it is written from.
    """

    queued: Queued
    composed: Composed
    desk: Desk
    place: Place
    token: str
    text: Text
    publication: str
    message_id: str
    content: bytes
    channels: Mapping[str, Sequence[str]]

    @property
    def hash(self) -> str:
        """SHA-256 of the bytes."""
        return hashlib.sha256(self.content).hexdigest()


def write_out(press: Press, queued: Queued, composed: Composed) -> Sheet | None:
    """The letter as it would be sealed now; None where nobody can be written to. Nothing is written.

    Raises HinderedError, TemplateProblemError and UnsafeTextError.
    """
    desk = press.desk(queued)
    emails = addresses_of(press.transaction, queued.recipient, desk.today).emails
    if not emails:
        return None
    place = next_place(press.transaction, queued.recipient, desk.today, desk.programme.zone)
    token, letter = secrets.token_urlsafe(24), desk.letters.letters[queued.name]
    footer = Footer(*_numbers(place), press.drawn.size, press.drawn.root, press.post.link(token))
    head = press.composer.head(queued, desk.today)
    facts = Facts(head, str(getattr(letter.title, head.language)), composed.body, footer)
    text, publication = _worded(press, desk, letter.template, facts)
    envelope = _envelope(press, queued, head, _Where(place, desk.programme.zone, emails))
    content = build(envelope, text, composed.calendar, CALENDAR)
    channels = {one.name: press.post.addresses(one.name, emails) for one in press.post.channels}
    return Sheet(queued, composed, desk, place, token, text, publication, envelope.message_id, content, channels)


def seal(press: Press, sheet: Sheet) -> None:
    """Give the number away, keep the bytes, append the record and promise the deliveries."""
    queued, place = sheet.queued, sheet.place
    take_place(press.transaction, queued.recipient, place)
    emails = sorted({address for one in sheet.channels.values() for address in one if "@" in address})
    personal = {"addresses": ", ".join(emails)}
    told = Told(queued.recipient, sheet.desk.today, _payload(press, sheet), personal, sheet.publication)
    recorded = record_letter(press.transaction, press.act, told)
    kept = (sheet.message_id, sheet.text.subject, sheet.content.decode("ascii"), sheet.hash, sheet.text.short)
    row = (place.year, place.number, *kept, recorded.recorded, recorded.seq, sheet.token, queued.code)
    press.transaction.write(_SEAL, row)
    now = instant_text(press.now)
    rows = [(queued.code, channel, one, now) for channel, found in sheet.channels.items() for one in found]
    press.transaction.run_many(_DELIVER, rows)


def make_void(press: Press, queued: Queued, reason: str) -> None:
    """A letter that has lost its sense is not sent: it takes no number, and that is recorded."""
    today = press.day(queued.programme)
    published = press.office.rulebook.on(press.transaction, today)
    about = {"name": queued.name, "kind": queued.kind, "programme": queued.programme}
    payload = {"event": "void", "letter": queued.code, **about, "reason": reason}
    told = Told(queued.recipient, today, payload, publication=published.hash if published else None)
    recorded = record_letter(press.transaction, press.act, told)
    press.transaction.write(_VOID, (reason, recorded.seq, queued.code))


def _worded(press: Press, desk: Desk, template: str, facts: Facts) -> tuple[Text, str]:
    """What a letter says, and the publication of the template: that of the letter's desk.

    Where that one cannot be rendered it is the one of its name in force today, which can be mended. Raises
    TemplateProblemError.
    """
    own = desk.published
    try:
        return renderer_of(own).render(template, facts), own.hash
    except TemplateProblemError:
        today = press.office.rulebook.on(press.transaction, desk.today)
        if today is None or today.hash == own.hash:
            raise
        return renderer_of(today).render(template, facts), today.hash


@dataclass(frozen=True)
class _Where:
    """The place of a letter, and where it goes."""

    place: Place
    zone: str
    emails: tuple[str, ...]


def _envelope(press: Press, queued: Queued, head: Head, where: _Where) -> Envelope:
    name = message_id_of(queued.code, press.post.domain)
    return Envelope(
        sender=Named(head.sender, press.post.sender_address),
        returns=press.post.returns(queued.code),
        recipient=head.recipient,
        addresses=where.emails,
        date=press.now.astimezone(ZoneInfo(where.zone)),
        message_id=name,
        language=head.language,
        letter=queued.code,
        number=f"{where.place.number}/{where.place.year}",
        kind=queued.kind,
        reply_to=head.secretariat.email,
    )


def _payload(press: Press, sheet: Sheet) -> Mapping[str, Any]:
    queued = sheet.queued
    told = {
        "event": "sealed",
        "letter": queued.code,
        "name": queued.name,
        "kind": queued.kind,
        "programme": queued.programme,
        "year": sheet.place.year,
        "number": sheet.place.number,
        "message_id": sheet.message_id,
        "content": sheet.hash,
        "short": _digest(sheet.text.short),
        "token": _digest(sheet.token),
        "tells": [dict(one) for one in sheet.composed.tells],
        "checkpoint": {"size": press.drawn.size, "root": press.drawn.root},
        "channels": sorted(sheet.channels),
    }
    return {**told, "resends": queued.resends} if queued.resends else told


def _digest(text: str) -> str:
    """SHA-256 of a text that a record does not tell itself."""
    return hashlib.sha256(text.encode()).hexdigest()


def _numbers(place: Place) -> tuple[int, int, Any, Any]:
    return place.number, place.year, place.previous, place.previous_day


_SEAL = (
    "UPDATE letter SET status = 'sealed', reason = NULL, year = ?, number = ?, message_id = ?, subject = ?, "
    "content = ?, hash = ?, short = ?, sealed = ?, seq = ?, token = ? WHERE code = ? AND status = 'queued'"
)
_DELIVER = (
    "INSERT INTO delivery (letter, channel, address, status, fence, attempts, next_at) "
    "VALUES (?, ?, ?, 'queued', 0, 0, ?)"
)
_VOID = "UPDATE letter SET status = 'void', reason = ?, seq = ? WHERE code = ? AND status = 'queued'"
