"""Recorded values as people read them."""

from collections.abc import Mapping
from typing import Any

from cycle.texts import Texts
from workflows.definition import Definition

DECIMALS = frozenset({"score", "decimal"})


def given_pairs(texts: Texts, definition: Definition | None, values: Mapping[str, Any]) -> list[tuple[str, str]]:
    """The title of each value and the value itself."""
    return [(texts.show("value", name), _given(texts, definition, name, value)) for name, value in values.items()]


def given_line(texts: Texts, definition: Definition | None, values: Mapping[str, Any]) -> str:
    """All values on one line."""
    return "; ".join(f"{title}: {told}" for title, told in given_pairs(texts, definition, values))


def _given(texts: Texts, definition: Definition | None, name: str, value: Any) -> str:
    if isinstance(value, Mapping):
        return texts.say("given.decision", number=value.get("number", ""), day=value.get("date", ""))
    rule = definition.recorded.get(name) if definition else None
    if rule and rule.type in DECIMALS:
        return texts.show("number", value)
    return texts.show("day", value) if rule and rule.type == "date" else str(value)
