"""Indices for what lies below a place and for the bodies of a level."""

from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    op.create_index(op.f("ix_organisation_parent"), "organisation", ["parent"], unique=False)
    op.create_index(op.f("ix_organisation_level"), "organisation", ["level"], unique=False)
