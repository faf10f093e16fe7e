"""The first schema."""

import sqlalchemy as sa
from alembic import op

from cycle.evidence import evidence_triggers

revision = "0001"
down_revision = None


def upgrade() -> None:
    op.create_table(
        "account",
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("os_user", sa.Text(), nullable=True),
        sa.Column("valid_from", sa.Text(), nullable=False),
        sa.Column("valid_to", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("code", name=op.f("pk_account")),
    )
    with op.batch_alter_table("account", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_account_os_user"), ["os_user"], unique=True)

    op.create_table(
        "config_file",
        sa.Column("hash", sa.Text(), nullable=False),
        sa.Column("canonical", sa.Text(), nullable=False),
        sa.Column("raw", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("hash", name=op.f("pk_config_file")),
    )
    op.create_table(
        "installation",
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_installation")),
    )
    op.create_table(
        "organisation",
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("name_key", sa.Text(), nullable=False),
        sa.Column("name_folded", sa.Text(), nullable=False),
        sa.Column("level", sa.Text(), nullable=False),
        sa.Column("parent", sa.Text(), nullable=True),
        sa.Column("valid_from", sa.Text(), nullable=False),
        sa.Column("valid_to", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["parent"], ["organisation.code"], name=op.f("fk_organisation_parent")),
        sa.PrimaryKeyConstraint("code", name=op.f("pk_organisation")),
    )
    op.create_table(
        "outbox",
        sa.Column("stream", sa.Text(), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("recorded", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("stream", "seq", name=op.f("pk_outbox")),
    )
    op.create_table(
        "paper",
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("holder_kind", sa.Text(), nullable=False),
        sa.Column("holder", sa.Text(), nullable=False),
        sa.Column("type", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("file", sa.Text(), nullable=True),
        sa.Column("file_name", sa.Text(), nullable=True),
        sa.Column("media", sa.Text(), nullable=True),
        sa.Column("size", sa.Integer(), nullable=True),
        sa.Column("pages_from", sa.Integer(), nullable=True),
        sa.Column("pages_to", sa.Integer(), nullable=True),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.Column("place", sa.Text(), nullable=True),
        sa.Column("hash", sa.Text(), nullable=False),
        sa.Column("supplier", sa.Text(), nullable=False),
        sa.Column("on_behalf", sa.Text(), nullable=True),
        sa.Column("received", sa.Text(), nullable=False),
        sa.Column("issued", sa.Text(), nullable=True),
        sa.Column("expires", sa.Text(), nullable=True),
        sa.Column("recorded", sa.Text(), nullable=False),
        sa.Column("judged_by", sa.Text(), nullable=True),
        sa.Column("judged", sa.Text(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("code", name=op.f("pk_paper")),
    )
    with op.batch_alter_table("paper", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_paper_holder_kind_holder_type_version"),
            ["holder_kind", "holder", "type", "version"],
            unique=True,
        )

    op.create_table(
        "publication",
        sa.Column("hash", sa.Text(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("effective", sa.Text(), nullable=False),
        sa.Column("published", sa.Text(), nullable=False),
        sa.Column("manifest", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("hash", name=op.f("pk_publication")),
    )
    with op.batch_alter_table("publication", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_publication_number"), ["number"], unique=True)

    op.create_table(
        "record",
        sa.Column("stream", sa.Text(), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("format", sa.Integer(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("happened", sa.Text(), nullable=False),
        sa.Column("recorded", sa.Text(), nullable=False),
        sa.Column("actor", sa.Text(), nullable=False),
        sa.Column("on_behalf", sa.Text(), nullable=True),
        sa.Column("payload", sa.Text(), nullable=False),
        sa.Column("publication", sa.Text(), nullable=True),
        sa.Column("request", sa.Text(), nullable=True),
        sa.Column("prev", sa.Text(), nullable=False),
        sa.Column("hash", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("stream", "seq", name=op.f("pk_record")),
    )
    op.create_table(
        "request",
        sa.Column("actor", sa.Text(), nullable=False),
        sa.Column("request", sa.Text(), nullable=False),
        sa.Column("target", sa.Text(), nullable=False),
        sa.Column("payload_hash", sa.Text(), nullable=False),
        sa.Column("stream", sa.Text(), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("actor", "request", "target", name=op.f("pk_request")),
    )
    op.create_table(
        "account_grant",
        sa.Column("account", sa.Text(), nullable=False),
        sa.Column("role", sa.Text(), nullable=False),
        sa.Column("holder", sa.Text(), nullable=False),
        sa.Column("valid_from", sa.Text(), nullable=False),
        sa.Column("valid_to", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["account"], ["account.code"], name=op.f("fk_account_grant_account")),
        sa.PrimaryKeyConstraint("account", "role", "holder", "valid_from", name=op.f("pk_account_grant")),
    )
    op.create_table(
        "contact",
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("organisation", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("phone", sa.Text(), nullable=True),
        sa.Column("email", sa.Text(), nullable=True),
        sa.Column("valid_from", sa.Text(), nullable=False),
        sa.Column("valid_to", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["organisation"], ["organisation.code"], name=op.f("fk_contact_organisation")),
        sa.PrimaryKeyConstraint("code", name=op.f("pk_contact")),
    )
    op.create_table(
        "organisation_successor",
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("successor", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["code"], ["organisation.code"], name=op.f("fk_organisation_successor_code")),
        sa.ForeignKeyConstraint(["successor"], ["organisation.code"], name=op.f("fk_organisation_successor_successor")),
        sa.PrimaryKeyConstraint("code", "successor", name=op.f("pk_organisation_successor")),
    )
    op.create_table(
        "personal",
        sa.Column("stream", sa.Text(), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("field", sa.Text(), nullable=False),
        sa.Column("salt", sa.Text(), nullable=False),
        sa.Column("plain", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["stream", "seq"], ["record.stream", "record.seq"], name=op.f("fk_personal_stream_seq")
        ),
        sa.PrimaryKeyConstraint("stream", "seq", "field", name=op.f("pk_personal")),
    )
    op.create_table(
        "producer",
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("registration", sa.Text(), nullable=False),
        sa.Column("registration_kind", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("name_key", sa.Text(), nullable=False),
        sa.Column("name_folded", sa.Text(), nullable=False),
        sa.Column("organisation", sa.Text(), nullable=False),
        sa.Column("representative", sa.Text(), nullable=True),
        sa.Column("phone", sa.Text(), nullable=True),
        sa.Column("email", sa.Text(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["organisation"], ["organisation.code"], name=op.f("fk_producer_organisation")),
        sa.PrimaryKeyConstraint("code", name=op.f("pk_producer")),
    )
    with op.batch_alter_table("producer", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_producer_registration"), ["registration"], unique=True)

    op.create_table(
        "programme",
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("organisation", sa.Text(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("zone", sa.Text(), nullable=False),
        sa.Column("opened", sa.Text(), nullable=False),
        sa.Column("dossiers", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["organisation"], ["organisation.code"], name=op.f("fk_programme_organisation")),
        sa.PrimaryKeyConstraint("code", name=op.f("pk_programme")),
    )
    op.create_table(
        "publication_file",
        sa.Column("publication", sa.Text(), nullable=False),
        sa.Column("path", sa.Text(), nullable=False),
        sa.Column("file", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["file"], ["config_file.hash"], name=op.f("fk_publication_file_file")),
        sa.ForeignKeyConstraint(["publication"], ["publication.hash"], name=op.f("fk_publication_file_publication")),
        sa.PrimaryKeyConstraint("publication", "path", name=op.f("pk_publication_file")),
    )
    op.create_table(
        "reliance",
        sa.Column("paper", sa.Text(), nullable=False),
        sa.Column("stream", sa.Text(), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["paper"], ["paper.code"], name=op.f("fk_reliance_paper")),
        sa.PrimaryKeyConstraint("paper", "stream", "seq", name=op.f("pk_reliance")),
    )
    op.create_table(
        "establishment",
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("producer", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("address", sa.Text(), nullable=True),
        sa.Column("organisation", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["producer"], ["producer.code"], name=op.f("fk_establishment_producer")),
        sa.PrimaryKeyConstraint("code", name=op.f("pk_establishment")),
    )
    op.create_table(
        "product",
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("producer", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("name_key", sa.Text(), nullable=False),
        sa.Column("name_folded", sa.Text(), nullable=False),
        sa.Column("sector", sa.Text(), nullable=False),
        sa.Column("product_group", sa.Text(), nullable=True),
        sa.Column("set_number", sa.Integer(), nullable=True),
        sa.Column("listed", sa.Text(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["producer"], ["producer.code"], name=op.f("fk_product_producer")),
        sa.PrimaryKeyConstraint("code", name=op.f("pk_product")),
    )
    with op.batch_alter_table("product", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_product_producer"), ["producer"], unique=False)

    op.create_table(
        "dossier",
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("root", sa.Text(), nullable=False),
        sa.Column("parent", sa.Text(), nullable=True),
        sa.Column("family", sa.Text(), nullable=False),
        sa.Column("workflow", sa.Text(), nullable=False),
        sa.Column("definition", sa.Text(), nullable=False),
        sa.Column("programme", sa.Text(), nullable=False),
        sa.Column("product", sa.Text(), nullable=False),
        sa.Column("producer", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("stage", sa.Text(), nullable=False),
        sa.Column("final", sa.Text(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("opened", sa.Text(), nullable=False),
        sa.Column("happened", sa.Text(), nullable=False),
        sa.Column("data", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["definition"], ["config_file.hash"], name=op.f("fk_dossier_definition")),
        sa.ForeignKeyConstraint(["producer"], ["producer.code"], name=op.f("fk_dossier_producer")),
        sa.ForeignKeyConstraint(["product"], ["product.code"], name=op.f("fk_dossier_product")),
        sa.ForeignKeyConstraint(["programme"], ["programme.code"], name=op.f("fk_dossier_programme")),
        sa.PrimaryKeyConstraint("code", name=op.f("pk_dossier")),
    )
    with op.batch_alter_table("dossier", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_dossier_producer"), ["producer"], unique=False)
        batch_op.create_index(batch_op.f("ix_dossier_product"), ["product"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_dossier_programme_workflow_stage_state"),
            ["programme", "workflow", "stage", "state"],
            unique=False,
        )
        batch_op.create_index(batch_op.f("ix_dossier_root"), ["root"], unique=False)

    op.create_table(
        "product_area",
        sa.Column("product", sa.Text(), nullable=False),
        sa.Column("organisation", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["organisation"], ["organisation.code"], name=op.f("fk_product_area_organisation")),
        sa.ForeignKeyConstraint(["product"], ["product.code"], name=op.f("fk_product_area_product")),
        sa.PrimaryKeyConstraint("product", "organisation", name=op.f("pk_product_area")),
    )
    with op.batch_alter_table("product_area", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_product_area_organisation"), ["organisation"], unique=False)

    op.create_table(
        "product_establishment",
        sa.Column("product", sa.Text(), nullable=False),
        sa.Column("establishment", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["establishment"], ["establishment.code"], name=op.f("fk_product_establishment_establishment")
        ),
        sa.ForeignKeyConstraint(["product"], ["product.code"], name=op.f("fk_product_establishment_product")),
        sa.PrimaryKeyConstraint("product", "establishment", name=op.f("pk_product_establishment")),
    )
    op.create_table(
        "deadline",
        sa.Column("dossier", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("opened_seq", sa.Integer(), nullable=False),
        sa.Column("starts", sa.Text(), nullable=False),
        sa.Column("last_day", sa.Text(), nullable=False),
        sa.Column("due", sa.Text(), nullable=False),
        sa.Column("derivation", sa.Text(), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("closed_seq", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["dossier"], ["dossier.code"], name=op.f("fk_deadline_dossier")),
        sa.PrimaryKeyConstraint("dossier", "name", "opened_seq", name=op.f("pk_deadline")),
    )
    with op.batch_alter_table("deadline", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_deadline_status_due"), ["status", "due"], unique=False)
    for statement in evidence_triggers(op.get_bind().dialect.name):
        op.execute(statement)
