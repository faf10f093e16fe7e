"""History and what commits with it: records, personal plain text, request keys, the outbox."""

from sqlalchemy import ForeignKeyConstraint, PrimaryKeyConstraint, Table

from cycle.tables.schema import metadata, number, text

installation = Table("installation", metadata, text("name"), text("value"), PrimaryKeyConstraint("name"))

record = Table(
    "record",
    metadata,
    text("stream"),
    number("seq"),
    number("format"),
    text("kind"),
    text("happened"),
    text("recorded"),
    text("actor"),
    text("on_behalf", optional=True),
    text("payload"),
    text("publication", optional=True),
    text("request", optional=True),
    text("prev"),
    text("hash"),
    PrimaryKeyConstraint("stream", "seq"),
)

personal = Table(
    "personal",
    metadata,
    text("stream"),
    number("seq"),
    text("field"),
    text("salt"),
    text("plain"),
    PrimaryKeyConstraint("stream", "seq", "field"),
    ForeignKeyConstraint(["stream", "seq"], ["record.stream", "record.seq"]),
)

request = Table(
    "request",
    metadata,
    text("actor"),
    text("request"),
    text("target"),
    text("payload_hash"),
    text("stream"),
    number("seq"),
    PrimaryKeyConstraint("actor", "request", "target"),
)

outbox = Table(
    "outbox", metadata, text("stream"), number("seq"), text("recorded"), PrimaryKeyConstraint("stream", "seq")
)
