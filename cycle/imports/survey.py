"""What a workbook holds that is not in the register yet, and everything that is wrong with it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from cycle.commands.permits import Permit, reaches
from cycle.commands.producers import Establishment, Producer, Product, unspelt
from cycle.database import Transaction
from cycle.imports.places import Gazetteer, Unclear
from cycle.sheets import EstablishmentRow, Fault, ProducerRow, ProductRow
from workflows.verdict import Reason

Row = ProducerRow | EstablishmentRow | ProductRow
Item = Producer | Establishment | Product


@dataclass(frozen=True)
class Report:
    """What an import found and did. `new` and `known` count by kind; `written` is 0 for a dry run."""

    faults: tuple[Fault, ...]
    warnings: tuple[Fault, ...]
    new: Mapping[str, int]
    known: Mapping[str, int]
    refused: tuple[Reason, ...] = ()
    written: int = 0


@dataclass
class Survey:
    """What a workbook holds that is not in the register yet, and everything that is wrong with it."""

    items: list[tuple[Row, Item]] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    warnings: list[Fault] = field(default_factory=list)
    known: dict[str, int] = field(default_factory=lambda: dict.fromkeys(KINDS, 0))
    refused: list[Reason] = field(default_factory=list)

    def report(self, written: int = 0) -> Report:
        new = {kind: sum(isinstance(item, made) for _, item in self.items) for kind, made in KINDS.items()}
        return Report(tuple(self.faults), tuple(self.warnings), new, self.known, tuple(self.refused), written)


KINDS: Mapping[str, type] = {"producer": Producer, "establishment": Establishment, "product": Product}


class Checks:
    """Resolves each row against the register and the rows before it."""

    def __init__(self, transaction: Transaction, permit: Permit, places: Gazetteer, survey: Survey) -> None:
        self._transaction, self._permit, self._places, self._survey = transaction, permit, places, survey
        self._register: dict[str, dict[str, tuple[Any, ...]]] = {
            kind: {code: tuple(rest) for code, *rest in transaction.rows(statement)}
            for kind, statement in _STORED.items()
        }
        self._reach: dict[tuple[str, str], bool] = {}

    def take(self, row: Row) -> None:
        """Add the row to what will be written, count it as known, or tell what is wrong with it."""
        if isinstance(row, ProducerRow):
            self._producer(row)
        elif isinstance(row, EstablishmentRow):
            self._establishment(row)
        else:
            self._product(row)

    def _producer(self, row: ProducerRow) -> None:
        places = self._found(row, (row.locality,))
        if places is None or not self._in_reach(row, "producer.write", places):
            return
        contact = (row.representative, row.phone, row.email)
        item = Producer(row.registration, row.registration_kind, row.kind, row.name, places[0], *contact)
        self._keep(row, "producer", item, (row.kind, row.name, places[0]))

    def _establishment(self, row: EstablishmentRow) -> None:
        places, producer = self._found(row, (row.locality,)), self._owner(row)
        if places is None or producer is None or not self._in_reach(row, "producer.write", places):
            return
        item = Establishment(row.code, producer, row.name, places[0], row.address)
        self._keep(row, "establishment", item, (producer, row.name, places[0]))

    def _product(self, row: ProductRow) -> None:
        places, producer = self._found(row, row.localities), self._owner(row)
        lost = [
            code for code in row.establishments if self._register["establishment"].get(code, (None,))[0] != producer
        ]
        if producer:
            for code in lost:
                self._fault(row, "establishment_of_other", {"establishment": code, "producer": row.producer})
        if places is None or producer is None or lost or not self._in_reach(row, "product.write", places):
            return
        item = Product(
            row.code,
            producer,
            row.name,
            row.sector,
            places,
            row.establishments,
            row.group,
            row.set_number,
            row.listed_on,
        )
        self._keep(row, "product", item, (producer, row.name, row.sector))

    def _keep(self, row: Row, kind: str, item: Item, about: tuple[Any, ...]) -> None:
        item = item.cleaned()
        wrong = unspelt(item)
        for reason in wrong:
            self._fault(row, reason.code, reason.params)
        if wrong:
            return
        register, code = self._register[kind], item.code
        stored = register.get(code)
        if stored is None:
            register[code] = about
            self._survey.items.append((row, item))
        elif stored == about:
            self._survey.known[kind] += 1
        else:
            told = ", ".join(f"{old} ≠ {new}" for old, new in zip(stored, about, strict=True) if old != new)
            self._fault(row, "differs_from_register", {"code": code, "differences": told})

    def _found(self, row: Row, written: tuple[str, ...]) -> tuple[str, ...] | None:
        found = [self._places.find(one) for one in written]
        for unclear in found:
            if isinstance(unclear, Unclear):
                self._fault(row, unclear.code, unclear.params)
        codes = [one.code for one in found if not isinstance(one, Unclear)]
        return tuple(dict.fromkeys(codes)) if len(codes) == len(found) else None

    def _owner(self, row: EstablishmentRow | ProductRow) -> str | None:
        code = f"CT-{row.producer}"
        if code in self._register["producer"]:
            return code
        self._fault(row, "producer_not_known", {"producer": row.producer})
        return None

    def _in_reach(self, row: Row, permission: str, places: tuple[str, ...]) -> bool:
        for place in places:
            key = (permission, place)
            if key not in self._reach:
                self._reach[key] = reaches(self._transaction, self._permit, permission, "", [place])
        if any(self._reach[permission, place] for place in places):
            return True
        self._fault(row, "out_of_reach", {"places": ", ".join(places)})
        return False

    def _fault(self, row: Row, code: str, params: Mapping[str, str]) -> None:
        self._survey.faults.append(Fault(row.sheet, row.row, "", code, params))


_STORED = {
    "producer": "SELECT code, kind, name, organisation FROM producer",
    "establishment": "SELECT code, producer, name, organisation FROM establishment",
    "product": "SELECT code, producer, name, sector FROM product",
}
