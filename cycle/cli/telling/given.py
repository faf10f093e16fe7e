"""Recorded values as people read them."""

from collections.abc import Mapping
from typing import Any

from cycle.cli.telling.titles import Titled
from cycle.texts.lacks import lacks_told

# How values of a type are shown.
SHOWN: Mapping[str, str] = {
    "score": "number",
    "decimal": "number",
    "term": "term",
    "date": "day",
    "round": "round",
    "later_round": "round",
}


NOBODY: Mapping[str, str] = {}


def given_pairs(own: Titled, values: Mapping[str, Any], names: Mapping[str, str] = NOBODY) -> list[tuple[str, str]]:
    """The title of each value and the value itself, as the workflow names them one after another.

    `names` are those of the organisations that values name, by code.
    """
    declared = [*own.definition.values, *own.definition.recorded] if own.definition else []
    ordered = [name for name in dict.fromkeys([*declared, *values]) if name in values]
    return [(own.texts.show("value", name), _given(own, name, values[name], names)) for name in ordered]


def given_line(own: Titled, values: Mapping[str, Any], names: Mapping[str, str] = NOBODY) -> str:
    """All values on one line."""
    return "; ".join(f"{title}: {told}" for title, told in given_pairs(own, values, names))


def organisations_in(values: Mapping[str, Any]) -> set[str]:
    """The codes of the organisations that kept values name."""
    found = set[str]()
    for value in values.values():
        if isinstance(value, Mapping):
            found.update(value.get("organisations", ()))
        elif isinstance(value, list):
            found.update(map(str, value))
    return found


def _given(own: Titled, name: str, value: Any, names: Mapping[str, str]) -> str:
    if isinstance(value, list):
        return "; ".join(names.get(code, code) for code in value)
    if isinstance(value, Mapping) and "organisations" in value:
        groups = [own.texts.show("parties", group) for group in value["groups"]]
        return "; ".join([*(names.get(code, code) for code in value["organisations"]), *groups])
    if isinstance(value, Mapping) and "dossier" in value:
        return str(value["dossier"])
    if isinstance(value, Mapping) and "lacking" in value:
        return lacks_told(own.texts, value)
    if isinstance(value, Mapping) and "session" in value:
        return own.texts.say("given.turn", session=value["session"], turn=value["turn"])
    if isinstance(value, Mapping):
        return own.texts.say("given.decision", number=value.get("number", ""), day=value.get("date", ""))
    rule = own.definition.recorded.get(name) if own.definition else None
    kind = SHOWN.get(rule.type) if rule else None
    return own.texts.show(kind, value) if kind else str(value)
