"""What surrounds some dossiers and decides who owes there: places, parties, values that name organisations, holders."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import orjson
from sqlalchemy import Select, or_, select

from cycle.database import Transaction
from cycle.queries.register.bodies import Bodies
from cycle.tables import account_grant, dossier, party, product_area


@dataclass(frozen=True)
class Around:
    """What decides who owes, by product and by dossier; `holders` are the organisations in which a role is held.

    `values` are those of the dossiers without a product or that name organisations.
    """

    bodies: Bodies
    areas: Mapping[str, tuple[str, ...]]
    parties: Mapping[str, Mapping[str, tuple[str, ...]]]
    values: Mapping[str, Mapping[str, Any]]
    holders: Mapping[str, frozenset[str]]


def read_around(transaction: Transaction, bodies: Bodies, products: Select[Any], dossiers: Select[Any]) -> Around:
    """What surrounds some dossiers, chosen by statements of their products and of their codes."""
    areas: dict[str, list[str]] = defaultdict(list)
    places = select(product_area.c.product, product_area.c.organisation).where(product_area.c.product.in_(products))
    for product, organisation in transaction.connection.execute(places.order_by(product_area.c.organisation)):
        areas[product].append(organisation)
    parties: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    named = select(party).where(party.c.dossier.in_(dossiers)).order_by(party.c.organisation)
    for code, name, organisation in transaction.connection.execute(named):
        parties[code][name].append(organisation)
    return Around(
        bodies,
        {code: tuple(those) for code, those in areas.items()},
        {code: {name: tuple(those) for name, those in named.items()} for code, named in parties.items()},
        _values(transaction, dossiers),
        _holders(transaction, bodies),
    )


def _values(transaction: Transaction, dossiers: Select[Any]) -> Mapping[str, Mapping[str, Any]]:
    wanted = or_(dossier.c.product.is_(None), dossier.c.code.in_(select(party.c.dossier)))
    data = select(dossier.c.code, dossier.c.data).where(dossier.c.code.in_(dossiers), wanted)
    return {code: orjson.loads(text)["values"] for code, text in transaction.connection.execute(data)}


def _holders(transaction: Transaction, bodies: Bodies) -> Mapping[str, frozenset[str]]:
    """The organisations in which each role is held today."""
    day = bodies.today.isoformat()
    held = select(account_grant.c.role, account_grant.c.holder).where(
        account_grant.c.valid_from <= day, or_(account_grant.c.valid_to.is_(None), account_grant.c.valid_to >= day)
    )
    found: dict[str, set[str]] = defaultdict(set)
    for role, holder in transaction.connection.execute(held.distinct()):
        found[role].add(holder)
    return {role: frozenset(those) for role, those in found.items()}
