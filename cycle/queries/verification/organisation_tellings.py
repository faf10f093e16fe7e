"""What the records of the register tell of organisations: entered, ended by a reform, followed by others."""

from cycle import tables
from cycle.queries.verification.books import Books, Telling, UntellableError
from cycle.queries.verification.producer_tellings import named

ENDED, REFORMED = "ended", "reformed"


def tell_organisation(books: Books, told: Telling) -> None:
    """An organisation that was entered or has ended, with its successors; a reform as a whole has no row of its own."""
    payload, event = told.payload, told.payload.get("event")
    if event == REFORMED:
        return
    if event == ENDED:
        row = books.find(tables.organisation, payload["code"])
        if row["valid_to"] is not None and row["valid_to"] <= payload["last_day"]:
            raise UntellableError("ended_before")
        row["valid_to"] = payload["last_day"]
        books.forget(tables.organisation_successor, payload["code"])
    else:
        about = {name: payload[name] for name in ("code", "level", "parent", "valid_from", "valid_to")}
        books.enter(tables.organisation, {**about, **named(payload["name"])})
    for successor in payload["successors"]:
        books.enter(tables.organisation_successor, {"code": payload["code"], "successor": successor})
