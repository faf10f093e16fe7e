"""Measuring two ways of doing the same thing in turns, so that whatever else the machine does meets both."""

import gc
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from statistics import median
from time import perf_counter

Way = Callable[[int], Callable[[], int]]


@dataclass(frozen=True)
class Measured:
    """Medians over the rounds: microseconds for one thing done our way and the bare way, and the rounds' own ratios."""

    ours: float
    bare: float
    ratios: tuple[float, ...]
    things: int

    @property
    def ratio(self) -> float:
        """How many times as long ours takes."""
        return median(self.ratios)


def in_turns(ways: Sequence[Way], rounds: int, *, turning: bool = True) -> list[Measured]:
    """Each way once in every round, the order `turning` from round to round; the first way is ours.

    A way is told the number of the round, -1 for one that only warms up; it makes ready and gives back what is timed,
    which tells how many things it has done. What is measured stands for every other way against the first.
    """
    for way in ways:
        way(-1)()
    times: list[list[float]] = [[] for _ in ways]
    done = 0
    for number in range(rounds):
        order = range(len(ways)) if number % 2 or not turning else reversed(range(len(ways)))
        for index in order:
            work = ways[index](number)
            gc.collect()
            begun = perf_counter()
            done = work()
            times[index].append((perf_counter() - begun) * 1_000_000 / max(1, done))
    return [_against(times[0], others, done) for others in times[1:]]


def _against(ours: Sequence[float], bare: Sequence[float], done: int) -> Measured:
    ratios = tuple(one / other for one, other in zip(ours, bare, strict=True))
    return Measured(median(ours), median(bare), ratios, done)
