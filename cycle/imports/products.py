"""Importing producers, establishments and products."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from cycle import statements
from cycle.answers import Done
from cycle.commands.permits import Caller, reaches
from cycle.commands.producers.judging import own_faults
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
    listed = ground.listed
    for producer in (*listed.of(ProducerRow), *listed.halves_of(ProducerRow)):
        checks.producer(producer)
    for place in (*listed.of(EstablishmentRow), *listed.halves_of(EstablishmentRow)):
        checks.establishment(place)
    for product in (*listed.of(ProductRow), *listed.halves_of(ProductRow)):
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
        if self._ground.listed.whole(row):
            self._left_out[row.registration.casefold()] = row.row
        places = self._found(row)
        contact = (row.representative, row.phone, row.email)
        place = places[0] if places else ""
        item = Producer(row.registration, row.registration_kind, row.kind, row.name, place, *contact)
        if self._sound(row, item) and places and self._in_reach(row, "producer.write", places):
            self._keep(row, replace(row, locality=place), item)

    def establishment(self, row: EstablishmentRow) -> None:
        places, producer = self._found(row), self._owner(row)
        place = places[0] if places else ""
        item = Establishment(row.code, producer or "", row.name, place, row.address)
        if self._sound(row, item) and places and producer and self._in_reach(row, "producer.write", places):
            self._keep(row, replace(row, locality=place), item)

    def product(self, row: ProductRow) -> None:
        places, producer = self._found(row), self._owner(row)
        lost = [code for code in row.establishments if self._owner_of(code) != row.producer] if producer else []
        for code in lost:
            told = {"establishment": code, "producer": row.producer}
            self._ground.fault(row, "establishments", "establishment_of_other", told)
        about = (row.establishments, row.group, row.set_number, row.listed_on)
        item = Product(row.code, producer or "", row.name, row.sector, places, *about)
        sound = self._sound(row, item) and not lost
        if sound and places and producer and self._in_reach(row, "product.write", places):
            self._keep(row, replace(row, localities=places), item)

    def _sound(self, row: Listed, item: Made) -> bool:
        """Whether nothing stands against what is new by itself, as the real run judges it; what is known is kept."""
        if self._known(row):
            return True
        wrong = [(_FIELDS.get(name, name), reason) for name, reason in own_faults(self._ground.permit, item)]
        return not self._ground.faults(row, (one for one in wrong if self._ground.listed.read(row, one[0])))

    def _known(self, row: Listed) -> bool:
        """Whether the register has it, or nobody can tell because its code could not be read."""
        code = row.registration if isinstance(row, ProducerRow) else row.code
        return not code or _code_of(row) in self._register[_KINDS[type(row)]]

    def _keep(self, row: Listed, meant: Listed, item: Made) -> None:
        """Write what is new, compare what is known; `meant` is the row with its places by their codes."""
        if not self._ground.listed.whole(row):
            return
        item = item.cleaned()
        if self._ground.faults(row, ((_FIELDS.get(r.params["field"], r.params["field"]), r) for r in unspelt(item))):
            return
        kind = _KINDS[type(row)]
        stored = self._register[kind].get(item.code)
        if stored is not None:
            self._compare(row, stored, meant)
        else:
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

    def _ended(self, row: Listed, codes: Sequence[str]) -> bool:
        """Whether what is new would be at a place that has ended; each is told with those that came after it."""
        ended = [place for place in map(self._places.known, codes) if place.ended is not None]
        for place in () if self._known(row) else ended:
            after = "; ".join(f"{one.code} {one.name}" for one in self._places.succeeding(place.code))
            told = {"place": f"{place.code} {place.name}", "ended": f"{place.ended:%d/%m/%Y}", "successors": after}
            self._ground.fault(row, _places_of(row)[0], "place_ended" if after else "place_ended_alone", told)
        return bool(ended) and not self._known(row)

    def _found(self, row: Listed) -> tuple[str, ...]:
        """The codes of its places; none where one of them could not be read, is not known, or has ended."""
        column, written = _places_of(row)
        if not self._ground.listed.read(row, column):
            return ()
        found = [self._places.find(one) for one in written]
        for unclear in found:
            if isinstance(unclear, Unclear):
                self._ground.fault(row, column, unclear.code, unclear.params)
        codes = tuple(dict.fromkeys(one.code for one in found if not isinstance(one, Unclear)))
        wrong = self._ended(row, codes) or any(isinstance(one, Unclear) for one in found)
        return () if wrong else codes

    def _owner_of(self, establishment: str) -> str | None:
        found = self._register["establishment"].get(establishment)
        return found.producer if isinstance(found, EstablishmentRow) else None

    def _owner(self, row: EstablishmentRow | ProductRow) -> str | None:
        if not self._ground.listed.read(row, "producer"):
            return None
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
    judge, put = _DOORS[type(item.what)]
    reasons = judge(writing.transaction, writing.permit, item.what)
    if not reasons:
        put(writing.transaction, writing.permit, item.what)
    return reasons


_DOORS: Mapping[type[Made], tuple[Callable[..., list[Reason]], Callable[..., Done]]] = {
    Producer: (producer_faults, write_producer),
    Establishment: (establishment_faults, write_establishment),
    Product: (product_faults, write_product),
}
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
_FIELDS = {"organisation": "locality", "areas": "localities", "listed": "listed_on"}

PRODUCTS = Import(
    PRODUCTS_BOOK,
    ("producer.write", "product.write"),
    ("producer", "establishment", "product"),
    _check,
    _lock,
    _write,
)
