"""The places of records in the tree over all of history, and the roots that were drawn from it."""

from sqlalchemy import PrimaryKeyConstraint, Table, UniqueConstraint

from cycle.tables.schema import metadata, number, text

# `position` counts from 0; `hash` is the record's own.
leaf = Table(
    "leaf",
    metadata,
    number("position"),
    text("stream"),
    number("seq"),
    text("hash"),
    PrimaryKeyConstraint("position"),
    UniqueConstraint("stream", "seq"),
)

# The root over the first `size` leaves (RFC 9162); `peaks` are those of its complete subtrees, the largest first.
checkpoint = Table(
    "checkpoint", metadata, number("size"), text("root"), text("peaks"), text("made"), PrimaryKeyConstraint("size")
)
