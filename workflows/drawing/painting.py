"""The drawing itself in SVG: lanes, arrows with their numbers, boxes."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from workflows.drawing.arrows import NUMBER, PILL, Arrow
from workflows.drawing.boxes import PADDING, SIGN, Box, Line
from workflows.drawing.ink import ACCENT, BLACK, PALE, SHADE, WHITE, Element, add, item, listed, path, write
from workflows.drawing.layout import LANE, ROOM, Frame, Layout, Point
from workflows.drawing.lettering import lines_of
from workflows.drawing.marks import Mark
from workflows.drawing.subject import Subject

ROUND = 5.0
THIN, THICK = 1.3, 3.6
# The list's name for a screen reader, and what each thing in it says.
Told = tuple[str, Mapping[str, str]]


def paint_lanes(parent: Element, subject: Subject, layout: Layout) -> None:
    """A band for each stage, its title at the left."""
    titles = {stage.name: subject.wording.title(stage.title) for stage in subject.definition.stages}
    for place, (name, lane) in enumerate(layout.lanes.items()):
        ground = PALE if place % 2 == 0 else WHITE
        add(parent, "rect", {**_frame(lane), "fill": ground, "stroke": "#b8bfc6", "stroke-width": 0.8})
        add(parent, "rect", {**_frame(replace(lane, width=layout.gutter)), "fill": SHADE, "stroke": "#b8bfc6"})
        lines = lines_of(titles[name], layout.gutter - 2 * ROOM + 0.1, LANE, bold=True)
        top = lane.y + (lane.height - len(lines) * LANE * 1.3) / 2
        for count, line in enumerate(lines):
            write(parent, (ROOM, top + LANE * (1.3 * count + 1)), line, LANE, font_weight="bold")


def paint_arrows(parent: Element, layout: Layout, marks: Sequence[Mark], told: Told) -> None:
    """All arrows, those of a dossier's way last and thick; then the numbers, which no line may strike out."""
    group = listed(parent, told[0])
    for arrow, line in sorted(layout.lines, key=lambda pair: bool(pair[0].steps)):
        texts = "\n".join(told[1][str(number)] for number in arrow.numbers)
        ends = {"from": arrow.source, "to": arrow.target, "numbers": " ".join(map(str, arrow.numbers))}
        one = item(group, texts, **ends)
        _paint_line(one, arrow, line)
    for mark in marks:
        _paint_mark(parent, mark)


def _paint_line(parent: Element, arrow: Arrow, line: Sequence[Point]) -> None:
    colour, breadth, head = (ACCENT, THICK, 6.5) if arrow.steps else (BLACK, THIN, 4.0)
    (x1, y1), (x2, y2) = line[-2:]
    across, down = (x2 > x1) - (x2 < x1), (y2 > y1) - (y2 < y1)
    neck = (x2 - across * 2 * head, y2 - down * 2 * head)
    stroke: dict[str, str | float] = {"stroke": colour, "stroke-width": breadth, "stroke-linejoin": "round"}
    add(parent, "path", {"d": path([*line[:-1], neck], ROUND), "fill": "none", **stroke})
    sides = [(neck[0] + turn * down * head, neck[1] + turn * across * head) for turn in (-1, 1)]
    add(parent, "path", {"d": f"{path([(x2, y2), *sides])}Z", "fill": colour})


def _paint_mark(parent: Element, mark: Mark) -> None:
    """The numbers of the transitions in a light pill; those of the acts beside it in a dark one."""
    light = replace(mark.frame, width=mark.split - mark.frame.x)
    dark = Frame(mark.split, mark.frame.y, mark.frame.right - mark.split, PILL)
    for frame, text, ground, ink in ((light, mark.numbers, WHITE, BLACK), (dark, mark.steps, ACCENT, WHITE)):
        if text:
            add(parent, "rect", {**_frame(frame), "rx": 7.5, "fill": ground, "stroke": BLACK, "stroke-width": 0.9})
            at = (frame.x + frame.width / 2, frame.y + NUMBER + 1)
            write(parent, at, text, NUMBER, font_weight="bold", text_anchor="middle", fill=ink)


def paint_boxes(parent: Element, layout: Layout, told: Told) -> None:
    """All boxes: round corners where a dossier stays, a double border and square ones where it ends."""
    group = listed(parent, told[0])
    for name, box in layout.boxes.items():
        _paint_box(item(group, told[1][name], state=name), box, layout.frames[name])


def _paint_box(parent: Element, box: Box, frame: Frame) -> None:
    signs_all = bool(box.lines) and box.lines[0].kind == "anywhere"
    colour, breadth = (ACCENT, THICK) if box.visited else (BLACK, THIN)
    shape: dict[str, str | float] = {"rx": 0 if box.final else 10, "fill": SHADE if box.here else WHITE}
    dashes = {"stroke-dasharray": "6 4"} if signs_all else {}
    add(parent, "rect", {**_frame(frame), **shape, "stroke": colour, "stroke-width": breadth, **dashes})
    if box.final:
        inner = Frame(frame.x + 4, frame.y + 4, frame.width - 8, frame.height - 8)
        add(parent, "rect", {**_frame(inner), "fill": "none", "stroke": colour, "stroke-width": 0.9})
    y = frame.y + (frame.height - sum(line.height for line in box.lines)) / 2
    for place, line in enumerate(box.lines):
        first = place == 0 or box.lines[place - 1].kind != line.kind
        _paint_text(parent, frame, line, (y, first))
        y += line.height


def _paint_text(parent: Element, frame: Frame, line: Line, at: tuple[float, bool]) -> None:
    top, first = at
    foot = top + line.size
    if line.kind in {"title", "anywhere"}:
        weight = "bold" if line.bold else "normal"
        middle = (frame.x + frame.width / 2, foot)
        write(parent, middle, line.text, line.size, text_anchor="middle", font_weight=weight)
        return
    x = frame.x + PADDING
    if first:
        _paint_sign(parent, line.kind, (x, foot - 8))
    write(
        parent,
        (x + SIGN, foot),
        line.text,
        line.size,
        font_weight="bold",
        fill=ACCENT if line.kind == "step" else BLACK,
    )


def _paint_sign(parent: Element, kind: str, at: tuple[float, float]) -> None:
    """A disc for the beginning, a disc in a ring for an end, a pointer for where the dossier is."""
    x, y = at
    if kind == "here":
        add(parent, "path", {"d": f"{path([(x, y), (x + 9, y + 4.5), (x, y + 9)])}Z", "fill": ACCENT})
    elif kind == "step":
        add(parent, "rect", {"x": x + 1, "y": y + 1, "width": 7, "height": 7, "rx": 2, "fill": ACCENT})
    else:
        if kind == "final":
            add(parent, "circle", {"cx": x + 4.5, "cy": y + 4.5, "r": 4.4, "fill": "none", "stroke": BLACK})
        add(parent, "circle", {"cx": x + 4.5, "cy": y + 4.5, "r": 4.4 if kind == "initial" else 2.2, "fill": BLACK})


def _frame(frame: Frame) -> dict[str, float]:
    return {"x": frame.x, "y": frame.y, "width": frame.width, "height": frame.height}
