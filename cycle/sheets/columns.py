"""How a workbook is declared: its sheets and their columns. Their titles are in the catalogue, by these names."""

from collections.abc import Callable
from dataclasses import dataclass

from cycle.sheets.days import FIRST_YEAR
from cycle.sheets.rows import Row

MAX_ROWS = 50_000
# What a column holds where its cell is blank, for kinds of several values.
SEVERAL: dict[str, Callable[[], object]] = {"codes": tuple, "values": dict}


@dataclass(frozen=True)
class Column:
    """`kind` chooses how a cell is read (cycle.sheets.cells) and what Excel checks (cycle.sheets.validation).

    `choices` names a list: of the catalogue, or handed in. A `choice` takes nothing else; other kinds are only offered
    it. `lengths` are usual numbers of digits: a number typed with one less has probably lost a leading zero. `low` and
    `high` bound whole numbers, `since` is the first year of a day. A column that is `kept` may be blank but not absent.
    """

    name: str
    kind: str = "text"
    required: bool = True
    kept: bool = False
    longest: int = 250
    choices: str = ""
    lengths: tuple[int, ...] = ()
    width: int = 24
    low: int = 0
    high: int = 1_000_000
    since: int = FIRST_YEAR


@dataclass(frozen=True)
class Plan:
    """One sheet. `row` is what each of its rows becomes, its fields named as the columns are.

    Together the values of the columns in `identity` stand there only once.
    """

    name: str
    row: type[Row]
    identity: tuple[str, ...]
    columns: tuple[Column, ...]


@dataclass(frozen=True)
class Workbook:
    """A workbook that an office fills in: a guide, then a sheet for each plan."""

    name: str
    plans: tuple[Plan, ...]

    @property
    def columns(self) -> tuple[Column, ...]:
        """Every column, sheet after sheet."""
        return tuple(column for plan in self.plans for column in plan.columns)
