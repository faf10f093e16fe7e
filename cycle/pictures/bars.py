"""Rows of bars with their numbers: what the board and the funnel are drawn with."""

from collections.abc import Sequence
from dataclasses import dataclass

from workflows.drawing.ink import BLACK, DARK, WHITE, Element, add, item, listed, write
from workflows.drawing.lettering import lines_of, width_of

TEXT, HEAD, SMALL = 11.0, 13.0, 10.0
LEADING = 1.32
BAR, THIN = 13.0, 7.0
GAP = 8.0
# Plain and done print apart in grey; late and blocked have patterns of their own.
PATTERNS = {"plain": "#9db4c9", "late": "#ffffff", "blocked": "#ffffff", "done": "#1f4d78"}


@dataclass(frozen=True)
class Bar:
    """A length of a pattern: plain, late (hatched), blocked (dotted) or done (filled)."""

    kind: str
    amount: int


@dataclass(frozen=True)
class Row:
    """A label, bars beneath one another from one line, and the numbers in words; no bars: a heading."""

    label: str
    told: str = ""
    bars: tuple[Bar, ...] = ()


@dataclass(frozen=True)
class Columns:
    """Widths of label, bars and words, and the amount that fills the bars."""

    label: float
    bars: float
    told: float
    most: int

    @property
    def width(self) -> float:
        return self.label + self.bars + self.told + 2 * GAP


def define_patterns(root: Element) -> None:
    """The patterns by which bars differ where there is no colour."""
    defs = add(root, "defs", {})
    hatch = _pattern(defs, "late", 6)
    add(hatch, "path", {"d": "M-1 1L1 -1M0 6L6 0M5 7L7 5", "stroke": BLACK, "stroke-width": 1.4})
    dots = _pattern(defs, "blocked", 5)
    add(dots, "circle", {"cx": 2.5, "cy": 2.5, "r": 1.3, "fill": BLACK})


def _pattern(defs: Element, kind: str, size: float) -> Element:
    about: dict[str, str | float] = {
        "id": f"ocop-{kind}",
        "width": size,
        "height": size,
        "patternUnits": "userSpaceOnUse",
    }
    pattern = add(defs, "pattern", about)
    add(pattern, "rect", {"width": size, "height": size, "fill": WHITE})
    return pattern


def swatch(parent: Element, kind: str, frame: tuple[float, float, float, float]) -> None:
    """A rectangle (x, y, width, height) in the pattern of a kind."""
    fill = f"url(#ocop-{kind})" if kind in {"late", "blocked"} else PATTERNS[kind]
    x, y, width, height = frame
    place = {"x": x, "y": y, "width": width, "height": height}
    add(parent, "rect", {**place, "fill": fill, "stroke": BLACK, "stroke-width": 0.8})


def height_of(row: Row, columns: Columns) -> float:
    """How high a row becomes."""
    if not row.bars:
        return HEAD * LEADING + 2 * GAP
    lines = max(len(lines_of(row.label, columns.label, TEXT)), len(lines_of(row.told, columns.told, SMALL)))
    return max(lines * TEXT * LEADING, _bars_height(row)) + GAP


def _bars_height(row: Row) -> float:
    return sum(BAR if place == 0 else THIN for place, _ in enumerate(row.bars))


def draw_rows(parent: Element, rows: Sequence[Row], columns: Columns, at: tuple[float, float], label: str) -> float:
    """The rows one under another from a corner, as a list of a name; gives the y beneath the last."""
    group = listed(parent, label)
    x, y = at
    for row in rows:
        one = item(group, f"{row.label}: {row.told}" if row.told else row.label)
        if row.bars:
            _draw_row(one, row, columns, (x, y))
        else:
            write(one, (x, y + HEAD + GAP), row.label, HEAD, font_weight="bold")
        y += height_of(row, columns)
    return y


def _draw_row(parent: Element, row: Row, columns: Columns, at: tuple[float, float]) -> None:
    x, y = at
    for count, line in enumerate(lines_of(row.label, columns.label, TEXT)):
        write(parent, (x, y + TEXT + count * TEXT * LEADING), line, TEXT)
    left, top = x + columns.label + GAP, y + 1
    for place, bar in enumerate(row.bars):
        height = BAR if place == 0 else THIN
        if bar.amount:
            swatch(parent, bar.kind, (left, top, max(bar.amount * columns.bars / columns.most, 1.5), height))
        top += height
    add(parent, "path", {"d": f"M{left:.1f} {y - 1:.1f}V{y + 1 + _bars_height(row) + 2:.1f}", "stroke": DARK})
    for count, line in enumerate(lines_of(row.told, columns.told, SMALL)):
        write(parent, (left + columns.bars + GAP, y + TEXT + count * SMALL * LEADING), line, SMALL, fill=BLACK)


def draw_key(parent: Element, kinds: Sequence[tuple[str, str]], at: tuple[float, float]) -> None:
    """What each pattern means, on one line."""
    x, y = at
    for kind, text in kinds:
        swatch(parent, kind, (x, y - 9, 22, 11))
        write(parent, (x + 28, y), text, SMALL)
        x += 28 + width_of(text, SMALL) + 22
