"""What the records in the streams of dossiers and programmes tell."""

from cycle import tables
from cycle.history import fold
from cycle.queries.clocks import fold_clocks
from cycle.queries.verification.books import UNTOLD, Books, Telling, UntellableError


def tell_move(books: Books, told: Telling) -> None:
    """A dossier that was opened or has moved: its row, its deadlines, the papers relied on, the request answered."""
    record, payload = told.record, told.payload
    if (record.kind == "opened") != (record.seq == 1):
        raise UntellableError("opened_twice")
    before = books.snapshots.get(record.stream)
    if before is not None and before.final is not None and record.kind == "step":
        raise UntellableError("moved_after_end")
    after = fold(before, record.kind, record, payload)
    if before is not None and record.kind == "step" and payload["from"] != before.state:
        raise UntellableError("moved_from_elsewhere")
    books.snapshots[record.stream] = after
    if record.kind == "opened":
        for name, text in payload.get("unique", {}).items():
            about = {"family": after.family, "name": name, "text": text}
            books.enter(tables.unique_value, {**about, "dossier": after.code})
    fold_clocks(books.clocks[record.stream], after.code, record.seq, payload["deadlines"])
    _tell_links(books, told)
    for paper in payload.get("papers", ()):
        books.enter(tables.reliance, {"paper": paper["paper"], "stream": record.stream, "seq": record.seq})
    if record.kind == "step" and record.request is not None and "cause" not in payload:
        key = {"actor": record.actor, "request": record.request, "target": after.code}
        books.enter(tables.request, {**key, "payload_hash": UNTOLD, "stream": record.stream, "seq": record.seq})


def tell_season(books: Books, told: Telling) -> None:
    """A season that was opened. Its number of dossiers stands in their own records."""
    payload = told.payload
    row = {name: payload[name] for name in ("code", "organisation", "year", "zone")}
    books.enter(tables.programme, {**row, "opened": told.record.happened, "dossiers": UNTOLD})


def _tell_links(books: Books, told: Telling) -> None:
    place = f"{told.record.stream}#{told.record.seq}"
    if "cause" in told.payload:
        books.causes[place] = {name: told.payload["cause"][name] for name in ("stream", "seq", "hash")}
    if "opened" in told.payload:
        books.opened[place] = told.payload["opened"]
