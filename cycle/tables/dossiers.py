"""Programmes, dossiers, their papers and their deadlines."""

from sqlalchemy import Index, PrimaryKeyConstraint, Table
from sqlalchemy import text as text_of

from cycle.tables.schema import metadata, number, refers, text

programme = Table(
    "programme",
    metadata,
    text("code"),
    text("organisation"),
    number("year"),
    text("zone"),
    text("opened"),
    text("closed", optional=True),
    number("dossiers"),
    PrimaryKeyConstraint("code"),
    refers("organisation", "organisation.code"),
)

dossier = Table(
    "dossier",
    metadata,
    text("code"),
    text("root"),
    text("parent", optional=True),
    text("family"),
    text("workflow"),
    text("definition"),
    text("programme"),
    text("product", optional=True),
    text("producer", optional=True),
    text("state"),
    text("stage"),
    text("final", optional=True),
    number("version"),
    text("opened"),
    text("happened"),
    text("data"),
    PrimaryKeyConstraint("code"),
    refers("programme", "programme.code"),
    refers("product", "product.code"),
    refers("producer", "producer.code"),
    refers("definition", "config_file.hash"),
    Index(None, "root"),
    Index(None, "programme", "workflow", "stage", "state"),
    Index(None, "product"),
    Index(None, "producer"),
    Index(
        "ix_dossier_open",
        "workflow",
        "root",
        sqlite_where=text_of("final IS NULL"),
        postgresql_where=text_of("final IS NULL"),
    ),
)

paper = Table(
    "paper",
    metadata,
    text("code"),
    text("holder_kind"),
    text("holder"),
    text("type"),
    number("version"),
    text("status"),
    text("file", optional=True),
    text("file_name", optional=True),
    text("media", optional=True),
    number("size", optional=True),
    number("pages_from", optional=True),
    number("pages_to", optional=True),
    number("count"),
    text("place", optional=True),
    text("hash"),
    text("supplier"),
    text("on_behalf", optional=True),
    text("received"),
    text("issued", optional=True),
    text("expires", optional=True),
    text("recorded"),
    text("judged_by", optional=True),
    text("judged", optional=True),
    text("reason", optional=True),
    PrimaryKeyConstraint("code"),
    Index(None, "holder_kind", "holder", "type", "version", unique=True),
    Index(
        "ix_paper_expires",
        "expires",
        "code",
        sqlite_where=text_of("status = 'verified'"),
        postgresql_where=text_of("status = 'verified'"),
    ),
)

reliance = Table(
    "reliance",
    metadata,
    text("paper"),
    text("stream"),
    number("seq"),
    PrimaryKeyConstraint("paper", "stream", "seq"),
    refers("paper", "paper.code"),
)

unique_value = Table(
    "unique_value",
    metadata,
    text("family"),
    text("name"),
    text("text"),
    text("dossier"),
    PrimaryKeyConstraint("family", "name", "text"),
    refers("dossier", "dossier.code"),
    Index(None, "dossier"),
)

_WAITS = text_of("proposal IS NOT NULL OR escalation = 'waiting'")
deadline = Table(
    "deadline",
    metadata,
    text("dossier"),
    text("name"),
    number("opened_seq"),
    text("starts"),
    text("last_day"),
    text("due"),
    text("derivation"),
    text("status"),
    number("closed_seq", optional=True),
    number("expired_seq", optional=True),
    text("proposal", optional=True),
    text("escalation", optional=True),
    text("next_at", optional=True),
    PrimaryKeyConstraint("dossier", "name", "opened_seq"),
    refers("dossier", "dossier.code"),
    Index(None, "status", "due"),
    Index(
        "ix_deadline_next_at",
        "next_at",
        "dossier",
        "name",
        "opened_seq",
        sqlite_where=text_of("next_at IS NOT NULL"),
        postgresql_where=text_of("next_at IS NOT NULL"),
    ),
    Index("ix_deadline_waiting", "dossier", "name", sqlite_where=_WAITS, postgresql_where=_WAITS),
)

dossier_title = Table(
    "dossier_title",
    metadata,
    text("dossier"),
    text("title"),
    text("title_key"),
    text("title_folded"),
    PrimaryKeyConstraint("dossier"),
    refers("dossier", "dossier.code"),
)

party = Table(
    "party",
    metadata,
    text("dossier"),
    text("name"),
    text("organisation"),
    PrimaryKeyConstraint("dossier", "name", "organisation"),
    refers("dossier", "dossier.code"),
    refers("organisation", "organisation.code"),
    Index(None, "organisation"),
)

link = Table(
    "link",
    metadata,
    text("dossier"),
    text("name"),
    text("target"),
    PrimaryKeyConstraint("dossier", "name"),
    refers("dossier", "dossier.code"),
    refers("target", "dossier.code"),
    Index(None, "target"),
)

# The round that a dossier's value names, as the act that gave it computed it; a later act may put a later one.
dossier_round = Table(
    "dossier_round",
    metadata,
    text("dossier"),
    text("name"),
    text("round"),
    PrimaryKeyConstraint("dossier", "name"),
    refers("dossier", "dossier.code"),
    Index(None, "round"),
)

# The last number given in a series of an organisation and a year; its row is the lock of the series.
series = Table("series", metadata, text("series"), number("last"), PrimaryKeyConstraint("series"))
