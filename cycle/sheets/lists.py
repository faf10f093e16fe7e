"""The lists that cells are chosen from: those of the catalogue, and those handed in with a workbook."""

from collections import Counter
from collections.abc import Mapping

from cycle.sheets.words import labels
from cycle.vietnamese import fold
from workflows.problems import nearest_name

Offered = Mapping[str, str]
# The parts of which a value may consist.
PART = "value_part"


class Lists:
    """Lists by their names, each from name to label; one handed in comes before the catalogue's of that name."""

    def __init__(self, given: Mapping[str, Offered] | None = None) -> None:
        self._given = {name: distinct(offered) for name, offered in (given or {}).items()}
        self._folded: dict[str, dict[str, str]] = {}

    def labels(self, group: str, language: str = "vi") -> Offered:
        """Name to label, in order; every label once."""
        return self._given.get(group) or labels(group, language)

    def label_of(self, group: str, name: str) -> str:
        """What a person chooses for a name; the name itself where the list has it no more."""
        return self.labels(group).get(name, name)

    def name_of(self, group: str, typed: str) -> str | None:
        """The name of what a person typed, who need not have every accent and capital right, or who typed the name."""
        return self._by_fold(group).get(fold(typed)) or (typed if typed in self.labels(group) else None)

    def nearest_label(self, group: str, typed: str) -> str | None:
        """The label that was probably meant."""
        near = nearest_name(fold(typed), set(self._by_fold(group)))
        return self.labels(group)[self._by_fold(group)[near]] if near else None

    def _by_fold(self, group: str) -> Mapping[str, str]:
        if group not in self._folded:
            self._folded[group] = {fold(label): name for name, label in self.labels(group).items()}
        return self._folded[group]


def distinct(offered: Offered) -> Offered:
    """The list with the name beside each label that another name has too: a choice must say which is meant."""
    counts = Counter(fold(label) for label in offered.values())
    return {name: label if counts[fold(label)] == 1 else f"{label} ({name})" for name, label in offered.items()}


def part_named(typed: str) -> str | None:
    """The part of a value (`number`, `date`) that a person named, in either language."""
    known = {
        fold(one): name for told in ("vi", "en") for name, label in labels(PART, told).items() for one in (name, label)
    }
    return known.get(fold(typed))


def part_label(name: str) -> str:
    """How a part of a value is written in a cell."""
    return labels(PART).get(name, name)
