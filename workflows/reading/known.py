"""The names that one file may use of another, taken from what is written even where it cannot all be read."""

from collections.abc import Mapping
from dataclasses import dataclass

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
    criteria: Names = frozenset()


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
        criteria=frozenset(rules.criteria),
    )
