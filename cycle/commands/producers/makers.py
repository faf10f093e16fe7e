"""Producers, establishments and products as they are entered: their values, and the codes in them."""

from dataclasses import dataclass, replace
from datetime import date

from cycle.commands.spelling import clean_code, clean_codes, code_faults
from workflows.verdict import Reason

HOUSEHOLD = "household"
PRODUCER_KINDS = (
    "cooperative",
    "cooperative_group",
    "company",
    "farm",
    HOUSEHOLD,
    "association",
    "operating_centre",
)


@dataclass(frozen=True)
class Producer:
    """A producer by its tax, business or household registration number."""

    registration: str
    registration_kind: str
    kind: str
    name: str
    organisation: str
    representative: str | None = None
    phone: str | None = None
    email: str | None = None

    @property
    def code(self) -> str:
        """The producer's name in this system: one for each registration number."""
        return f"CT-{self.registration}"

    def cleaned(self) -> "Producer":
        """The producer with its codes as they are stored."""
        registration, organisation = clean_code(self.registration), clean_code(self.organisation)
        return replace(self, registration=registration, organisation=organisation)


@dataclass(frozen=True)
class Establishment:
    """A place of production of a producer."""

    code: str
    producer: str
    name: str
    organisation: str
    address: str | None = None

    def cleaned(self) -> "Establishment":
        """The establishment with its codes as they are stored."""
        code, producer, organisation = map(clean_code, (self.code, self.producer, self.organisation))
        return replace(self, code=code, producer=producer, organisation=organisation)


@dataclass(frozen=True)
class Product:
    """A product by the office's own code; `areas` are the organisations of its localities.

    `listed` is the day a commune put it on its list of potential products, where that is known.
    """

    code: str
    producer: str
    name: str
    sector: str
    areas: tuple[str, ...]
    establishments: tuple[str, ...] = ()
    group: str | None = None
    set_number: int | None = None
    listed: date | None = None

    def cleaned(self) -> "Product":
        """The product with its codes as they are stored, each place once."""
        areas, made_at = clean_codes(self.areas), clean_codes(self.establishments)
        code, producer = clean_code(self.code), clean_code(self.producer)
        return replace(self, code=code, producer=producer, areas=areas, establishments=made_at)


Registered = Producer | Establishment | Product


def unspelt(one: Registered) -> list[Reason]:
    """A reason for each code of it that cannot be one; no other question may be asked with such a code."""
    names = ("registration", "organisation") if isinstance(one, Producer) else _CODES
    return code_faults({name: getattr(one, name) for name in names if hasattr(one, name)})


_CODES = ("code", "producer", "organisation", "areas", "establishments")
