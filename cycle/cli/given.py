"""Recorded values as people read them."""

from collections.abc import Mapping
from typing import Any

from cycle.cli.titles import Titled

DECIMALS = frozenset({"score", "decimal"})


def given_pairs(own: Titled, values: Mapping[str, Any]) -> list[tuple[str, str]]:
    """The title of each value and the value itself, as the workflow names them one after another."""
    declared = [*own.definition.values, *own.definition.recorded] if own.definition else []
    ordered = [name for name in dict.fromkeys([*declared, *values]) if name in values]
    return [(own.texts.show("value", name), _given(own, name, values[name])) for name in ordered]


def given_line(own: Titled, values: Mapping[str, Any]) -> str:
    """All values on one line."""
    return "; ".join(f"{title}: {told}" for title, told in given_pairs(own, values))


def _given(own: Titled, name: str, value: Any) -> str:
    if isinstance(value, Mapping):
        return own.texts.say("given.decision", number=value.get("number", ""), day=value.get("date", ""))
    rule = own.definition.recorded.get(name) if own.definition else None
    if rule and rule.type in DECIMALS:
        return own.texts.show("number", value)
    return own.texts.show("day", value) if rule and rule.type == "date" else str(value)
