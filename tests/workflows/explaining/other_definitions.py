"""Definitions that differ from another in one field: also what no file could say alone."""

from collections.abc import Iterator, Mapping
from dataclasses import fields, is_dataclass, replace
from datetime import date, timedelta
from typing import Any

from workflows.deadlines.deadline_rules import DeadlineRule, Period
from workflows.definition import RESERVED_ROLES, AtClose, Definition, Series, State, Transition, ValueRule
from workflows.naming import GuardUse, Who
from workflows.rules import Rules
from workflows.source import Path as Way

PROSE = {"vi": ["khác"], "en": ["other"], "basis": ["other"], "final": ["other"], "decision": ["1/QĐ"]}
NUMBERED = {"step": [6], "days": [98], "months": [97], "share": [51], "times": [96]}
# What a name stands for is tried with all names that hang on it.
NAMES = {("State", "name"), ("State", "stage"), ("Stage", "name"), ("DeadlineRule", "name"), ("Definition", "states")}
NAMES |= {("Definition", one) for one in ("stages", "deadlines", "triggers", "values", "transitions", "name", "hash")}
# Only one of the two is ever set.
NAMES |= {("Period", "days"), ("Period", "months"), ("Period", "working_days"), ("DeadlineRule", "on")}
NAMES |= {("DeadlineRule", "ends"), ("End", "kind"), ("End", "name"), ("End", "before"), ("Finish", "by")}
NAMES |= {("DeadlineRule", "term"), ("DeadlineRule", "within"), ("DeadlineRule", "yearly"), ("Reminder", "period")}
# What starts a clock goes with its kind, what is proposed with those who may do it.
NAMES |= {
    ("Expiry", "propose"),
    ("Expiry", "to"),
    ("Start", "kind"),
    ("Start", "name"),
    ("Reminder", "when"),
    ("Reminder", "share"),
}


def nodes(node: Any, way: Way = ()) -> Iterator[tuple[Way, Any]]:
    """Every dataclass inside a definition, with the fields, keys and positions that lead to it."""
    inner: list[tuple[Any, Any]] = []
    if is_dataclass(node):
        yield way, node
        inner = [(field.name, getattr(node, field.name)) for field in fields(node)]
    elif isinstance(node, Mapping):
        inner = list(node.items())
    elif isinstance(node, tuple):
        inner = list(enumerate(node))
    for step, found in inner:
        yield from nodes(found, (*way, step))


def put(node: Any, way: Way, new: Any) -> Any:
    """The same with something else at the end of the way."""
    if not way:
        return new
    step, rest = way[0], way[1:]
    if is_dataclass(node):
        return replace(node, **{str(step): put(getattr(node, str(step)), rest, new)})  # type: ignore[type-var]  # a dataclass, as asked
    if isinstance(node, Mapping):
        return {**node, step: put(node[step], rest, new)}
    return (*node[: int(step)], put(node[int(step)], rest, new), *node[int(step) + 1 :])


def params_of(rules: Rules, definition: Definition) -> Mapping[str, list[Any]]:
    """What else each parameter of a guard might be."""
    (programme,) = rules.programmes.values()
    return {
        "window": [*programme.windows],
        "deadline": [*definition.deadlines],
        "one_of": [tuple(rules.papers), (1, 2)],
        "count": [9],
        "stars": [5],
        "valid_on": ["happened", *definition.recorded],
        "sectors": [frozenset({"tourism"}), frozenset({"food", "tourism"})],
        "value": [*definition.recorded],
        "minimum": ["61"],
        "below": ["62"],
        "at_least": ["4"],
        "at_most": ["3"],
        "equals": [1],
        "role": [*rules.roles],
        "family": [*rules.families],
        "trigger": [*definition.triggers],
        "outcomes": [("excluded",), ("ranked", "excluded")],
        **{key: [77] for key in ("most", "least")},
    }


def alternatives(rules: Rules, definition: Definition) -> Iterator[tuple[tuple[str, str], Definition]]:
    """The definition with one field of one part changed to what the same field of another part holds."""
    found = list(nodes(definition))
    pool: dict[tuple[str, str], list[Any]] = {}
    for _, part in found:
        for field in fields(part):
            pool.setdefault((type(part).__name__, field.name), []).append(getattr(part, field.name))
    for way, part in found:
        for field in fields(part):
            kind, now = (type(part).__name__, field.name), getattr(part, field.name)
            if kind not in NAMES and not is_dataclass(now) and not _unreadable(part, way, field.name):
                for new in candidates(rules, definition, kind, now, pool[kind]):
                    yield kind, put(definition, (*way, field.name), new)


def _unreadable(part: Any, way: Way, field: str) -> bool:
    """A state that ends owes nothing, a reserved role has no scope, nothing is `else` to nothing, a fixed day stays.

    A guard goes with its parameters: whole ones are exchanged in the transition.
    """
    if isinstance(part, State):
        return field in (("owes", "at_close") if part.final else ("tells",))
    if isinstance(part, Who):
        return field != "role" and (part.role in RESERVED_ROLES or (field == "otherwise" and way[-1] == 0))
    if isinstance(part, AtClose):
        return field == "carried_over" and part.do is None
    if isinstance(part, ValueRule):
        fixed = part.constant is not None or part.default is not None or part.type == "organisations"
        drawn = part.origin is not None
        return (
            (field in ("argument", "optional", "origin") and fixed)
            or (field == "optional" and drawn)
            or (field in ("argument", "constant", "default") and getattr(part, field) is None)
        )
    if isinstance(part, Transition):
        return field == "children_of" and part.children is None
    if isinstance(part, DeadlineRule):
        return field == "rolls" and part.within is None
    return isinstance(part, GuardUse) and field == "guard"


def candidates(rules: Rules, definition: Definition, kind: tuple[str, str], now: Any, pool: list[Any]) -> list[Any]:
    """What else a field might hold: a few of the values that it has elsewhere, and some of its own."""
    name = kind[1]
    if isinstance(now, bool):
        return [not now]
    if isinstance(now, date):
        return [now + timedelta(days=1)]
    if name == "params":
        params = params_of(rules, definition)
        return [{**now, key: new} for key in now for new in params[key] if new != now[key]][:8]
    own: dict[str, list[Any]] = {
        "role": [*rules.roles],
        "family": ["evaluation", "season"],
        "initial": [*definition.states],
        "target": [definition.initial],
        "unique": [("filed",)],
        "sources": [(definition.initial,)],
        "papers": [("samples",)],
        "each": [None, "asked"],
        "children_of": [None],
        "constant": ["khác"],
        "default": ["khác"],
        "criteria": [None, "small"],
        "series": [{"receipt": Series("receipt", "commune", "{number}/{year}", "Mẫu số 01")}],
        "titled": ["filed"],
        "numbered": ["filed"],
        "until": [None, date(2031, 1, 1)],
        "override": [None],
        "within": [Period(days=96)],
        "by": [(Who("secretariat", "of_programme"),), (Who("producer", "own"),)],
        "guards": [frozenset({"window"})] if kind[0] == "Override" else [()],
        **{key: [()] for key in ("records", "receives", "owes", "deadlines", "when", "finish")},
    }
    others = [*PROSE.get(name, []), *NUMBERED.get(name, []), *own.get(name, []), *pool]
    return [one for at, one in enumerate(others) if one != now and one not in others[:at]][:3]
