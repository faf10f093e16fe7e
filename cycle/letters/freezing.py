"""What makes a letter one that is sent: its number, its frozen bytes, its record and its deliveries, all at once."""

import hashlib
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from functools import lru_cache
from typing import Any

from cycle.checkpoints import Checkpoint, last_checkpoint
from cycle.clock import day_in, instant_text
from cycle.database import Transaction
from cycle.history import Act
from cycle.letters.addresses import addresses_of
from cycle.letters.composed import Composed, Queued
from cycle.letters.composing import Composer
from cycle.letters.hindrances import HinderedError
from cycle.letters.mailboxes import Place, Told, next_place, record_letter, take_place
from cycle.letters.post import Post
from cycle.letters.slots import slots_of
from cycle.office import Office
from cycle.publication import Published
from notifications.facts import Facts, Footer, Head, Text
from notifications.message import Attachment, Envelope, build, message_id_of
from notifications.templates import Renderer
from workflows.rules import Letter, Programme
from workflows.verdict import Reason

SYSTEM = "system"
CALENDAR = ("thoi-han.ics", "text/calendar; method=PUBLISH; charset=utf-8")


@dataclass(frozen=True)
class Desk:
    """What letters are sealed with at one instant, in one transaction."""

    transaction: Transaction
    office: Office
    post: Post
    now: datetime

    @property
    def act(self) -> Act:
        """The system, now."""
        return Act(SYSTEM, self.now)


@dataclass(frozen=True)
class Declared:
    """What the rules in force say of a letter; `today` is the day in its programme's zone."""

    published: Published
    programme: Programme
    letter: Letter
    today: date


@dataclass(frozen=True)
class Sheet:
    """A letter with its number and its words; `channels` are the addresses that it goes to by each."""

    queued: Queued
    composed: Composed
    declared: Declared
    place: Place
    drawn: Checkpoint
    token: str
    text: Text
    message_id: str
    content: bytes
    channels: Mapping[str, Sequence[str]]

    @property
    def hash(self) -> str:
        """SHA-256 of the bytes."""
        return hashlib.sha256(self.content).hexdigest()


def declared_of(desk: Desk, queued: Queued) -> Declared:
    """What is declared of a letter today. Raises HinderedError where no publication in force declares it."""
    found = desk.transaction.row("SELECT zone FROM programme WHERE code = ?", (queued.programme,))
    today = day_in(found[0] if found else desk.office.zone, desk.now)
    published = desk.office.rulebook.on(desk.transaction, today)
    programme = published.rules.programmes.get(queued.programme) if published else None
    letters = programme.letters if programme else None
    if published is None or programme is None or letters is None or queued.name not in letters.letters:
        raise HinderedError(Reason("letter_undeclared", {"name": queued.name, "programme": queued.programme}))
    return Declared(published, programme, letters.letters[queued.name], today)


def may_go(declared: Declared, now: datetime) -> datetime:
    """The instant itself within the sending times of the letter's programme, else the next one that is."""
    programme = declared.programme
    if programme.letters is None:
        return now
    return slots_of(declared.published.rules, programme, programme.letters).next_at(now)


def write_out(desk: Desk, queued: Queued, composed: Composed) -> Sheet | None:
    """The letter as it would be sealed now; None where nobody can be written to. Nothing is written.

    Raises HinderedError, TemplateProblemError and UnsafeTextError.
    """
    declared = declared_of(desk, queued)
    emails = addresses_of(desk.transaction, queued.recipient, declared.today).emails
    if not emails:
        return None
    place = next_place(desk.transaction, queued.recipient, declared.today, declared.programme.zone)
    drawn, token = last_checkpoint(desk.transaction), secrets.token_urlsafe(24)
    head = Composer(desk.transaction, desk.office).head(queued, declared.today)
    footer = Footer(*_numbers(place), drawn.size, drawn.root, desk.post.link(token))
    title = getattr(declared.letter.title, head.language)
    text = _renderer(declared.published).render(declared.letter.template, Facts(head, title, composed.body, footer))
    name = message_id_of(queued.code, desk.post.domain)
    content = build(_envelope(desk, head, emails, name), text, _attachments(composed))
    channels = {one.name: desk.post.addresses(one.name, emails) for one in desk.post.channels}
    return Sheet(queued, composed, declared, place, drawn, token, text, name, content, channels)


def seal(desk: Desk, sheet: Sheet) -> None:
    """Give the number away, keep the bytes, append the record and promise the deliveries."""
    queued, place = sheet.queued, sheet.place
    take_place(desk.transaction, queued.recipient, place)
    emails = sorted({address for one in sheet.channels.values() for address in one})
    told = Told(
        queued.recipient,
        sheet.declared.today,
        _payload(sheet),
        {"addresses": ", ".join(emails)},
        sheet.declared.published.hash,
    )
    recorded = record_letter(desk.transaction, desk.act, told)
    kept = (sheet.message_id, sheet.text.subject, sheet.content.decode("ascii"), sheet.hash, sheet.text.short)
    row = (place.year, place.number, *kept, recorded.recorded, recorded.seq, sheet.token, queued.code)
    desk.transaction.write(_SEAL, row)
    now = instant_text(desk.now)
    rows = [(queued.code, channel, one, now) for channel, found in sheet.channels.items() for one in found]
    desk.transaction.run_many(_DELIVER, rows)


def make_void(desk: Desk, queued: Queued, reason: str) -> None:
    """A letter that has lost its sense is not sent: it takes no number, and that is recorded."""
    found = desk.transaction.row("SELECT zone FROM programme WHERE code = ?", (queued.programme,))
    today = day_in(found[0] if found else desk.office.zone, desk.now)
    published = desk.office.rulebook.on(desk.transaction, today)
    payload = {"event": "void", "letter": queued.code, "name": queued.name, "kind": queued.kind, "reason": reason}
    told = Told(queued.recipient, today, payload, publication=published.hash if published else None)
    recorded = record_letter(desk.transaction, desk.act, told)
    desk.transaction.write(_VOID, (reason, recorded.seq, queued.code))


def _payload(sheet: Sheet) -> Mapping[str, Any]:
    queued, place, drawn = sheet.queued, sheet.place, sheet.drawn
    told = {
        "event": "sealed",
        "letter": queued.code,
        "name": queued.name,
        "kind": queued.kind,
        "programme": queued.programme,
        "year": place.year,
        "number": place.number,
        "message_id": sheet.message_id,
        "content": sheet.hash,
        "tells": [dict(one) for one in sheet.composed.tells],
        "checkpoint": {"size": drawn.size, "root": drawn.root},
        "channels": sorted(sheet.channels),
    }
    return {**told, "resends": queued.resends} if queued.resends else told


def _numbers(place: Place) -> tuple[int, int, int | None, date | None]:
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
