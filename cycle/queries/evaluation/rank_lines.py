"""A rank taken apart: a line for each criterion, and for each step that would raise it."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from workflows.scoring.criteria import STARRED, Answers, CriteriaSet, Criterion, Scoring
from workflows.scoring.ranking import Ranking, average, text_of
from workflows.scoring.rising import rises
from workflows.scoring.sheets import Sheet


@dataclass(frozen=True)
class MemberLine:
    """Who gave a sheet, and its total."""

    member: str
    seat: str
    name: str
    total: int


@dataclass(frozen=True)
class CriterionLine:
    """What the sheets say on a criterion: `counts` by option how many chose it, `mean` the points on average,
    `points` those of all sheets together.

    `agreed` is the option that counted for the gates, of criteria that have any; `misses` the ranks that it does not
    reach; `own` the producer's own option.
    """

    criterion: str
    title: str
    most: int
    counts: Mapping[int, int]
    points: int
    mean: Fraction
    agreed: int | None
    misses: tuple[int, ...]
    own: int | None
    papers: tuple[str, ...]


@dataclass(frozen=True)
class RiseLine:
    """A step to `stars`: an option that the council must find reached (`gain` None), or one that brings points.

    `at` is None where members chose differently; `short` are the points that are short of the rank.
    """

    stars: int
    short: str
    criterion: str
    title: str
    at: int | None
    to: int
    gain: str | None


def criterion_lines(
    given: CriteriaSet,
    sheets: Sequence[Sheet],
    ranking: Ranking | None,
    beside: tuple[Answers, Mapping[str, tuple[str, ...]]],
) -> tuple[CriterionLine, ...]:
    """A line for each criterion, in the printed order; `beside` are the producer's own answers and the papers."""
    own, papers = beside
    lines = []
    for code, one in given.criteria.items():
        chosen = [sheet.answers[code] for sheet in sheets]
        agreed = ranking.agreed.get(code) if ranking else None
        lines.append(
            CriterionLine(
                criterion=code,
                title=one.title,
                most=one.most,
                counts=dict(sorted(Counter(chosen).items())),
                points=sum(one.points(at) for at in chosen),
                mean=average([one.points(at) for at in chosen]),
                agreed=agreed,
                misses=_misses(one, agreed),
                own=own.get(code),
                papers=papers.get(code, ()),
            )
        )
    return tuple(lines)


def rise_lines(scoring: Scoring, given: CriteriaSet, sheets: Sequence[Sheet], ranking: Ranking) -> tuple[RiseLine, ...]:
    """The steps to each rank above the one reached: first the gates, then the criteria that bring the points short."""
    lines = []
    for rise in rises(scoring, given, sheets, ranking):
        short = str(rise.points_short)
        for gate in rise.gates:
            title = given.criteria[gate.criterion].title
            lines.append(RiseLine(rise.stars, short, gate.criterion, title, gate.at, gate.to, None))
        for step in rise.cheapest:
            chosen = {sheet.answers[step.criterion] for sheet in sheets}
            at = chosen.pop() if len(chosen) == 1 else None
            title, gain = given.criteria[step.criterion].title, text_of(step.gain, scoring)
            lines.append(RiseLine(rise.stars, short, step.criterion, title, at, step.to, gain))
    return tuple(lines)


def _misses(one: Criterion, agreed: int | None) -> tuple[int, ...]:
    """The ranks whose gate at a criterion an option does not reach."""
    return () if agreed is None else tuple(stars for stars in STARRED if not one.reaches(agreed, stars))
