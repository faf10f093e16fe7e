"""The board's rows by locality: how many dossiers each has, and whether its evaluations are done."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Any

from cycle.database import Transaction
from cycle.queries.register.bodies import Bodies, Body, read_bodies
from cycle.queries.seasons.standings import Standing
from cycle.queries.viewing import View, organisations_within

LOCAL_LEVELS = frozenset({"district", "commune"})
# What is only counted where evaluations record stars.
RATED = frozenset({"evaluating", "evaluated", "recognised"})


@dataclass(frozen=True)
class LocalityRow:
    """One locality; a product of two localities counts in both.

    `evaluated` counts dossiers whose evaluation has recorded stars. The last three are None where no workflow of the
    programme records any.
    """

    code: str
    name: str
    level: str
    dossiers: int
    open: int
    late: int
    blocked: int
    evaluating: int | None
    evaluated: int | None
    recognised: int | None


@dataclass(frozen=True)
class Map:
    """Every organisation as of a day, and the one whose localities are counted."""

    bodies: Bodies
    base: str
    _found: dict[str, frozenset[str]] = field(default_factory=dict, compare=False, repr=False)

    @cached_property
    def localities(self) -> frozenset[str]:
        """The bodies of a locality that stand right below the base."""
        known = self.bodies.known.values()
        return frozenset(one.code for one in known if one.parent == self.base and one.level in LOCAL_LEVELS)

    def lying_in(self, code: str) -> frozenset[str]:
        """The localities of the day that an organisation is, or lies in: where it has ended, those of its successors.

        Where none of them lies below the base, the one that it lay in.
        """
        if code not in self._found:
            today = frozenset(found for one in self.bodies.standing(code) if (found := self._locality(one)))
            self._found[code] = today or frozenset(filter(None, [self._locality(code)]))
        return self._found[code]

    def _locality(self, code: str) -> str | None:
        return next((one for one in self.bodies.above(code) if one in self.localities), None)


def read_map(transaction: Transaction, base: str, on: date) -> Map:
    """The organisations as of a day."""
    return Map(read_bodies(transaction, on), base)


def shown_localities(transaction: Transaction, view: View, ground: Map) -> frozenset[str]:
    """The localities in being on the day that a view shows even where they have no dossier."""
    bodies, day = ground.bodies, ground.bodies.today.isoformat()
    living = frozenset(one for one in ground.localities if bodies.known[one].starts <= day and not bodies.ended(one))
    if view.everything:
        return living
    within = transaction.connection.execute(organisations_within(view.areas, view.today)).scalars()
    return living & {one for code in within for one in ground.lying_in(code)}


def locality_rows(
    ground: Map,
    shown: frozenset[str],
    standings: Iterable[Standing],
    areas: Mapping[str, frozenset[str]],
    *,
    rated: bool,
) -> tuple[LocalityRow, ...]:
    """One row for each locality shown, and for each that has a dossier."""
    counts: dict[str, Counter[str]] = {code: Counter() for code in shown}
    for standing in standings:
        places = {place for code in areas.get(standing.season.code, ()) for place in ground.lying_in(code)}
        for place in places:
            counts.setdefault(place, Counter()).update(_marks(standing))
    ordered = ground.bodies.ordered(counts)
    return tuple(_row(ground.bodies.known[code], counts[code], rated=rated) for code in ordered)


def _row(body: Body, count: Counter[str], *, rated: bool) -> LocalityRow:
    numbers: dict[str, Any] = {name: count[name] for name in tuple(LocalityRow.__dataclass_fields__)[3:]}
    unrated = {} if rated else dict.fromkeys(RATED)
    return LocalityRow(body.code, body.name, body.level, **{**numbers, **unrated})


def _marks(standing: Standing) -> list[str]:
    """The columns in which a standing counts."""
    marks = {
        "dossiers": True,
        "open": standing.season.final is None,
        "late": standing.late,
        "blocked": bool(standing.blocked),
        "evaluating": standing.waits_in is not standing.season,
        "evaluated": standing.result is not None,
        "recognised": standing.recognised,
    }
    return [name for name, holds in marks.items() if holds]
