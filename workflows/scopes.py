"""Who is meant: which organisations or producer a declared role in a scope names for one dossier."""

from workflows.definition import RESERVED_ROLES, Who
from workflows.facts import Facts, Grant
from workflows.rules import Rules

OF = "of_"
PLACES = frozenset({"of_product", "of_programme"})


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
