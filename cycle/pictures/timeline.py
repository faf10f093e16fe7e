"""The year of a season as a picture: windows, fixed dates, how many deadlines end when, and today."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from cycle.pictures.bars import HEAD, LEADING, SMALL, TEXT
from cycle.pictures.columns import MONTHS, WIDTH, YEARS, Column, Scale, scale_of
from cycle.pictures.marks import box, diamond, dotted, draw_key, key_width, ruled, swathe
from cycle.queries.seasons.frame import Day, Due, Frame, Span
from cycle.texts import Texts
from workflows.drawing.ink import DARK, Element, Sheet, add, item, listed, sheet_of, text_of, write
from workflows.drawing.lettering import lines_of, width_of
from workflows.drawing.paper import BORDER, print_of

TITLE = 18.0
LABEL = 290.0
GAP = 12.0
TOP = 92.0
ROW, SECTION = 8.0, 30.0
BAR = 15.0
KINDS = ("window", "date", "due", "late", "today")


@dataclass(frozen=True)
class Line:
    """A row: its name, what is said of it, and what is drawn: a window, a fixed date, or deadlines by their days."""

    label: str
    told: str
    window: Span | None = None
    day: Day | None = None
    due: tuple[Due, ...] = ()


@dataclass(frozen=True)
class Section:
    title: str
    lines: tuple[Line, ...]


def draw_timeline(texts: Texts, frame: Frame) -> str:
    """The frame as SVG; all that is drawn stands in its description too."""
    sections = [one for one in _sections(texts, frame) if one.lines]
    latest = max((one.last_day for one in frame.due), default=frame.ends)
    scale = scale_of(BORDER + LABEL + GAP, frame.starts, frame.ends, latest)
    height = TOP + sum(SECTION + sum(_height(line) for line in one.lines) for one in sections) + BORDER
    keys = [(kind, texts.say(f"timeline.key.{kind}")) for kind in KINDS]
    size = (max(scale.right, BORDER + key_width(keys)) + BORDER, height + BORDER)
    title, today = _title(texts, frame), texts.say("timeline.today", day=frame.on)
    told = [today, *(f"{one.title}: {_read(one)}" for one in sections)]
    root = sheet_of(Sheet(size, print_of(size), texts.language, title, "\n".join(told)))
    fitting = min(TITLE, TITLE * (size[0] - 2 * BORDER) / width_of(title, TITLE, bold=True))
    write(root, (BORDER, BORDER + TITLE), title, fitting, font_weight="bold")
    draw_key(root, keys, (BORDER, BORDER + TITLE + 22))
    _draw_grid(root, texts, scale, height)
    y = TOP + BORDER
    for section in sections:
        if section is sections[-1]:
            # Over the bars of windows, under the numbers of deadlines.
            _draw_today(root, scale, frame.on, today, height)
        y = _draw_section(root, section, scale, y)
    return text_of(root)


def _title(texts: Texts, frame: Frame) -> str:
    declared = texts.rules.programmes.get(frame.programme) if texts.rules else None
    named = f"{texts.title(declared.title)} ({frame.programme})" if declared else frame.programme
    return texts.say("timeline.title", programme=named)


def _read(section: Section) -> str:
    return " ".join(f"{line.label}: {line.told}." for line in section.lines)


def _sections(texts: Texts, frame: Frame) -> Iterator[Section]:
    yield Section(texts.say("timeline.windows"), tuple(_window(texts, frame, one) for one in frame.windows))
    yield Section(texts.say("timeline.dates"), tuple(_day(texts, one) for one in frame.dates))
    found: dict[tuple[str, str], list[Due]] = defaultdict(list)
    for one in frame.due:
        found[one.workflow, one.name].append(one)
    lines = tuple(_due(texts, key, ends) for key, ends in found.items())
    yield Section(texts.say("timeline.due"), lines)


def _window(texts: Texts, frame: Frame, span: Span) -> Line:
    declared = texts.rules.programmes.get(frame.programme) if texts.rules else None
    known = declared.windows if declared else {}
    label = texts.title(known[span.name].title) if span.name in known else span.name
    standing = texts.say(f"timeline.standing.{span.standing}")
    return Line(label, texts.say("timeline.span", opens=span.opens, closes=span.closes, standing=standing), span)


def _day(texts: Texts, day: Day) -> Line:
    titles = dict.fromkeys(_deadline(texts, *one) for one in day.deadlines)
    return Line("; ".join(titles) or day.name, texts.show("day", day.on), day=day)


def _due(texts: Texts, key: tuple[str, str], ends: Sequence[Due]) -> Line:
    count, late = sum(one.dossiers for one in ends), sum(one.dossiers for one in ends if one.late)
    told = "timeline.due_row" if late else "timeline.due_all_in_time"
    return Line(_deadline(texts, *key), texts.say(told, count=count, late=late), due=tuple(ends))


def _deadline(texts: Texts, workflow: str, name: str) -> str:
    definition = texts.rules.definitions.get(workflow) if texts.rules else None
    title = definition.deadlines[name].title if definition and name in definition.deadlines else None
    return texts.title(title) if title else name


def _height(line: Line) -> float:
    labels, told = lines_of(line.label, LABEL, TEXT), lines_of(line.told, LABEL, SMALL)
    return (len(labels) * TEXT + len(told) * SMALL) * LEADING + ROW


def _draw_grid(root: Element, texts: Texts, scale: Scale, height: float) -> None:
    """The columns with their names, the year above the first of each."""
    top = TOP + BORDER - 26
    for number, column in enumerate(scale.columns):
        x = scale.left + number * WIDTH
        ruled(root, (x, top), height)
        if number == 0 or column.first.year != scale.columns[number - 1].first.year:
            write(root, (x + 3, top + 9), str(column.first.year), TEXT, font_weight="bold")
        if scale.months < YEARS:
            write(root, (x + 3, top + 23), _named(texts, scale, column), SMALL, fill=DARK)
    ruled(root, (scale.end, top), height)
    if scale.later:
        write(root, (scale.end + 3, top + 23), texts.say("timeline.later"), SMALL, fill=DARK)
        ruled(root, (scale.right, top), height)


def _named(texts: Texts, scale: Scale, column: Column) -> str:
    if scale.months == MONTHS:
        return texts.say("timeline.months").split()[column.number - 1]
    return texts.say("timeline.quarter", quarter=column.number)


def _draw_today(root: Element, scale: Scale, day: date, told: str, height: float) -> None:
    """A dotted line, named above the columns; nothing where the day lies outside them."""
    if not scale.holds(day):
        return
    x, wide = scale.x(day), width_of(told, SMALL, bold=True)
    at = min(max(x - wide / 2, scale.left), scale.end - wide)
    write(root, (at, TOP + BORDER - 32), told, SMALL, font_weight="bold")
    dotted(root, (x, TOP + BORDER), height)


def _draw_section(root: Element, section: Section, scale: Scale, y: float) -> float:
    write(root, (BORDER, y + HEAD + 6), section.title, HEAD, font_weight="bold")
    group = listed(root, section.title)
    y += SECTION
    for line in section.lines:
        _draw_line(item(group, f"{line.label}: {line.told}"), line, scale, y)
        y += _height(line)
    return y


def _draw_line(parent: Element, line: Line, scale: Scale, y: float) -> None:
    base = y
    for size, text in ((TEXT, line.label), (SMALL, line.told)):
        for part in lines_of(text, LABEL, size):
            base += size * LEADING
            write(parent, (BORDER, base - 3), part, size, **({"fill": DARK} if size == SMALL else {}))
    middle = (y + base) / 2
    add(parent, "path", {"d": f"M{BORDER} {base + ROW / 2:.1f}H{scale.right:.1f}", "stroke": "#d5d5d5"})
    if line.window is not None:
        opens, closes = scale.x(line.window.opens), scale.x(line.window.closes + timedelta(days=1))
        swathe(parent, line.window.standing, (opens, middle - BAR / 2, max(closes - opens, 2), BAR))
    if line.day is not None and scale.holds(line.day.on):
        diamond(parent, ((scale.x(line.day.on) + scale.x(line.day.on + timedelta(days=1))) / 2, middle))
    _draw_counts(parent, line.due, scale, middle)


def _draw_counts(parent: Element, due: Sequence[Due], scale: Scale, middle: float) -> None:
    """In each column how many dossiers are late and how many still have time, side by side."""
    counts: dict[tuple[int, bool], int] = defaultdict(int)
    for one in due:
        counts[scale.place(one.last_day), one.late] += one.dossiers
    for (number, late), count in counts.items():
        half = WIDTH / 2
        x = scale.left + number * WIDTH + (0 if late else half)
        box(parent, (x + 2, middle - BAR / 2, half - 4, BAR), str(count), late=late)
