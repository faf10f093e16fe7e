"""The table that a run prints: a row per case, its reach, and whether it is reached."""

from collections.abc import Sequence
from dataclasses import dataclass

from bench.rounds import Measured


@dataclass(frozen=True)
class Result:
    """One case on one database. `reach` None means that nobody judges it; `dominates` says where our time goes."""

    case: str
    database: str
    dossiers: int
    measured: Measured
    reach: float | None = None
    dominates: str = ""


@dataclass(frozen=True)
class Growth:
    """How a ratio changes from the smallest database to the largest one."""

    case: str
    database: str
    small: float
    large: float

    @property
    def factor(self) -> float:
        """Above 1 where the ratio is worse on the large database."""
        return self.large / self.small


GROWTH_REACH = 1.2
# A sweep that finds nothing may not feel how much there is, within three times.
REPEATED = "sweep with nothing new, against 5 ms"
_REACHES = {REPEATED: 3.0}
_COLUMNS = (
    f"{'case':44} {'database':10} {'dossiers':>8} {'ours, µs':>11} {'bare, µs':>11} {'ratio':>6} {'spread':>11}  reach"
)
HEAD = (_COLUMNS, "-" * len(_COLUMNS))


def lines(results: Sequence[Result]) -> list[str]:
    """The table's lines."""
    return [*HEAD, *(line for one in results for line in row_lines(one))]


def row_lines(one: Result) -> list[str]:
    """A row, and below it where our time goes."""
    found = one.measured
    spread = f"{min(found.ratios):.2f}-{max(found.ratios):.2f}"
    row = (
        f"{one.case:44} {one.database:10} {one.dossiers:>8} {found.ours:>11.1f} {found.bare:>11.1f} "
        f"{found.ratio:>6.2f} {spread:>11}  {judged(found.ratio, one.reach)}"
    )
    return [row, f"    where our time goes: {one.dominates}"] if one.dominates else [row]


def growths(results: Sequence[Result]) -> list[Growth]:
    """For each judged case on each database, its ratio on the smallest and on the largest number of dossiers."""
    found: dict[tuple[str, str], list[Result]] = {}
    for one in (one for one in results if one.reach):
        found.setdefault((one.case, one.database), []).append(one)
    told = []
    for (case, database), many in found.items():
        ordered = sorted(many, key=lambda one: one.dossiers)
        if len(ordered) > 1:
            told.append(Growth(case, database, ordered[0].measured.ratio, ordered[-1].measured.ratio))
    return told


def growth_lines(found: Sequence[Growth]) -> list[str]:
    """The lines that say how each ratio grows."""
    head = f"{'growth of a ratio':44} {'database':10} {'small':>8} {'large':>8} {'growth':>7}  reach"
    return [head, "-" * len(head)] + [
        f"{one.case:44} {one.database:10} {one.small:>8.2f} {one.large:>8.2f} {one.factor:>7.2f}  "
        f"{judged(one.factor, _REACHES.get(one.case, GROWTH_REACH))}"
        for one in found
    ]


def judged(ratio: float, reach: float | None) -> str:
    """The verdict in words."""
    if reach is None:
        return "not judged"
    return f"<= {reach} " + ("reached" if ratio <= reach else "MISSED")
