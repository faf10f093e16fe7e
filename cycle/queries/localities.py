"""The board's rows by locality: how many dossiers each has, and whether its evaluations are done."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from sqlalchemy import RowMapping, select

from cycle.database import Transaction
from cycle.queries.paging import bytewise
from cycle.queries.standings import Standing
from cycle.queries.viewing import View, organisations_within
from cycle.tables import organisation

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
    """Every organisation by code, in Vietnamese order, and the one whose localities are counted."""

    organisations: Mapping[str, RowMapping]
    base: str

    @cached_property
    def localities(self) -> frozenset[str]:
        """The bodies of a locality that stand right below the base."""
        rows = self.organisations.values()
        return frozenset(row["code"] for row in rows if row["parent"] == self.base and row["level"] in LOCAL_LEVELS)

    def locality(self, code: str) -> str | None:
        """The locality that an organisation is, or lies in."""
        seen: set[str] = set()
        while code in self.organisations and code not in seen:
            if code in self.localities:
                return code
            seen.add(code)
            code = self.organisations[code]["parent"] or ""
        return None


def read_map(transaction: Transaction, base: str) -> Map:
    """The organisations as they stand in the register."""
    columns = ("code", "name", "level", "parent", "valid_from", "valid_to")
    order = (bytewise(transaction, organisation.c.name_key), organisation.c.code)
    statement = select(*(organisation.c[name] for name in columns)).order_by(*order)
    rows = transaction.connection.execute(statement).mappings()
    return Map({row["code"]: row for row in rows}, base)


def shown_localities(transaction: Transaction, view: View, ground: Map, on: date) -> frozenset[str]:
    """The localities in being on a day that a view shows even where they have no dossier."""
    rows = (ground.organisations[code] for code in ground.localities)
    day = on.isoformat()
    living = {row["code"] for row in rows if row["valid_from"] <= day <= (row["valid_to"] or day)}
    if view.everything:
        return frozenset(living)
    within = transaction.connection.execute(organisations_within(view.areas, view.today)).scalars()
    return frozenset(living & {ground.locality(code) for code in within})


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
        places = {ground.locality(code) for code in areas.get(standing.season.code, ())}
        for place in places - {None}:
            counts.setdefault(str(place), Counter()).update(_marks(standing))
    ordered = [row for code, row in ground.organisations.items() if code in counts]
    return tuple(_row(row, counts[row["code"]], rated=rated) for row in ordered)


def _row(row: RowMapping, count: Counter[str], *, rated: bool) -> LocalityRow:
    numbers: dict[str, Any] = {name: count[name] for name in tuple(LocalityRow.__dataclass_fields__)[3:]}
    unrated = {} if rated else dict.fromkeys(RATED)
    return LocalityRow(row["code"], row["name"], row["level"], **{**numbers, **unrated})


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
