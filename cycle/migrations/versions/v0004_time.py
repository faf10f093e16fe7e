"""Deadlines that are swept, dossiers that stand for themselves, seasons that close."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    with op.batch_alter_table("dossier") as batch_op:
        batch_op.alter_column("product", existing_type=sa.Text(), nullable=True)
        batch_op.alter_column("producer", existing_type=sa.Text(), nullable=True)
    op.add_column("programme", sa.Column("closed", sa.Text(), nullable=True))
    _deadlines()
    _beside_dossiers()
    _sweeps()


def _deadlines() -> None:
    op.add_column("deadline", sa.Column("expired_seq", sa.Integer(), nullable=True))
    for name in ("proposal", "escalation", "next_at"):
        op.add_column("deadline", sa.Column(name, sa.Text(), nullable=True))
    # Whatever runs is looked at when it is over.
    op.execute("UPDATE deadline SET next_at = due WHERE status = 'open'")
    swept = sa.text("next_at IS NOT NULL")
    columns = ["next_at", "dossier", "name", "opened_seq"]
    op.create_index("ix_deadline_next_at", "deadline", columns, sqlite_where=swept, postgresql_where=swept)
    waits = sa.text("proposal IS NOT NULL OR escalation = 'waiting'")
    op.create_index("ix_deadline_waiting", "deadline", ["dossier", "name"], sqlite_where=waits, postgresql_where=waits)
    if op.get_bind().dialect.name == "postgresql":
        # A sweep leaves the places of what it has done at the beginning of that index: they are to be cleared soon.
        op.execute("ALTER TABLE deadline SET (autovacuum_vacuum_scale_factor = 0.02)")
    valid = sa.text("status = 'verified'")
    op.create_index("ix_paper_expires", "paper", ["expires", "code"], sqlite_where=valid, postgresql_where=valid)


def _beside_dossiers() -> None:
    op.create_table(
        "dossier_title",
        sa.Column("dossier", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("title_key", sa.Text(), nullable=False),
        sa.Column("title_folded", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["dossier"], ["dossier.code"], name=op.f("fk_dossier_title_dossier")),
        sa.PrimaryKeyConstraint("dossier", name=op.f("pk_dossier_title")),
    )
    op.create_table(
        "party",
        sa.Column("dossier", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("organisation", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["dossier"], ["dossier.code"], name=op.f("fk_party_dossier")),
        sa.ForeignKeyConstraint(["organisation"], ["organisation.code"], name=op.f("fk_party_organisation")),
        sa.PrimaryKeyConstraint("dossier", "name", "organisation", name=op.f("pk_party")),
    )
    op.create_index(op.f("ix_party_organisation"), "party", ["organisation"])
    op.create_table(
        "link",
        sa.Column("dossier", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("target", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["dossier"], ["dossier.code"], name=op.f("fk_link_dossier")),
        sa.ForeignKeyConstraint(["target"], ["dossier.code"], name=op.f("fk_link_target")),
        sa.PrimaryKeyConstraint("dossier", "name", name=op.f("pk_link")),
    )
    op.create_index(op.f("ix_link_target"), "link", ["target"])


def _sweeps() -> None:
    about = ("kind", "subject", "part")
    op.create_table(
        "effect",
        *(sa.Column(name, sa.Text(), nullable=False) for name in about),
        sa.Column("number", sa.Integer(), nullable=False),
        *(sa.Column(name, sa.Text(), nullable=False) for name in ("mark", "at", "done", "status")),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("seq", sa.Integer(), nullable=True),
        sa.PrimaryKeyConstraint(*about, "number", "mark", name=op.f("pk_effect")),
    )
    op.create_index(op.f("ix_effect_done"), "effect", ["done"])
    op.create_table(
        "set_aside",
        *(sa.Column(name, sa.Text(), nullable=False) for name in about),
        sa.Column("number", sa.Integer(), nullable=False),
        *(sa.Column(name, sa.Text(), nullable=False) for name in ("since", "last")),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint(*about, "number", name=op.f("pk_set_aside")),
    )
    op.create_table(
        "sweep",
        *(sa.Column(name, sa.Text(), nullable=False) for name in ("code", "worker", "started")),
        *(sa.Column(name, sa.Text(), nullable=True) for name in ("finished", "result")),
        sa.PrimaryKeyConstraint("code", name=op.f("pk_sweep")),
    )
    op.create_index(op.f("ix_sweep_finished"), "sweep", ["finished"])
