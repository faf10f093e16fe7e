"""The marks of a picture of time: bars of windows, fixed dates, counts, lines; each told apart in grey too."""

from collections.abc import Sequence

from workflows.drawing.ink import BLACK, WHITE, Element, add, number, write
from workflows.drawing.lettering import width_of

SMALL = 10.0
GRID = "#c4c4c4"
Frame = tuple[float, float, float, float]
# A window that is open is filled, one that is over is pale, one to come is only outlined.
FILLS = {"open": "#8fa8bf", "over": "#e2e8ee", "waiting": WHITE}


def swathe(parent: Element, standing: str, frame: Frame) -> None:
    """The bar of a window."""
    x, y, width, height = frame
    place = {"x": x, "y": y, "width": width, "height": height, "rx": 2.0}
    dashes = "4 2" if standing == "waiting" else "none"
    add(
        parent,
        "rect",
        {**place, "fill": FILLS[standing], "stroke": BLACK, "stroke-width": 0.8, "stroke-dasharray": dashes},
    )


def diamond(parent: Element, at: tuple[float, float]) -> None:
    """A fixed date."""
    x, y = at
    steps = f"M{number(x)} {number(y - 7)}l6 7l-6 7l-6 -7z"
    add(parent, "path", {"d": steps, "fill": BLACK})


def box(parent: Element, frame: Frame, text: str, *, late: bool) -> None:
    """A count: white on black where it is late, black on white where there is time."""
    x, y, width, height = frame
    place = {"x": x, "y": y, "width": width, "height": height, "rx": 3.0}
    add(parent, "rect", {**place, "fill": BLACK if late else WHITE, "stroke": BLACK, "stroke-width": 0.8})
    size = min(SMALL, SMALL * (width - 3) / width_of(text, SMALL, bold=True)) if text else SMALL
    write(
        parent,
        (x + width / 2, y + height / 2 + size * 0.36),
        text,
        size,
        fill=WHITE if late else BLACK,
        font_weight="bold",
        text_anchor="middle",
    )


def ruled(parent: Element, at: tuple[float, float], bottom: float) -> None:
    """The edge of a column."""
    x, y = at
    add(parent, "path", {"d": f"M{number(x)} {number(y)}V{number(bottom)}", "stroke": GRID, "stroke-width": 0.8})


def dotted(parent: Element, at: tuple[float, float], bottom: float) -> None:
    """The line of today."""
    x, y = at
    _dashed(parent, f"M{number(x)} {number(y)}V{number(bottom)}")


def _dashed(parent: Element, steps: str) -> None:
    add(parent, "path", {"d": steps, "stroke": BLACK, "stroke-width": 1.6, "stroke-dasharray": "6 3"})


def draw_key(parent: Element, kinds: Sequence[tuple[str, str]], at: tuple[float, float]) -> None:
    """What each mark means, on one line."""
    x, y = at
    for kind, text in kinds:
        _sample(parent, kind, (x, y - 10, 22, 13))
        write(parent, (x + 28, y), text, SMALL)
        x += _entry_width(text)


def key_width(kinds: Sequence[tuple[str, str]]) -> float:
    """How wide that line is."""
    return sum(_entry_width(text) for _, text in kinds)


def _entry_width(text: str) -> float:
    return 28 + width_of(text, SMALL) + 22


def _sample(parent: Element, kind: str, frame: Frame) -> None:
    x, y, width, height = frame
    if kind == "window":
        swathe(parent, "open", frame)
    elif kind == "date":
        diamond(parent, (x + width / 2, y + height / 2))
    elif kind == "today":
        _dashed(parent, f"M{number(x)} {number(y + height / 2)}h{number(width)}")
    else:
        box(parent, frame, "3", late=kind == "late")
