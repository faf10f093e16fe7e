"""Acts on producers, their establishments and their products, each in the producer's stream."""

from datetime import date

from cycle import statements
from cycle.addresses import address_key
from cycle.answers import Done, refused_all
from cycle.commands.permits import LOCAL_LEVELS, Caller, Permit, permitted, reaches
from cycle.commands.producers.judging import own_faults
from cycle.commands.producers.makers import HOUSEHOLD, PRODUCER_KINDS, Establishment, Producer, Product, unspelt
from cycle.commands.producers.whereabouts import successors_named
from cycle.commands.spelling import clean_text
from cycle.database import Transaction
from cycle.history import Entry, append
from cycle.office import Office
from cycle.vietnamese import fold, normal, sort_key
from workflows.verdict import Reason, Refusal

__all__ = [
    "PRODUCER_KINDS",
    "Establishment",
    "Producer",
    "Product",
    "add_establishment",
    "add_producer",
    "add_product",
    "establishment_faults",
    "out_of_reach",
    "ownership_faults",
    "place_faults",
    "producer_faults",
    "product_faults",
    "stream_of",
    "unspelt",
    "write_establishment",
    "write_producer",
    "write_product",
]


def add_producer(office: Office, caller: Caller, producer: Producer) -> Done | Refusal:
    """Enter a producer. Needs `producer.write` for its place."""
    producer = producer.cleaned()
    wrong = unspelt(producer)
    if wrong:
        return refused_all(wrong)
    with office.database.writing() as transaction:
        permit = permitted(transaction, office, caller, "producer.write")
        if isinstance(permit, Reason):
            return refused_all([permit])
        reasons = producer_faults(transaction, permit, producer)
        return refused_all(reasons) if reasons else write_producer(transaction, permit, producer)


def add_establishment(office: Office, caller: Caller, place: Establishment) -> Done | Refusal:
    """Enter an establishment of a producer. Needs `producer.write` for its place."""
    place = place.cleaned()
    wrong = unspelt(place)
    if wrong:
        return refused_all(wrong)
    with office.database.writing() as transaction:
        transaction.row(statements.LOCK_PRODUCER, (place.producer,))
        permit = permitted(transaction, office, caller, "producer.write")
        if isinstance(permit, Reason):
            return refused_all([permit])
        reasons = establishment_faults(transaction, permit, place)
        return refused_all(reasons) if reasons else write_establishment(transaction, permit, place)


def add_product(office: Office, caller: Caller, product: Product) -> Done | Refusal:
    """Enter a product of a producer. Needs `product.write` for its places."""
    product = product.cleaned()
    wrong = unspelt(product)
    if wrong:
        return refused_all(wrong)
    with office.database.writing() as transaction:
        transaction.row(statements.LOCK_PRODUCER, (product.producer,))
        permit = permitted(transaction, office, caller, "product.write")
        if isinstance(permit, Reason):
            return refused_all([permit])
        reasons = product_faults(transaction, permit, product)
        return refused_all(reasons) if reasons else write_product(transaction, permit, product)


def producer_faults(transaction: Transaction, permit: Permit, producer: Producer) -> list[Reason]:
    """Every reason why a producer may not be entered."""
    reasons = place_faults(transaction, "producer", (producer.organisation,), permit.today)
    reasons += [reason for _, reason in own_faults(permit, producer)]
    if transaction.row("SELECT 1 FROM producer WHERE registration = ?", (producer.registration,)):
        reasons.append(Reason("code_taken", {"what": "producer", "code": producer.code}))
    return reasons or out_of_reach(transaction, permit, "producer.write", producer.code, (producer.organisation,))


def establishment_faults(transaction: Transaction, permit: Permit, place: Establishment) -> list[Reason]:
    """Every reason why an establishment may not be entered."""
    reasons = [
        *place_faults(transaction, "establishment", (place.organisation,), permit.today),
        *_producer_faults(transaction, place.producer),
    ]
    reasons += [reason for _, reason in own_faults(permit, place)]
    if transaction.row("SELECT 1 FROM establishment WHERE code = ?", (place.code,)):
        reasons.append(Reason("code_taken", {"what": "establishment", "code": place.code}))
    return reasons or out_of_reach(transaction, permit, "producer.write", place.producer, (place.organisation,))


def product_faults(transaction: Transaction, permit: Permit, product: Product) -> list[Reason]:
    """Every reason why a product may not be entered."""
    reasons = place_faults(transaction, "product", product.areas, permit.today)
    reasons += _producer_faults(transaction, product.producer)
    reasons += [reason for _, reason in own_faults(permit, product)]
    if not product.areas:
        reasons.append(Reason("product_without_place", {"code": product.code}))
    if transaction.row("SELECT 1 FROM product WHERE code = ?", (product.code,)):
        reasons.append(Reason("code_taken", {"what": "product", "code": product.code}))
    for code in product.establishments:
        reasons += ownership_faults(transaction, code, product.producer)
    return reasons or out_of_reach(transaction, permit, "product.write", product.producer, product.areas)


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
    told = {"representative": producer.representative, "phone": producer.phone, "email": producer.email}
    contact = {field: clean_text(text) for field, text in told.items()}
    personal = {field: text for field, text in contact.items() if text}
    personal |= {"name": name} if producer.kind == HOUSEHOLD else {}
    payload = about if "name" in personal else {**about, "name": name}
    recorded = append(
        transaction, permit.act, Entry(stream_of(producer.code), "producer", permit.today, payload, personal)
    )
    transaction.run(
        "INSERT INTO producer (code, registration, registration_kind, kind, organisation, representative, phone, "
        "email, name, name_key, name_folded, version) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 1)",
        (*about.values(), *contact.values(), name, sort_key(name), fold(name)),
    )
    if contact["email"]:
        transaction.run("DELETE FROM bad_address WHERE address = ?", (address_key(contact["email"]),))
    return Done(producer.code, recorded.stream, recorded.seq)


def write_establishment(transaction: Transaction, permit: Permit, place: Establishment) -> Done:
    """Record an establishment that has been checked; the name and the address of a household's are personal."""
    about = {"code": place.code, "producer": place.producer, "organisation": place.organisation}
    named = {"name": normal(place.name), "address": clean_text(place.address)}
    kind = transaction.row("SELECT kind FROM producer WHERE code = ?", (place.producer,))
    personal = {field: text for field, text in named.items() if text and kind == (HOUSEHOLD,)}
    entry = Entry(stream_of(place.producer), "establishment", permit.today, {**about, **named}, personal)
    recorded = append(transaction, permit.act, entry)
    transaction.run(
        "INSERT INTO establishment (code, producer, organisation, name, address) VALUES (?, ?, ?, ?, ?)",
        (*about.values(), *named.values()),
    )
    return Done(place.code, recorded.stream, recorded.seq)


def write_product(transaction: Transaction, permit: Permit, product: Product) -> Done:
    """Record a product that has been checked."""
    name = normal(product.name)
    about = {"code": product.code, "producer": product.producer, "sector": product.sector}
    listed = product.listed.isoformat() if product.listed else None
    kind = {"group": clean_text(product.group), "set": product.set_number, "listed": listed}
    places = {"areas": list(product.areas), "establishments": list(product.establishments)}
    payload = {**about, **kind, **places, "name": name}
    recorded = append(transaction, permit.act, Entry(stream_of(product.producer), "product", permit.today, payload))
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


def stream_of(producer: str) -> str:
    """The stream that a producer and all that is its own are recorded in."""
    return f"producer/{producer}"


def ownership_faults(transaction: Transaction, establishment: str, producer: str) -> list[Reason]:
    """The reason why an establishment is not one of a producer's own."""
    owner = transaction.row("SELECT producer FROM establishment WHERE code = ?", (establishment,))
    told = {"establishment": establishment, "producer": producer}
    return [] if owner == (producer,) else [Reason("establishment_of_other", told)]


def place_faults(transaction: Transaction, what: str, codes: tuple[str, ...], today: date) -> list[Reason]:
    """The reasons why something of a kind cannot lie in some places: they are no communes or districts in being.

    One that has ended is told with those that stand for it now, if any.
    """
    reasons, day = _organisation_faults(transaction, codes), today.isoformat()
    unknown = {reason.params["code"] for reason in reasons}
    for code in codes:
        (level, first, last) = transaction.row(_IN_BEING, (code,)) or ("", "", None)
        if code not in unknown and (level not in LOCAL_LEVELS or not first <= day <= (last or day)):
            after = successors_named(transaction, code, today) if level in LOCAL_LEVELS else ()
            told = {"what": what, "code": code, "day": today}
            ended = Reason("locality_ended", {**told, "ended": last, "successors": list(after)})
            reasons.append(ended if after else Reason("not_a_locality", told))
    return reasons


_IN_BEING = "SELECT level, valid_from, valid_to FROM organisation WHERE code = ?"


def _organisation_faults(transaction: Transaction, codes: tuple[str, ...]) -> list[Reason]:
    known = {code: transaction.row("SELECT 1 FROM organisation WHERE code = ?", (code,)) for code in codes}
    return [Reason("organisation_unknown", {"code": code}) for code, found in known.items() if not found]


def _producer_faults(transaction: Transaction, code: str) -> list[Reason]:
    known = transaction.row("SELECT 1 FROM producer WHERE code = ?", (code,))
    return [] if known else [Reason("producer_unknown", {"code": code})]


def out_of_reach(
    transaction: Transaction, permit: Permit, permission: str, producer: str, places: tuple[str, ...]
) -> list[Reason]:
    """The reason why a permit does not count for a producer at some places."""
    if reaches(transaction, permit, permission, producer, places):
        return []
    return [Reason("out_of_reach", {"permission": permission, "places": list(places)})]
