"""Every table, and the triggers that keep the evidence from being changed.

Instants are stored as `YYYY-MM-DDTHH:MM:SS.ffffffZ`, days as `YYYY-MM-DD`, what is hashed as the text that was hashed.
"""

from sqlalchemy import Column, ForeignKeyConstraint, Index, Integer, MetaData, PrimaryKeyConstraint, Table, Text

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)


def _text(name: str, *, optional: bool = False) -> Column[str]:
    return Column(name, Text, nullable=optional)


def _number(name: str, *, optional: bool = False) -> Column[int]:
    return Column(name, Integer, nullable=optional)


def _refers(column: str, target: str) -> ForeignKeyConstraint:
    return ForeignKeyConstraint([column], [target])


installation = Table("installation", metadata, _text("name"), _text("value"), PrimaryKeyConstraint("name"))

record = Table(
    "record",
    metadata,
    _text("stream"),
    _number("seq"),
    _number("format"),
    _text("kind"),
    _text("happened"),
    _text("recorded"),
    _text("actor"),
    _text("on_behalf", optional=True),
    _text("payload"),
    _text("publication", optional=True),
    _text("request", optional=True),
    _text("prev"),
    _text("hash"),
    PrimaryKeyConstraint("stream", "seq"),
)

personal = Table(
    "personal",
    metadata,
    _text("stream"),
    _number("seq"),
    _text("field"),
    _text("salt"),
    _text("plain"),
    PrimaryKeyConstraint("stream", "seq", "field"),
    ForeignKeyConstraint(["stream", "seq"], ["record.stream", "record.seq"]),
)

request = Table(
    "request",
    metadata,
    _text("actor"),
    _text("request"),
    _text("target"),
    _text("payload_hash"),
    _text("stream"),
    _number("seq"),
    PrimaryKeyConstraint("actor", "request", "target"),
)

outbox = Table(
    "outbox", metadata, _text("stream"), _number("seq"), _text("recorded"), PrimaryKeyConstraint("stream", "seq")
)

config_file = Table(
    "config_file", metadata, _text("hash"), _text("canonical"), _text("raw"), PrimaryKeyConstraint("hash")
)

publication = Table(
    "publication",
    metadata,
    _text("hash"),
    _number("number"),
    _text("effective"),
    _text("published"),
    _text("manifest"),
    PrimaryKeyConstraint("hash"),
    Index(None, "number", unique=True),
)

publication_file = Table(
    "publication_file",
    metadata,
    _text("publication"),
    _text("path"),
    _text("file"),
    PrimaryKeyConstraint("publication", "path"),
    _refers("publication", "publication.hash"),
    _refers("file", "config_file.hash"),
)

organisation = Table(
    "organisation",
    metadata,
    _text("code"),
    _text("name"),
    _text("name_key"),
    _text("name_folded"),
    _text("level"),
    _text("parent", optional=True),
    _text("valid_from"),
    _text("valid_to", optional=True),
    PrimaryKeyConstraint("code"),
    _refers("parent", "organisation.code"),
)

organisation_successor = Table(
    "organisation_successor",
    metadata,
    _text("code"),
    _text("successor"),
    PrimaryKeyConstraint("code", "successor"),
    _refers("code", "organisation.code"),
    _refers("successor", "organisation.code"),
)

contact = Table(
    "contact",
    metadata,
    _text("code"),
    _text("organisation"),
    _text("name"),
    _text("phone", optional=True),
    _text("email", optional=True),
    _text("valid_from"),
    _text("valid_to", optional=True),
    PrimaryKeyConstraint("code"),
    _refers("organisation", "organisation.code"),
)

account = Table(
    "account",
    metadata,
    _text("code"),
    _text("name"),
    _text("os_user", optional=True),
    _text("valid_from"),
    _text("valid_to", optional=True),
    PrimaryKeyConstraint("code"),
    Index(None, "os_user", unique=True),
)

account_grant = Table(
    "account_grant",
    metadata,
    _text("account"),
    _text("role"),
    _text("holder"),
    _text("valid_from"),
    _text("valid_to", optional=True),
    PrimaryKeyConstraint("account", "role", "holder", "valid_from"),
    _refers("account", "account.code"),
)

programme = Table(
    "programme",
    metadata,
    _text("code"),
    _text("organisation"),
    _number("year"),
    _text("zone"),
    _text("opened"),
    _number("dossiers"),
    PrimaryKeyConstraint("code"),
    _refers("organisation", "organisation.code"),
)

producer = Table(
    "producer",
    metadata,
    _text("code"),
    _text("registration"),
    _text("registration_kind"),
    _text("kind"),
    _text("name"),
    _text("name_key"),
    _text("name_folded"),
    _text("organisation"),
    _text("representative", optional=True),
    _text("phone", optional=True),
    _text("email", optional=True),
    _number("version"),
    PrimaryKeyConstraint("code"),
    Index(None, "registration", unique=True),
    _refers("organisation", "organisation.code"),
)

establishment = Table(
    "establishment",
    metadata,
    _text("code"),
    _text("producer"),
    _text("name"),
    _text("address", optional=True),
    _text("organisation"),
    PrimaryKeyConstraint("code"),
    _refers("producer", "producer.code"),
)

product = Table(
    "product",
    metadata,
    _text("code"),
    _text("producer"),
    _text("name"),
    _text("name_key"),
    _text("name_folded"),
    _text("sector"),
    _text("product_group", optional=True),
    _number("set_number", optional=True),
    _number("version"),
    PrimaryKeyConstraint("code"),
    _refers("producer", "producer.code"),
    Index(None, "producer"),
)

product_area = Table(
    "product_area",
    metadata,
    _text("product"),
    _text("organisation"),
    PrimaryKeyConstraint("product", "organisation"),
    _refers("product", "product.code"),
    _refers("organisation", "organisation.code"),
    Index(None, "organisation"),
)

product_establishment = Table(
    "product_establishment",
    metadata,
    _text("product"),
    _text("establishment"),
    PrimaryKeyConstraint("product", "establishment"),
    _refers("product", "product.code"),
    _refers("establishment", "establishment.code"),
)

dossier = Table(
    "dossier",
    metadata,
    _text("code"),
    _text("root"),
    _text("parent", optional=True),
    _text("family"),
    _text("workflow"),
    _text("definition"),
    _text("programme"),
    _text("product"),
    _text("producer"),
    _text("state"),
    _text("stage"),
    _text("final", optional=True),
    _number("version"),
    _text("opened"),
    _text("happened"),
    _text("data"),
    PrimaryKeyConstraint("code"),
    _refers("programme", "programme.code"),
    _refers("product", "product.code"),
    _refers("producer", "producer.code"),
    _refers("definition", "config_file.hash"),
    Index(None, "root"),
    Index(None, "programme", "workflow", "stage", "state"),
    Index(None, "product"),
    Index(None, "producer"),
)

paper = Table(
    "paper",
    metadata,
    _text("code"),
    _text("holder_kind"),
    _text("holder"),
    _text("type"),
    _number("version"),
    _text("status"),
    _text("file", optional=True),
    _text("file_name", optional=True),
    _text("media", optional=True),
    _number("size", optional=True),
    _number("pages_from", optional=True),
    _number("pages_to", optional=True),
    _number("count"),
    _text("place", optional=True),
    _text("hash"),
    _text("supplier"),
    _text("on_behalf", optional=True),
    _text("received"),
    _text("issued", optional=True),
    _text("expires", optional=True),
    _text("recorded"),
    _text("judged_by", optional=True),
    _text("judged", optional=True),
    _text("reason", optional=True),
    PrimaryKeyConstraint("code"),
    Index(None, "holder_kind", "holder", "type", "version", unique=True),
)

reliance = Table(
    "reliance",
    metadata,
    _text("paper"),
    _text("stream"),
    _number("seq"),
    PrimaryKeyConstraint("paper", "stream", "seq"),
    _refers("paper", "paper.code"),
)

deadline = Table(
    "deadline",
    metadata,
    _text("dossier"),
    _text("name"),
    _number("opened_seq"),
    _text("starts"),
    _text("last_day"),
    _text("due"),
    _text("derivation"),
    _text("status"),
    _number("closed_seq", optional=True),
    PrimaryKeyConstraint("dossier", "name", "opened_seq"),
    _refers("dossier", "dossier.code"),
    Index(None, "status", "due"),
)
