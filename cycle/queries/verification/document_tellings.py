"""What records tell of the office's documents, in the stream of whatever each is about."""

from cycle import tables
from cycle.queries.verification.books import Books, Telling, UntellableError

TOLD = ("code", "kind", "programme", "round", "number", "day", "signer_role", "file")


def tell_document(books: Books, told: Telling) -> None:
    """A document that came back signed."""
    row = {name: told.payload[name] for name in TOLD}
    if row["day"] != told.record.happened:
        raise UntellableError("other_day")
    about = {"about": told.record.stream, "file_name": told.text("file_name"), "seq": told.record.seq}
    books.enter(tables.document, {**row, **about})
