"""Which corridors each arrow runs through: boxes stand in a grid, lines run between its rows and columns only."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from workflows.drawing.arrows import Arrow
from workflows.drawing.lanes import Cell, Grid


@dataclass(frozen=True)
class Straight:
    """One line between neighbours in a row, or in a column; `paired` where another runs the other way."""

    arrow: Arrow
    upright: bool
    paired: bool


@dataclass(frozen=True)
class Bent:
    """By a corridor between rows away from the source, by one to the target, and across from one to the other.

    Corridor 0 is above or left of everything. `across` None: both are the same corridor.
    """

    arrow: Arrow
    leave: int
    arrive: int
    across: int | None = None


@dataclass(frozen=True)
class Routes:
    straight: tuple[Straight, ...]
    bent: tuple[Bent, ...]


def routes_of(grid: Grid, arrows: Iterable[Arrow]) -> Routes:
    """A route for every arrow; corridors that carry little are preferred where two ways are as long."""
    drawn = tuple(arrows)
    pairs = {(one.source, one.target) for one in drawn}
    taken = {cell: name for name, cell in grid.cells.items()}
    straight = [
        Straight(one, ends[0].column == ends[1].column, (one.target, one.source) in pairs)
        for one in drawn
        if _in_sight(taken, ends := (grid.cells[one.source], grid.cells[one.target]))
    ]
    direct = {one.arrow for one in straight}
    load: Counter[tuple[str, int]] = Counter()
    bent = [_bent(grid, one, load) for one in drawn if one not in direct]
    return Routes(tuple(straight), tuple(bent))


def _in_sight(taken: dict[Cell, str], ends: tuple[Cell, Cell]) -> bool:
    """Whether nothing stands between two cells of one row or column."""
    source, target = ends
    if source == target or (source.row != target.row and source.column != target.column):
        return False
    rows, columns = sorted((source.row, target.row)), sorted((source.column, target.column))
    between = (Cell(row, column) for row in range(rows[0], rows[1] + 1) for column in range(columns[0], columns[1] + 1))
    return not any(cell in taken for cell in between if cell not in ends)


def _bent(grid: Grid, arrow: Arrow, load: Counter[tuple[str, int]]) -> Bent:
    source, target = grid.cells[arrow.source], grid.cells[arrow.target]
    if source.row == target.row:
        row = min((source.row, source.row + 1), key=lambda one: (load["row", one], -one))
        route = Bent(arrow, row, row)
    else:
        down = target.row > source.row
        leave, arrive = (source.row + 1, target.row) if down else (source.row, target.row + 1)
        route = Bent(arrow, leave, arrive, None if leave == arrive else _across(grid, source, target, load))
    load.update([("row", route.leave), ("row", route.arrive), ("column", -1 if route.across is None else route.across)])
    return route


def _across(grid: Grid, source: Cell, target: Cell, load: Counter[tuple[str, int]]) -> int:
    """The corridor between columns by which the way is shortest."""
    starts, ends = source.column + 0.5, target.column + 0.5

    def cost(corridor: int) -> float:
        return abs(corridor - starts) + abs(corridor - ends) + 0.15 * load["column", corridor]

    return min(range(grid.columns + 1), key=cost)
