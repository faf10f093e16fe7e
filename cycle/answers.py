"""What a command answers besides a refusal: done, or in conflict with what happened meanwhile."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from workflows.verdict import Reason, Refusal


@dataclass(frozen=True)
class Done:
    """The act is recorded at (`stream`, `seq`). `repeated` says that an earlier request had done it already."""

    target: str
    stream: str
    seq: int
    details: Mapping[str, Any] = field(default_factory=dict)
    repeated: bool = False


@dataclass(frozen=True)
class Conflict:
    """The dossier is not at the version that was seen; `changes` are its records since."""

    target: str
    seen: int
    version: int
    changes: tuple[Mapping[str, Any], ...] = ()


Answer = Done | Refusal | Conflict


class RequestReusedError(Exception):
    """A request id came again with another payload."""

    def __init__(self, request: str) -> None:
        super().__init__(request)
        self.request = request


def refused(code: str, mend: tuple[str, ...] = (), **params: Any) -> Refusal:
    """A refusal with one reason, for acts that are not transitions."""
    return Refusal("", "", (Reason(code, params, mend),))


def refused_all(reasons: list[Reason]) -> Refusal:
    """A refusal with every reason, each once, for acts that are not transitions."""
    return Refusal("", "", tuple(one for place, one in enumerate(reasons) if one not in reasons[:place]))
