"""Organisations, accounts, producers and products."""

from sqlalchemy import Index, PrimaryKeyConstraint, Table

from cycle.tables.schema import metadata, number, refers, text

organisation = Table(
    "organisation",
    metadata,
    text("code"),
    text("name"),
    text("name_key"),
    text("name_folded"),
    text("level"),
    text("parent", optional=True),
    text("valid_from"),
    text("valid_to", optional=True),
    PrimaryKeyConstraint("code"),
    refers("parent", "organisation.code"),
    Index(None, "parent"),
    Index(None, "level"),
)

organisation_successor = Table(
    "organisation_successor",
    metadata,
    text("code"),
    text("successor"),
    PrimaryKeyConstraint("code", "successor"),
    refers("code", "organisation.code"),
    refers("successor", "organisation.code"),
)

contact = Table(
    "contact",
    metadata,
    text("code"),
    text("organisation"),
    text("name"),
    text("phone", optional=True),
    text("email", optional=True),
    text("valid_from"),
    text("valid_to", optional=True),
    text("alternate_of", optional=True),
    PrimaryKeyConstraint("code"),
    refers("organisation", "organisation.code"),
    Index(None, "organisation"),
)

account = Table(
    "account",
    metadata,
    text("code"),
    text("name"),
    text("os_user", optional=True),
    text("valid_from"),
    text("valid_to", optional=True),
    PrimaryKeyConstraint("code"),
    Index(None, "os_user", unique=True),
)

account_grant = Table(
    "account_grant",
    metadata,
    text("account"),
    text("role"),
    text("holder"),
    text("valid_from"),
    text("valid_to", optional=True),
    PrimaryKeyConstraint("account", "role", "holder", "valid_from"),
    refers("account", "account.code"),
)

producer = Table(
    "producer",
    metadata,
    text("code"),
    text("registration"),
    text("registration_kind"),
    text("kind"),
    text("name"),
    text("name_key"),
    text("name_folded"),
    text("organisation"),
    text("representative", optional=True),
    text("phone", optional=True),
    text("email", optional=True),
    number("version"),
    PrimaryKeyConstraint("code"),
    Index(None, "registration", unique=True),
    refers("organisation", "organisation.code"),
)

establishment = Table(
    "establishment",
    metadata,
    text("code"),
    text("producer"),
    text("name"),
    text("address", optional=True),
    text("organisation"),
    PrimaryKeyConstraint("code"),
    refers("producer", "producer.code"),
)

product = Table(
    "product",
    metadata,
    text("code"),
    text("producer"),
    text("name"),
    text("name_key"),
    text("name_folded"),
    text("sector"),
    text("product_group", optional=True),
    number("set_number", optional=True),
    text("listed", optional=True),
    number("version"),
    PrimaryKeyConstraint("code"),
    refers("producer", "producer.code"),
    Index(None, "producer"),
)

product_area = Table(
    "product_area",
    metadata,
    text("product"),
    text("organisation"),
    PrimaryKeyConstraint("product", "organisation"),
    refers("product", "product.code"),
    refers("organisation", "organisation.code"),
    Index(None, "organisation"),
)

product_establishment = Table(
    "product_establishment",
    metadata,
    text("product"),
    text("establishment"),
    PrimaryKeyConstraint("product", "establishment"),
    refers("product", "product.code"),
    refers("establishment", "establishment.code"),
)
