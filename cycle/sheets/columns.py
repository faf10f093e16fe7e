"""The sheets of the import workbook and their columns. Their titles are in the catalogue, by these names."""

from dataclasses import dataclass

MAX_ROWS = 50_000
SETS = 26


@dataclass(frozen=True)
class Column:
    """`kind` chooses how a cell is read (cycle.sheets.cells); `choices` names a list of labels in the catalogue.

    `lengths` are usual numbers of digits: a number typed with one less has probably lost a leading zero.
    """

    name: str
    kind: str = "text"
    required: bool = True
    longest: int = 250
    choices: str = ""
    lengths: tuple[int, ...] = ()
    width: int = 24


@dataclass(frozen=True)
class Plan:
    """One sheet; `identity` is the column that may hold a value only once."""

    name: str
    identity: str
    columns: tuple[Column, ...]


# Tax codes have 10 digits, those of branches 13, personal numbers 12.
REGISTRATION_LENGTHS = (10, 12, 13)
_PRODUCER = Column("producer", "registration", longest=30, lengths=REGISTRATION_LENGTHS, width=22)

PRODUCERS = Plan(
    "producers",
    "registration",
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
    "code",
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
    "code",
    (
        Column("code", "code", longest=50, width=18),
        _PRODUCER,
        Column("name", width=42),
        Column("sector", "choice", choices="sector", width=40),
        Column("group", required=False, width=30),
        Column("set_number", "set", required=False, width=14),
        Column("localities", "codes", longest=100, width=34),
        Column("establishments", "codes", required=False, longest=100, width=24),
        Column("listed_on", "date", required=False, width=16),
    ),
)
PLANS = (PRODUCERS, ESTABLISHMENTS, PRODUCTS)
