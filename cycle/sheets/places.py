"""The sheet on which a person says where what lies in a divided commune lies now."""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from cycle.sheets.columns import Column, Plan, Workbook
from cycle.sheets.lists import Offered
from cycle.sheets.reading import read_workbook
from cycle.sheets.rows import Listed, Row
from cycle.sheets.template import write_workbook
from cycle.sheets.writer import kept_whole


@dataclass(frozen=True, slots=True)
class PlaceRow(Row):
    """One product, producer or establishment. `name`, `lies` and `successors` are for the reader and not looked at.

    `kind` is `product`, `producer` or `establishment`; without `places` nothing is asked.
    """

    kind: str
    code: str
    name: str | None
    lies: str | None
    successors: str | None
    places: tuple[str, ...]
    basis: str | None


PLACES_PLAN = Plan(
    "places",
    PlaceRow,
    ("kind", "code"),
    (
        Column("kind", "choice", choices="placed", width=18),
        Column("code", "code", longest=100, width=18),
        Column("name", required=False, longest=500, width=36),
        Column("lies", required=False, longest=500, width=36),
        Column("successors", required=False, longest=1000, width=48),
        Column("places", "codes", required=False, width=22),
        Column("basis", required=False, longest=1000, width=40),
    ),
)
PLACES_BOOK = Workbook("places", (PLACES_PLAN,))


def write_places(path: Path, rows: Iterable[PlaceRow], kinds: Offered) -> None:
    """A sheet to be filled in; `kinds` are called as they are on it. Raises FileExistsError, which leaves the file."""
    with kept_whole(path) as unfinished:
        write_workbook(unfinished, PLACES_BOOK, tuple(rows), {"placed": kinds})


def read_places(path: Path, kinds: Offered) -> Listed:
    """What was filled in, and every bad cell."""
    return read_workbook(path, PLACES_BOOK, {"placed": kinds})
