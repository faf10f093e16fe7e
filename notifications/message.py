"""The bytes of a letter: one message that says nothing but what it was given, checked by reading it back."""

import hashlib
import re
from base64 import b64encode, encodebytes
from collections.abc import Sequence
from email import message_from_bytes
from email.header import decode_header, make_header
from email.message import Message
from email.utils import format_datetime, getaddresses

from notifications.envelope import Envelope, Named, UnsafeTextError, check_address, check_envelope, message_id_of
from notifications.facts import Text

__all__ = ["Envelope", "Named", "UnsafeTextError", "build", "check_address", "message_id_of"]

# Octets of a line without its end (RFC 5322, 2.1.1), and of an encoded word before encoding.
LINE, WORD = 998, 39
_FILE_NAME = re.compile(r"[A-Za-z0-9._-]{1,80}")
# Text that a header may carry as it is; any other is put into encoded words.
_PLAIN = re.compile(r"[A-Za-z0-9](?:[ -]?[A-Za-z0-9(),./:])*")


def build(envelope: Envelope, text: Text, calendar: bytes | None = None, calendar_name: str = "ocop.ics") -> bytes:
    """The message as it is handed over: ASCII, CRLF, the same bytes for the same letter. Raises UnsafeTextError.

    Of plain text and HTML, with an iCalendar file beside them where there is one; no line is longer than SMTP allows.
    """
    check_envelope(envelope, text.subject)
    if not _FILE_NAME.fullmatch(calendar_name):
        raise UnsafeTextError("calendar_name", "token", calendar_name[:80])
    top = hashlib.sha256(envelope.letter.encode()).hexdigest()[:32]
    kind, body = _several("alternative", top, [_text("plain", text.plain), _text("html", text.html)])
    if calendar is not None:
        inner = f"Content-Type: {kind}\r\n\r\n{body}"
        kind, body = _several("mixed", f"{top}-1", [inner, _calendar(calendar, calendar_name)])
    headers = [*_headers(envelope, text.subject), ("MIME-Version", "1.0"), ("Content-Type", kind)]
    head = "".join(f"{name}: {value}\r\n" for name, value in headers)
    content = f"{head}\r\n{body}".encode("ascii")
    _compare(content, envelope, text, ([name for name, _ in headers], calendar))
    return content


def _headers(envelope: Envelope, subject: str) -> list[tuple[str, str]]:
    """Every header but those of MIME, in their order, encoded and folded."""
    readers = ",\r\n ".join(_mailbox(envelope.recipient, one) for one in envelope.addresses)
    answers = [("Reply-To", f"<{envelope.reply_to}>")] if envelope.reply_to else []
    return [
        ("From", _mailbox(envelope.sender.name, envelope.sender.address)),
        ("To", readers),
        *answers,
        ("Subject", _phrase(subject)),
        ("Date", format_datetime(envelope.date)),
        ("Message-ID", envelope.message_id),
        ("Auto-Submitted", "auto-generated"),
        ("X-Auto-Response-Suppress", "OOF, AutoReply"),
        ("X-OCOP-Letter", envelope.letter),
        ("X-OCOP-Number", envelope.number),
        ("X-OCOP-Kind", envelope.kind),
        ("Content-Language", envelope.language),
    ]


def _mailbox(name: str, address: str) -> str:
    return f"{_phrase(name, quoted=True)}\r\n <{address}>" if name.strip() else f"<{address}>"


def _phrase(text: str, *, quoted: bool = False) -> str:
    """A text for a header: as it is where nothing in it could be read otherwise, or in encoded words."""
    if _PLAIN.fullmatch(text) and len(text) <= WORD:
        return f'"{text}"' if quoted else text
    words, taken = list[str](), b""
    for one in (*text, None):
        octets = one.encode() if one is not None else b""
        if taken and (one is None or len(taken) + len(octets) > WORD):
            words.append(f"=?utf-8?b?{b64encode(taken).decode()}?=")
            taken = b""
        taken += octets
    return "\r\n ".join(words)


def _text(kind: str, text: str) -> str:
    return _part(f'text/{kind}; charset="utf-8"', _lines(text))


def _calendar(content: bytes, name: str) -> str:
    kind = f'text/calendar; charset="utf-8"; method=PUBLISH;\r\n name="{name}"'
    return _part(kind, content, f'Content-Disposition: attachment; filename="{name}"\r\n')


def _part(kind: str, content: bytes, more: str = "") -> str:
    octets = encodebytes(content).decode("ascii").replace("\n", "\r\n")
    return f"Content-Type: {kind}\r\nContent-Transfer-Encoding: base64\r\n{more}\r\n{octets}"


def _several(kind: str, code: str, parts: Sequence[str]) -> tuple[str, str]:
    """The type and the body of a multipart. Its boundary cannot occur in base64, which is all that the parts hold."""
    boundary = f"=_{code}"
    body = "".join(f"--{boundary}\r\n{part}\r\n" for part in parts)
    return f'multipart/{kind};\r\n boundary="{boundary}"', f"{body}--{boundary}--\r\n"


def _compare(content: bytes, envelope: Envelope, text: Text, told: tuple[list[str], bytes | None]) -> None:
    """Read the bytes back: another header, recipient, part or text than was given raises UnsafeTextError."""
    if any(len(line) > LINE for line in content.split(b"\r\n")):
        raise UnsafeTextError("message", "too_long")
    message = message_from_bytes(content)
    names, calendar = told
    leaves = [part for part in message.walk() if not part.is_multipart()]
    expected = [_lines(text.plain), _lines(text.html), *([calendar] if calendar is not None else [])]
    seen = {
        "headers": message.keys() == names,
        "subject": _read(message["Subject"]) == text.subject,
        "sender": _boxes(message, "From") == [(envelope.sender.name.strip(), envelope.sender.address)],
        "address": _boxes(message, "To") == [(envelope.recipient.strip(), one) for one in envelope.addresses],
        "message_id": message["Message-ID"] == envelope.message_id,
        "parts": [part.get_payload(decode=True) for part in leaves] == expected,
        "message": not any(part.defects for part in message.walk()),
    }
    for field, same in seen.items():
        if not same:
            raise UnsafeTextError(field, "changed")


def _boxes(message: Message, header: str) -> list[tuple[str, str]]:
    return [(_read(name).strip(), one) for name, one in getaddresses([message[header]])]


def _read(value: str) -> str:
    """What a header says once unfolded and decoded."""
    return str(make_header(decode_header(re.sub(r"\r?\n(?=[ \t])", "", value))))


def _lines(text: str) -> bytes:
    return ("\r\n".join(text.splitlines()) + "\r\n").encode()
