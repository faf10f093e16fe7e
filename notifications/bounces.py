"""What comes back to the sender: reports of non-delivery (RFC 3464) told apart from auto-replies and ordinary mail."""

import re
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from email import message_from_bytes, message_from_string
from email.header import decode_header, make_header
from email.message import Message

# Bytes of a message that are looked at: a report comes before the message that it returns.
LONGEST = 2**20
REPLY_LONGEST = 500
# Parts within parts: no mail server nests as deep.
DEEPEST = 50
MOST_RECIPIENTS = 100
MOST_BOUNDARIES = 200

# What a message is: a report on a delivery; what an absent person's program answers; anything else.
REPORT, AUTO_REPLY, OTHER = "report", "auto_reply", "other"
FAILED, DELAYED = "failed", "delayed"
ACTIONS = frozenset({FAILED, DELAYED, "delivered", "relayed", "expanded"})

_CODE = re.compile(r"\+(TH-[A-Z2-7]{13})@", re.IGNORECASE)
_STATUS = re.compile(r"\b([245]\.\d{1,3}\.\d{1,3})\b")
_ADDRESS = re.compile(r"[^\s<>;,\"()]+@[^\s<>;,\"()]+")
_MESSAGE_ID = re.compile(r"<[^<>\s]+>")
_ADDRESSED = ("Delivered-To", "X-Original-To", "Envelope-To", "To")

# What the library for messages raises where one is damaged.
STUMBLES = (RecursionError, ValueError, LookupError, AttributeError, TypeError, AssertionError)
# A part that is the message itself, and one that is only its head.
RETURNED = frozenset({"message/rfc822", "message/global"})
HEADS = frozenset({"text/rfc822-headers", "message/global-headers"})


@dataclass(frozen=True)
class Fate:
    """What a report says of one recipient.

    `action` is one of ACTIONS, `status` like 5.1.1, `addresses` those under which it is named, that first to which it
    was sent; each may be empty.
    """

    addresses: tuple[str, ...]
    action: str
    status: str
    diagnostic: str


@dataclass(frozen=True)
class Returned:
    """A message that came to the address of the envelope. `code` is the letter's, `message_id` with its brackets."""

    kind: str
    code: str | None
    message_id: str | None
    fates: tuple[Fate, ...] = ()
    subject: str = ""


def read_returned(content: bytes) -> Returned:
    """What a message is and to which letter it belongs. Whatever it holds: it raises nothing."""
    message = _message(content[:LONGEST])
    parts = list(_parts(message))
    fates = tuple(fate for part in parts for fate in _fates(part))[:MOST_RECIPIENTS]
    kind = REPORT if fates else AUTO_REPLY if _automatic(message) else OTHER
    code = _code(_texts(message, _ADDRESSED)) or _code(one for part in parts for one in _texts(part, ("Return-Path",)))
    original = next((found for part in parts if (found := _original(part)) is not None), None)
    named = _texts(original, ("Message-ID",)) if original is not None and kind == REPORT else []
    message_id = next((told[0] for text in named if (told := _MESSAGE_ID.search(text))), None)
    code = code or (_code(_texts(original, ("Return-Path",))) if original is not None else None)
    return Returned(kind, code, message_id, fates, _readable(message))


def _message(content: bytes) -> Message:
    # The library looks at each line once for every boundary that it is within.
    if content.lower().count(b"boundary") <= MOST_BOUNDARIES:
        # Its parser stumbles over some broken messages; the lines of their head can still be read.
        with suppress(*STUMBLES):
            return message_from_bytes(content)
    return message_from_bytes(content.partition(b"\n\n")[0] + b"\n\n", _class=_Head)


class _Head(Message):
    """A message of which only the head is believed."""

    def get_content_type(self) -> str:
        return "text/plain"


def _parts(message: Message, depth: int = 0) -> Iterator[Message]:
    """A message and its parts, but not those of the message that it returns."""
    yield message
    if depth < DEEPEST and message.get_content_maintype() == "multipart":
        for part in _below(message):
            yield from _parts(part, depth + 1)


def _below(part: Message) -> Sequence[Message]:
    """The messages of which a part is made up."""
    payload = _payload(part)
    return [one for one in payload if isinstance(one, Message)] if isinstance(payload, list) else ()


def _payload(part: Message) -> object:
    """What a part holds; nothing where the library stumbles over how it is said to be written."""
    with suppress(*STUMBLES):
        return part.get_payload()
    return ""


def _decoded(part: Message) -> object:
    """The bytes that a part holds; none where the library stumbles over how they are said to be written."""
    with suppress(*STUMBLES):
        return part.get_payload(decode=True)
    return b""


def _fates(part: Message) -> Iterator[Fate]:
    if part.get_content_type() not in {"message/delivery-status", "message/global-delivery-status"}:
        return
    for block in _blocks(part):
        named = _texts(block, ("Original-Recipient", "Final-Recipient"))
        if not named and "action" not in block:
            continue
        status = next(iter(_STATUS.findall(_first(block, "Status"))), "")
        diagnostic = _first(block, "Diagnostic-Code").partition(";")[2].strip() or _first(block, "Diagnostic-Code")
        action = _first(block, "Action").strip().lower()
        told = action if action in ACTIONS else {"5": FAILED, "4": DELAYED}.get(status[:1], "")
        addresses = dict.fromkeys(found for text in named for found in _ADDRESS.findall(text))
        yield Fate(tuple(addresses), told, status, " ".join(diagnostic.split())[:REPLY_LONGEST])


def _blocks(part: Message) -> Sequence[Message]:
    """The paragraphs of a report, each read as a head of its own; also where the part was encoded as a whole."""
    payload, blocks = _payload(part), _below(part)
    if isinstance(payload, list):
        if len(blocks) != 1 or blocks[0].keys():
            return blocks
        payload = _payload(blocks[0])
    return [message_from_string(text + "\n\n") for text in re.split(r"\r?\n\r?\n", str(payload)) if text.strip()]


def _original(part: Message) -> Message | None:
    """The message that is returned, or its head."""
    kind, below = part.get_content_type(), _below(part)
    if below and kind in RETURNED | HEADS:
        return below[0]
    decoded = _decoded(part) if kind in HEADS else None
    return message_from_bytes(decoded.lstrip() + b"\n\n") if isinstance(decoded, bytes) else None


def _automatic(message: Message) -> bool:
    """Whether a program has answered in somebody's place (RFC 3834, and what was usual before it)."""
    submitted = _first(message, "Auto-Submitted").lower().strip()
    precedence = _first(message, "Precedence").lower().strip()
    marked = any(name in message for name in ("X-Autoreply", "X-Autorespond"))
    return submitted.startswith("auto-") or precedence == "auto_reply" or marked


def _code(texts: Iterable[str]) -> str | None:
    return next((found[1].upper() for text in texts if (found := _CODE.search(text))), None)


def _texts(message: Message, names: Sequence[str]) -> list[str]:
    """The values of some headers, in that order, as text."""
    return [str(value) for name in names for value in message.get_all(name, [])]


def _first(message: Message, name: str) -> str:
    return next(iter(_texts(message, (name,))), "")


def _readable(message: Message) -> str:
    """The subject as people read it, on one line."""
    text = _first(message, "Subject")
    with suppress(ValueError, LookupError, AssertionError):
        text = str(make_header(decode_header(text)))
    return " ".join("".join(one if one.isprintable() else " " for one in text).split())[:REPLY_LONGEST]
