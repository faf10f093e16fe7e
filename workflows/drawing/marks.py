"""Where the numbers of the arrows stand: on their own line, near its beginning, clear of everything else."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from workflows.drawing.arrows import PILL, Arrow
from workflows.drawing.layout import Frame, Layout, Point

STRIDE = 3.0
# What it costs to stand on a box or another mark, on another arrow's line, and a way of one unit from the beginning.
COVERED, CROSSED, FAR = 1000.0, 30.0, 0.04
# The same for a bend of its own line, which a mark would hide; the room it keeps from boxes and from the arrow's head.
BEND, CLEAR, HEAD = 4.0, 2.5, 14.0


@dataclass(frozen=True)
class Mark:
    """The numbers of an arrow, and after them those of the acts that took it; `split` is where these begin."""

    arrow: Arrow
    frame: Frame
    numbers: str
    steps: str
    split: float


def marks_of(layout: Layout) -> tuple[Mark, ...]:
    """A mark for every arrow that has numbers. None covers a box or another mark where there is any other place."""
    taken = [_wider(frame, CLEAR) for frame in layout.frames.values()]
    found: list[Mark] = []
    segments = [(arrow, pair) for arrow, line in layout.lines for pair in pairwise(line)]
    for arrow, line in layout.lines:
        split, rest = arrow.breadths
        foreign = [_thin(pair) for other, pair in segments if other is not arrow]
        frame = _best(line, split + rest, taken, foreign)
        taken.append(frame)
        found.append(Mark(arrow, frame, *arrow.told, frame.x + split))
    return tuple(found)


def _wider(frame: Frame, by: float) -> Frame:
    return Frame(frame.x - by, frame.y - by, frame.width + 2 * by, frame.height + 2 * by)


def _thin(pair: tuple[Point, Point]) -> Frame:
    """A line as a frame with a little room about it."""
    (x1, y1), (x2, y2) = pair
    return _wider(Frame(min(x1, x2), min(y1, y2), abs(x1 - x2), abs(y1 - y2)), 1)


def _best(line: Sequence[Point], width: float, taken: Sequence[Frame], foreign: Sequence[Frame]) -> Frame:
    best, price = Frame(line[0][0], line[0][1], width, PILL), float("inf")
    bends = [Frame(x, y, 0, 0) for x, y in line[1:-1]]
    for way, (x, y) in _places(line):
        if FAR * way >= price:
            break
        frame = Frame(x - width / 2, y - PILL / 2, width, PILL)
        cost = FAR * way + COVERED * sum(frame.touches(one) for one in taken)
        cost += BEND * sum(frame.touches(one) for one in bends)
        if cost < price:
            cost += CROSSED * sum(frame.touches(one) for one in foreign)
        if cost < price:
            best, price = frame, cost
    return best


def _places(line: Sequence[Point]) -> Iterator[tuple[float, Point]]:
    """Points along a line, each with its distance from the beginning, the head of the arrow left free."""
    total = sum(abs(x1 - x2) + abs(y1 - y2) for (x1, y1), (x2, y2) in pairwise(line))
    passed = 0.0
    for (x1, y1), (x2, y2) in pairwise(line):
        length = abs(x1 - x2) + abs(y1 - y2)
        for count in range(int(length / STRIDE) + 1):
            part = count * STRIDE / length if length else 0.0
            if passed + part * length <= total - HEAD - PILL / 2:
                yield passed + part * length, (x1 + (x2 - x1) * part, y1 + (y2 - y1) * part)
        passed += length
