"""Who is meant: which organisations or producer a declared role in a scope names for one dossier."""

from dataclasses import replace

from workflows.definition import RESERVED_ROLES
from workflows.facts import Actor, Facts, Grant
from workflows.naming import Who
from workflows.rules import Rules
from workflows.verdict import Reason

OF = "of_"
PLACES = frozenset({"of_product", "of_programme"})


def names(who: tuple[Who, ...], grants: tuple[Grant, ...], facts: Facts, rules: Rules) -> bool:
    """Whether one of the grants is one of those meant."""
    return any(_holds(one, grants, facts, rules) for one in counting(who, facts, rules))


def barred(who: tuple[Who, ...], actor: Actor, facts: Facts, rules: Rules) -> list[Reason]:
    """Why an actor may not do what is given to those meant; empty where it may.

    It is none of them, and then told for whom it could act; or whether it is one shows only once it is said where in a
    divided place the product lies.
    """
    if names(who, actor.grants, facts, rules):
        for_body = (actor.on_behalf or "").startswith("organisation:")
        doubt = not for_body and unsettled(who, actor.grants, facts, rules)
        return [place_divided(facts, rules)] if doubt else []
    allowed = counting(who, facts, rules)
    roles = tuple(dict.fromkeys(one.role for one in allowed))
    for_whom = stand_ins(allowed, actor.own_grants, facts, rules) if actor.on_behalf is None else ()
    told = {"allowed": [str(one) for one in allowed], "roles": list(roles), "on_behalf": list(for_whom)}
    return [Reason("role_not_allowed", told, roles)]


def unsettled(who: tuple[Who, ...], grants: tuple[Grant, ...], facts: Facts, rules: Rules) -> bool:
    """Whether they hold their role for a share of a divided place alone, before it is said where the product lies."""
    if not facts.divided:
        return False
    settled = replace(facts, areas={level: codes - facts.divided for level, codes in facts.areas.items()})
    return not any(_holds(one, grants, settled, rules) for one in counting(who, facts, rules))


def place_divided(facts: Facts, rules: Rules) -> Reason:
    """Why nobody may act yet for a place of the product."""
    return Reason("place_divided", {"places": sorted(facts.divided)}, able_here("product.write", facts, rules))


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
        return frozenset({facts.producer}) if facts.producer else frozenset()
    if (value := named_value(who.scope)) is not None:
        level = rules.roles[who.role].level
        return frozenset[str]().union(*(one.standing.get(level, ()) for one in facts.parties.get(value, ())))
    places = facts.areas if who.scope == "of_product" else facts.bodies
    return places.get(rules.roles[who.role].level, frozenset())


def named_value(scope: str) -> str | None:
    """The value whose organisations a scope means, `lead` of `of_lead`; None for a scope of the dossier itself."""
    return scope.removeprefix(OF) if scope.startswith(OF) and scope not in PLACES else None


def able_here(permission: str, facts: Facts, rules: Rules, *scopes: str) -> tuple[str, ...]:
    """The roles with a permission that somebody near the dossier may hold, in some scope or in one of those named."""
    among = scopes or ("own", "of_product", "of_programme")
    return tuple(
        role.name
        for role in rules.roles.values()
        if permission in role.may
        and any(scope in among and meant(Who(role.name, scope), facts, rules) for scope in role.scopes)
    )


def stand_ins(who: tuple[Who, ...], grants: tuple[Grant, ...], facts: Facts, rules: Rules) -> tuple[str, ...]:
    """For whom (`kind:code`) a holder of the grants may act as one of those meant: by a role held near the dossier."""
    nearby = frozenset[str]().union(*facts.areas.values(), *facts.bodies.values())
    held = [rules.roles[grant.role] for grant in grants if grant.role in rules.roles and grant.holder in nearby]
    acted_for = frozenset[str]().union(*(role.acts_for for role in held))
    found = [
        f"{'producer' if one.scope == 'own' else 'organisation'}:{code}"
        for one in who
        if one.role in acted_for
        for code in sorted(meant(one, facts, rules) - {""})
    ]
    return tuple(dict.fromkeys(found))


def _holds(who: Who, grants: tuple[Grant, ...], facts: Facts, rules: Rules) -> bool:
    if who.scope == "any" or who.role in RESERVED_ROLES:
        return any(grant.role == who.role for grant in grants)
    holders = meant(who, facts, rules)
    return any(grant.role == who.role and grant.holder in holders for grant in grants)
