"""Where the dossiers of a season stand and how others ended: counts by state, in the order of the workflows."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from cycle.history import Snapshot
from cycle.queries.seasons.standings import Standing
from workflows.rules import Rules


@dataclass(frozen=True)
class Spot:
    """A state of a workflow."""

    workflow: str
    stage: str
    state: str


@dataclass(frozen=True)
class Position:
    """How many open seasons stand at a spot; `inner` is the spot of the dossier that they wait for, if they do."""

    spot: Spot
    inner: Spot | None
    dossiers: int
    late: int
    blocked: int


@dataclass(frozen=True)
class Outcome:
    """How many seasons have ended at a spot, and the word for that end."""

    spot: Spot
    final: str
    dossiers: int


def positions_of(rules: Rules, standings: Sequence[Standing]) -> tuple[Position, ...]:
    counts: dict[tuple[Spot, Spot | None], Counter[str]] = defaultdict(Counter)
    for one in standings:
        if one.season.final is None:
            inner = _spot(one.waits_in) if one.waits_in is not one.season else None
            marks = ["dossiers", *(["late"] if one.late else []), *(["blocked"] if one.blocked else [])]
            counts[_spot(one.season), inner].update(marks)
    places = _places(rules)
    ordered = sorted(counts, key=lambda key: (_place(places, key[0]), _place(places, key[1])))
    return tuple(Position(*key, *(counts[key][name] for name in ("dossiers", "late", "blocked"))) for key in ordered)


def outcomes_of(rules: Rules, standings: Sequence[Standing]) -> tuple[Outcome, ...]:
    counts = Counter((_spot(one.season), one.season.final) for one in standings if one.season.final)
    places = _places(rules)
    ordered = sorted(counts, key=lambda key: _place(places, key[0]))
    return tuple(Outcome(spot, final or "", counts[spot, final]) for spot, final in ordered)


def _spot(snapshot: Snapshot) -> Spot:
    return Spot(snapshot.workflow, snapshot.stage, snapshot.state)


def _places(rules: Rules) -> Mapping[tuple[str, str], tuple[int, int]]:
    """Where each state stands: the workflow's place in the publication, the state's in the workflow."""
    return {
        (definition.name, state): (number, index)
        for number, definition in enumerate(rules.definitions.values())
        for index, state in enumerate(definition.states)
    }


def _place(places: Mapping[tuple[str, str], tuple[int, int]], spot: Spot | None) -> tuple[int, int, str]:
    """The spot's place; nothing first, what only older workflows know last."""
    if spot is None:
        return (-1, -1, "")
    return (*places.get((spot.workflow, spot.state), (len(places), 0)), spot.state)
