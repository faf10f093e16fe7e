"""What would raise a rank: the gates of each possible rank above, then the fewest criteria for the points short."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from workflows.scoring.criteria import CriteriaSet, Criterion, Scoring
from workflows.scoring.ranking import ZERO, Ranking, text_of
from workflows.scoring.sheets import Sheet

# The answers of all sheets to each criterion, in the order of the sheets.
Columns = Mapping[str, tuple[int, ...]]


@dataclass(frozen=True)
class GateStep:
    """A criterion whose agreed option must go from one place to another at least."""

    criterion: str
    at: int
    to: int


@dataclass(frozen=True)
class PointStep:
    """A criterion where every member's option reaching place `to` at least raises the average by `gain`."""

    criterion: str
    to: int
    gain: Fraction


@dataclass(frozen=True)
class Rise:
    """The way to a rank: its gates, the points short of its band before anything is done, the steps that bring them.

    Gates bring points too; `cheapest` is what is needed after them, the largest gains first, so the fewest criteria.
    """

    stars: int
    points_short: Decimal
    gates: tuple[GateStep, ...]
    cheapest: tuple[PointStep, ...]


def rises(scoring: Scoring, given: CriteriaSet, sheets: Sequence[Sheet], ranking: Ranking) -> tuple[Rise, ...]:
    """The way to each rank above the one reached that recognises a product; none where a finding excludes it."""
    if any(one.ground != ZERO for one in ranking.excluded):
        return ()
    ranks = sorted(one.stars for one in scoring.bands if one.stars > (ranking.stars or 0))
    columns = {code: tuple(one.answers[code] for one in sheets) for code in given.criteria}
    return tuple(_rise(stars, scoring, given, columns, ranking) for stars in ranks if stars >= scoring.recognised_from)


def lifted(one: Criterion, at: int, to: int) -> int:
    """An answer raised to a place; it stays where it is as good already."""
    as_good = one.points(at) >= one.points(to) and (one.case(at) != one.case(to) or at >= to)
    return at if as_good else to


def _rise(stars: int, scoring: Scoring, given: CriteriaSet, columns: Columns, ranking: Ranking) -> Rise:
    asked = range(3, stars + 1) if scoring.silent.lower_too else (stars,)
    needed = _zeros(given, ranking)
    for code in dict.fromkeys(code for rank in asked for code in ranking.unmet.get(rank, ())):
        one, at = given.criteria[code], ranking.agreed[code]
        needed[code] = max(needed.get(code, 0), *(one.gate(rank, one.case(at)) or 0 for rank in asked))
    for code, least in _supports(given, needed):
        if min(columns[code]) < least:
            needed[code] = max(needed.get(code, 0), least)
    steps = [GateStep(code, ranking.agreed.get(code, min(columns[code])), to) for code, to in needed.items()]
    begun = {**columns, **{code: _raised(given.criteria[code], columns, to) for code, to in needed.items()}}
    short = max(Decimal(0), scoring.low(stars) - Decimal(ranking.score))
    return Rise(stars, short, tuple(steps), tuple(_Climb(scoring, given, scoring.low(stars)).cheapest(begun)))


def _zeros(given: CriteriaSet, ranking: Ranking) -> dict[str, int]:
    """The least place with points of each criterion whose zero stopped the dossier."""
    found = {}
    for code in (one.at for one in ranking.excluded if one.at):
        one = given.criteria[code]
        found[code] = next(at for at in range(1, one.last + 1) if one.points(at))
    return found


def _supports(given: CriteriaSet, needed: Mapping[str, int]) -> list[tuple[str, int]]:
    """What must be there for the criteria needed to be answered at all."""
    return [rule for code in needed if (rule := given.criteria[code].only_if)]


def _raised(one: Criterion, columns: Columns, to: int) -> tuple[int, ...]:
    return tuple(lifted(one, at, to) for at in columns[one.code])


@dataclass(frozen=True)
class _Climb:
    """Criterion by criterion up to a score."""

    scoring: Scoring
    given: CriteriaSet
    goal: Decimal

    def cheapest(self, begun: Columns) -> list[PointStep]:
        """The steps that are still needed; the last one goes no further than it must."""
        columns, steps = dict(begun), list[PointStep]()
        while not self._arrived(self._sum(columns), columns):
            step = max(self._offers(columns), key=lambda one: one.gain, default=None)
            if step is None or step.gain <= 0:
                break
            step = self._least(step, columns)
            steps.append(step)
            columns[step.criterion] = _raised(self.given.criteria[step.criterion], columns, step.to)
        return steps

    def _offers(self, columns: Columns) -> list[PointStep]:
        """The best place of each criterion that may be raised now."""
        free = [one for one in self.given.criteria.values() if self._free(one, columns)]
        return [self._step(one, max(self._places(one, columns), key=one.points), columns) for one in free]

    def _least(self, best: PointStep, columns: Columns) -> PointStep:
        """The lowest place of the same criterion that reaches the goal; the best one where none does."""
        one, before = self.given.criteria[best.criterion], self._sum(columns)
        steps = [self._step(one, to, columns) for to in self._places(one, columns) if to < best.to]
        count = len(columns[one.code])
        return next((step for step in steps if self._arrived(before + int(step.gain * count), columns)), best)

    def _free(self, one: Criterion, columns: Columns) -> bool:
        return one.only_if is None or min(columns[one.only_if[0]]) >= one.only_if[1]

    def _places(self, one: Criterion, columns: Columns) -> list[int]:
        """The places of a criterion, in the case that a sheet has chosen."""
        cases = [case for at in columns[one.code] if (case := one.case(at)) is not None]
        return [at for at in range(1, one.last + 1) if not cases or one.case(at) == cases[0]]

    def _step(self, one: Criterion, to: int, columns: Columns) -> PointStep:
        gain = sum(one.points(lifted(one, at, to)) - one.points(at) for at in columns[one.code])
        return PointStep(one.code, to, Fraction(gain, len(columns[one.code])))

    def _sum(self, columns: Columns) -> int:
        return sum(one.points(at) for code, one in self.given.criteria.items() for at in columns[code])

    def _arrived(self, points: int, columns: Columns) -> bool:
        count = len(next(iter(columns.values())))
        return Decimal(text_of(Fraction(points, count), self.scoring)) >= self.goal
