"""One letter: its words, to whom it goes, what came back, and what history says of it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from email import message_from_string, policy
from email.message import EmailMessage
from typing import Any

import orjson
from sqlalchemy import select

from cycle.database import Transaction
from cycle.office import Office
from cycle.queries.letters.letters import LetterFilter, LetterRow, letter_row, letters_of
from cycle.queries.viewing import View
from cycle.tables import attempt, delivery, letter, personal, record
from workflows.verdict import Reason

PLACE_PARTS = 3
# Whoever may do this may answer for a recipient anyway; to all others the link to the page of answers is blank.
MANAGE = "letter.manage"
BLANK = "…"


@dataclass(frozen=True)
class Words:
    """What a sealed letter says: the parts of its bytes, and its message for a telephone."""

    plain: str
    html: str
    short: str
    attachments: tuple[str, ...]


@dataclass(frozen=True)
class DeliveryTold:
    """How a letter goes to one address by one channel; `code` and `reply` are what came back last."""

    channel: str
    address: str
    status: str
    attempts: int
    first_attempt: str | None
    next_at: str | None
    ended: str | None
    code: int | None
    reply: str | None


@dataclass(frozen=True)
class AttemptTold:
    """One attempt that settled nothing: in which phase it ended, and what came back."""

    channel: str
    address: str
    number: int
    at: str
    phase: str
    code: int | None
    reply: str | None


@dataclass(frozen=True)
class LetterRecord:
    """One record of a letter in history. `personal` is what has not been erased of its personal values."""

    seq: int
    recorded: str
    actor: str
    event: str
    payload: Mapping[str, Any]
    personal: Mapping[str, str]


@dataclass(frozen=True)
class LetterTold:
    """All of it. `words` and `content`, the bytes as they were sealed, are None before it is sealed.

    To those who may not manage letters `words` come without the link to the page of answers, and `content` never.
    """

    row: LetterRow
    message_id: str | None
    hash: str | None
    resends: str | None
    words: Words | None
    content: str | None
    deliveries: tuple[DeliveryTold, ...]
    attempts: tuple[AttemptTold, ...]
    records: tuple[LetterRecord, ...]

    @property
    def tells(self) -> Sequence[Mapping[str, Any]]:
        """The dossiers, deadlines and acts that it told of, as its record says."""
        sealed = (one.payload for one in self.records if one.event == "sealed")
        return next((payload["tells"] for payload in sealed), ())


def code_meant(office: Office, view: View, given: str) -> str | Reason:
    """The code of the letter that is named by it, or by `RECIPIENT/YEAR/NUMBER`; the reason where there is none."""
    with office.database.reading() as transaction:
        found = _named(transaction, office, view, given.strip())
    return found or Reason("letter_unknown", {"letter": given})


def read_letter(office: Office, view: View, code: str) -> LetterTold | Reason:
    """A letter that a view shows, or why not."""
    with office.database.reading() as transaction:
        statement = letters_of(office.zone, view, LetterFilter())
        names = ("message_id", "hash", "short", "content", "resends", "token")
        whole = statement.add_columns(*(letter.c[name] for name in names)).where(letter.c.code == code)
        found = transaction.connection.execute(whole).mappings().first()
        if found is None:
            return Reason("letter_unknown", {"letter": code})
        told = dict(found)
        beside = {name: told.pop(name) for name in names}
        return _told(transaction, letter_row(told), beside, manages=MANAGE in view.permissions)


def words_of(content: str, short: str) -> Words:
    """What the bytes of a letter say to a reader."""
    message = message_from_string(content, _class=EmailMessage, policy=policy.default)
    plain, html = message.get_body(("plain",)), message.get_body(("html",))
    names = (part.get_filename() or part.get_content_type() for part in message.iter_attachments())
    return Words(_text_of(plain), _text_of(html), short, tuple(names))


def _without(token: str, words: Words) -> Words:
    """The words with the secret of their link made blank."""
    texts = {name: getattr(words, name).replace(token, BLANK) for name in ("plain", "html", "short")}
    return replace(words, **texts)


def _text_of(part: Any) -> str:
    """The text of a part of a message, empty where there is no such part."""
    return str(part.get_content()).rstrip("\n") if part is not None else ""


def _told(transaction: Transaction, row: LetterRow, beside: Mapping[str, Any], *, manages: bool) -> LetterTold:
    content, token = beside["content"], beside["token"]
    words = words_of(content, beside["short"] or "") if content is not None else None
    return LetterTold(
        row,
        beside["message_id"],
        beside["hash"],
        beside["resends"],
        words if manages or words is None or not token else _without(token, words),
        content if manages else None,
        tuple(_deliveries(transaction, row.code)),
        tuple(_attempts(transaction, row.code)),
        tuple(_records(transaction, row)),
    )


def _deliveries(transaction: Transaction, code: str) -> list[DeliveryTold]:
    columns = [delivery.c[name] for name in DeliveryTold.__dataclass_fields__]
    statement = select(*columns).where(delivery.c.letter == code).order_by(delivery.c.channel, delivery.c.address)
    return [DeliveryTold(**row) for row in transaction.connection.execute(statement).mappings()]


def _attempts(transaction: Transaction, code: str) -> list[AttemptTold]:
    columns = [attempt.c[name] for name in AttemptTold.__dataclass_fields__]
    order = (attempt.c.at, attempt.c.channel, attempt.c.address, attempt.c.number)
    statement = select(*columns).where(attempt.c.letter == code).order_by(*order)
    return [AttemptTold(**row) for row in transaction.connection.execute(statement).mappings()]


def _records(transaction: Transaction, row: LetterRow) -> list[LetterRecord]:
    """The records of a letter, in their order."""
    stream = f"letters/{row.recipient}"
    ours = record.c.payload.contains(f'"letter":"{row.code}"', autoescape=True)
    columns = (record.c.seq, record.c.recorded, record.c.actor, record.c.payload)
    statement = select(*columns).where(record.c.stream == stream, ours).order_by(record.c.seq)
    found = transaction.connection.execute(statement).all()
    beside: dict[int, dict[str, str]] = {}
    if found:
        wanted = select(personal.c.seq, personal.c.field, personal.c.plain).where(
            personal.c.stream == stream, personal.c.seq.in_([one.seq for one in found])
        )
        for seq, name, text in transaction.connection.execute(wanted):
            beside.setdefault(seq, {})[name] = text
    return [_record(one, beside.get(one.seq, {})) for one in found]


def _record(row: Any, own: Mapping[str, str]) -> LetterRecord:
    payload = orjson.loads(row.payload)
    told = {name: value for name, value in payload.items() if not _committed(value)}
    return LetterRecord(row.seq, row.recorded, row.actor, str(payload.get("event", "")), told, own)


def _committed(value: Any) -> bool:
    return isinstance(value, Mapping) and set(value) == {"commitment"}


def _named(transaction: Transaction, office: Office, view: View, given: str) -> str | None:
    statement = letters_of(office.zone, view, LetterFilter()).with_only_columns(letter.c.code)
    parts = given.rsplit("/", PLACE_PARTS - 1)
    if len(parts) < PLACE_PARTS:
        statement = statement.where(letter.c.code == given.upper())
    elif all(one.isascii() and one.isdigit() and len(one) < 10 for one in parts[1:]):
        to = [parts[0], f"organisation:{parts[0]}", f"producer:{parts[0]}"]
        place = (letter.c.year == int(parts[1])) & (letter.c.number == int(parts[2]))
        statement = statement.where(letter.c.recipient.in_(to), place)
    else:
        return None
    return transaction.connection.execute(statement).scalars().first()
