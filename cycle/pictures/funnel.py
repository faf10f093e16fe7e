"""The funnel of a season as a picture: how many dossiers came to each stage, and how those that left it ended."""

from collections.abc import Iterator

from cycle.pictures.bars import LEADING, SMALL, define_patterns, draw_key, swatch
from cycle.pictures.spots import stage_title, state_title
from cycle.queries.seasons.funnel import Funnel, FunnelStage
from cycle.texts import Texts
from workflows.drawing.ink import (
    ACCENT,
    DARK,
    PALE,
    SHADE,
    WHITE,
    Element,
    Sheet,
    add,
    item,
    listed,
    sheet_of,
    text_of,
    write,
)
from workflows.drawing.lettering import lines_of
from workflows.drawing.paper import BORDER, print_of

TITLE, SUBTITLE, STAGE, NUMBER = 18.0, 11.0, 12.0, 15.0
HEAD = 72.0
LABEL, FUNNEL, WORDS, ALLEY = 150.0, 320.0, 270.0, 16.0
BAND, LEAST = 54.0, 3.0


def draw_funnel(texts: Texts, funnel: Funnel) -> str:
    """The funnel as SVG; every number stands in the picture and in its description."""
    title = texts.say("picture.funnel", programme=funnel.programme, on=funnel.on)
    counts = _counts(texts, funnel)
    told = [". ".join((stage_title(texts, one.workflow, one.stage), *_told(texts, one))) for one in funnel.stages]
    heights = [_height(texts, one) for one in funnel.stages]
    size = (LABEL + FUNNEL + WORDS + 2 * (ALLEY + BORDER), HEAD + sum(heights) + 3 * BORDER)
    root = sheet_of(Sheet(size, print_of(size), texts.language, title, "\n".join([counts, *told])))
    define_patterns(root)
    write(root, (BORDER, BORDER + TITLE), title, TITLE, font_weight="bold")
    lines = lines_of(counts, size[0] - 2 * BORDER, SUBTITLE)
    for count, line in enumerate(lines):
        write(root, (BORDER, BORDER + TITLE + 20 + count * SUBTITLE * 1.3), line, SUBTITLE, fill=DARK)
    head = HEAD + (len(lines) - 1) * SUBTITLE * 1.3
    kinds = [(kind, texts.say(f"picture.{name}")) for kind, name in (("plain", "reached"), ("done", "now"))]
    draw_key(root, kinds, (BORDER, BORDER + TITLE + 42 + head - HEAD))
    group = listed(root, title)
    y = BORDER + head
    for one, words, height in zip(funnel.stages, told, heights, strict=True):
        _draw_stage(item(group, words, stage=one.stage), texts, (one, funnel.dossiers), (y, height))
        y += height
    return text_of(root)


def _counts(texts: Texts, funnel: Funnel) -> str:
    counted = texts.say("picture.funnel_counts", dossiers=funnel.dossiers)
    return f"{counted} {texts.say('picture.funnel_refiled', count=funnel.refiled)}" if funnel.refiled else counted


def _told(texts: Texts, one: FunnelStage) -> Iterator[str]:
    yield texts.say("picture.stage", reached=one.reached, now=one.now)
    if one.ended:
        yield texts.say("picture.left", count=sum(end.dossiers for end in one.ended))
    for end in one.ended:
        yield texts.say("picture.end", state=state_title(texts, end.spot), count=end.dossiers)


def _lines(texts: Texts, one: FunnelStage) -> list[str]:
    return [line for told in _told(texts, one) for line in lines_of(told, WORDS, SMALL)]


def _height(texts: Texts, one: FunnelStage) -> float:
    return max(BAND, len(_lines(texts, one)) * SMALL * LEADING + 2 * SMALL)


def _draw_stage(parent: Element, texts: Texts, counted: tuple[FunnelStage, int], band: tuple[float, float]) -> None:
    """One band: the stage, a bar in the middle as broad as it has been reached, and the numbers in words."""
    (one, all_), (y, height) = counted, band
    width = LABEL + FUNNEL + WORDS + 2 * ALLEY
    add(parent, "rect", {"x": BORDER, "y": y, "width": width, "height": height - 3, "fill": PALE})
    add(parent, "rect", {"x": BORDER, "y": y, "width": LABEL, "height": height - 3, "fill": SHADE})
    title = lines_of(stage_title(texts, one.workflow, one.stage), LABEL - 16, STAGE, bold=True)
    for count, line in enumerate(title):
        write(parent, (BORDER + 8, y + STAGE + 8 + count * STAGE * LEADING), line, STAGE, font_weight="bold")
    _draw_bar(parent, (one, all_), (BORDER + LABEL + ALLEY + FUNNEL / 2, y + 6, height - 15))
    for count, line in enumerate(_lines(texts, one)):
        x = BORDER + LABEL + FUNNEL + 2 * ALLEY
        write(parent, (x, y + 2 * SMALL + count * SMALL * LEADING), line, SMALL)


def _draw_bar(parent: Element, counted: tuple[FunnelStage, int], place: tuple[float, float, float]) -> None:
    (one, all_), (middle, top, height) = counted, place
    breadth = max(one.reached * FUNNEL / max(all_, 1), LEAST if one.reached else 0.0)
    inner = one.now * FUNNEL / max(all_, 1)
    if breadth:
        swatch(parent, "plain", (middle - breadth / 2, top, breadth, height))
    if inner:
        swatch(parent, "done", (middle - inner / 2, top + height - 9, inner, 9))
    label = add(parent, "rect", {"x": middle - 22, "y": top + 3, "width": 44, "height": 19, "rx": 9, "fill": WHITE})
    label.set("stroke", ACCENT)
    write(parent, (middle, top + 17.5), str(one.reached), NUMBER, font_weight="bold", text_anchor="middle")
