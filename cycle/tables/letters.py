"""Letters: what is to be told, what was sealed, how it goes by each channel to each address, and what came back."""

from sqlalchemy import Index, PrimaryKeyConstraint, Table
from sqlalchemy import text as text_of

from cycle.tables.schema import metadata, number, refers, text

# `status` is queued, void, sealed or acknowledged; what became of a sealed one stands in its deliveries. `about` is
# what it was planned for; `number`, in the order of its recipient and year, is given with `content`, the frozen
# bytes, and `seq`, its record in the stream `letters/RECIPIENT`. `reason` says why it is void, or what it waits for.
letter = Table(
    "letter",
    metadata,
    text("code"),
    text("key"),
    text("programme"),
    text("name"),
    text("kind"),
    text("recipient"),
    text("about"),
    text("created"),
    text("send_after"),
    text("stale_after", optional=True),
    text("status"),
    text("reason", optional=True),
    number("year", optional=True),
    number("number", optional=True),
    text("message_id", optional=True),
    text("subject", optional=True),
    text("content", optional=True),
    text("hash", optional=True),
    text("short", optional=True),
    text("sealed", optional=True),
    number("seq", optional=True),
    text("token", optional=True),
    text("resends", optional=True),
    PrimaryKeyConstraint("code"),
    Index(None, "key", unique=True),
    Index(None, "recipient", "year", "number", unique=True),
    Index(None, "token", unique=True),
    Index(None, "message_id"),
    Index(
        "ix_letter_queued",
        "send_after",
        "code",
        sqlite_where=text_of("status = 'queued'"),
        postgresql_where=text_of("status = 'queued'"),
    ),
    refers("programme", "programme.code"),
)

# The last number given to a recipient in a year; its row is the lock of the stream `letters/RECIPIENT`.
mailbox = Table(
    "mailbox", metadata, text("recipient"), number("year"), number("last"), PrimaryKeyConstraint("recipient")
)

# One for each address and channel. `status` is queued, claimed, sending (from DATA on), handed, uncertain, failed or
# bounced; `fence` grows with every claim, and only its holder may say how it ended. `code` and `reply` are what came
# back last.
delivery = Table(
    "delivery",
    metadata,
    text("letter"),
    text("channel"),
    text("address"),
    text("status"),
    number("fence"),
    text("worker", optional=True),
    text("leased_until", optional=True),
    number("attempts"),
    text("first_attempt", optional=True),
    text("next_at", optional=True),
    text("ended", optional=True),
    number("code", optional=True),
    text("reply", optional=True),
    PrimaryKeyConstraint("letter", "channel", "address"),
    refers("letter", "letter.code"),
    Index(
        "ix_delivery_queued",
        "next_at",
        "letter",
        sqlite_where=text_of("status = 'queued'"),
        postgresql_where=text_of("status = 'queued'"),
    ),
    Index(
        "ix_delivery_leased",
        "leased_until",
        sqlite_where=text_of("status IN ('claimed', 'sending')"),
        postgresql_where=text_of("status IN ('claimed', 'sending')"),
    ),
    Index(
        "ix_delivery_troubled",
        "status",
        "letter",
        sqlite_where=text_of("status IN ('uncertain', 'failed', 'bounced')"),
        postgresql_where=text_of("status IN ('uncertain', 'failed', 'bounced')"),
    ),
)

# Attempts that settled nothing: what came back, and when it was tried.
attempt = Table(
    "attempt",
    metadata,
    text("letter"),
    text("channel"),
    text("address"),
    number("number"),
    text("at"),
    text("phase"),
    number("code", optional=True),
    text("reply", optional=True),
    PrimaryKeyConstraint("letter", "channel", "address", "number"),
    refers("letter", "letter.code"),
)

# Messages that came back, by the hash of their bytes; `letter` None where they belong to none of ours.
bounce = Table(
    "bounce",
    metadata,
    text("hash"),
    text("letter", optional=True),
    text("address", optional=True),
    text("action", optional=True),
    text("code", optional=True),
    text("read"),
    text("file"),
    PrimaryKeyConstraint("hash"),
)

# Addresses that did not take what was sent to them, how often since the last one that they took.
bad_address = Table(
    "bad_address",
    metadata,
    text("address"),
    number("count"),
    text("since"),
    text("last"),
    PrimaryKeyConstraint("address"),
)

# Official reminders on paper that the office has numbered, signed and filed.
formal_letter = Table(
    "formal_letter",
    metadata,
    text("recipient"),
    number("seq"),
    text("programme"),
    text("number"),
    text("day"),
    text("file"),
    text("file_name"),
    PrimaryKeyConstraint("recipient", "seq"),
)
