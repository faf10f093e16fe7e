"""Where lines leave and reach boxes: each on a place of its own along the edge, in the order in which they part."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from workflows.drawing.lanes import Cell, Grid
from workflows.drawing.routes import Bent

SOURCE, TARGET = 0, 1
# Kept free of pins: the corners of a box, and its middle for straight lines.
CORNER = 9.0
MIDDLE = 20.0
NEAREST = 7.0
# So many may stand on one half of an edge before the other half takes some.
CROWD = 6


@dataclass(frozen=True)
class Pin:
    """One end of the bent route of an index; `toward` is where its line goes, in columns."""

    route: int
    end: int
    cell: Cell
    corridor: int
    toward: float


def pins_of(grid: Grid, routes: Sequence[Bent]) -> tuple[Pin, ...]:
    """Both ends of every bent route."""
    return tuple(_pin(grid, index, route, end) for index, route in enumerate(routes) for end in (SOURCE, TARGET))


def _pin(grid: Grid, index: int, route: Bent, end: int) -> Pin:
    names = (route.arrow.source, route.arrow.target)
    own, other = grid.cells[names[end]], grid.cells[names[1 - end]]
    toward = other.column + 0.5 if route.across is None else float(route.across)
    return Pin(index, end, own, (route.leave, route.arrive)[end], toward)


def offsets_of(pins: Sequence[Pin], width: float) -> Mapping[tuple[int, int], float]:
    """How far from the left edge of its box each pin (route, end) stands.

    The boxes above and beneath a corridor share the places of their column: no two lines there begin at one x.
    """
    found: dict[tuple[int, int], float] = {}
    for group in _groups(pins).values():
        left, right = _halves(group)
        room = width / 2 - MIDDLE - CORNER
        for start, half in ((CORNER, left), (width / 2 + MIDDLE, right)):
            step = room / max(len(half), 1)
            found |= {(pin.route, pin.end): start + step * (place + 0.5) for place, pin in enumerate(half)}
    return found


def width_for(pins: Sequence[Pin], least: float) -> float:
    """The width that boxes need so that their pins do not stand too near."""
    most = max((len(half) for group in _groups(pins).values() for half in _halves(group)), default=0)
    return max(least, 2 * (most * NEAREST + CORNER + MIDDLE))


def _groups(pins: Sequence[Pin]) -> Mapping[tuple[int, int], list[Pin]]:
    groups: dict[tuple[int, int], list[Pin]] = {}
    for pin in pins:
        groups.setdefault((pin.corridor, pin.cell.column), []).append(pin)
    return groups


def _halves(group: Sequence[Pin]) -> tuple[list[Pin], list[Pin]]:
    """What goes left on the left half, what goes right on the right; the rest where there is room."""
    ordered = sorted(group, key=lambda pin: (pin.toward, pin.route, pin.end))
    count = len(ordered)
    lefts = sum(1 for pin in ordered if pin.toward < pin.cell.column + 0.5)
    rights = sum(1 for pin in ordered if pin.toward > pin.cell.column + 0.5)
    most = max(CROWD, (count + 1) // 2)
    split = min(max(count // 2, lefts), count - rights)
    split = min(max(split, count - most), most)
    return ordered[:split], ordered[split:]
