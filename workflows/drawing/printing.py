"""The legend in SVG: numbered entries, a bold title and plain lines."""

from collections.abc import Sequence

from workflows.drawing.arrows import CHEEK, NUMBER, PILL
from workflows.drawing.ink import ACCENT, BLACK, DARK, WHITE, Element, add, item, listed, write
from workflows.drawing.legend import BOLD, HEADING, INDENT, LEADING, PLAIN, Block
from workflows.drawing.lettering import width_of

TITLE = BOLD + 2


def paint_legend(parent: Element, blocks: Sequence[Block], label: str) -> None:
    """Every block in its place, as one list."""
    group = listed(parent, label)
    for block in blocks:
        one = item(group, block.entry.told, **{block.entry.kind: block.entry.number})
        if block.entry.kind == "heading":
            for count, line in enumerate(block.title):
                write(one, (block.x, block.y + HEADING - 12 + count * TITLE * LEADING), line, TITLE, font_weight="bold")
        else:
            _paint_entry(one, block)


def _paint_entry(parent: Element, block: Block) -> None:
    foot = block.y + BOLD
    if block.entry.number:
        _paint_number(parent, block, foot)
    for line in block.title:
        write(parent, (block.x + INDENT, foot), line, BOLD, font_weight="bold")
        foot += BOLD * LEADING
    for line in block.lines:
        write(parent, (block.x + INDENT, foot - 1), line, PLAIN, fill=DARK)
        foot += PLAIN * LEADING


def _paint_number(parent: Element, block: Block, foot: float) -> None:
    ground, ink = (ACCENT, WHITE) if block.entry.kind == "step" else (WHITE, BLACK)
    width = max(PILL, width_of(block.entry.number, NUMBER, True) + 2 * CHEEK)
    x = block.x + INDENT - 8 - width
    frame = {"x": x, "y": foot - 11.5, "width": width, "height": PILL}
    add(parent, "rect", {**frame, "rx": 7.5, "fill": ground, "stroke": BLACK, "stroke-width": 0.9})
    write(
        parent,
        (x + width / 2, foot - 0.5),
        block.entry.number,
        NUMBER,
        font_weight="bold",
        text_anchor="middle",
        fill=ink,
    )
