"""The workbook of organisations and their contacts."""

from dataclasses import dataclass
from datetime import date

from cycle.sheets.columns import Column, Plan, Workbook
from cycle.sheets.rows import Row


@dataclass(frozen=True, slots=True)
class OrganisationRow(Row):
    """`parent` and `successors` are codes, in this file or known before."""

    code: str
    name: str
    level: str
    parent: str | None
    valid_from: date
    valid_to: date | None
    successors: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ContactRow(Row):
    """`organisation` and `alternate_of`, the contact it stands in for, are codes, in this file or known before."""

    code: str
    organisation: str
    name: str
    phone: str | None
    email: str | None
    valid_from: date
    valid_to: date | None
    alternate_of: str | None


FIRST_YEAR = 1945
_FROM = Column("valid_from", "date", width=14, since=FIRST_YEAR)
_TO = Column("valid_to", "date", required=False, width=14, since=FIRST_YEAR)

ORGANISATIONS = Plan(
    "organisations",
    OrganisationRow,
    ("code",),
    (
        Column("code", "code", longest=50, width=18),
        Column("name", width=52),
        Column("level", "choice", choices="level", width=20),
        Column("parent", "code", required=False, longest=50, width=18),
        _FROM,
        _TO,
        Column("successors", "codes", required=False, longest=50, width=26),
    ),
)
CONTACTS = Plan(
    "contacts",
    ContactRow,
    ("code",),
    (
        Column("code", "code", longest=50, width=18),
        Column("organisation", "code", longest=50, width=18),
        Column("name", longest=100, width=30),
        Column("phone", "phone", required=False, longest=30, lengths=(10,), width=16),
        Column("email", "email", required=False, longest=254, width=30),
        _FROM,
        _TO,
        Column("alternate_of", "code", required=False, longest=50, width=18),
    ),
)
ORGANISATIONS_BOOK = Workbook("organisations", (ORGANISATIONS, CONTACTS))
