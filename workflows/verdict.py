"""The engine's answers: a Step that may be taken, or a Refusal with every reason."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any


@dataclass(frozen=True)
class Reason:
    """Why not. `code` is stable and names a message (`reason.<code>`); `mend` names the roles that can mend it."""

    code: str
    params: Mapping[str, Any] = field(default_factory=dict)
    mend: tuple[str, ...] = ()


@dataclass(frozen=True)
class Relied:
    """A paper version that a verdict stands on."""

    paper: str
    type: str
    version: int
    hash: str


@dataclass(frozen=True)
class Outcome:
    """What one guard said: `met` or `overridden`, with the reasons set aside in the latter case."""

    guard: str
    result: str
    reasons: tuple[Reason, ...] = ()


@dataclass(frozen=True)
class Refusal:
    """Nothing was written. Every reason is here."""

    trigger: str
    state: str
    reasons: tuple[Reason, ...]


@dataclass(frozen=True)
class Step:
    """What will happen: the move, what it records and what it stands on."""

    trigger: str
    source: str
    target: str
    happened: date
    values: Mapping[str, Any]
    outcomes: tuple[Outcome, ...]
    relied: tuple[Relied, ...]
    note: str | None
    final: str | None
    stage: str
    opens: str | None = None
    tells: str | None = None
    children: str | None = None
