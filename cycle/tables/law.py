"""Changes of law as they were applied."""

from sqlalchemy import Index, PrimaryKeyConstraint, Table

from cycle.tables.schema import metadata, number, refers, text

# A plan at work; `plan` is the hash of its text. It has ended when nothing it could move was left to move.
law_run = Table(
    "law_run",
    metadata,
    text("code"),
    text("plan"),
    text("happened"),
    text("basis"),
    text("begun"),
    text("ended", optional=True),
    text("reverted", optional=True),
    PrimaryKeyConstraint("code"),
    refers("plan", "config_file.hash"),
)

law_move = Table(
    "law_move",
    metadata,
    text("run"),
    text("dossier"),
    number("seq"),
    number("reverted_seq", optional=True),
    PrimaryKeyConstraint("dossier", "seq"),
    refers("run", "law_run.code"),
    refers("dossier", "dossier.code"),
    Index(None, "run"),
)
