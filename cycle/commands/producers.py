"""Acts on producers, their establishments and their products, each in the producer's stream."""

from dataclasses import dataclass
from datetime import date

from cycle import statements
from cycle.answers import Done, refused_all
from cycle.commands.permits import Caller, Permit, permitted, reaches
from cycle.commands.spelling import spelling_faults
from cycle.database import Transaction
from cycle.history import Entry, append
from cycle.office import Office
from cycle.vietnamese import fold, normal, sort_key
from workflows.rules import SECTORS
from workflows.verdict import Reason, Refusal

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


@dataclass(frozen=True)
class Establishment:
    """A place of production of a producer."""

    code: str
    producer: str
    name: str
    organisation: str
    address: str | None = None


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


def add_producer(office: Office, caller: Caller, producer: Producer) -> Done | Refusal:
    """Enter a producer. Needs `producer.write` for its place."""
    with office.database.writing() as transaction:
        permit = permitted(transaction, office, caller, "producer.write")
        if isinstance(permit, Reason):
            return refused_all([permit])
        reasons = producer_faults(transaction, permit, producer)
        return refused_all(reasons) if reasons else write_producer(transaction, permit, producer)


def add_establishment(office: Office, caller: Caller, place: Establishment) -> Done | Refusal:
    """Enter an establishment of a producer. Needs `producer.write` for its place."""
    with office.database.writing() as transaction:
        transaction.row(statements.LOCK_PRODUCER, (place.producer,))
        permit = permitted(transaction, office, caller, "producer.write")
        if isinstance(permit, Reason):
            return refused_all([permit])
        reasons = establishment_faults(transaction, permit, place)
        return refused_all(reasons) if reasons else write_establishment(transaction, permit, place)


def add_product(office: Office, caller: Caller, product: Product) -> Done | Refusal:
    """Enter a product of a producer. Needs `product.write` for its places."""
    with office.database.writing() as transaction:
        transaction.row(statements.LOCK_PRODUCER, (product.producer,))
        permit = permitted(transaction, office, caller, "product.write")
        if isinstance(permit, Reason):
            return refused_all([permit])
        reasons = product_faults(transaction, permit, product)
        return refused_all(reasons) if reasons else write_product(transaction, permit, product)


def producer_faults(transaction: Transaction, permit: Permit, producer: Producer) -> list[Reason]:
    """Every reason why a producer may not be entered."""
    reasons = _organisation_faults(transaction, (producer.organisation,))
    contact = {"representative": producer.representative, "phone": producer.phone, "email": producer.email}
    reasons += spelling_faults({"registration": producer.registration, "name": producer.name, **contact})
    if producer.kind not in PRODUCER_KINDS:
        reasons.append(Reason("producer_kind_unknown", {"kind": producer.kind, "known": list(PRODUCER_KINDS)}))
    if transaction.row("SELECT 1 FROM producer WHERE registration = ?", (producer.registration,)):
        reasons.append(Reason("code_taken", {"what": "producer", "code": producer.code}))
    return reasons or _out_of_reach(transaction, permit, "producer.write", producer.code, (producer.organisation,))


def establishment_faults(transaction: Transaction, permit: Permit, place: Establishment) -> list[Reason]:
    """Every reason why an establishment may not be entered."""
    reasons = [
        *_organisation_faults(transaction, (place.organisation,)),
        *_producer_faults(transaction, place.producer),
    ]
    reasons += spelling_faults({"code": place.code, "name": place.name, "address": place.address})
    if transaction.row("SELECT 1 FROM establishment WHERE code = ?", (place.code,)):
        reasons.append(Reason("code_taken", {"what": "establishment", "code": place.code}))
    return reasons or _out_of_reach(transaction, permit, "producer.write", place.producer, (place.organisation,))


def product_faults(transaction: Transaction, permit: Permit, product: Product) -> list[Reason]:
    """Every reason why a product may not be entered."""
    reasons = [*_organisation_faults(transaction, product.areas), *_producer_faults(transaction, product.producer)]
    reasons += spelling_faults({"code": product.code, "name": product.name, "group": product.group})
    if product.sector not in SECTORS:
        reasons.append(Reason("sector_unknown", {"sector": product.sector, "known": list(SECTORS)}))
    if product.listed and product.listed > permit.today:
        reasons.append(Reason("happened_in_future", {"happened": product.listed, "today": permit.today}))
    if not product.areas:
        reasons.append(Reason("product_without_place", {"code": product.code}))
    if transaction.row("SELECT 1 FROM product WHERE code = ?", (product.code,)):
        reasons.append(Reason("code_taken", {"what": "product", "code": product.code}))
    for code in product.establishments:
        owner = transaction.row("SELECT producer FROM establishment WHERE code = ?", (code,))
        if owner != (product.producer,):
            reasons.append(Reason("establishment_of_other", {"establishment": code, "producer": product.producer}))
    return reasons or _out_of_reach(transaction, permit, "product.write", product.producer, product.areas)


def write_producer(transaction: Transaction, permit: Permit, producer: Producer) -> Done:
    """Record a producer that has been checked; the name of a household and how to reach anyone is personal."""
    name = normal(producer.name)
    about = {
        "code": producer.code,
        "registration": producer.registration,
        "registration_kind": producer.registration_kind,
        "kind": producer.kind,
        "organisation": producer.organisation,
    }
    contact = {"representative": producer.representative, "phone": producer.phone, "email": producer.email}
    personal = {field: text for field, text in contact.items() if text}
    personal |= {"name": name} if producer.kind == HOUSEHOLD else {}
    payload = about if "name" in personal else {**about, "name": name}
    recorded = append(
        transaction, permit.act, Entry(_stream(producer.code), "producer", permit.today, payload, personal)
    )
    transaction.run(
        "INSERT INTO producer (code, registration, registration_kind, kind, organisation, representative, phone, "
        "email, name, name_key, name_folded, version) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 1)",
        (*about.values(), *contact.values(), name, sort_key(name), fold(name)),
    )
    return Done(producer.code, recorded.stream, recorded.seq)


def write_establishment(transaction: Transaction, permit: Permit, place: Establishment) -> Done:
    """Record an establishment that has been checked."""
    about = (place.code, place.producer, normal(place.name), place.address, place.organisation)
    payload = dict(zip(("code", "producer", "name", "address", "organisation"), about, strict=True))
    entry = Entry(_stream(place.producer), "establishment", permit.today, payload)
    recorded = append(transaction, permit.act, entry)
    transaction.run(
        "INSERT INTO establishment (code, producer, name, address, organisation) VALUES (?, ?, ?, ?, ?)", about
    )
    return Done(place.code, recorded.stream, recorded.seq)


def write_product(transaction: Transaction, permit: Permit, product: Product) -> Done:
    """Record a product that has been checked."""
    name = normal(product.name)
    about = {"code": product.code, "producer": product.producer, "sector": product.sector}
    listed = product.listed.isoformat() if product.listed else None
    kind = {"group": product.group, "set": product.set_number, "listed": listed}
    places = {"areas": list(product.areas), "establishments": list(product.establishments)}
    payload = {**about, **kind, **places, "name": name}
    recorded = append(transaction, permit.act, Entry(_stream(product.producer), "product", permit.today, payload))
    transaction.run(
        "INSERT INTO product (code, producer, sector, product_group, set_number, listed, name, name_key, name_folded, "
        "version) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, 1)",
        (*about.values(), *kind.values(), name, sort_key(name), fold(name)),
    )
    areas = [(product.code, area) for area in product.areas]
    transaction.run_many("INSERT INTO product_area (product, organisation) VALUES (?, ?)", areas)
    made_at = [(product.code, code) for code in product.establishments]
    transaction.run_many("INSERT INTO product_establishment (product, establishment) VALUES (?, ?)", made_at)
    return Done(product.code, recorded.stream, recorded.seq)


def _stream(producer: str) -> str:
    return f"producer/{producer}"


def _organisation_faults(transaction: Transaction, codes: tuple[str, ...]) -> list[Reason]:
    known = {code: transaction.row("SELECT 1 FROM organisation WHERE code = ?", (code,)) for code in codes}
    return [Reason("organisation_unknown", {"code": code}) for code, found in known.items() if not found]


def _producer_faults(transaction: Transaction, code: str) -> list[Reason]:
    known = transaction.row("SELECT 1 FROM producer WHERE code = ?", (code,))
    return [] if known else [Reason("producer_unknown", {"code": code})]


def _out_of_reach(
    transaction: Transaction, permit: Permit, permission: str, producer: str, places: tuple[str, ...]
) -> list[Reason]:
    if reaches(transaction, permit, permission, producer, places):
        return []
    return [Reason("out_of_reach", {"permission": permission, "places": list(places)})]
