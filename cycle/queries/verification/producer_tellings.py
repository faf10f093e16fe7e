"""What records tell of producers, establishments, products and, in any stream, of papers."""

from collections.abc import Mapping
from typing import Any

from cycle import tables
from cycle.queries.verification.books import UNTOLD, Books, Row, Telling, UntellableError
from cycle.vietnamese import fold, sort_key

TAKEN_OVER = "taken_over"
CONTACT, PLACED = "contact", "placed"
REACHED = ("representative", "phone", "email")


def tell_producer(books: Books, told: Telling) -> None:
    """A producer that was entered, or how it is reached now, where an empty text stands for none, or where it lies."""
    if told.payload.get("event") == PLACED:
        books.find(tables.producer, told.payload["code"])["organisation"] = told.payload["organisation"]
        return
    if told.payload.get("event") == CONTACT:
        given = {name: told.text(name) for name in REACHED}
        row = books.find(tables.producer, told.payload["code"])
        row.update({name: UNTOLD if text is UNTOLD else text or None for name, text in given.items()})
        return
    names = ("code", "registration", "registration_kind", "kind", "organisation")
    about = {name: told.payload[name] for name in names}
    reached = {name: told.text(name) for name in REACHED}
    books.enter(tables.producer, {**about, **reached, **named(told.text("name")), "version": 1})


def tell_establishment(books: Books, told: Telling) -> None:
    """An establishment that was entered, or where it lies now."""
    if told.payload.get("event") == PLACED:
        books.find(tables.establishment, told.payload["code"])["organisation"] = told.payload["organisation"]
        return
    about = {name: told.payload[name] for name in ("code", "producer", "organisation")}
    books.enter(tables.establishment, {**about, "name": told.text("name"), "address": told.text("address")})


def tell_product(books: Books, told: Telling) -> None:
    """A product that was entered, with its places and where it is made, where it lies now, or one more place where it

    is made.
    """
    payload = told.payload
    if payload.get("event") == PLACED:
        books.find(tables.product, payload["code"])
        books.forget(tables.product_area, payload["code"])
        _tell_areas(books, payload)
        return
    if "act" in payload:
        books.find(tables.product, payload["code"])
        made_at = {"product": payload["code"], "establishment": payload["establishment"]}
        books.enter(tables.product_establishment, made_at)
        return
    about = {name: payload[name] for name in ("code", "producer", "sector")}
    kind = {"product_group": payload["group"], "set_number": payload["set"], "listed": payload["listed"], "version": 1}
    books.enter(tables.product, {**about, **kind, **named(payload["name"])})
    _tell_areas(books, payload)
    for code in payload["establishments"]:
        books.enter(tables.product_establishment, {"product": payload["code"], "establishment": code})


def _tell_areas(books: Books, payload: Mapping[str, Any]) -> None:
    for area in payload["areas"]:
        books.enter(tables.product_area, {"product": payload["code"], "organisation": area})


def tell_paper(books: Books, told: Telling) -> None:
    """A paper that was entered, taken over from another dossier, or judged."""
    if told.payload["act"] in {"added", TAKEN_OVER}:
        _add_paper(books, told)
        return
    row, record = books.find(tables.paper, told.payload["code"]), told.record
    if any(row[name] != told.payload[name] for name in ("type", "version", "hash")):
        raise UntellableError("other_paper")
    row.update(status=told.payload["act"], judged_by=record.actor, judged=record.recorded, reason=told.text("reason"))


def named(name: object) -> Row:
    """A name with the keys made from it; nothing is known of an erased one."""
    if not isinstance(name, str):
        return {"name": UNTOLD, "name_key": UNTOLD, "name_folded": UNTOLD}
    return {"name": name, "name_key": sort_key(name), "name_folded": fold(name)}


_PAPER = (
    "code",
    "holder_kind",
    "holder",
    "type",
    "version",
    "file",
    "media",
    "size",
    "count",
    "hash",
)


def _add_paper(books: Books, told: Telling) -> None:
    record, payload = told.record, told.payload
    days = {name: payload[name] for name in ("received", "issued", "expires")}
    by_whom = {"supplier": record.actor, "on_behalf": record.on_behalf, "recorded": record.recorded}
    judged: Row = {"status": "received", "judged_by": None, "judged": None, "reason": None}
    if payload["act"] == TAKEN_OVER:
        judged |= {"status": "verified", **{name: payload[name] for name in ("judged_by", "judged")}}
        same = {name: payload[name] for name in ("type", "hash", "received", "issued", "expires")}
        books.taken[f"{record.stream}#{record.seq}"] = {"code": payload["from"], **same}
    # A record written before ranges of pages were known says nothing of them.
    pages = {name: payload.get(name) for name in ("pages_from", "pages_to")}
    about = {name: payload[name] for name in _PAPER}
    about |= {name: told.text(name) for name in ("file_name", "place")}
    books.enter(tables.paper, {**about, **days, **by_whom, **judged, **pages})
