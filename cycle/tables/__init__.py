"""Every table.

Instants are stored as `YYYY-MM-DDTHH:MM:SS.ffffffZ`, days as `YYYY-MM-DD`, what is hashed as the text that was hashed.
"""

from cycle.tables.councils import (
    agreed_finding,
    agreed_option,
    attendance,
    conflict,
    council,
    council_member,
    self_assessment,
    session,
    sheet,
    turn,
)
from cycle.tables.documents import document
from cycle.tables.dossiers import (
    deadline,
    dossier,
    dossier_round,
    dossier_title,
    link,
    paper,
    party,
    programme,
    reliance,
    series,
    unique_value,
)
from cycle.tables.law import law_move, law_run
from cycle.tables.letters import attempt, bad_address, bounce, delivery, formal_letter, letter, mailbox
from cycle.tables.records import installation, outbox, personal, record, request
from cycle.tables.register import (
    account,
    account_grant,
    contact,
    establishment,
    organisation,
    organisation_successor,
    producer,
    product,
    product_area,
    product_establishment,
)
from cycle.tables.rules import config_file, publication, publication_file
from cycle.tables.schema import metadata
from cycle.tables.sweeps import effect, set_aside, sweep
from cycle.tables.tree import checkpoint, leaf

__all__ = [
    "account",
    "account_grant",
    "agreed_finding",
    "agreed_option",
    "attempt",
    "attendance",
    "bad_address",
    "bounce",
    "checkpoint",
    "config_file",
    "conflict",
    "contact",
    "council",
    "council_member",
    "deadline",
    "delivery",
    "document",
    "dossier",
    "dossier_round",
    "dossier_title",
    "effect",
    "establishment",
    "formal_letter",
    "installation",
    "law_move",
    "law_run",
    "leaf",
    "letter",
    "link",
    "mailbox",
    "metadata",
    "organisation",
    "organisation_successor",
    "outbox",
    "paper",
    "party",
    "personal",
    "producer",
    "product",
    "product_area",
    "product_establishment",
    "programme",
    "publication",
    "publication_file",
    "record",
    "reliance",
    "request",
    "self_assessment",
    "series",
    "session",
    "set_aside",
    "sheet",
    "sweep",
    "turn",
    "unique_value",
]
