"""Files of definitions that differ from the small ones in one place."""

import re
from collections.abc import Iterator
from copy import deepcopy
from datetime import date, timedelta
from typing import Any

from cycle.reading import read_text
from tests.workflows.explaining.enriched import enriched
from workflows.source import Path as Way

DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


def trees() -> dict[str, Any]:
    """The small definitions as bare trees."""
    texts = enriched()
    sources = {path: read_text(path, text)[0] for path, text in texts.items() if path.startswith("workflows/")}
    return {path: source.tree for path, source in sources.items() if source is not None}


def places(node: Any, way: Way = ()) -> Iterator[tuple[Way, Any]]:
    if way:
        yield way, node
    for step, inner in node.items() if isinstance(node, dict) else enumerate(node) if isinstance(node, list) else ():
        yield from places(inner, (*way, step))


def key_of(way: Way) -> str:
    return str(next(step for step in reversed(way) if isinstance(step, str)))


def other_values(value: Any, siblings: set[str]) -> list[Any]:
    """What might stand there instead."""
    if isinstance(value, bool):
        return [not value]
    if isinstance(value, int):
        return [value + 1, max(value - 1, 0)]
    if not isinstance(value, str):
        return []
    if DAY.fullmatch(value):
        return [(date.fromisoformat(value) + timedelta(days=1)).isoformat()]
    return [*sorted(siblings - {value})[:2], f"{value}x"]


def mutated(tree: Any) -> Iterator[tuple[Way, Any]]:
    """Every tree that differs from this one in one place, with that place."""
    found = list(places(tree))
    siblings: dict[str, set[str]] = {}
    for way, value in found:
        if isinstance(value, str):
            siblings.setdefault(key_of(way), set()).add(value)
    for way, value in found:
        for new in [None, *other_values(value, siblings.get(key_of(way), set()))]:
            changed = deepcopy(tree)
            node = changed
            for step in way[:-1]:
                node = node[step]
            if new is None:
                del node[way[-1]]
            else:
                node[way[-1]] = new
            yield way, changed
