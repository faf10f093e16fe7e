"""What stands in a file, taken from its bare tree: also of parts that are broken, so that nobody calls them unknown."""

from collections.abc import Iterator
from typing import Any


def items(tree: Any, *keys: str) -> Iterator[dict[str, Any]]:
    """The mappings in the list at `keys`, stepping through lists on the way, whatever else is broken."""
    if not keys:
        yield from (item for item in tree if isinstance(item, dict)) if isinstance(tree, list) else ()
    elif isinstance(tree, dict):
        yield from items(tree.get(keys[0]), *keys[1:])
    elif isinstance(tree, list):
        for item in tree:
            if isinstance(item, dict):
                yield from items(item, *keys)


def names(tree: Any, *keys: str) -> frozenset[str]:
    """The texts at the last key of the items that the other keys lead to."""
    found = (item.get(keys[-1]) for item in items(tree, *keys[:-1]))
    return frozenset(name for name in found if isinstance(name, str))


def written_states(tree: Any) -> dict[str, bool]:
    """Every state that is written in a workflow file, by dotted name, and whether it is final."""
    found: dict[str, bool] = {}
    for stage in items(tree, "stages"):
        for state in items(stage, "states"):
            found[f"{stage.get('stage')}.{state.get('state')}"] = "final" in state
    return found


def written_transitions(tree: Any) -> list[dict[str, Any]]:
    """Every transition that is written in a workflow file."""
    return [*items(tree, "stages", "transitions"), *items(tree, "anywhere")]


def written_values(tree: Any) -> frozenset[str]:
    """The name of every value that is recorded or received."""
    declaring = [
        tree.get("receives"),
        *(one.get(key) for one in written_transitions(tree) for key in ("records", "sets")),
    ]
    return frozenset(str(name) for values in declaring if isinstance(values, dict) for name in values)


def written_triggers(tree: Any) -> frozenset[str]:
    return names(tree, "stages", "transitions", "do") | names(tree, "anywhere", "do")


def written_families(tree: Any) -> frozenset[str]:
    """The families that its transitions open."""
    opened = [one.get("opens") for one in written_transitions(tree)]
    found = (one.get("family") if isinstance(one, dict) else one for one in opened)
    return frozenset(name for name in found if isinstance(name, str))
