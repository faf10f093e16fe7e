"""Definitions together with the places of what they declare, and the problems found in a file as they are collected."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field

from workflows.definition import Definition
from workflows.problems import Place, Problem, nearest_name
from workflows.source import Path, Source

# Of one file and one kind of check. Nobody mends more at once.
MOST_PROBLEMS = 100


@dataclass(frozen=True)
class Placed:
    """A definition and the path in its file of each state, transition (in order) and deadline.

    `abandoning` are the transitions declared for any open state. `whole` False: parts of the file could not be read or
    name states that do not exist, so that nothing can be said about the definition as a graph.
    """

    definition: Definition
    source: Source
    states: Mapping[str, Path]
    transitions: tuple[Path, ...]
    deadlines: Mapping[str, Path]
    abandoning: frozenset[int]
    whole: bool


@dataclass(frozen=True)
class Findings:
    """The problems of one file, in the order in which they are found."""

    source: Source
    problems: list[Problem] = field(default_factory=list)

    @property
    def full(self) -> bool:
        """Enough has been found; to look for more, and for the nearest names, would only take time."""
        return len(self.problems) >= MOST_PROBLEMS

    def at(self, path: Path, code: str, nearest: str | None = None, **params: str) -> None:
        """A problem of the value at `path`, unless reading the text has told one there."""
        if path not in self.source.refused:
            self._add(self.source.place(path), code, nearest, params)

    def at_key(self, path: Path, code: str, nearest: str | None = None, **params: str) -> None:
        self._add(self.source.key_place(path), code, nearest, params)

    def unknown(self, path: Path, code: str, name: str, known: Collection[str] | None) -> bool:
        """Whether `name` is not among the names known; None where these could not be read."""
        if known is None or name in known:
            return False
        if not self.full:
            self.at(path, code, nearest_name(name, frozenset(known)), name=name)
        return True

    def repeated(self, names: Iterable[tuple[str, Path]]) -> None:
        """Each name that stands there for the second time."""
        first: dict[str, Path] = {}
        for name, path in names:
            if name in first:
                self.at(path, "name_repeated", name=name, first=str(self.source.place(first[name]).line))
            first.setdefault(name, path)

    def _add(self, place: Place, code: str, nearest: str | None, params: Mapping[str, str]) -> None:
        found = len(self.problems)
        if found < MOST_PROBLEMS:
            self.problems.append(Problem(place, code, params, nearest))
        if found == MOST_PROBLEMS - 1:
            self.problems.append(Problem(place, "too_many", {"count": str(MOST_PROBLEMS)}))


def in_order(problems: Iterable[Problem]) -> list[Problem]:
    """Each problem once, in the order of their places."""
    once = {(one.place, one.code, tuple(sorted(one.params.items()))): one for one in problems}
    return [once[key] for key in sorted(once)]
