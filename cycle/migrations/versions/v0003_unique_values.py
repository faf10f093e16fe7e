"""Values that no two dossiers of a family share."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    op.create_table(
        "unique_value",
        sa.Column("family", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("dossier", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["dossier"], ["dossier.code"], name=op.f("fk_unique_value_dossier")),
        sa.PrimaryKeyConstraint("family", "name", "text", name=op.f("pk_unique_value")),
    )
    op.create_index(op.f("ix_unique_value_dossier"), "unique_value", ["dossier"], unique=False)
