"""What the records in the streams of letters tell: of the letter's row, its number, its deliveries, the tree it saw."""

from collections.abc import Callable, Mapping
from typing import Any

from cycle import tables
from cycle.queries.verification.books import UNTOLD, Books, Row, Telling, UntellableError
from cycle.queries.verification.mailings import FAILED, MAILED, UNCERTAIN, Mailing

BY_HAND = "by_hand"
SEALED, VOID, ACKNOWLEDGED = "sealed", "void", "acknowledged"
# Of these columns a record tells only the SHA-256; those that are told since a later release may be missing.
DIGESTED = ("short", "token")
# What a letter has only once it is sealed.
SEALING = ("year", "number", "message_id", "subject", "content", "hash", "short", "token", "sealed", "seq")


def tell_letter(books: Books, told: Telling) -> None:
    """Anything that happened to a letter of one recipient."""
    recipient = told.record.stream.partition("/")[2]
    box = books.rows[tables.mailbox.name].get((recipient,))
    if box is None:
        books.enter(tables.mailbox, {"recipient": recipient, "year": 0, "last": 0})
    _EVENTS[told.payload["event"]](books, told, recipient)


def _sealed(books: Books, told: Telling, recipient: str) -> None:
    record, payload = told.record, told.payload
    if _row(books, told)["status"] is not UNTOLD:
        raise UntellableError("sealed_twice")
    _number(books, recipient, payload["year"], payload["number"])
    names = ("programme", "name", "kind", "year", "number", "message_id")
    about = {name: payload[name] for name in names}
    about |= {name: payload.get(name, UNTOLD) for name in DIGESTED}
    about |= {"status": SEALED, "reason": None, "hash": payload["content"], "resends": payload.get("resends")}
    _row(books, told).update(about, sealed=record.recorded, seq=record.seq)
    seen = payload["checkpoint"]
    books.roots.setdefault((seen["size"], seen["root"]), f"{record.stream}#{record.seq}")
    channels = set(payload["channels"])
    books.mailings[payload["letter"]] = Mailing(channels, dict.fromkeys(channels & MAILED, _emails(told, channels)))


def _number(books: Books, recipient: str, year: int, number: int) -> None:
    """Numbers follow one another without gaps, from 1 in each year of a recipient."""
    box = books.find(tables.mailbox, recipient)
    if (year, number) not in {(box["year"], box["last"] + 1)} | ({(year, 1)} if year > box["year"] else set()):
        raise UntellableError("number_gap")
    box.update(year=year, last=number)


def _void(books: Books, told: Telling, _recipient: str) -> None:
    row = _row(books, told)
    if row["status"] is not UNTOLD:
        raise UntellableError("void_after_end")
    about = {name: told.payload[name] for name in ("name", "kind", "reason")}
    row.update(dict.fromkeys(SEALING), **about, status=VOID, programme=told.payload.get("programme", UNTOLD))
    # An officer's act leaves it as it was.
    row["seq"] = UNTOLD if told.payload["reason"] == BY_HAND else told.record.seq


def _acknowledged(books: Books, told: Telling, _recipient: str) -> None:
    row = _row(books, told)
    if row["status"] in (VOID, ACKNOWLEDGED):
        raise UntellableError("acknowledged_after_end")
    if row["status"] is UNTOLD:
        row.update(dict.fromkeys(SEALING))
    row["status"] = ACKNOWLEDGED


def _ended(books: Books, told: Telling, _recipient: str) -> None:
    _mailing(books, told).settle(told.payload["channel"], told.payload["results"])


def _bounced(books: Books, told: Telling, _recipient: str) -> None:
    _mailing(books, told).bounce(told.payload.get("channel", "mail"), told.payload["address"])


def _retried(books: Books, told: Telling, _recipient: str) -> None:
    if "deliveries" in told.payload:
        allowed = (UNCERTAIN,) if told.payload.get("although_uncertain") else ()
        _mailing(books, told).again((one["channel"] for one in told.payload["deliveries"]), FAILED, *allowed)
    else:
        _row(books, told)


def _resent(books: Books, told: Telling, _recipient: str) -> None:
    mailing, channels = _mailing(books, told), set(told.payload["channels"])
    if told.payload["content"] != _row(books, told)["hash"]:
        raise UntellableError("other_words")
    mailing.resend(channels, _emails(told, channels))


def _resolved(books: Books, told: Telling, _recipient: str) -> None:
    payload = told.payload
    which = (payload["channel"], payload["addresses"]) if "addresses" in payload else None
    _mailing(books, told).resolve(payload["outcome"], which)


def _formal(books: Books, told: Telling, recipient: str) -> None:
    names = ("programme", "number", "day", "file")
    row = {name: told.payload[name] for name in names}
    about = {"recipient": recipient, "seq": told.record.seq, "file_name": told.text("file_name")}
    books.enter(tables.formal_letter, {**row, **about})


_EVENTS: Mapping[str, Callable[[Books, Telling, str], None]] = {
    "sealed": _sealed,
    "void": _void,
    "acknowledged": _acknowledged,
    "handed": _ended,
    "failed": _ended,
    "uncertain": _ended,
    "bounced": _bounced,
    "retried": _retried,
    "resent": _resent,
    "resolved": _resolved,
    "formal": _formal,
}


def _row(books: Books, told: Telling) -> Row:
    """What is known of the letter that a record is about; of most columns of a row no record tells."""
    code = told.payload["letter"]
    known = books.rows[tables.letter.name].get((code,))
    if known is None:
        untold: dict[str, Any] = dict.fromkeys(tables.letter.columns.keys(), UNTOLD)
        books.enter(tables.letter, {**untold, "code": code, "recipient": told.record.stream.partition("/")[2]})
    return books.find(tables.letter, code)


def _mailing(books: Books, told: Telling) -> Mailing:
    found = books.mailings.get(told.payload["letter"])
    if found is None:
        raise UntellableError("not_sealed")
    return found


def _emails(told: Telling, channels: set[str]) -> list[str] | None:
    """The addresses of e-mail in their order; None where they have been erased."""
    text = told.text("addresses")
    if text is UNTOLD:
        return None
    return [one for one in (text or "").split(", ") if one and (one not in channels or one in MAILED)]
