"""Whose letter it is and to whom, and what may stand in its headers."""

import re
from dataclasses import dataclass
from datetime import datetime
from email.errors import HeaderParseError
from email.header import decode_header, make_header
from urllib.parse import unquote

from notifications.characters import unsafe_in

# Octets of an address and of its local part (RFC 5321, 4.5.3.1); characters of a name and of a subject.
ADDRESS, LOCAL = 254, 64
LONGEST_NAME, LONGEST_SUBJECT = 200, 400
ATOM = r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+"
LABEL = r"[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?"
DOMAIN = rf"{LABEL}(?:\.{LABEL})*"
_ADDRESS = re.compile(rf"{ATOM}(?:\.{ATOM})*@{DOMAIN}")
_DOMAIN = re.compile(DOMAIN)
_MESSAGE_ID = re.compile(rf"<{ATOM}(?:\.{ATOM})*@{DOMAIN}>")
_TOKEN = re.compile(r"[A-Za-z0-9._/-]{1,60}")


class UnsafeTextError(Exception):
    """What may not go into a message: the `field` it was meant for, and why, one word.

    `control` (a character that breaks lines or hides, also once decoded), `address`, `non_ascii`, `several`,
    `too_long`, `empty`, `token`, `naive`, or `changed`: read back, the message says something else than was given.
    """

    def __init__(self, field: str, reason: str, detail: str = "") -> None:
        super().__init__(f"{field}: {reason}: {detail}" if detail else f"{field}: {reason}")
        self.field, self.reason, self.detail = field, reason, detail


@dataclass(frozen=True)
class Named:
    """A mailbox: a name that may be empty, and one address."""

    name: str
    address: str


@dataclass(frozen=True)
class Envelope:
    """Whose letter it is and to whom. `returns` is the envelope's sender, to which it comes back; no header shows it.

    `number` is the recipient's number of the letter as text (`17/2024`). `date` must name its zone.
    """

    sender: Named
    returns: str
    recipient: str
    addresses: tuple[str, ...]
    date: datetime
    message_id: str
    language: str
    letter: str
    number: str
    kind: str
    reply_to: str = ""


def message_id_of(code: str, domain: str) -> str:
    """The Message-ID of a letter: always the same for a code. Raises UnsafeTextError."""
    if not _TOKEN.fullmatch(code) or "/" in code or ".." in code or not code[0].isalnum() or not code[-1].isalnum():
        raise UnsafeTextError("letter", "token", code[:80])
    if not _DOMAIN.fullmatch(domain):
        raise UnsafeTextError("domain", "address", domain[:80])
    return f"<{code.lower()}@{domain.lower()}>"


def check_envelope(envelope: Envelope, subject: str) -> None:
    """Refuse whatever may not stand in a header. Raises UnsafeTextError for the first such field."""
    safe("subject", subject, LONGEST_SUBJECT)
    safe("sender", envelope.sender.name, LONGEST_NAME)
    safe("recipient", envelope.recipient, LONGEST_NAME)
    for field in ("letter", "number", "kind", "language"):
        if not _TOKEN.fullmatch(value := getattr(envelope, field)):
            raise UnsafeTextError(field, "token", value[:80])
    if not subject.strip():
        raise UnsafeTextError("subject", "empty")
    if not _MESSAGE_ID.fullmatch(envelope.message_id):
        raise UnsafeTextError("message_id", "token", envelope.message_id[:80])
    if envelope.date.tzinfo is None:
        raise UnsafeTextError("date", "naive")
    _check_addresses(envelope)


def safe(field: str, text: str, longest: int) -> None:
    """Raises UnsafeTextError for control characters, also in what encoded words decode to."""
    if len(text) > longest:
        raise UnsafeTextError(field, "too_long", str(len(text)))
    for one in (text, _decoded(text)):
        if found := unsafe_in(one):
            raise UnsafeTextError(field, "control", found)


def check_address(address: str) -> None:
    """Raises UnsafeTextError unless it is one plain mailbox: `local@domain`, ASCII, no comments, quotes or groups."""
    if not address:
        raise UnsafeTextError("address", "empty")
    safe("address", address, ADDRESS)
    safe("address", unquote(address), ADDRESS)
    if not address.isascii():
        raise UnsafeTextError("address", "non_ascii", address[:80])
    if address.count("@") > 1 or "," in address or ";" in address:
        raise UnsafeTextError("address", "several", address[:80])
    if not _ADDRESS.fullmatch(address):
        raise UnsafeTextError("address", "address", address[:80])
    if len(address.partition("@")[0]) > LOCAL:
        raise UnsafeTextError("address", "too_long", address[:80])


def _check_addresses(envelope: Envelope) -> None:
    if not envelope.addresses:
        raise UnsafeTextError("address", "empty")
    for one in (envelope.sender.address, envelope.returns, *envelope.addresses):
        check_address(one)
    if envelope.reply_to:
        check_address(envelope.reply_to)


def _decoded(text: str) -> str:
    """What a reader that decodes encoded words would see, once and once more."""
    for _ in range(2):
        if "=?" not in text:
            break
        try:
            text = str(make_header(decode_header(text.replace("?==?", "?= =?"))))
        except (HeaderParseError, LookupError, UnicodeError, ValueError):
            break
    return text
