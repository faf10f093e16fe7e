"""Letters, the tree over history, alternates of contacts."""

import sqlalchemy as sa
from alembic import op

from cycle.evidence import TREE, evidence_triggers

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    op.add_column("contact", sa.Column("alternate_of", sa.Text(), nullable=True))
    op.create_index(op.f("ix_contact_organisation"), "contact", ["organisation"])
    _effects()
    _letters()
    _deliveries()
    _tree()


def _effects() -> None:
    op.add_column("effect", sa.Column("told", sa.Text(), nullable=True))
    # Nothing that this release has done before letters were declared is told now.
    op.execute("UPDATE effect SET told = ''")
    untold = sa.text("told IS NULL AND kind IN ('deadline', 'paper') AND status IN ('done', 'merged')")
    columns = ["subject", "part", "number"]
    op.create_index("ix_effect_untold", "effect", columns, sqlite_where=untold, postgresql_where=untold)


def _letters() -> None:
    op.create_table(
        "letter",
        *_text("code", "key", "programme", "name", "kind", "recipient", "about", "created", "send_after"),
        *_text("stale_after", optional=True),
        *_text("status"),
        *_text("reason", optional=True),
        *_numbers("year", "number", optional=True),
        *_text("message_id", "subject", "content", "hash", "short", "sealed", optional=True),
        *_numbers("seq", optional=True),
        *_text("token", "resends", optional=True),
        sa.ForeignKeyConstraint(["programme"], ["programme.code"], name=op.f("fk_letter_programme")),
        sa.PrimaryKeyConstraint("code", name=op.f("pk_letter")),
    )
    op.create_index(op.f("ix_letter_key"), "letter", ["key"], unique=True)
    op.create_index(op.f("ix_letter_recipient_year_number"), "letter", ["recipient", "year", "number"], unique=True)
    op.create_index(op.f("ix_letter_token"), "letter", ["token"], unique=True)
    op.create_index(op.f("ix_letter_message_id"), "letter", ["message_id"])
    _partial("ix_letter_queued", "letter", ["send_after", "code"], "status = 'queued'")
    op.create_table(
        "mailbox",
        *_text("recipient"),
        *_numbers("year", "last"),
        sa.PrimaryKeyConstraint("recipient", name=op.f("pk_mailbox")),
    )
    op.create_table(
        "formal_letter",
        *_text("recipient"),
        *_numbers("seq"),
        *_text("programme", "number", "day", "file", "file_name"),
        sa.PrimaryKeyConstraint("recipient", "seq", name=op.f("pk_formal_letter")),
    )


def _deliveries() -> None:
    op.create_table(
        "delivery",
        *_text("letter", "channel", "address", "status"),
        *_numbers("fence"),
        *_text("worker", "leased_until", optional=True),
        *_numbers("attempts"),
        *_text("first_attempt", "next_at", "ended", optional=True),
        *_numbers("code", optional=True),
        *_text("reply", optional=True),
        sa.ForeignKeyConstraint(["letter"], ["letter.code"], name=op.f("fk_delivery_letter")),
        sa.PrimaryKeyConstraint("letter", "channel", "address", name=op.f("pk_delivery")),
    )
    _partial("ix_delivery_queued", "delivery", ["next_at", "letter"], "status = 'queued'")
    _partial("ix_delivery_leased", "delivery", ["leased_until"], "status IN ('claimed', 'sending')")
    troubled = "status IN ('uncertain', 'failed', 'bounced')"
    _partial("ix_delivery_troubled", "delivery", ["status", "letter"], troubled)
    op.create_table(
        "attempt",
        *_text("letter", "channel", "address"),
        *_numbers("number"),
        *_text("at", "phase"),
        *_numbers("code", optional=True),
        *_text("reply", optional=True),
        sa.ForeignKeyConstraint(["letter"], ["letter.code"], name=op.f("fk_attempt_letter")),
        sa.PrimaryKeyConstraint("letter", "channel", "address", "number", name=op.f("pk_attempt")),
    )
    op.create_table(
        "bounce",
        *_text("hash"),
        *_text("letter", "address", "action", "code", optional=True),
        *_text("read", "file"),
        sa.PrimaryKeyConstraint("hash", name=op.f("pk_bounce")),
    )
    op.create_table(
        "bad_address",
        *_text("address"),
        *_numbers("count"),
        *_text("since", "last"),
        sa.PrimaryKeyConstraint("address", name=op.f("pk_bad_address")),
    )


def _tree() -> None:
    op.create_table(
        "leaf",
        *_numbers("position"),
        *_text("stream"),
        *_numbers("seq"),
        *_text("hash"),
        sa.PrimaryKeyConstraint("position", name=op.f("pk_leaf")),
        sa.UniqueConstraint("stream", "seq", name=op.f("uq_leaf_stream_seq")),
    )
    op.create_table(
        "checkpoint",
        *_numbers("size"),
        *_text("root", "peaks", "made"),
        sa.PrimaryKeyConstraint("size", name=op.f("pk_checkpoint")),
    )
    for statement in evidence_triggers(op.get_bind().dialect.name, TREE):
        op.execute(statement)


def _text(*names: str, optional: bool = False) -> list[sa.Column[str]]:
    return [sa.Column(name, sa.Text(), nullable=optional) for name in names]


def _numbers(*names: str, optional: bool = False) -> list[sa.Column[int]]:
    return [sa.Column(name, sa.Integer(), nullable=optional) for name in names]


def _partial(name: str, table: str, columns: list[str], where: str) -> None:
    op.create_index(name, table, columns, sqlite_where=sa.text(where), postgresql_where=sa.text(where))
