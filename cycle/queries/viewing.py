"""What an account may see, and the conditions by which every list keeps to it. What no role gives is not seen."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, false, or_, select, true, union_all

from cycle.database import Transaction
from cycle.identity import ENTER_FOR_OTHERS
from cycle.office import Office
from cycle.tables import (
    account,
    account_grant,
    dossier,
    establishment,
    organisation,
    organisation_successor,
    paper,
    party,
    producer,
    product,
    product_area,
    programme,
)
from workflows.facts import Grant
from workflows.rules import Rules
from workflows.verdict import Reason

SEEING = frozenset({"see.all", "see.area", "see.own"})
EVERYTHING = frozenset({"see.all"})
# Whoever sees nothing needs a role, and these give roles.
GIVES_ROLES = "account.write"


@dataclass(frozen=True)
class View:
    """What one account sees on a day.

    `areas` are organisations with all that lies below them, `producers` the account's own. `permissions` are all that
    its roles carry, for lists that are not about dossiers. `through` is the account that looks through its eyes.
    """

    account: str
    today: date
    everything: bool = False
    areas: frozenset[str] = frozenset()
    producers: frozenset[str] = frozenset()
    permissions: frozenset[str] = frozenset()
    through: str | None = None


def view_of(
    transaction: Transaction, office: Office, code: str, as_of: date, needed: frozenset[str] = SEEING
) -> View | Reason:
    """What the account sees under the publication in force on a day, or why nothing: it has none of those `needed`."""
    published = office.rulebook.on(transaction, as_of)
    if published is None:
        return Reason("no_publication", {"day": as_of})
    grants = _grants(transaction, code, as_of)
    if grants is None:
        return Reason("account_unknown", {"account": code})
    permissions = {may for grant in grants for may in _may(published.rules, grant)}
    if not permissions & needed:
        return _not_permitted(published.rules, needed, permissions)
    return View(
        account=code,
        today=as_of,
        everything=permissions >= EVERYTHING,
        areas=frozenset(g.holder for g in grants if "see.area" in _may(published.rules, g)),
        producers=frozenset(g.holder for g in grants if "see.own" in _may(published.rules, g)),
        permissions=frozenset(permissions),
    )


def unless_everything(transaction: Transaction, office: Office, view: View) -> Reason | None:
    """Why a view may not be told what is about all dossiers; None where it sees everything."""
    if view.everything:
        return None
    published = office.rulebook.on(transaction, view.today)
    if published is None:
        return Reason("no_publication", {"day": view.today})
    return _not_permitted(published.rules, EVERYTHING, view.permissions)


def _not_permitted(rules: Rules, needed: frozenset[str], held: Collection[str]) -> Reason:
    """Whoever gives the roles can mend it; whoever gives them and asks is told who sees everything instead."""
    wanted = EVERYTHING if GIVES_ROLES in held else {GIVES_ROLES}
    mend = tuple(name for name, role in rules.roles.items() if role.may >= wanted)
    return Reason("not_permitted", {"permission": sorted(needed), "roles": list(mend)}, mend)


def may_look_for(transaction: Transaction, office: Office, account: str, other: str, as_of: date) -> Reason | None:
    """Why an account may not look through another's eyes; None where it may enter for others."""
    published = office.rulebook.on(transaction, as_of)
    grants = _grants(transaction, account, as_of)
    if published and grants and any(ENTER_FOR_OTHERS in _may(published.rules, grant) for grant in grants):
        return None
    return Reason("may_not_act_for", {"account": account, "on_behalf": f"account:{other}"})


def organisations_within(codes: Collection[str], today: date) -> Select[Any]:
    """The organisations named and all below them; one that has ended lies below its successors too."""
    ended = organisation.c.valid_to < today.isoformat()
    edges = union_all(
        select(organisation.c.parent.label("above"), organisation.c.code).where(organisation.c.parent.is_not(None)),
        select(organisation_successor.c.successor.label("above"), organisation_successor.c.code)
        .join(organisation, organisation.c.code == organisation_successor.c.code)
        .where(ended),
    ).subquery()
    found = select(organisation.c.code).where(organisation.c.code.in_(sorted(codes))).cte(recursive=True)
    found = found.union(select(edges.c.code).join(found, edges.c.above == found.c.code))
    return select(found.c.code)


def products_within(codes: Collection[str], today: date) -> Select[Any]:
    """The products of the localities at and below the organisations named."""
    within = organisations_within(codes, today)
    return select(product_area.c.product).where(product_area.c.organisation.in_(within))


def dossiers_within(codes: Collection[str], today: date) -> ColumnElement[bool]:
    """The dossiers of the products of these localities, those that name one of these organisations, and those without

    a product whose programme one of them runs.
    """
    within = organisations_within(codes, today)
    named = select(party.c.dossier).where(party.c.organisation.in_(within))
    run = select(programme.c.code).where(programme.c.organisation.in_(within))
    own = and_(dossier.c.product.is_(None), dossier.c.programme.in_(run))
    return or_(dossier.c.product.in_(products_within(codes, today)), dossier.c.code.in_(named), own)


def dossiers_seen(view: View) -> ColumnElement[bool]:
    """The dossiers that a view shows."""
    if view.everything:
        return true()
    own = dossier.c.producer.in_(sorted(view.producers))
    return or_(own, dossiers_within(view.areas, view.today)) if view.areas else own


def products_seen(view: View) -> ColumnElement[bool]:
    """The products that a view shows."""
    if view.everything:
        return true()
    return or_(product.c.producer.in_(sorted(view.producers)), _product_near(view, product.c.code))


def producers_seen(view: View) -> ColumnElement[bool]:
    """The producers that a view shows: those who sit in its areas or have a product there, and its own."""
    if view.everything:
        return true()
    own = producer.c.code.in_(sorted(view.producers))
    if not view.areas:
        return own
    makers = select(product.c.producer).where(_product_near(view, product.c.code))
    return or_(
        own, producer.c.organisation.in_(organisations_within(view.areas, view.today)), producer.c.code.in_(makers)
    )


def establishments_seen(view: View) -> ColumnElement[bool]:
    """The establishments of the producers that a view shows."""
    if view.everything:
        return true()
    return establishment.c.producer.in_(select(producer.c.code).where(producers_seen(view)))


def papers_seen(view: View) -> ColumnElement[bool]:
    """The papers whose holder a view shows."""
    if view.everything:
        return true()
    holders = {
        "producer": select(producer.c.code).where(producers_seen(view)),
        "establishment": select(establishment.c.code).where(establishments_seen(view)),
        "product": select(product.c.code).where(products_seen(view)),
        "dossier": select(dossier.c.code).where(dossiers_seen(view)),
    }
    return or_(*(and_(paper.c.holder_kind == kind, paper.c.holder.in_(codes)) for kind, codes in holders.items()))


def _product_near(view: View, column: ColumnElement[str]) -> ColumnElement[bool]:
    return column.in_(products_within(view.areas, view.today)) if view.areas else false()


def _grants(transaction: Transaction, code: str, day: date) -> list[Grant] | None:
    """The roles that an account holds on a day; None where there is no such account.

    A role that is held for an organisation ends with it at the latest.
    """
    known = select(account.c.code).where(account.c.code == code)
    if transaction.connection.execute(known).first() is None:
        return None
    last_days = account_grant.c.valid_to, organisation.c.valid_to
    lasts = (or_(ends.is_(None), ends >= day.isoformat()) for ends in last_days)
    held = (
        select(account_grant.c.role, account_grant.c.holder)
        .outerjoin(organisation, organisation.c.code == account_grant.c.holder)
        .where(account_grant.c.account == code, account_grant.c.valid_from <= day.isoformat(), *lasts)
    )
    return [Grant(role, holder) for role, holder in transaction.connection.execute(held)]


def _may(rules: Rules, grant: Grant) -> frozenset[str]:
    return rules.roles[grant.role].may if grant.role in rules.roles else frozenset()
