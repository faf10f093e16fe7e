"""The names that one file may use of another, taken from what is written even where it cannot all be read."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from workflows.rules import PaperType, Role, Rules

Names = frozenset[str] | None


@dataclass(frozen=True)
class Known:
    """What there is. A set of names is None where a file that declares some cannot be read: then none is unknown.

    A name may be known without its role, paper or set: those whose declaration is broken are missing there.
    """

    role_names: Names
    paper_names: Names
    set_names: Names
    families: Names
    calendars: Names
    roles: Mapping[str, Role]
    papers: Mapping[str, PaperType]
    sets: Mapping[str, tuple[str, ...]]


def known_from(rules: Rules) -> Known:
    """All that a publication declares."""
    return Known(
        role_names=frozenset(rules.roles),
        paper_names=frozenset(rules.papers),
        set_names=frozenset(rules.paper_sets),
        families=frozenset(rules.families),
        calendars=frozenset(rules.calendars),
        roles=rules.roles,
        papers=rules.papers,
        sets=rules.paper_sets,
    )


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
