"""What is wrong with a declaration, and where."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches


@dataclass(frozen=True, order=True)
class Place:
    """A place in a configuration file; line and column count from 1, 0 where the text is not at hand."""

    file: str
    line: int = 0
    column: int = 0

    def __str__(self) -> str:
        return f"{self.file}:{self.line}:{self.column}" if self.line else self.file


@dataclass(frozen=True)
class Problem:
    """One thing to mend. `code` names a message of the catalogue (`problem.<code>`), `params` fill it."""

    place: Place
    code: str
    params: Mapping[str, str] = field(default_factory=dict)
    nearest: str | None = None


def nearest_name(name: str, known: list[str] | tuple[str, ...] | set[str] | frozenset[str]) -> str | None:
    """The known name most like `name`, or None where nothing is near."""
    return next(iter(get_close_matches(name, sorted(known), n=1, cutoff=0.6)), None)
