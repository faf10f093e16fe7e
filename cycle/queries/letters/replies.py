"""What the page shows on which a letter is answered: found by its token alone."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from email import message_from_string
from email.message import EmailMessage
from email.policy import default
from typing import NamedTuple

import orjson

from cycle.database import Transaction
from cycle.office import Office
from cycle.texts import LANGUAGES

_WORD = re.compile(r"[\w.-]+")
TOKEN = re.compile(r"[A-Za-z0-9_-]{16,128}")
ACKNOWLEDGED = "acknowledged"


class PageLine(NamedTuple):
    """A line of a letter; `mark` is the code of the dossier that it is the first to name, None on all others."""

    text: str
    mark: str | None = None


@dataclass(frozen=True)
class LetterPage:
    """A sealed letter as its recipient sees it. `recipient` is a name, `lines` its plain text in its `language`.

    `answered` is the instant at which it was answered, by the page or by telephone; None before.
    """

    code: str
    subject: str
    number: str
    recipient: str
    zone: str
    lines: tuple[PageLine, ...]
    answered: str | None
    rehearsal: bool
    language: str


def find_letter_page(office: Office, token: str) -> LetterPage | None:
    """The letter that a token opens; None where there is none, whatever the token is."""
    if not TOKEN.fullmatch(token):
        return None
    with office.database.reading() as transaction:
        found = transaction.row(_LETTER, (token,))
        if found is None:
            return None
        code, recipient, year, number, subject, content, status, zone, payload = found
        name = _name(transaction, recipient)
        answered = answered_at(transaction, recipient, code) if status == ACKNOWLEDGED else None
    told = f"{recipient.partition(':')[2]}/{year}/{number}"
    lines, language = marked(plain_lines(content), _dossiers(payload)), _language(content)
    return LetterPage(code, subject, told, name, zone, lines, answered, office.rehearsal, language)


def answered_at(transaction: Transaction, recipient: str, code: str) -> str | None:
    """The instant at which a letter was answered; None before."""
    for recorded, payload in transaction.rows(_RECORDS, (f"letters/{recipient}",)):
        told = orjson.loads(payload)
        if told.get("event") == ACKNOWLEDGED and told.get("letter") == code:
            return str(recorded)
    return None


def plain_lines(content: str) -> tuple[str, ...]:
    """The lines of a letter's plain text; none where its bytes cannot be read."""
    message: EmailMessage = message_from_string(content, policy=default)
    part = message.get_body(("plain",))
    text = part.get_content() if part is not None else ""
    return tuple(str(text).rstrip().splitlines())


def marked(lines: Sequence[str], dossiers: Iterable[str]) -> tuple[PageLine, ...]:
    """Lines of which each that is the first to name a dossier is marked with it, so that a link can lead there."""
    left, found = {*dossiers}, []
    for line in lines:
        mark = next((word for word in (one.strip(".-") for one in _WORD.findall(line)) if word in left), None)
        left.discard(mark or "")
        found.append(PageLine(line, mark))
    return tuple(found)


def _dossiers(payload: str | None) -> set[str]:
    """The dossiers that a letter told of, as its record says; none where there is no record."""
    tells = orjson.loads(payload).get("tells", ()) if payload else ()
    return {str(one["dossier"]) for one in tells if one.get("dossier")}


def _language(content: str) -> str:
    """The language that a letter says it is in; Vietnamese where it does not."""
    told = str(message_from_string(content, policy=default)["Content-Language"] or "")
    return told if told in LANGUAGES else LANGUAGES[0]


def _name(transaction: Transaction, recipient: str) -> str:
    kind, _, code = recipient.partition(":")
    found = transaction.row(_PRODUCER if kind == "producer" else _ORGANISATION, (code,))
    return str(found[0]) if found else code


_LETTER = (
    "SELECT l.code, l.recipient, l.year, l.number, l.subject, l.content, l.status, p.zone, r.payload FROM letter l "
    "JOIN programme p ON p.code = l.programme LEFT JOIN record r ON r.stream = 'letters/' || l.recipient "
    "AND r.seq = l.seq WHERE l.token = ? AND l.content IS NOT NULL"
)
_RECORDS = "SELECT recorded, payload FROM record WHERE stream = ? AND kind = 'letter' ORDER BY seq"
_PRODUCER = "SELECT name FROM producer WHERE code = ?"
_ORGANISATION = "SELECT name FROM organisation WHERE code = ?"
