"""Who is meant: which organisations or producer a declared role in a scope names for one dossier."""

from workflows.definition import RESERVED_ROLES, Who
from workflows.facts import Facts, Grant
from workflows.rules import Rules


def names(who: tuple[Who, ...], grants: tuple[Grant, ...], facts: Facts, rules: Rules) -> bool:
    """Whether one of the grants is one of those meant."""
    return any(_holds(one, grants, facts, rules) for one in counting(who, facts, rules))


def counting(who: tuple[Who, ...], facts: Facts, rules: Rules) -> tuple[Who, ...]:
    """The entries that count for this dossier: an `else` only where every earlier one names nobody."""
    chosen: list[Who] = []
    for one in who:
        if not one.otherwise or not any(meant(earlier, facts, rules) for earlier in chosen):
            chosen.append(one)
    return tuple(chosen)


def meant(who: Who, facts: Facts, rules: Rules) -> frozenset[str]:
    """The organisations or the producer that a role in a scope means here; {""} where the scope is `any`."""
    if who.role in RESERVED_ROLES or who.scope == "any":
        return frozenset({""})
    if who.scope == "own":
        return frozenset({facts.producer})
    places = facts.areas if who.scope == "of_product" else facts.bodies
    return places.get(rules.roles[who.role].level, frozenset())


def _holds(who: Who, grants: tuple[Grant, ...], facts: Facts, rules: Rules) -> bool:
    if who.scope == "any" or who.role in RESERVED_ROLES:
        return any(grant.role == who.role for grant in grants)
    holders = meant(who, facts, rules)
    return any(grant.role == who.role and grant.holder in holders for grant in grants)
