"""The workbook of producers, establishments and products."""

from dataclasses import dataclass
from datetime import date

from cycle.sheets.columns import Column, Plan, Workbook
from cycle.sheets.rows import Row
from workflows.scoring.criteria import SETS

# Tax codes have 10 digits, those of branches 13, personal numbers 12.
REGISTRATION_LENGTHS = (10, 12, 13)


@dataclass(frozen=True, slots=True)
class ProducerRow(Row):
    """`registration` is the identity; its kind is tax, business or household. `kind` is one of workflows' kinds."""

    registration: str
    registration_kind: str
    name: str
    kind: str
    locality: str
    representative: str | None
    phone: str | None
    email: str | None


@dataclass(frozen=True, slots=True)
class EstablishmentRow(Row):
    """`code` is the office's own; `producer` a registration number, in this file or known before."""

    code: str
    producer: str
    name: str
    address: str | None
    locality: str


@dataclass(frozen=True, slots=True)
class ProductRow(Row):
    """`code` is the office's own; `producer`, `localities` and `establishments` are for the caller to resolve."""

    code: str
    producer: str
    name: str
    sector: str
    group: str | None
    set_number: int | None
    localities: tuple[str, ...]
    establishments: tuple[str, ...]
    listed_on: date | None


_PRODUCER = Column("producer", "registration", longest=30, lengths=REGISTRATION_LENGTHS, width=22)

PRODUCERS = Plan(
    "producers",
    ProducerRow,
    ("registration",),
    (
        Column("registration", "registration", longest=30, lengths=REGISTRATION_LENGTHS, width=22),
        Column("registration_kind", "choice", choices="registration", width=30),
        Column("name", width=42),
        Column("kind", "choice", choices="kind", width=38),
        Column("locality", "code", longest=100, width=30),
        Column("representative", required=False, longest=100, width=26),
        Column("phone", "phone", required=False, longest=30, lengths=(10,), width=16),
        Column("email", "email", required=False, longest=254, width=28),
    ),
)
ESTABLISHMENTS = Plan(
    "establishments",
    EstablishmentRow,
    ("code",),
    (
        Column("code", "code", longest=50, width=18),
        _PRODUCER,
        Column("name", width=42),
        Column("address", required=False, longest=500, width=46),
        Column("locality", "code", longest=100, width=30),
    ),
)
PRODUCTS = Plan(
    "products",
    ProductRow,
    ("code",),
    (
        Column("code", "code", longest=50, width=18),
        _PRODUCER,
        Column("name", width=42),
        Column("sector", "choice", choices="sector", width=40),
        Column("group", required=False, width=30),
        Column("set_number", "whole", required=False, width=14, low=1, high=SETS),
        Column("localities", "codes", longest=100, width=34),
        Column("establishments", "codes", required=False, longest=100, width=24),
        Column("listed_on", "date", required=False, width=16),
    ),
)
PRODUCTS_BOOK = Workbook("products", (PRODUCERS, ESTABLISHMENTS, PRODUCTS))
