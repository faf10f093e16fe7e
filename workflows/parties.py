"""The organisations that a value names: how they are given, whom they stand for, and which of them have acted."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from workflows.definition import ValueRule
from workflows.facts import Actor, Facts, Register
from workflows.programme import Group, Programme
from workflows.verdict import Reason

ANY = "any"
SEPARATOR = ";"


def named(given: Any) -> list[str] | None:
    """The names in what was given: a list, or one text with `;` between them. None where it is neither, or empty."""
    parts = given.split(SEPARATOR) if isinstance(given, str) else given
    if not isinstance(parts, list) or not all(isinstance(one, str) for one in parts):
        return None
    found = [one.strip() for one in parts]
    return list(dict.fromkeys(found)) if found and all(found) else None


def kept(rule: ValueRule, names: Iterable[str], groups: Mapping[str, Group]) -> dict[str, Any]:
    """The value as it is kept: organisations by code, groups of the programme by name, how many of both must act."""
    codes: list[str] = []
    grouped: list[str] = []
    for one in names:
        (grouped if one in groups else codes).append(one)
    return {"organisations": codes, "groups": grouped, "rule": rule.argument or "each"}


def unfit(rule: ValueRule, value: Mapping[str, Any], register: Register, day: date) -> list[Reason]:
    """A reason for all organisations of a value that are not registered, and one for those that are none on the day."""
    known = register.organisations
    unknown = [code for code in value["organisations"] if code not in known]
    near = "; ".join(f"{code} → {register.nearest[code]}" for code in unknown if code in register.nearest)
    told = {"value": rule.name, "given": unknown, "nearest": near}
    reasons = [Reason("organisations_unknown", told)] if unknown else []
    gone = [code for code in value["organisations"] if code in known and not known[code].on(day)]
    past = {"value": rule.name, "given": gone, "happened": day}
    return [*reasons, *([Reason("organisations_not_then", past)] if gone else [])]


def expanded(value: Mapping[str, Any], programme: Programme) -> list[str]:
    """Every organisation that a kept value means, each once."""
    codes = [*value["organisations"], *(code for name in value["groups"] for code in _members(name, programme))]
    return list(dict.fromkeys(codes))


def tallied(rule: ValueRule, facts: Facts, actor: Actor) -> list[str]:
    """The tally that an act records: who has acted before, and those of the value for whom this actor acts.

    One that is complete begins anew.
    """
    holders = {grant.holder for grant in actor.grants} - {""}
    name = rule.argument or ""
    acting = {code for one in facts.parties.get(name, ()) for code in one.counted & holders}
    before = facts.values.get(rule.name, ())
    whole = name in facts.values and not uncovered(facts.values[name], before, facts, name)
    return sorted(acting | set(() if whole else before))


def uncovered(value: Mapping[str, Any], acted: Iterable[str], facts: Facts, name: str) -> list[str]:
    """The organisations and groups of a kept value whose act is wanting; a successor has acted for those before it."""
    done = {one.organisation for one in facts.parties.get(name, ()) if one.counted & set(acted)}
    wanting = [code for code in value["organisations"] if code not in done]
    wanting += [group for group in value["groups"] if not _covered(group, done, facts.programme)]
    some_acted = len(wanting) < len(value["organisations"]) + len(value["groups"])
    return [] if value["rule"] == ANY and some_acted else wanting


def _covered(name: str, done: set[str], programme: Programme) -> bool:
    members = _members(name, programme)
    any_one = name in programme.groups and programme.groups[name].rule == ANY
    return bool(done & set(members)) if any_one else set(members) <= done


def _members(name: str, programme: Programme) -> tuple[str, ...]:
    return programme.groups[name].members if name in programme.groups else ()
