"""Who and what a scripted act means: each product's own officers, holders of papers, dossiers, newest papers."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from cycle.commands.permits import lying_in
from cycle.database import Transaction
from cycle.demo.script import Person, ScriptedAct


@dataclass(frozen=True)
class Product:
    """A product of the workbook; `places` are its localities, what they lie in, and its producer."""

    code: str
    name: str
    sector: str
    producer: str
    establishments: tuple[str, ...]
    places: frozenset[str]


class NobodyError(Exception):
    """The script names an officer, a product or a dossier that is not there."""

    def __init__(self, what: str, name: str) -> None:
        super().__init__(what, name)
        self.what, self.name = what, name


@dataclass
class Cast:
    """The people who have come on stage so far, and the products."""

    people: list[Person] = field(default_factory=list)
    products: Mapping[str, Product] = field(default_factory=dict)

    def account(self, act: ScriptedAct, product: str | None) -> str:
        """The account that does an act for a product: the one named, or the product's own holder of the role."""
        if act.who is not None:
            return act.who
        places = self.product(product or "").places
        for person in self.people:
            if person.role == act.by and person.of in places:
                return person.account
        raise NobodyError(act.by or "", product or "")

    def on_behalf(self, act: ScriptedAct, product: str) -> str | None:
        """For whom: the product's producer, or whoever is named."""
        return f"producer:{self.product(product).producer}" if act.on_behalf == "producer" else act.on_behalf

    def product(self, code: str) -> Product:
        """The product of a code."""
        if code not in self.products:
            raise NobodyError("product", code)
        return self.products[code]

    def holders(self, transaction: Transaction, held_by: str, product: str, family: str) -> tuple[str, ...]:
        """Those who hold a paper of a product."""
        found = self.product(product)
        if held_by == "dossier":
            return (dossier_of(transaction, product, family),)
        return {"producer": (found.producer,), "product": (product,)}.get(held_by, found.establishments)


def read_products(transaction: Transaction, day: date) -> dict[str, Product]:
    """Every product of the register, with the places that count on a day."""
    rows = transaction.rows("SELECT code, name, sector, producer FROM product ORDER BY code")
    return {row[0]: _product(transaction, row, day) for row in rows}


def dossier_of(transaction: Transaction, product: str, family: str) -> str:
    """The newest dossier of a product in a family. Raises NobodyError."""
    found = transaction.row(
        "SELECT code FROM dossier WHERE product = ? AND family = ? ORDER BY opened DESC, code DESC LIMIT 1",
        (product, family),
    )
    if found is None:
        raise NobodyError(family, product)
    return str(found[0])


def product_of(transaction: Transaction, dossier: str) -> str:
    """The product of a dossier; empty where it has none."""
    found = transaction.row("SELECT product FROM dossier WHERE code = ?", (dossier,))
    return (found[0] or "") if found else ""


def dossier_meant(transaction: Transaction, written: str) -> str:
    """The dossier of `SP25` (its season) or of `SP16.evaluation`. Raises NobodyError."""
    product, _, family = written.partition(".")
    return dossier_of(transaction, product, family or "season")


def newest_paper(transaction: Transaction, holder_kind: str, holder: str, kind: str) -> str | None:
    """The newest version of a paper that somebody holds."""
    found = transaction.row(
        "SELECT code FROM paper WHERE holder_kind = ? AND holder = ? AND type = ? ORDER BY version DESC LIMIT 1",
        (holder_kind, holder, kind),
    )
    return found[0] if found else None


def unjudged(transaction: Transaction, codes: Iterable[str]) -> list[str]:
    """Those of the papers that nobody has verified or rejected yet, each once."""
    statement = "SELECT 1 FROM paper WHERE code = ? AND status = 'received'"
    return [code for code in dict.fromkeys(codes) if transaction.row(statement, (code,))]


def _product(transaction: Transaction, row: tuple[Any, ...], day: date) -> Product:
    code, name, sector, producer = row
    areas = transaction.rows("SELECT organisation FROM product_area WHERE product = ?", (code,))
    places = lying_in(transaction, [area for (area,) in areas], day)
    made_at = transaction.rows(
        "SELECT establishment FROM product_establishment WHERE product = ? ORDER BY establishment", (code,)
    )
    return Product(code, name, sector, producer, tuple(one for (one,) in made_at), frozenset({producer, *places}))
