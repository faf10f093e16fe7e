"""Who acts in a trial: parties as an actor with grants. Each level has one organisation, called like the level."""

from workflows.definition import RESERVED_ROLES
from workflows.facts import Actor, Facts, Grant
from workflows.rules import Rules
from workflows.scopes import named_value
from workflows.trying.script import ELSEWHERE, Act, Party
from workflows.verdict import Reason

PRODUCER = "producer"


def actor_of(rules: Rules, facts: Facts, act: Act) -> Actor | Reason:
    """The actor of an act, or why the party may not act for the other one."""
    own = (_grant(rules, facts, act.party),)
    if act.on_behalf is None:
        return Actor(act.person, own, own)
    granted = _grants_for(rules, facts, own[0], act.on_behalf)
    holder = _grant(rules, facts, act.on_behalf).holder
    named = f"{'producer' if holder == PRODUCER else 'organisation'}:{holder}"
    if not granted:
        return Reason("may_not_act_for", {"account": act.person, "on_behalf": named})
    return Actor(act.person, granted, own, named)


def _grant(rules: Rules, facts: Facts, party: Party) -> Grant:
    if party.role in RESERVED_ROLES:
        return Grant(party.role)
    role = rules.roles[party.role]
    match party.scope or role.scopes[0]:
        case "any":
            return Grant(party.role)
        case "own":
            return Grant(party.role, facts.producer)
        case "of_product":
            return Grant(party.role, _one(facts.areas.get(role.level)))
        case "of_programme":
            return Grant(party.role, _one(facts.bodies.get(role.level)))
        case scope if (value := named_value(scope)) is not None:
            named = (one.standing.get(role.level, frozenset()) for one in facts.parties.get(value, ()))
            return Grant(party.role, _one(frozenset[str]().union(*named)))
        case _:
            return Grant(party.role, ELSEWHERE)


def _grants_for(rules: Rules, facts: Facts, own: Grant, other: Party) -> tuple[Grant, ...]:
    """What somebody may do for another one: roles declared for it, held by the dossier's own organisations."""
    asked = _grant(rules, facts, other)
    near = frozenset().union(*facts.areas.values(), *facts.bodies.values())
    if own.role not in rules.roles or own.holder not in near or asked.holder not in near | {facts.producer}:
        return ()
    level = rules.roles[other.role].level
    roles = sorted(role for role in rules.roles[own.role].acts_for if rules.roles[role].level == level)
    return tuple(Grant(role, asked.holder) for role in roles)


def _one(holders: frozenset[str] | None) -> str:
    return min(holders) if holders else ELSEWHERE
