"""A workflow as a stand-alone SVG: title, drawing, legend, and the same in words for a screen reader."""

from workflows.drawing.boxes import Box
from workflows.drawing.ink import DARK, Sheet, add, number, sheet_of, text_of, write
from workflows.drawing.legend import Entry, titles_of
from workflows.drawing.marks import marks_of
from workflows.drawing.painting import paint_arrows, paint_boxes, paint_lanes
from workflows.drawing.paper import BORDER, Page, page_of
from workflows.drawing.printing import paint_legend
from workflows.drawing.subject import Subject

HEADING, SUBTITLE, NEXT = 18.0, 11.0, 15.0


def svg(subject: Subject) -> str:
    """The picture of a workflow, and of a dossier's way through it, as the text of an SVG file.

    It needs nothing from elsewhere, reads without colour, and says itself in words to a screen reader.
    """
    page, wording = page_of(subject), subject.wording
    title, boxes = _title(subject), _boxes_told(subject, page)
    transitions = {entry.number: entry.told for entry in _entries(page) if entry.kind == "transition"}
    told = _told(subject, page, boxes)
    root = sheet_of(Sheet(page.size, page.print, wording.language, title, told))
    write(root, (BORDER, BORDER + HEADING), title, HEADING, font_weight="bold")
    for count, line in enumerate(_subtitles(subject)):
        write(root, (BORDER, BORDER + HEADING + 20 + count * NEXT), line, SUBTITLE, fill=DARK)
    drawing = add(root, "g", {"transform": f"translate({number(page.drawing[0])} {number(page.drawing[1])})"})
    paint_lanes(drawing, subject, page.layout)
    paint_arrows(drawing, page.layout, marks_of(page.layout), (wording.word("legend"), transitions))
    paint_boxes(drawing, page.layout, (wording.word("states"), boxes))
    legend = add(root, "g", {"transform": f"translate({number(page.legend[0])} {number(page.legend[1])})"})
    paint_legend(legend, page.blocks, wording.word("table"))
    return text_of(root)


def _title(subject: Subject) -> str:
    title = subject.wording.title(subject.definition.title)
    if subject.way is None:
        return title
    return subject.wording.word("title_of_way", workflow=title, dossier=subject.way.dossier)


def _subtitles(subject: Subject) -> tuple[str, str]:
    """The law with how to read the picture, and where all is told that the table only names."""
    law, word = subject.definition.law, subject.wording.word
    told = word("law", decision=law.decision, since=law.in_force)
    until = f" {word('law_until', until=law.until)}" if law.until else ""
    return f"{told}{until} {word('numbers')}", word("explained", workflow=subject.definition.name)


def _entries(page: Page) -> tuple[Entry, ...]:
    """The legend in reading order."""
    return tuple(block.entry for block in page.blocks)


def _boxes_told(subject: Subject, page: Page) -> dict[str, str]:
    """Every box in words: its title and all that is written or drawn about it."""
    titles = titles_of(subject.definition, subject.wording)
    return {name: _box_told(subject, box, titles.get(name, "")) for name, box in page.layout.boxes.items()}


def _box_told(subject: Subject, box: Box, title: str) -> str:
    word = subject.wording.word
    if not title:
        return word("anywhere")
    kinds = dict.fromkeys(line.kind for line in box.lines if line.kind in {"initial", "final", "here"})
    steps = " ".join(line.text for line in box.lines if line.kind == "step")
    return ". ".join(one for one in (title, *(word(kind) for kind in kinds), steps) if one)


def _told(subject: Subject, page: Page, boxes: dict[str, str]) -> str:
    """The whole picture in words, one thing a line."""
    definition, wording = subject.definition, subject.wording
    lines = [*_subtitles(subject), f"{wording.word('states')}:"]
    for stage in definition.stages:
        states = [boxes[name] for name, state in definition.states.items() if state.stage == stage.name]
        lines.append(f"{wording.title(stage.title)}: {'; '.join(states)}.")
    lines += [entry.told for entry in _entries(page)]
    return "\n".join(lines)
