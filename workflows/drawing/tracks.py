"""Lines beside one another in a corridor: none upon another, and in the order in which they cross least."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

# How near the ends of two lines in one track may come.
APART = 0.08
ROUNDS = 4


@dataclass(frozen=True)
class Run:
    """A stretch of a line along a corridor. Each of its ends turns away: -1 towards the first track, 1 to the last."""

    key: int
    ends: tuple[tuple[float, int], tuple[float, int]]

    @property
    def low(self) -> float:
        return min(place for place, _ in self.ends)

    @property
    def high(self) -> float:
        return max(place for place, _ in self.ends)


def tracks_of(runs: Sequence[Run]) -> Mapping[int, int]:
    """The track of each run by its key, counted from nought; runs that meet never share one."""
    tracks: dict[int, int] = {}
    ordered = _ordered(sorted(runs, key=lambda run: (run.low, run.high, run.key)))
    for place, run in enumerate(ordered):
        before = (tracks[other.key] + 1 for other in ordered[:place] if _meet(run, other))
        tracks[run.key] = max(before, default=0)
    return tracks


def _meet(one: Run, other: Run) -> bool:
    return one.low - APART < other.high and other.low - APART < one.high


def _ordered(runs: Sequence[Run]) -> list[Run]:
    """Each run moved, round by round, to the place where it crosses the fewest others."""
    cost = {(a.key, b.key): _crossings(a, b) for a in runs for b in runs if a is not b}
    order = list(runs)
    for _ in range(ROUNDS):
        before = list(order)
        for run in before:
            order.remove(run)
            order.insert(_best_place(run, order, cost), run)
        if order == before:
            break
    return order


def _best_place(run: Run, others: Sequence[Run], cost: Mapping[tuple[int, int], int]) -> int:
    price = sum(cost[run.key, other.key] for other in others)
    best, place = price, 0
    for index, other in enumerate(others, start=1):
        price += cost[other.key, run.key] - cost[run.key, other.key]
        if price < best:
            best, place = price, index
    return place


def _crossings(first: Run, second: Run) -> int:
    """How often two runs cross where the first has the track nearer to the beginning."""
    back = sum(1 for place, turn in second.ends if turn < 0 and first.low <= place <= first.high)
    return back + sum(1 for place, turn in first.ends if turn > 0 and second.low <= place <= second.high)
