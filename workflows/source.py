"""The text of one configuration file as it was read, and where in the file each part of it stands."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from workflows.problems import Place

Path = tuple[str | int, ...]

# Ends the path of a key's own mark; no key that was read can hold a control character.
KEY = "\0key"


@dataclass(frozen=True)
class Source:
    """A tree of mappings, lists, text, integers and true/false.

    `marks` gives line and column of the value at each path, and of the key at that path with KEY appended; it is empty
    for a text that comes from the database. `flawed`: reading the text has found problems, so that the tree serves only
    to find more; `refused` are the paths of values that were named there.
    """

    path: str
    tree: Any
    marks: Mapping[Path, tuple[int, int]]
    raw: str
    refused: frozenset[Path] = frozenset()
    flawed: bool = False

    def place(self, path: Path = ()) -> Place:
        """Where the value at `path` stands, or the nearest thing around it."""
        for length in range(len(path), -1, -1):
            if path[:length] in self.marks:
                return Place(self.path, *self.marks[path[:length]])
        return Place(self.path)

    def key_place(self, path: Path) -> Place:
        """Where the key at `path` stands; for an item of a list, the item."""
        mark = self.marks.get((*path, KEY))
        return Place(self.path, *mark) if mark else self.place(path)
