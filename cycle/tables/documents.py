"""The office's documents that came back signed."""

from sqlalchemy import Index, PrimaryKeyConstraint, Table

from cycle.tables.schema import metadata, number, refers, text

# `about` is the stream it stands in (`session/CODE`, `dossier/CODE`, `programme/CODE`), `round` the round it is for.
document = Table(
    "document",
    metadata,
    text("code"),
    text("kind"),
    text("about"),
    text("programme"),
    text("round", optional=True),
    text("number"),
    text("day"),
    text("signer_role"),
    text("file"),
    text("file_name"),
    number("seq"),
    PrimaryKeyConstraint("code"),
    refers("programme", "programme.code"),
    Index(None, "programme", "kind", "number", "day", unique=True),
    Index(None, "about"),
    Index(None, "round"),
)
