"""Importing producers, establishments and products."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from cycle import statements
from cycle.commands.permits import Caller, Permit, reaches
from cycle.commands.producers.producers import (
    Establishment,
    Producer,
    Product,
    establishment_faults,
    producer_faults,
    product_faults,
    unspelt,
    write_establishment,
    write_producer,
    write_product,
)
from cycle.commands.spelling import clean_code
from cycle.database import Transaction
from cycle.imports.places import Unclear, gazetteer
from cycle.imports.running import Import, Load, Progress, Writing, import_workbook, survey_workbook
from cycle.imports.stored.products import every_maker
from cycle.imports.survey import Ground, Item, Report
from cycle.office import Office
from cycle.sheets import PRODUCTS_BOOK, EstablishmentRow, ProducerRow, ProductRow
from workflows.verdict import Reason

Listed = ProducerRow | EstablishmentRow | ProductRow
Made = Producer | Establishment | Product


def survey_products(office: Office, caller: Caller, path: Path) -> Report:
    """What `import_products` would find and write; nothing is locked or written."""
    return survey_workbook(office, caller, Load(PRODUCTS, path))


def import_products(office: Office, caller: Caller, path: Path, *, good_rows: bool, progress: Progress) -> Report:
    """Import a workbook of producers, establishments and products."""
    return import_workbook(office, caller, Load(PRODUCTS, path), good_rows=good_rows, progress=progress)


def _check(ground: Ground) -> None:
    checks = _Checks(ground)
    for producer in ground.listed.of(ProducerRow):
        checks.producer(producer)
    for place in ground.listed.of(EstablishmentRow):
        checks.establishment(place)
    for product in ground.listed.of(ProductRow):
        checks.product(product)


class _Checks:
    """Resolves each row against the register and the rows before it."""

    def __init__(self, ground: Ground) -> None:
        self._ground = ground
        self._places = gazetteer(ground.transaction, ground.permit.today)
        self._register: dict[str, dict[str, Listed]] = {kind: {} for kind in _IDENTIFYING}
        for stored in every_maker(ground.transaction, ground.permit.today):
            self._register[_KINDS[type(stored)]][_code_of(stored)] = stored
        self._reach: dict[tuple[str, str], bool] = {}
        self._left_out = {number: row for (number,), row in ground.listed.left_out.get(ProducerRow, {}).items()}

    def producer(self, row: ProducerRow) -> None:
        self._left_out[row.registration.casefold()] = row.row
        places = self._found(row, "locality", (row.locality,))
        if places is None or not self._in_reach(row, "producer.write", places):
            return
        contact = (row.representative, row.phone, row.email)
        item = Producer(row.registration, row.registration_kind, row.kind, row.name, places[0], *contact)
        self._keep(row, replace(row, locality=places[0]), item)

    def establishment(self, row: EstablishmentRow) -> None:
        places, producer = self._found(row, "locality", (row.locality,)), self._owner(row)
        if places is None or producer is None or not self._in_reach(row, "producer.write", places):
            return
        item = Establishment(row.code, producer, row.name, places[0], row.address)
        self._keep(row, replace(row, locality=places[0]), item)

    def product(self, row: ProductRow) -> None:
        places, producer = self._found(row, "localities", row.localities), self._owner(row)
        lost = [code for code in row.establishments if self._owner_of(code) != row.producer]
        for code in lost if producer else ():
            told = {"establishment": code, "producer": row.producer}
            self._ground.fault(row, "establishments", "establishment_of_other", told)
        if places is None or producer is None or lost or not self._in_reach(row, "product.write", places):
            return
        about = (row.group, row.set_number, row.listed_on)
        item = Product(row.code, producer, row.name, row.sector, places, row.establishments, *about)
        self._keep(row, replace(row, localities=places), item)

    def _keep(self, row: Listed, meant: Listed, item: Made) -> None:
        """Write what is new, compare what is known; `meant` is the row with its places by their codes."""
        item = item.cleaned()
        if self._ground.faults(row, ((_FIELDS.get(r.params["field"], r.params["field"]), r) for r in unspelt(item))):
            return
        kind = _KINDS[type(row)]
        stored = self._register[kind].get(item.code)
        if stored is not None:
            self._compare(row, stored, meant)
        elif not self._ended(row, meant):
            self._register[kind][item.code] = meant
            self._ground.survey.items.append(Item((row,), kind, item.code, item))

    def _compare(self, row: Listed, stored: Listed, meant: Listed) -> None:
        """What identifies differs: a fault. Anything else: a warning that names its columns, and no value."""
        kind = _KINDS[type(row)]
        known, given = _content(stored), _content(meant)
        own = ({name: one[name] for name in _IDENTIFYING[kind]} for one in (known, given))
        column, told = self._ground.differences(row, *own)
        others = [name for name in known if name not in _IDENTIFYING[kind] and known[name] != given[name]]
        if others:
            self._ground.kept(row, _code_of(stored), others)
        if column:
            self._ground.fault(row, column, "differs_from_register", {"code": _code_of(stored), "differences": told})
        else:
            self._ground.know(kind, (row,))

    def _ended(self, row: Listed, meant: Listed) -> bool:
        """Whether what is new would be at a place that has ended; each is told with those that came after it."""
        column, codes = _places_of(meant)
        ended = [place for place in map(self._places.known, codes) if place.ended is not None]
        for place in ended:
            after = "; ".join(f"{one.code} {one.name}" for one in self._places.succeeding(place.code))
            told = {"place": f"{place.code} {place.name}", "ended": f"{place.ended:%d/%m/%Y}", "successors": after}
            self._ground.fault(row, column, "place_ended" if after else "place_ended_alone", told)
        return bool(ended)

    def _found(self, row: Listed, column: str, written: tuple[str, ...]) -> tuple[str, ...] | None:
        found = [self._places.find(one) for one in written]
        for unclear in found:
            if isinstance(unclear, Unclear):
                self._ground.fault(row, column, unclear.code, unclear.params)
        codes = [one.code for one in found if not isinstance(one, Unclear)]
        return tuple(dict.fromkeys(codes)) if len(codes) == len(found) else None

    def _owner_of(self, establishment: str) -> str | None:
        found = self._register["establishment"].get(establishment)
        return found.producer if isinstance(found, EstablishmentRow) else None

    def _owner(self, row: EstablishmentRow | ProductRow) -> str | None:
        code = f"CT-{row.producer}"
        if code in self._register["producer"]:
            return code
        told: dict[str, Any] = {"producer": row.producer}
        if (left_out := self._left_out.get(row.producer.casefold())) is not None:
            self._ground.fault(row, "producer", "producer_left_out", {**told, "row": left_out})
        else:
            self._ground.fault(row, "producer", "producer_not_known", told)
        return None

    def _in_reach(self, row: Listed, permission: str, places: tuple[str, ...]) -> bool:
        for place in places:
            key = (permission, place)
            if key not in self._reach:
                self._reach[key] = reaches(self._ground.transaction, self._ground.permit, permission, "", [place])
        if any(self._reach[permission, place] for place in places):
            return True
        self._ground.fault(row, _places_of(row)[0], "out_of_reach", {"places": ", ".join(places)})
        return False


def _code_of(row: Listed) -> str:
    """The code by which the register knows it."""
    return f"CT-{row.registration}" if isinstance(row, ProducerRow) else clean_code(row.code)


def _places_of(row: Listed) -> tuple[str, tuple[str, ...]]:
    """The column of its places, and what stands there."""
    return ("localities", row.localities) if isinstance(row, ProductRow) else ("locality", (row.locality,))


def _content(row: Listed) -> Mapping[str, Any]:
    """What a row says, under the names of its columns: of several codes their order does not count."""
    told = {name: getattr(row, name) for name in row.__dataclass_fields__ if name not in ("sheet", "row")}
    return {name: sorted(value) if isinstance(value, tuple) else value for name, value in told.items()}


def _lock(transaction: Transaction, batch: Sequence[Item]) -> None:
    for producer in sorted({one.what.code if one.kind == "producer" else one.what.producer for one in batch}):
        transaction.row(statements.LOCK_PRODUCER, (producer,))


def _write(writing: Writing, item: Item) -> list[Reason]:
    transaction, permit, what = writing.transaction, writing.permit, item.what
    reasons = _faults(transaction, permit, what)
    if not reasons:
        _put(transaction, permit, what)
    return reasons


def _faults(transaction: Transaction, permit: Permit, item: Made) -> list[Reason]:
    if isinstance(item, Producer):
        return producer_faults(transaction, permit, item)
    if isinstance(item, Establishment):
        return establishment_faults(transaction, permit, item)
    return product_faults(transaction, permit, item)


def _put(transaction: Transaction, permit: Permit, item: Made) -> None:
    if isinstance(item, Producer):
        write_producer(transaction, permit, item)
    elif isinstance(item, Establishment):
        write_establishment(transaction, permit, item)
    else:
        write_product(transaction, permit, item)


_KINDS: Mapping[type[Listed], str] = {
    ProducerRow: "producer",
    EstablishmentRow: "establishment",
    ProductRow: "product",
}
# What tells one from another: where the register has something else here, the row is about something else.
_IDENTIFYING = {
    "producer": ("registration_kind", "name", "kind", "locality"),
    "establishment": ("producer", "name", "locality"),
    "product": ("producer", "name", "sector", "localities"),
}
# What the register calls a field, and the column that it is written in.
_FIELDS = {"organisation": "locality", "areas": "localities"}

PRODUCTS = Import(
    PRODUCTS_BOOK,
    ("producer.write", "product.write"),
    ("producer", "establishment", "product"),
    _check,
    _lock,
    _write,
)
