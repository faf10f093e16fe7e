"""What the records of councils and of their sessions tell: the same rows that writing has made of them."""

from cycle.queries.verification.books import Books, Telling
from cycle.sessions import Telling as Told
from cycle.sessions import fold_council, fold_session
from cycle.sessions.assessed import fold_assessed


def tell_council(books: Books, told: Telling) -> None:
    """A council that was formed, a member who joined or left it."""
    code = told.record.stream.partition("/")[2]
    personal = {"name": told.text("name")} if told.payload["event"] == "joined" else {}
    for table, row in fold_council(books, Told(code, told.record.seq, told.payload, None, personal)):
        books.enter(table, row)


def tell_session(books: Books, told: Telling) -> None:
    """Anything that happened in a session."""
    record = told.record
    code = record.stream.partition("/")[2]
    for table, row in fold_session(books, record.kind, Told(code, record.seq, told.payload, record.publication)):
        books.enter(table, row)


def tell_assessed(books: Books, told: Telling) -> None:
    """What a producer said of its product."""
    record = told.record
    books.enter(*fold_assessed(record.stream.partition("/")[2], record.seq, told.payload))
