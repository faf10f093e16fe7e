"""The targets of a programme beside what has been reached."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from cycle.queries.seasons.standings import Standing
from workflows.naming import Text
from workflows.programme import Programme


@dataclass(frozen=True)
class TargetRow:
    """A target of the programme; `reached` None: it is not measured by dossiers."""

    name: str
    operator: str
    low: int
    high: int | None
    unit: Text | str
    part_of: str | None
    reached: int | None


def targets_of(declared: Programme, standings: Sequence[Standing], *, rated: bool) -> tuple[TargetRow, ...]:
    """The targets beside what has been reached, in products; names are those of the programme's declaration.

    Where nothing is `rated` with stars, none is measured.
    """
    measures = _MEASURES if rated else {}
    found = {
        name: {one.season.product or one.season.code for one in standings if holds(one)}
        for name, holds in measures.items()
    }
    return tuple(
        TargetRow(t.name, t.operator, t.low, t.high, t.unit, t.part_of, len(found[t.name]) if t.name in found else None)
        for t in declared.targets
    )


_MEASURES: Mapping[str, Callable[[Standing], bool]] = {
    "recognised": lambda one: one.recognised and one.result is not None and one.result.stars >= 3,
    "four_stars": lambda one: one.recognised and one.result is not None and one.result.stars == 4,
    "potential_five_stars": lambda one: (
        one.result is not None
        and one.result.stars == 5
        and one.result.approved
        and (one.recognised or not one.result.final)
    ),
}
