"""All that is decided about a drawing before anything in it has a length: cells, routes, pins and tracks."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from workflows.drawing.arrows import Arrow
from workflows.drawing.lanes import Grid
from workflows.drawing.pins import SOURCE, TARGET, Pin, offsets_of, pins_of, width_for
from workflows.drawing.routes import Bent, Routes, routes_of
from workflows.drawing.tracks import Run, tracks_of

BOX_WIDTH = 150.0
ENDS = (SOURCE, TARGET)


@dataclass(frozen=True)
class Plan:
    """`offsets` place each pin (route, end) along its box. `upright` gives the track of each route between columns.

    `level` gives the track between rows of each route and end; where one corridor serves both, of its source.
    """

    grid: Grid
    routes: Routes
    offsets: Mapping[tuple[int, int], float]
    box_width: float
    upright: Mapping[int, int]
    level: Mapping[tuple[int, int], int]

    def crowd(self, *, upright: bool) -> Mapping[int, int]:
        """How many tracks each corridor between columns, or rows, has; nought where straight lines only cross it."""
        straight = self.routes.straight
        found = {corridor: 0 for one in straight for corridor in self._crossed(one.arrow, one.upright, upright)}
        for corridor, track in self._tracks(upright=upright):
            found[corridor] = max(found.get(corridor, 0), track + 1)
        return found

    def _tracks(self, *, upright: bool) -> Iterator[tuple[int, int]]:
        bent = self.routes.bent
        if upright:
            yield from ((bent[index].across or 0, track) for index, track in self.upright.items())
        else:
            yield from (((bent[i].leave, bent[i].arrive)[end], track) for (i, end), track in self.level.items())

    def _crossed(self, arrow: Arrow, runs_upright: bool, upright: bool) -> range:
        if runs_upright == upright:
            return range(0)
        cells = self.grid.cells[arrow.source], self.grid.cells[arrow.target]
        places = sorted(cell.column if upright else cell.row for cell in cells)
        return range(places[0] + 1, places[1] + 1)


def plan_of(grid: Grid, arrows: Sequence[Arrow]) -> Plan:
    """Routes for all arrows over a grid, no two lines upon one another."""
    routes = routes_of(grid, arrows)
    pins = pins_of(grid, routes.bent)
    width = width_for(pins, BOX_WIDTH)
    offsets = offsets_of(pins, width)
    upright = _upright_tracks(grid, routes.bent)
    places = {(pin.route, pin.end): _place(pin, offsets[pin.route, pin.end] / width) for pin in pins}
    return Plan(grid, routes, offsets, width, upright, _level_tracks(grid, routes.bent, upright, places))


def _place(pin: Pin, part: float) -> float:
    """A pin on the scale on which columns lie between whole numbers, and corridors about them."""
    return pin.cell.column + 0.1 + 0.8 * part


def _upright_tracks(grid: Grid, routes: Sequence[Bent]) -> Mapping[int, int]:
    runs: dict[int, list[Run]] = {}
    for key, route in enumerate(routes):
        if route.across is not None:
            names = (route.arrow.source, route.arrow.target)
            turns = [-1 if grid.cells[name].column < route.across else 1 for name in names]
            ends = ((float(route.leave), turns[SOURCE]), (float(route.arrive), turns[TARGET]))
            runs.setdefault(route.across, []).append(Run(key, ends))
    return {key: track for group in runs.values() for key, track in tracks_of(group).items()}


def _level_tracks(
    grid: Grid, routes: Sequence[Bent], upright: Mapping[int, int], places: Mapping[tuple[int, int], float]
) -> Mapping[tuple[int, int], int]:
    runs: dict[int, list[Run]] = {}
    for index, one in enumerate(routes):
        rows = (grid.cells[one.arrow.source].row, grid.cells[one.arrow.target].row)
        turns = (-1 if one.leave > rows[SOURCE] else 1, -1 if one.arrive > rows[TARGET] else 1)
        pins = [(places[index, end], turns[end]) for end in ENDS]
        if one.across is None:
            runs.setdefault(one.leave, []).append(Run(2 * index, (pins[SOURCE], pins[TARGET])))
            continue
        bend = one.across - 0.08 + 0.01 * min(upright[index], 16)
        onward = 1 if one.arrive > one.leave else -1
        runs.setdefault(one.leave, []).append(Run(2 * index, (pins[SOURCE], (bend, onward))))
        runs.setdefault(one.arrive, []).append(Run(2 * index + 1, (pins[TARGET], (bend, -onward))))
    tracks = (tracks_of(group) for group in runs.values())
    return {(key // 2, key % 2): track for group in tracks for key, track in group.items()}
