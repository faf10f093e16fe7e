"""What a verification finds: each difference with its place."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

MOST_FAULTS = 1000


@dataclass(frozen=True)
class Fault:
    """One difference. `code` names a message (`fault.<code>`), `place` is `stream#seq` or `table key`."""

    code: str
    place: str
    params: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Verification:
    """How many records in how many streams were read, how many personal texts have been erased, and every fault.

    `more` counts the faults beyond the first thousand, which are not kept; `placed` the leaves of the tree, `waiting`
    the records that have no place in it yet.
    """

    records: int
    streams: int
    erased: int
    faults: tuple[Fault, ...]
    more: int = 0
    placed: int = 0
    waiting: int = 0


class Findings:
    """The faults as they are found; beyond the first thousand they are only counted."""

    def __init__(self) -> None:
        self.faults: list[Fault] = []
        self.more = 0

    def add(self, code: str, place: str, **params: Any) -> None:
        """Keep one fault."""
        if len(self.faults) < MOST_FAULTS:
            self.faults.append(Fault(code, place, params))
        else:
            self.more += 1
