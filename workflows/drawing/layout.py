"""Where everything of a drawing lies: frames of boxes and lanes, and the lines between them."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate, chain, pairwise, zip_longest

from workflows.drawing.arrows import Arrow, arrows_of
from workflows.drawing.boxes import Box, boxes_of
from workflows.drawing.lanes import grid_of
from workflows.drawing.lettering import width_of
from workflows.drawing.pins import SOURCE, TARGET
from workflows.drawing.plan import ENDS, Plan, plan_of
from workflows.drawing.routes import Straight
from workflows.drawing.subject import Subject

# The names of the stages stand left of everything: their letters, the least room for them, and what is kept about them.
LANE, GUTTER, ROOM = 12.0, 90.0, 9.0
# The way from there to the first corridor.
ASIDE = 14.0
# The first track of a corridor lies so far from the boxes, and the next ones so far from one another.
EDGE, TRACK = 20.0, 10.0
# Corridors with lines that only cross them, with no line at all, and with none at the border.
CROSSED, QUIET, OUTER = 48.0, 24.0, 14.0
# How far from the middle each of two straight lines runs that go to and fro.
PAIRED = 11.0
# What a straight arrow needs besides the room for its numbers.
HEAD = 24.0
# Lanes end so far above the first box of the next.
MARGIN = 8.0

Point = tuple[float, float]


@dataclass(frozen=True)
class Frame:
    """A rectangle by its upper left corner."""

    x: float
    y: float
    width: float
    height: float

    @property
    def right(self) -> float:
        return self.x + self.width

    @property
    def bottom(self) -> float:
        return self.y + self.height

    def touches(self, other: "Frame") -> bool:
        """Whether the two share more than an edge."""
        across = self.x < other.right and other.x < self.right
        return across and self.y < other.bottom and other.y < self.bottom


@dataclass(frozen=True)
class Layout:
    """Boxes and lanes in their frames, each arrow with its line from source to target."""

    boxes: Mapping[str, Box]
    frames: Mapping[str, Frame]
    lanes: Mapping[str, Frame]
    lines: tuple[tuple[Arrow, tuple[Point, ...]], ...]
    gutter: float
    width: float
    height: float

    @property
    def crossings(self) -> int:
        """How often a line crosses that of another arrow."""
        level = [pair for _, line in self.lines for pair in pairwise(line) if pair[0][1] == pair[1][1]]
        upright = [pair for _, line in self.lines for pair in pairwise(line) if pair[0][0] == pair[1][0]]
        return sum(_cross(one, other) for one in level for other in upright)


@dataclass(frozen=True)
class _Ruler:
    """Along one direction: where each corridor begins, where each row or column of boxes, and how broad they are."""

    corridors: tuple[float, ...]
    boxes: tuple[float, ...]
    breadths: tuple[float, ...]
    end: float


def _cross(level: Sequence[Point], upright: Sequence[Point]) -> bool:
    """Whether two lines cross inside; where an arrow only turns, nothing is crossed."""
    (left, right), (top, foot) = sorted(x for x, _ in level), sorted(y for _, y in upright)
    return left < upright[0][0] < right and top < level[0][1] < foot


def layout_of(subject: Subject, columns: int) -> Layout:
    """The drawing of a subject in so many columns at most, without its legend."""
    arrows = arrows_of(subject.definition, subject.way)
    plan = plan_of(grid_of(subject.definition, arrows, columns), arrows)
    boxes = boxes_of(subject, plan.box_width)
    widest = max((sum(one.arrow.breadths) for one in plan.routes.straight if not one.upright), default=0.0)
    gutter = _gutter(subject)
    across = _ruler(gutter + ASIDE, plan.crowd(upright=True), [plan.box_width] * plan.grid.columns, widest + HEAD)
    down = _ruler(0.0, plan.crowd(upright=False), _heights(plan, boxes))
    frames = {
        name: Frame(across.boxes[cell.column], down.boxes[cell.row], plan.box_width, down.breadths[cell.row])
        for name, cell in plan.grid.cells.items()
    }
    lines = {one.arrow: _straight_line(frames, one) for one in plan.routes.straight}
    lines |= {one.arrow: _bent_line(plan, frames, (across, down), i) for i, one in enumerate(plan.routes.bent)}
    lanes = _lane_frames(plan, down, across.end)
    return Layout(boxes, frames, lanes, tuple((one, lines[one]) for one in arrows), gutter, across.end, down.end)


def _gutter(subject: Subject) -> float:
    """The room for the names of the stages: no word of theirs is broken."""
    titles = (subject.wording.title(stage.title) for stage in subject.definition.stages)
    words = (width_of(word, LANE, bold=True) for title in titles for word in title.split())
    return max(GUTTER, min(max(words, default=0.0), 2 * GUTTER) + 2 * ROOM)


def _heights(plan: Plan, boxes: Mapping[str, Box]) -> list[float]:
    """Boxes of one row are as high as the highest."""
    cells = plan.grid.cells
    return [max(boxes[name].height for name in cells if cells[name].row == row) for row in range(plan.grid.rows)]


def _ruler(start: float, crowd: Mapping[int, int], breadths: Sequence[float], least: float = 0.0) -> _Ruler:
    last = len(breadths)
    gaps = [_gap(crowd.get(index), least, outer=index in {0, last}) for index in range(last + 1)]
    woven = (one for pair in zip_longest(gaps, breadths) for one in pair if one is not None)
    places = tuple(accumulate(woven, initial=start))
    return _Ruler(places[0::2], places[1::2], tuple(breadths), places[-1])


def _gap(tracks: int | None, least: float, *, outer: bool) -> float:
    if tracks is None:
        return OUTER if outer else QUIET
    return max(CROSSED, least, 2 * EDGE + (tracks - 1) * TRACK)


def _straight_line(frames: Mapping[str, Frame], route: Straight) -> tuple[Point, ...]:
    source, target = frames[route.arrow.source], frames[route.arrow.target]
    onward = (target.y > source.y) if route.upright else (target.x > source.x)
    aside = (PAIRED if onward else -PAIRED) if route.paired else 0.0
    if route.upright:
        x = source.x + source.width / 2 + aside
        return ((x, source.bottom), (x, target.y)) if onward else ((x, source.y), (x, target.bottom))
    # Boxes of one row have one height: what is the middle of one is the middle of the other.
    y = source.y + source.height / 2 + aside
    return ((source.right, y), (target.x, y)) if onward else ((source.x, y), (target.right, y))


def _bent_line(plan: Plan, frames: Mapping[str, Frame], rulers: tuple[_Ruler, _Ruler], index: int) -> tuple[Point, ...]:
    route, (across, down) = plan.routes.bent[index], rulers
    corridors = (route.leave, route.arrive)
    ends: list[Point] = []
    for end, name in zip(ENDS, (route.arrow.source, route.arrow.target), strict=True):
        frame = frames[name]
        below = corridors[end] > plan.grid.cells[name].row
        ends.append((frame.x + plan.offsets[index, end], frame.bottom if below else frame.y))
    levels = [
        down.corridors[corridors[end]] + EDGE + TRACK * plan.level.get((index, end), plan.level[index, SOURCE])
        for end in ENDS
    ]
    start, stop = ends
    bends: Iterable[Point] = ()
    if route.across is not None:
        x = across.corridors[route.across] + EDGE + TRACK * plan.upright[index]
        bends = ((x, levels[SOURCE]), (x, levels[TARGET]))
    return tuple(chain((start, (start[0], levels[SOURCE])), bends, ((stop[0], levels[TARGET]), stop)))


def _lane_frames(plan: Plan, down: _Ruler, width: float) -> Mapping[str, Frame]:
    """Each lane from a little above its first row to a little above the next lane's."""
    tops = [down.boxes[first] - MARGIN for first, _ in plan.grid.lanes.values()]
    tops[0] = 0.0
    bottoms = [*tops[1:], down.end]
    pairs = zip(plan.grid.lanes, tops, bottoms, strict=True)
    return {name: Frame(0.0, top, width, bottom - top) for name, top, bottom in pairs}
