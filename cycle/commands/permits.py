"""Whether an account may do an act that is not a transition: the roles' `may` is the policy, the rest is denied."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from cycle.clock import day_in
from cycle.database import Transaction
from cycle.facts import grants_of
from cycle.history import Act
from cycle.identity import Standing, acting, permits
from cycle.office import Office
from cycle.publication import Published
from workflows.facts import Actor, Grant
from workflows.rules import Rules
from workflows.verdict import Reason

LOCAL_LEVELS = frozenset({"commune", "district"})
_ABOVE = (
    "WITH RECURSIVE up(code, parent) AS (SELECT code, parent FROM organisation WHERE code = ? UNION "
    "SELECT o.code, o.parent FROM organisation o JOIN up ON o.code = up.parent OR (o.valid_from <= ? AND EXISTS "
    "(SELECT 1 FROM organisation_successor s WHERE s.code = up.code AND s.successor = o.code))) SELECT code FROM up"
)
_LEVELS = "SELECT DISTINCT level FROM organisation WHERE valid_from <= ? AND (valid_to IS NULL OR valid_to >= ?)"


@dataclass(frozen=True)
class Caller:
    """Who asks for an act, for whom (`kind:code`), and in which run, by whose request id history finds the act."""

    account: str
    on_behalf: str | None = None
    request: str | None = None


@dataclass(frozen=True)
class Permit:
    """An act allowed: under which publication, with which grants, and the act itself for history."""

    published: Published
    grants: tuple[Grant, ...]
    act: Act
    today: date


def permitted(transaction: Transaction, office: Office, caller: Caller, permission: str) -> Permit | Reason:
    """The permit for an act, or why there is none. `now` is read here, so the caller holds its locks already."""
    now = office.clock.now()
    today = day_in(office.zone, now)
    published = _in_force(transaction, office, permission, today)
    if published is None:
        return Reason("no_publication", {"day": today})
    actor = _actor(transaction, published.rules, caller, today.isoformat())
    if isinstance(actor, Reason):
        return actor
    for_account = (caller.on_behalf or "").startswith("account:")
    if caller.on_behalf and not for_account and permission in _OWN_NAME:
        return Reason("may_not_act_for", {"account": caller.account, "on_behalf": caller.on_behalf})
    judged = actor.grants if for_account else actor.own_grants
    if not permits(published.rules, judged, permission):
        roles = _holdable(transaction, published.rules, roles_that_may(published.rules, permission), today)
        return Reason("not_permitted", {"permission": permission, "roles": list(roles)}, roles)
    return Permit(published, judged, Act(caller.account, now, caller.on_behalf, caller.request), today)


# What concerns no producer and no other office is done in nobody's name.
_OWN_NAME = frozenset(
    {"publish", "season.open", "season.close", "organisation.write", "account.write", "calendar.apply", "law.apply"}
)


def _actor(transaction: Transaction, rules: Rules, caller: Caller, day: str) -> Actor | Reason:
    """Who acts and for whom; where it counts is judged by the places of what is acted on."""
    everywhere = frozenset(grant.holder for grant in grants_of(transaction, caller.account, day) or ())
    return acting(transaction, rules, Standing(caller.account, caller.on_behalf, day, everywhere))


def _in_force(transaction: Transaction, office: Office, permission: str, today: date) -> Published | None:
    """The publication of the day; for publishing, the newest that reads, so that a damaged one can be mended."""
    if permission == "publish":
        return office.rulebook.readable(transaction, today)
    return office.rulebook.on(transaction, today)


def roles_that_may(rules: Rules, permission: str) -> tuple[str, ...]:
    """The roles that carry a permission."""
    return tuple(name for name, role in rules.roles.items() if permission in role.may)


def _holdable(transaction: Transaction, rules: Rules, roles: tuple[str, ...], day: date) -> tuple[str, ...]:
    """Those roles that somebody can hold on a day: none of a level that has no organisation then, if others remain."""
    levels = {level for (level,) in transaction.rows(_LEVELS, (day.isoformat(), day.isoformat()))}
    return tuple(name for name in roles if rules.roles[name].level in {"producer", "none", *levels}) or roles


def lying_in(transaction: Transaction, organisations: Iterable[str], day: date) -> set[str]:
    """Some organisations, those that have succeeded them by a day, and everything above them."""
    return {code for one in organisations for (code,) in transaction.rows(_ABOVE, (one, day.isoformat()))}


def reaches(
    transaction: Transaction, permit: Permit, permission: str, producer: str, organisations: Iterable[str]
) -> bool:
    """Whether the permit counts for a producer at some places.

    A producer's account reaches its own; a commune's or district's officer what lies in their area; the others reach
    the whole province. Nobody reaches anything on behalf of a producer or an organisation that it does not concern.
    """
    above = lying_in(transaction, organisations, permit.today)
    kind, _, party = (permit.act.on_behalf or "").partition(":")
    if (kind == "producer" and party != producer) or (kind == "organisation" and party not in above):
        return False
    roles = permit.published.rules.roles
    for grant in permit.grants:
        role = roles.get(grant.role)
        if role is None or permission not in role.may:
            continue
        if role.level == "producer":
            if grant.holder == producer:
                return True
        elif role.level not in LOCAL_LEVELS or grant.holder in above:
            return True
    return False
