"""What the records of the register tell: contacts, accounts and their roles, publications."""

from cycle import tables
from cycle.canonical import canonical
from cycle.queries.verification.books import UNTOLD, Books, Telling, UntellableError


def tell_founded(books: Books, told: Telling) -> None:
    """What kind of database this is; the row `register` is only there to be locked."""
    facts = {"kind": told.payload["kind"], "created": told.record.recorded, "register": ""}
    for name, value in facts.items():
        books.enter(tables.installation, {"name": name, "value": value})


def tell_contact(books: Books, told: Telling) -> None:
    """A contact that was entered, changed or has ended; how to reach it is personal, an empty text stands for none."""
    payload = told.payload
    event = payload.get("event")
    if event == "ended":
        books.find(tables.contact, payload["code"])["valid_to"] = payload["last_day"]
        return
    reached = {name: UNTOLD if (text := told.text(name)) is UNTOLD else text or None for name in ("phone", "email")}
    # A record written before alternates were known says nothing of them.
    person = {**reached, "name": told.text("name"), "alternate_of": payload.get("alternate_of")}
    if event == "changed":
        books.find(tables.contact, payload["code"]).update(person)
    else:
        about = {name: payload[name] for name in ("code", "organisation", "valid_from", "valid_to")}
        books.enter(tables.contact, {**about, **person})


def tell_account(books: Books, told: Telling) -> None:
    """An account that was entered, or a role that it was given or that has ended."""
    payload = told.payload
    if "ended" in payload:
        _end_role(books, told)
    elif "bound" in payload:
        books.find(tables.account, payload["account"])["os_user"] = told.text("os_user")
    elif "role" in payload:
        names = ("account", "role", "holder", "valid_from", "valid_to")
        books.enter(tables.account_grant, {name: payload[name] for name in names})
    else:
        about = {name: payload[name] for name in ("code", "valid_from")}
        person = {"name": told.text("name"), "os_user": told.text("os_user")}
        books.enter(tables.account, {**about, **person, "valid_to": None})


def tell_published(books: Books, told: Telling) -> None:
    """A publication, the next in number, with its files."""
    manifest, code = told.payload["manifest"], told.payload["publication"]
    row = {"hash": code, "number": len(books.rows["publication"]) + 1, "effective": manifest["effective"]}
    books.enter(tables.publication, {**row, "published": told.record.recorded, "manifest": canonical(manifest)})
    for path, file in manifest["files"].items():
        books.enter(tables.publication_file, {"publication": code, "path": path, "file": file})


def tell_lag(books: Books, told: Telling) -> None:
    """That no sweep had come to its end for too long."""
    since, until = told.payload["from"], told.payload["to"]
    key = {"kind": "lag", "subject": "register", "part": "", "number": 0, "mark": f"lag@{since}"}
    row = {**key, "at": UNTOLD, "done": until, "status": "done", "reason": None, "seq": told.record.seq, "told": UNTOLD}
    books.enter(tables.effect, row)


def _end_role(books: Books, told: Telling) -> None:
    key = tuple(told.payload[name] for name in ("account", "role", "holder", "valid_from"))
    row, last_day = books.find(tables.account_grant, *key), told.payload["last_day"]
    if row["valid_to"] is not None and row["valid_to"] <= last_day:
        raise UntellableError("ended_before")
    row["valid_to"] = last_day
