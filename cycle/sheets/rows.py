"""What was read from an import workbook: rows that know where they stood, and what is wrong with the others."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing to mend. `row` 0 and `column` "" where it is not in one cell, `sheet` "" where it is the whole file."""

    sheet: str
    row: int
    column: str
    code: str
    params: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ProducerRow:
    """`registration` is the identity; its kind is tax, business or household. `kind` is one of workflows' kinds."""

    sheet: str
    row: int
    registration: str
    registration_kind: str
    name: str
    kind: str
    locality: str
    representative: str | None
    phone: str | None
    email: str | None


@dataclass(frozen=True, slots=True)
class EstablishmentRow:
    """`code` is the office's own; `producer` a registration number, in this file or known before."""

    sheet: str
    row: int
    code: str
    producer: str
    name: str
    address: str | None
    locality: str


@dataclass(frozen=True, slots=True)
class ProductRow:
    """`code` is the office's own; `producer`, `localities` and `establishments` are for the caller to resolve."""

    sheet: str
    row: int
    code: str
    producer: str
    name: str
    sector: str
    group: str | None
    set_number: int | None
    localities: tuple[str, ...]
    establishments: tuple[str, ...]
    listed_on: date | None


@dataclass(frozen=True)
class ProductList:
    """Only faultless rows stand in the lists. `warnings` are to be read by a person and stop nothing."""

    producers: list[ProducerRow] = field(default_factory=list)
    establishments: list[EstablishmentRow] = field(default_factory=list)
    products: list[ProductRow] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    warnings: list[Fault] = field(default_factory=list)
