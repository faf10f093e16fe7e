"""What every part of a definition is written with: a title, somebody meant, a guard."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Text:
    """A title in both languages of the system."""

    vi: str
    en: str


@dataclass(frozen=True)
class Who:
    """A role in a scope; the scope `of_VALUE` means the organisations that the value names.

    `otherwise` marks an `else`: it counts only where every earlier one names nobody.
    """

    role: str
    scope: str
    otherwise: bool = False

    def __str__(self) -> str:
        return ("else " if self.otherwise else "") + (f"{self.role}.{self.scope}" if self.scope else self.role)


@dataclass(frozen=True)
class GuardUse:
    """A guard of the vocabulary with its checked parameters."""

    guard: str
    params: Mapping[str, Any] = field(default_factory=dict)
