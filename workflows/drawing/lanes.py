"""Which state stands where: stages beneath one another, states of a stage in columns from left to right."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from workflows.definition import Definition
from workflows.drawing.arrows import ANYWHERE, Arrow, anywhere_box, anywhere_targets


@dataclass(frozen=True)
class Cell:
    """A place in the grid, both counted from nought."""

    row: int
    column: int


@dataclass(frozen=True)
class Grid:
    """Every box in its cell; `lanes` gives the first row of each stage and the row after its last."""

    cells: Mapping[str, Cell]
    lanes: Mapping[str, tuple[int, int]]
    rows: int
    columns: int


@dataclass(frozen=True)
class _Lane:
    """One stage while it is being filled. `later` are boxes of this stage that lead on to a later one."""

    boxes: tuple[str, ...]
    entries: tuple[str, ...]
    inner: Mapping[str, tuple[str, ...]]
    later: frozenset[str]
    finals: frozenset[str]


def grid_of(definition: Definition, arrows: Iterable[Arrow], columns: int) -> Grid:
    """A grid of so many columns at most. What leads on stands above, the final states to the right."""
    cells: dict[str, Cell] = {}
    lanes: dict[str, tuple[int, int]] = {}
    row = 0
    for lane, stage in zip(_lanes(definition, tuple(arrows)), definition.stages, strict=True):
        placed = _placed(lane, columns)
        cells |= {name: Cell(row + cell.row, cell.column) for name, cell in placed.items()}
        after = row + max(cell.row for cell in placed.values()) + 1
        lanes[stage.name], row = (row, after), after
    return Grid(cells, lanes, row, max(cell.column for cell in cells.values()) + 1)


def _lanes(definition: Definition, arrows: Sequence[Arrow]) -> list[_Lane]:
    signs = {target: anywhere_box(target) for target in anywhere_targets(definition)}
    stage_of = {name: state.stage for name, state in definition.states.items()}
    stage_of |= {sign: stage_of[target] for target, sign in signs.items()}
    order = {stage.name: place for place, stage in enumerate(definition.stages)}
    places = {name: order[stage] for name, stage in stage_of.items()}
    boxes: dict[str, list[str]] = {stage.name: [] for stage in definition.stages}
    for name, state in definition.states.items():
        boxes[state.stage] += [signs[name], name] if name in signs else [name]
    return [_lane(definition, names, arrows, places) for names in boxes.values()]


def _lane(definition: Definition, names: Sequence[str], arrows: Sequence[Arrow], places: Mapping[str, int]) -> _Lane:
    inside = set(names)
    inner = {name: tuple(a.target for a in arrows if a.source == name and a.target in inside) for name in names}
    own = places[names[0]]
    entered = {a.target for a in arrows if a.target in inside and places[a.source] < own}
    later = {a.source for a in arrows if a.source in inside and places[a.target] > own}
    finals = frozenset(name for name in names if name[0] != ANYWHERE and definition.states[name].final)
    begins = [n for n in names if n == definition.initial or n in entered or n[0] == ANYWHERE]
    return _Lane(tuple(names), tuple(n for n in begins if n not in finals), inner, frozenset(later), finals)


def _placed(lane: _Lane, columns: int) -> dict[str, Cell]:
    staying = [name for name in lane.boxes if name not in lane.finals and name[0] != ANYWHERE]
    depths = _depths(lane)
    heights = {name: _height(lane, depths, name) for name in lane.boxes}
    cells: dict[str, Cell] = {}
    last = max((depths[name] for name in staying), default=-1)
    for fold in range(last // columns + 1):
        top = max((cell.row for cell in cells.values()), default=-1) + 1
        for depth in range(fold * columns, (fold + 1) * columns):
            here = [name for name in staying if depths[name] == depth]
            ordered = sorted(here, key=lambda name: (-heights[name], lane.boxes.index(name)))
            cells |= {name: Cell(top + row, depth % columns) for row, name in enumerate(ordered)}
    column = min(columns - 1, last % columns + 1 if last >= 0 else 0)
    return _with_signs(lane, cells | _final_cells(lane, cells, column), max(column, 1))


def _depths(lane: _Lane) -> dict[str, int]:
    """How many arrows away from where the stage is entered each box stands."""
    depths: dict[str, int] = {}
    for start in (lane.entries, *((name,) for name in lane.boxes)):
        front = [name for name in start if name not in depths]
        depth = 0
        while front:
            depths |= dict.fromkeys(front, depth)
            reached = (target for name in front for target in lane.inner[name])
            front = list(dict.fromkeys(one for one in reached if one not in depths))
            depth += 1
    return depths


def _height(lane: _Lane, depths: Mapping[str, int], name: str) -> int:
    """How far a box leads on inside its stage, and out of it: the main road goes above."""
    onward = (one for one in lane.inner[name] if depths[one] > depths[name])
    below = max((_height(lane, depths, one) for one in onward), default=0)
    return max(below + 1, 100 if name in lane.later else 0)


def _final_cells(lane: _Lane, cells: Mapping[str, Cell], column: int) -> dict[str, Cell]:
    """Final states in the first column that the others leave free, as near as can be to what leads to them."""
    taken = {(cell.row, cell.column) for cell in cells.values()}
    found: dict[str, Cell] = {}
    for name in (one for one in lane.boxes if one in lane.finals and anywhere_box(one) not in lane.boxes):
        near = [cells[one].row for one in lane.boxes if name in lane.inner[one] and one in cells]
        wished = round(sum(near) / len(near)) if near else 0
        rows = [row for row in range(len(taken) + wished + 2) if (row, column) not in taken]
        found[name] = Cell(min(rows, key=lambda row: (abs(row - wished), row)), column)
        taken.add((found[name].row, column))
    return found


def _with_signs(lane: _Lane, cells: dict[str, Cell], column: int) -> dict[str, Cell]:
    """The signs for all open states, each in a row of its own with the end that it leads to."""
    for name in (one for one in lane.boxes if anywhere_box(one) in lane.boxes):
        row = max((cell.row for cell in cells.values()), default=-1) + 1
        cells[anywhere_box(name)] = Cell(row, column - 1)
        cells.setdefault(name, Cell(row, column))
    return cells
