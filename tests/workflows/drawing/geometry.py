"""Questions about a layout that are asked of lines and frames alone, in none of the layout's own words."""

from collections.abc import Iterator
from itertools import combinations, pairwise

from workflows.drawing.layout import Frame, Layout, Point

Segment = tuple[Point, Point]


def overlapping(frames: dict[str, Frame]) -> list[tuple[str, str]]:
    return [(a, b) for a, b in combinations(frames, 2) if frames[a].touches(frames[b])]


def segments(layout: Layout) -> Iterator[tuple[int, Segment]]:
    for index, (_, line) in enumerate(layout.lines):
        yield from ((index, pair) for pair in pairwise(line))


def slanted(layout: Layout) -> list[Segment]:
    return [pair for _, pair in segments(layout) if pair[0][0] != pair[1][0] and pair[0][1] != pair[1][1]]


def through_boxes(layout: Layout) -> list[tuple[Segment, str]]:
    """Stretches of lines that run inside a box."""
    return [
        (pair, name)
        for _, pair in segments(layout)
        for name, box in layout.frames.items()
        if _span(pair, 0)[0] < box.right - 0.1
        and _span(pair, 0)[1] > box.x + 0.1
        and _span(pair, 1)[0] < box.bottom - 0.1
        and _span(pair, 1)[1] > box.y + 0.1
    ]


def upon_one_another(layout: Layout, apart: float = 2.0) -> list[tuple[Segment, Segment]]:
    """Stretches of two arrows that run along each other, nearer than an eye can part them."""
    found = []
    for (first, a), (second, b) in combinations(segments(layout), 2):
        for along, across in ((0, 1), (1, 0)):
            if first == second or _thick(a, across) or _thick(b, across):
                continue
            (low, high), (start, end) = _span(a, along), _span(b, along)
            if abs(a[0][across] - b[0][across]) < apart and min(high, end) - max(low, start) > 0.1:
                found.append((a, b))
    return found


def unattached(layout: Layout) -> list[tuple[str, str]]:
    """Arrows that do not begin on the border of their source or end on that of their target."""
    return [
        (arrow.source, arrow.target)
        for arrow, line in layout.lines
        if not (_on_border(line[0], layout.frames[arrow.source]) and _on_border(line[-1], layout.frames[arrow.target]))
    ]


def _span(pair: Segment, axis: int) -> tuple[float, float]:
    return min(pair[0][axis], pair[1][axis]), max(pair[0][axis], pair[1][axis])


def _thick(pair: Segment, axis: int) -> bool:
    return pair[0][axis] != pair[1][axis]


def _on_border(point: Point, frame: Frame) -> bool:
    x, y = point
    upright = any(abs(x - side) < 0.01 for side in (frame.x, frame.right)) and frame.y < y < frame.bottom
    level = any(abs(y - side) < 0.01 for side in (frame.y, frame.bottom)) and frame.x < x < frame.right
    return upright or level
