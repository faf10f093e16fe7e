"""Which transitions of a definition some scripts have not tried."""

from collections.abc import Iterable
from dataclasses import dataclass

from workflows.definition import Definition, Transition
from workflows.trying.walk import Tried, Walked
from workflows.verdict import Step


@dataclass(frozen=True)
class Coverage:
    """The transitions that no act asked for, that none was allowed, and that none was refused."""

    untried: tuple[Transition, ...]
    never_allowed: tuple[Transition, ...]
    never_refused: tuple[Transition, ...]


def coverage(definition: Definition, walks: Iterable[Walked]) -> Coverage:
    """What is left to try, in the order of the declaration."""
    tried = [one for walked in walks for one in walked.tried]
    allowed = _asked(definition, (one for one in tried if isinstance(one.verdict, Step)))
    refused = _asked(definition, (one for one in tried if not isinstance(one.verdict, Step)))
    moves = definition.transitions
    return Coverage(
        untried=tuple(move for move in moves if id(move) not in allowed | refused),
        never_allowed=tuple(move for move in moves if id(move) not in allowed),
        never_refused=tuple(move for move in moves if id(move) not in refused),
    )


def _asked(definition: Definition, tried: Iterable[Tried]) -> frozenset[int]:
    """The transitions that these acts asked for, by their identity."""
    moves = (definition.moves.get((one.state, one.act.trigger)) for one in tried)
    return frozenset(id(move) for move in moves if move is not None)
