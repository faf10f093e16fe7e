"""Councils, their sessions and turns, the members' sheets, and what producers say of themselves."""

from sqlalchemy import Index, PrimaryKeyConstraint, Table
from sqlalchemy import text as text_of

from cycle.tables.schema import metadata, number, refers, text

# A council of a programme, formed by a decision; `council` is its name in the programme's declaration.
council = Table(
    "council",
    metadata,
    text("code"),
    text("programme"),
    text("council"),
    text("level"),
    text("decision_number"),
    text("decision_date"),
    text("regulation_number", optional=True),
    text("valid_from"),
    text("valid_to", optional=True),
    PrimaryKeyConstraint("code"),
    refers("programme", "programme.code"),
    Index(None, "programme"),
)

# `member` is its number in the council, never given again. Without an account its sheets are entered from paper.
council_member = Table(
    "council_member",
    metadata,
    text("council"),
    text("member"),
    text("seat"),
    text("organisation", optional=True),
    text("account", optional=True),
    text("name"),
    text("valid_from"),
    text("valid_to", optional=True),
    PrimaryKeyConstraint("council", "member"),
    refers("council", "council.code"),
    Index(None, "account"),
)

# A meeting, or a collection of written opinions. Its row is the lock of the stream `session/CODE`.
session = Table(
    "session",
    metadata,
    text("code"),
    text("programme"),
    text("council"),
    text("round", optional=True),
    text("form"),
    text("day"),
    text("status"),
    text("publication"),
    number("version"),
    number("opened_seq"),
    number("closed_seq", optional=True),
    PrimaryKeyConstraint("code"),
    refers("programme", "programme.code"),
    refers("council", "council.code"),
    Index(None, "programme"),
    Index(None, "round"),
)

attendance = Table(
    "attendance",
    metadata,
    text("session"),
    text("member"),
    number("present"),
    number("seq"),
    PrimaryKeyConstraint("session", "member"),
    refers("session", "session.code"),
)

conflict = Table(
    "conflict",
    metadata,
    text("session"),
    text("dossier"),
    text("member"),
    number("seq"),
    PrimaryKeyConstraint("session", "dossier", "member"),
    refers("session", "session.code"),
)

# One dossier's sheets in one session: open, closed (the sheets are open to be read), concluded or void.
turn = Table(
    "turn",
    metadata,
    text("session"),
    text("dossier"),
    number("number"),
    text("criteria"),
    number("set_number"),
    text("status"),
    number("opened_seq"),
    number("closed_seq", optional=True),
    number("concluded_seq", optional=True),
    text("totals", optional=True),
    text("score", optional=True),
    text("spread", optional=True),
    number("band", optional=True),
    number("gate", optional=True),
    number("stars", optional=True),
    text("outcome", optional=True),
    PrimaryKeyConstraint("session", "dossier", "number"),
    refers("session", "session.code"),
    refers("dossier", "dossier.code"),
    Index(None, "dossier"),
)

# `status` is sealed, open or withdrawn; `answers` (canonical) and `total` stand here from the turn's close on.
sheet = Table(
    "sheet",
    metadata,
    text("session"),
    text("dossier"),
    number("turn"),
    text("member"),
    number("version"),
    text("status"),
    text("source"),
    text("file", optional=True),
    number("seq"),
    text("answers", optional=True),
    number("total", optional=True),
    PrimaryKeyConstraint("session", "dossier", "turn", "member", "version"),
    refers("session", "session.code"),
    Index(
        "ix_sheet_standing",
        "session",
        "dossier",
        "turn",
        "member",
        unique=True,
        sqlite_where=text_of("status <> 'withdrawn'"),
        postgresql_where=text_of("status <> 'withdrawn'"),
    ),
)

agreed_option = Table(
    "agreed_option",
    metadata,
    text("session"),
    text("dossier"),
    number("turn"),
    text("criterion"),
    number("option"),
    number("seq"),
    PrimaryKeyConstraint("session", "dossier", "turn", "criterion"),
    refers("session", "session.code"),
)

# A ground of exclusion that a sheet found; `place` is the criterion it was found at, empty for the whole set.
agreed_finding = Table(
    "agreed_finding",
    metadata,
    text("session"),
    text("dossier"),
    number("turn"),
    text("ground"),
    text("place"),
    number("stands"),
    number("seq"),
    PrimaryKeyConstraint("session", "dossier", "turn", "ground", "place"),
    refers("session", "session.code"),
)

# The producer's own sheet, part of Mẫu 02; `answers` and `evidence` are canonical.
self_assessment = Table(
    "self_assessment",
    metadata,
    text("dossier"),
    text("criteria"),
    number("set_number"),
    text("answers"),
    number("total"),
    text("evidence"),
    number("seq"),
    PrimaryKeyConstraint("dossier"),
    refers("dossier", "dossier.code"),
)
