"""How a drawing and its legend share a sheet: the arrangement in which the letters come out largest on paper."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from workflows.drawing.ink import MARGIN, Print
from workflows.drawing.layout import Layout, layout_of
from workflows.drawing.legend import ALLEY, Block, Entry, entries_of, flowed
from workflows.drawing.subject import Subject

BORDER = 16.0
HEAD = 68.0
COLUMN = 250.0
COLUMNS = (2, 3, 4, 5, 6)
MOST_BESIDE = 4
# What a printer leaves of A4, A3 and A2, in millimetres, and the least size of the small letters there, in points.
A4, A3, A2 = (190.0, 277.0), (277.0, 400.0), (400.0, 574.0)
SMALL = 10.0
LEGIBLE = 6.0
# What it is worth in size that no arrow crosses another, where each arrow does so once.
CROSSING = 0.5
POINT = 25.4 / 72
# One unit is never more than so many millimetres.
LARGEST = 1 / 3


@dataclass(frozen=True)
class Page:
    """A drawing and its legend in their places, and how large they are on paper."""

    drawing: tuple[float, float]
    legend: tuple[float, float]
    layout: Layout
    blocks: tuple[Block, ...]
    size: tuple[float, float]
    print: Print


def page_of(subject: Subject) -> Page:
    """The arrangement of a subject that A4 shows largest, upright or across; every crossing counts against it."""
    entries = entries_of(subject)
    layouts = {(layout.width, layout.height): layout for layout in (layout_of(subject, one) for one in COLUMNS)}
    pages = (page for layout in layouts.values() for page in _pages(layout, entries))
    return max(pages, key=_worth)


def _worth(page: Page) -> float:
    crossings = page.layout.crossings / max(len(page.layout.lines), 1)
    return _scale(page.size, A4) / (1 + CROSSING * crossings)


def _pages(layout: Layout, entries: Sequence[Entry]) -> Iterator[Page]:
    top = BORDER + HEAD
    width = max(layout.width, 2 * COLUMN)
    for columns in range(1, int(width / COLUMN) + 1):
        blocks, height = flowed(entries, width, columns)
        below = top + layout.height + ALLEY
        yield _page(layout, blocks, (BORDER, below), (BORDER + width, below + height))
    for columns in range(1, MOST_BESIDE + 1):
        room = columns * (COLUMN + ALLEY) - ALLEY
        blocks, height = flowed(entries, room, columns)
        beside = BORDER + layout.width + ALLEY
        yield _page(layout, blocks, (beside, top), (beside + room, top + max(layout.height, height)))


def _page(layout: Layout, blocks: tuple[Block, ...], legend: tuple[float, float], end: tuple[float, float]) -> Page:
    size = (end[0] + BORDER, end[1] + BORDER)
    return Page((BORDER, BORDER + HEAD), legend, layout, blocks, size, print_of(size))


def print_of(size: tuple[float, float]) -> Print:
    """The smallest sheet on which the letters can be read, turned as it fits; a small picture is not blown up."""
    legible = (paper for paper in (A4, A3, A2) if _scale(size, paper) * SMALL >= LEGIBLE * POINT)
    paper = next(legible, A2)
    scale = min(_scale(size, paper), LARGEST)
    upright = min(paper[0] / size[0], paper[1] / size[1]) >= scale
    sheet = (paper[0] + 2 * MARGIN, paper[1] + 2 * MARGIN)
    return Print((size[0] * scale, size[1] * scale), sheet if upright else (sheet[1], sheet[0]))


def _scale(size: tuple[float, float], paper: tuple[float, float]) -> float:
    """Millimetres for one unit, turned as it fits best."""
    return max(min(paper[0] / size[0], paper[1] / size[1]), min(paper[1] / size[0], paper[0] / size[1]))
