"""What stands against a producer, an establishment or a product by what it says itself, whatever else is known."""

from collections.abc import Iterator

from cycle.commands.permits import Permit
from cycle.commands.producers.makers import PRODUCER_KINDS, Establishment, Producer, Product, Registered
from cycle.commands.spelling import reach_faults, spelling_faults
from workflows.rules import SECTORS
from workflows.verdict import Reason

# What is wrong, with the field that it is wrong in.
Wrong = tuple[str, Reason]
_REACHED_BY = {"phone_malformed": "phone"}


def own_faults(permit: Permit, one: Registered) -> list[Wrong]:
    """Every reason why it may not be entered that needs no other row of the register."""
    if isinstance(one, Producer):
        return list(_of_producer(one))
    if isinstance(one, Establishment):
        return _spelt(name=one.name, address=one.address)
    return list(_of_product(permit, one))


def _of_producer(producer: Producer) -> Iterator[Wrong]:
    reach = {"phone": producer.phone, "email": producer.email}
    spelt = _spelt(name=producer.name, representative=producer.representative, **reach)
    yield from spelt or ((_REACHED_BY.get(one.code, "email"), one) for one in reach_faults(**reach))
    if producer.kind not in PRODUCER_KINDS:
        yield "kind", Reason("producer_kind_unknown", {"kind": producer.kind, "known": list(PRODUCER_KINDS)})


def _of_product(permit: Permit, product: Product) -> Iterator[Wrong]:
    yield from _spelt(name=product.name, group=product.group)
    if product.sector not in SECTORS:
        yield "sector", Reason("sector_unknown", {"sector": product.sector, "known": list(SECTORS)})
    elif product.set_number is not None:
        yield from _of_set(permit, product, product.set_number)
    if product.listed and product.listed > permit.today:
        yield "listed", Reason("happened_in_future", {"happened": product.listed, "today": permit.today})


def _of_set(permit: Permit, product: Product, number: int) -> Iterator[Wrong]:
    """A product is of the sector of its set, as the newest decision in force has it; a set not loaded says nothing."""
    in_force = (one for one in permit.published.rules.criteria.values() if one.law.in_force <= permit.today)
    criteria = max(in_force, key=lambda one: one.law.in_force, default=None)
    if criteria is None or number not in criteria.sets or criteria.sets[number].sector == product.sector:
        return
    found = criteria.sets[number]
    told = {"set": number, "title": found.title, "sector": found.sector, "given": product.sector}
    yield "set_number", Reason("set_of_other_sector", {**told, "decision": criteria.law.decision})


def _spelt(**fields: str | None) -> list[Wrong]:
    return [(reason.params["field"], reason) for reason in spelling_faults(fields)]
