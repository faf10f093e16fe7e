"""What sweeps have done and what they set aside: each effect once, by its key."""

from sqlalchemy import Index, PrimaryKeyConstraint, Table
from sqlalchemy import text as text_of

from cycle.tables.schema import metadata, number, text

# `kind` is deadline, paper, window, season or lag; `subject` the dossier, paper, programme or the register; `part` the
# deadline, the window, or the programme a paper matters to; `number` the record that opened the deadline, 0 for all
# others; `mark` what was due. `told` is the letter that says it, None where none has been planned yet, empty where none
# is to be.
_UNTOLD = text_of("told IS NULL AND kind IN ('deadline', 'paper') AND status IN ('done', 'merged')")
effect = Table(
    "effect",
    metadata,
    text("kind"),
    text("subject"),
    text("part"),
    number("number"),
    text("mark"),
    text("at"),
    text("done"),
    text("status"),
    text("reason", optional=True),
    number("seq", optional=True),
    text("told", optional=True),
    PrimaryKeyConstraint("kind", "subject", "part", "number", "mark"),
    Index(None, "done"),
    Index("ix_effect_untold", "subject", "part", "number", sqlite_where=_UNTOLD, postgresql_where=_UNTOLD),
)

set_aside = Table(
    "set_aside",
    metadata,
    text("kind"),
    text("subject"),
    text("part"),
    number("number"),
    text("since"),
    text("last"),
    number("attempts"),
    text("reason"),
    PrimaryKeyConstraint("kind", "subject", "part", "number"),
)

sweep = Table(
    "sweep",
    metadata,
    text("code"),
    text("worker"),
    text("started"),
    text("finished", optional=True),
    text("result", optional=True),
    PrimaryKeyConstraint("code"),
    Index(None, "finished"),
)
