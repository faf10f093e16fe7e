"""Who acts, and for whom: from an account to the grants that count for one act."""

from collections.abc import Sequence
from dataclasses import dataclass

from cycle import statements
from cycle.database import Transaction
from cycle.facts import grant_queries, grants_of
from cycle.transactions import Query
from workflows.facts import Actor, Grant
from workflows.rules import Rules
from workflows.verdict import Reason

ENTER_FOR_OTHERS = "enter_for_others"
_LEVEL_OF = {"producer": statements.KIND_OF_PRODUCER, "organisation": statements.LEVEL_OF_ORGANISATION}


@dataclass(frozen=True)
class Standing:
    """An account that wants to act on a day, on behalf of whom (`kind:code`).

    `nearby` are the organisations at one of which it must hold the role that lets it act for others; `parties` are the
    producers and organisations that it may act for, None where what is acted on tells that later.
    """

    account: str
    on_behalf: str | None
    day: str
    nearby: frozenset[str]
    parties: frozenset[str] | None = None


def acting(transaction: Transaction, rules: Rules, standing: Standing) -> Actor | Reason:
    """The actor of an act, or why the account may not act so.

    `on_behalf` is `account:CODE`, `producer:CODE` or `organisation:CODE`. Acting for a producer or an organisation
    needs a role that is declared to act for theirs, held at one of the organisations `nearby` (those of the dossier).
    """
    own = grants_of(transaction, standing.account, standing.day)
    if own is None:
        return Reason("account_unknown", {"account": standing.account})
    if standing.on_behalf is None:
        return Actor(standing.account, own, own)
    grants = _grants_for(transaction, rules, own, standing)
    if not grants:
        return Reason("may_not_act_for", {"account": standing.account, "on_behalf": standing.on_behalf})
    return Actor(standing.account, grants, own, standing.on_behalf)


def acting_queries(account: str, on_behalf: str | None, day: str) -> Sequence[Query]:
    """What `acting` asks."""
    kind, _, code = (on_behalf or "").partition(":")
    if kind == "account":
        return (*grant_queries(account, day), *grant_queries(code, day))
    party = ((_LEVEL_OF[kind], (code,)),) if kind in _LEVEL_OF else ()
    return (*grant_queries(account, day), *party)


def permits(rules: Rules, grants: tuple[Grant, ...], permission: str) -> bool:
    """Whether one of the grants carries a permission; what is not declared is denied."""
    return any(grant.role in rules.roles and permission in rules.roles[grant.role].may for grant in grants)


def _grants_for(
    transaction: Transaction, rules: Rules, own: tuple[Grant, ...], standing: Standing
) -> tuple[Grant, ...]:
    kind, _, code = (standing.on_behalf or "").partition(":")
    if kind == "account":
        allowed = permits(rules, own, ENTER_FOR_OTHERS)
        return (grants_of(transaction, code, standing.day) if allowed else None) or ()
    if standing.parties is not None and code not in standing.parties:
        return ()
    near = [grant for grant in own if grant.role in rules.roles and grant.holder in standing.nearby]
    roles = {role for grant in near for role in rules.roles[grant.role].acts_for}
    level = _level(transaction, kind, code)
    return tuple(Grant(role, code) for role in sorted(roles) if rules.roles[role].level == level)


def _level(transaction: Transaction, kind: str, code: str) -> str | None:
    """The level of whoever is acted for; None where there is no such party."""
    found = transaction.row(_LEVEL_OF[kind], (code,)) if kind in _LEVEL_OF else None
    return found[0] if found else None
