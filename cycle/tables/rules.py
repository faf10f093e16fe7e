"""What was published."""

from sqlalchemy import Index, PrimaryKeyConstraint, Table

from cycle.tables.schema import metadata, number, refers, text

config_file = Table("config_file", metadata, text("hash"), text("canonical"), text("raw"), PrimaryKeyConstraint("hash"))

publication = Table(
    "publication",
    metadata,
    text("hash"),
    number("number"),
    text("effective"),
    text("published"),
    text("manifest"),
    PrimaryKeyConstraint("hash"),
    Index(None, "number", unique=True),
)

publication_file = Table(
    "publication_file",
    metadata,
    text("publication"),
    text("path"),
    text("file"),
    PrimaryKeyConstraint("publication", "path"),
    refers("publication", "publication.hash"),
    refers("file", "config_file.hash"),
)
