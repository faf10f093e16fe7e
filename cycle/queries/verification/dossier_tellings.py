"""What the records in the streams of dossiers and programmes tell."""

from collections.abc import Mapping
from typing import Any

from cycle import bearings, tables
from cycle.history import fold, opened_by
from cycle.queries.deadlines.clocks import UnfittingError, check_fitting, fold_clocks, fold_deadline
from cycle.queries.verification.books import UNTOLD, Books, Telling, UntellableError
from cycle.queries.verification.law_tellings import check_moved_back, tell_law_move
from cycle.queries.verification.series import tell_numbers

CLOSED = "closed"
# Acts that one request does on many deadlines keep no request of their own.
BY_MANY = frozenset({"recalculated", "expired"})


def tell_move(books: Books, told: Telling) -> None:
    """A dossier that was opened or has moved: its row, its deadlines, the papers relied on, the request answered."""
    record, payload = told.record, told.payload
    if (record.kind == "opened") != (record.seq == 1):
        raise UntellableError("opened_twice")
    before = books.snapshots.get(record.stream)
    if before is not None and before.final is not None and record.kind == "step":
        raise UntellableError("moved_after_end")
    tell_law_move(books, told)
    after = fold(before, record.kind, record, payload)
    if before is not None and record.kind == "step" and payload["from"] != before.state:
        raise UntellableError("moved_from_elsewhere")
    books.snapshots[record.stream] = after
    if record.kind == "opened":
        for name, text in payload.get("unique", {}).items():
            about = {"family": after.family, "name": name, "text": text}
            books.enter(tables.unique_value, {**about, "dossier": after.code})
    tell_bearings(books, after.code, payload)
    fold_clocks(books.clocks[record.stream], after.code, record.seq, payload["deadlines"])
    tell_numbers(books, told)
    _tell_closing(books, told)
    check_moved_back(books, told)
    _tell_links(books, told)
    for paper in payload.get("papers", ()):
        books.enter(tables.reliance, {"paper": paper["paper"], "stream": record.stream, "seq": record.seq})
    if record.kind == "step" and record.request is not None and "cause" not in payload:
        key = {"actor": record.actor, "request": record.request, "target": after.code}
        books.enter(tables.request, {**key, "payload_hash": UNTOLD, "stream": record.stream, "seq": record.seq})


def _tell_closing(books: Books, told: Telling) -> None:
    for clock in books.clocks[told.record.stream].values():
        if clock["closed_seq"] == told.record.seq:
            clock["closed_at"] = told.record.recorded


def tell_deadline(books: Books, told: Telling) -> None:
    """An act on a deadline: paused, resumed, extended, recalculated, expired, and what became of its expiry."""
    record = told.record
    try:
        check_fitting(books.clocks[record.stream], told.payload)
        fold_deadline(books.clocks[record.stream], record.seq, told.payload)
    except UnfittingError as wrong:
        raise UntellableError("deadline_elsewhere") from wrong
    if record.request is not None and told.payload["event"] not in BY_MANY:
        key = {"actor": record.actor, "request": record.request, "target": record.stream.partition("/")[2]}
        books.enter(tables.request, {**key, "payload_hash": UNTOLD, "stream": record.stream, "seq": record.seq})


def tell_bearings(books: Books, code: str, payload: Mapping[str, Any]) -> None:
    """The title of a dossier, the organisations that its values name now, the dossiers that they name."""
    if (title := payload.get(bearings.TITLE)) is not None:
        books.enter(tables.dossier_title, dict(bearings.title_row(code, title)))
    for name, organisations in payload.get(bearings.PARTIES, {}).items():
        books.forget(tables.party, code, name)
        for organisation in organisations:
            books.enter(tables.party, {"dossier": code, "name": name, "organisation": organisation})
    for name in payload.get(bearings.DROPPED, ()):
        books.forget(tables.dossier_round, code, name)
    for name, target in payload.get(bearings.LINKS, {}).items():
        books.enter(tables.link, {"dossier": code, "name": name, "target": target})
    for name, joined in payload.get(bearings.ROUNDS, {}).items():
        books.enter(tables.dossier_round, {"dossier": code, "name": name, "round": joined})


def tell_season(books: Books, told: Telling) -> None:
    """A season that was opened or closed. Its number of dossiers stands in their own records."""
    payload = told.payload
    if "event" in payload:
        row = books.find(tables.programme, payload["code"])
        if payload["event"] == CLOSED:
            if row["closed"] is not None:
                raise UntellableError("closed_twice")
            row["closed"] = told.record.happened
        elif "at" in payload:
            books.enter(tables.effect, _turn(told))
        return
    row = {name: payload[name] for name in ("code", "organisation", "year", "zone")}
    books.enter(tables.programme, {**row, "opened": told.record.happened, "closed": None, "dossiers": UNTOLD})


def tell_linked(books: Books, told: Telling) -> None:
    """A dossier that was there already was linked to another."""
    tell_bearings(books, told.payload["code"], told.payload)
    _tell_links(books, told)


def _turn(told: Telling) -> dict[str, Any]:
    """What the ledger of sweeps says of a window that opened or closed, or of a season's end."""
    payload = told.payload
    kind, mark = ("window" if payload["window"] else "season"), f"{payload['event']}@{payload['day']}"
    key = {"kind": kind, "subject": payload["code"], "part": payload["window"], "number": 0, "mark": mark}
    return {
        **key,
        "at": payload["at"],
        "done": UNTOLD,
        "status": "done",
        "reason": None,
        "seq": told.record.seq,
        "told": UNTOLD,
    }


def _tell_links(books: Books, told: Telling) -> None:
    place = f"{told.record.stream}#{told.record.seq}"
    if "cause" in told.payload:
        books.causes[place] = {name: told.payload["cause"][name] for name in ("stream", "seq", "hash")}
    if "opened" in told.payload:
        books.opened[place] = opened_by(told.payload)
