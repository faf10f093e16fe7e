"""The radar of certificates as a picture: what runs out in each month, and in each commune."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from itertools import groupby
from typing import NamedTuple

from cycle.pictures.bars import GAP, LEADING, Bar, Columns, Row, define_patterns, draw_key, draw_rows, height_of
from cycle.pictures.columns import MONTHS, QUARTERS, WIDTH, Column, Scale, scale_of
from cycle.pictures.marks import box, ruled
from cycle.queries.certificates.radar_counts import Month, Radar, Tally, summed
from cycle.texts import Texts
from workflows.drawing.ink import DARK, Element, Sheet, item, listed, sheet_of, text_of, write
from workflows.drawing.lettering import lines_of, width_of
from workflows.drawing.paper import BORDER, print_of

TITLE, SUBTITLE, HEADING, TEXT, SMALL = 18.0, 11.0, 13.0, 11.0, 10.0
HEAD, SECTION, LINE = 90.0, 56.0, 20.0
LABEL, BARS, TOLD = 190.0, 300.0, 340.0
BOX = 15.0
SHOWN = ("expiring", "over", "filed", "missed", "opening", "closing")
NOTHING = Tally(0, 0, 0, 0, 0)


def draw_radar(texts: Texts, radar: Radar) -> str:
    """The radar as SVG; every number stands in the picture and in its description."""
    months = {month: tally for month, tally in radar.by_month.items() if tally != NOTHING}
    most = max([1, *(one.expiring + one.over for one in (radar.before, *months.values()))])
    columns, told = Columns(LABEL, BARS, TOLD, most), _Telling(texts)
    rows, grid = [*_before(told, radar), *_rows(told, months)], _grid(told, radar)
    beneath = HEAD + sum(height_of(row, columns) for row in rows)
    high = beneath + SECTION + LINE * (len(grid.lines) + 1)
    size = (max(columns.width, grid.right) + 2 * BORDER, high + 2 * BORDER)
    title, counts = _title(texts, radar), _counts(texts, radar)
    cells = [cell.told for line in grid.lines for cell in line.cells]
    described = "\n".join([counts, *(f"{row.label}: {row.told}" for row in rows if row.told), *cells])
    root = sheet_of(Sheet(size, print_of(size), texts.language, title, described))
    define_patterns(root)
    write(root, (BORDER, BORDER + TITLE), title, TITLE, font_weight="bold")
    for count, line in enumerate(lines_of(counts, size[0] - 2 * BORDER, SUBTITLE)):
        write(root, (BORDER, BORDER + TITLE + 20 + count * SUBTITLE * 1.3), line, SUBTITLE, fill=DARK)
    kinds = (("plain", "expiring"), ("late", "over"), ("done", "filed"), ("blocked", "missed"))
    draw_key(root, [(kind, told.words[name]) for kind, name in kinds], (BORDER, BORDER + TITLE + 56))
    draw_rows(root, rows, columns, (BORDER, BORDER + HEAD), title)
    _draw_communes(root, texts, grid, BORDER + beneath)
    return text_of(root)


class _Telling:
    """A tally in words: what there is of it."""

    def __init__(self, texts: Texts) -> None:
        self.texts = texts
        self.words = {name: texts.say(f"picture.radar.{name}") for name in SHOWN}

    def __call__(self, one: Tally) -> str:
        counted = ((getattr(one, name), word) for name, word in self.words.items())
        return ", ".join(f"{count} {word}" for count, word in counted if count)


class _Cell(NamedTuple):
    """A span in which certificates of a commune run out, or have run out: where its column begins, and what it has."""

    x: float
    tally: Tally
    told: str


class _Line(NamedTuple):
    label: str
    cells: list[_Cell]


class _Grid(NamedTuple):
    """The communes, with a cell for each span; `spans` are where the columns begin, with their names."""

    right: float
    spans: list[tuple[float, str]]
    lines: list[_Line]


def _title(texts: Texts, radar: Radar) -> str:
    first, last = (f"{one.month:02}/{one.year}" for one in (radar.span[0], radar.span[-1]))
    return texts.say("picture.radar", first=first, last=last)


def _counts(texts: Texts, radar: Radar) -> str:
    one, before = radar.total, radar.before
    told = {"expiring": one.expiring, "filed": one.filed + before.filed, "missed": one.missed + before.missed}
    past = {"over": one.over + before.over, "before": before.expiring, "ended": sum(radar.ended.values())}
    return texts.say("picture.radar_counts", on=radar.on, later=radar.later, **told, **past)


def _before(told: _Telling, radar: Radar) -> Iterator[Row]:
    """What lies before the span."""
    if radar.before != NOTHING:
        yield Row(_earlier(told.texts, radar), told(radar.before), _bars(radar.before))


def _earlier(texts: Texts, radar: Radar) -> str:
    return texts.say("radar.earlier", first=f"{radar.first.month:02}/{radar.first.year}")


def _rows(told: _Telling, months: Mapping[Month, Tally]) -> Iterator[Row]:
    for year, some in groupby(months.items(), key=lambda one: one[0].year):
        yield Row(str(year))
        for month, one in some:
            label = told.texts.say("picture.radar.month", number=f"{month.month:02}", year=month.year)
            yield Row(label, told(one), _bars(one))


def _bars(one: Tally) -> tuple[Bar, ...]:
    kinds = ("late", one.over), ("done", one.filed), ("blocked", one.missed)
    return Bar("plain", one.expiring), *(Bar(kind, amount) for kind, amount in kinds if amount)


def _grid(told: _Telling, radar: Radar) -> _Grid:
    """Months, quarters or years, as many as can be read beside one another; before them what lies before the span."""
    labels = {code: _commune(told.texts, radar, code) for code in radar.by_commune}
    left = BORDER + max([width_of(one, TEXT) for one in labels.values()] + [LABEL]) + GAP
    last, wide = radar.span[-1].first, 0 if radar.before == NOTHING else WIDTH
    scale = scale_of(left + wide, radar.first.first, last, last)
    spans = [(scale.x(column.first), _span(told.texts, scale, column)) for column in scale.columns]
    early = [(left, _earlier(told.texts, radar))] if wide else []
    at = {month: scale.place(month.first) for month in radar.span}
    lines = []
    for code, tallies in radar.by_commune.items():
        found = [(spans[place], one) for place, one in _cells(tallies, at).items()]
        found[:0] = [(early[0], before)] if (before := radar.before_by_commune[code]) != NOTHING else []
        named = [_Cell(x, one, f"{radar.names[code]}, {span}: {told(one)}") for (x, span), one in found]
        lines.append(_Line(labels[code], named))
    return _Grid(scale.right, [*early, *spans], lines)


def _commune(texts: Texts, radar: Radar, code: str) -> str:
    """A commune, with how many of its certificates are past their last day."""
    name, over = radar.names[code], radar.over.get(code, 0)
    return texts.say("picture.radar.commune_over", commune=name, over=over) if over else name


def _cells(tallies: Mapping[Month, Tally], at: Mapping[Month, int]) -> Mapping[int, Tally]:
    """By the place of its column what a commune has in it, where anything runs out or has run out."""
    found: dict[int, list[Tally]] = defaultdict(list)
    for month, one in tallies.items():
        if one != NOTHING:
            found[at[month]].append(one)
    every = ((place, summed(some)) for place, some in sorted(found.items()))
    return {place: one for place, one in every if one.expiring or one.over}


def _span(texts: Texts, scale: Scale, column: Column) -> str:
    name = {MONTHS: "month", QUARTERS: "quarter"}.get(scale.months, "year")
    number = f"{column.number:02}" if scale.months == MONTHS else column.number
    return texts.say(f"picture.radar.{name}", number=number, year=column.first.year)


def _draw_communes(root: Element, texts: Texts, grid: _Grid, y: float) -> None:
    """A line for each commune, with a box for each span in which certificates run out."""
    told = texts.say("picture.radar_communes")
    write(root, (BORDER, y + 2 * HEADING), told, HEADING, font_weight="bold")
    top = y + SECTION
    for x, span in grid.spans:
        ruled(root, (x, top - 14), top + LINE * (len(grid.lines) + 1))
        for count, word in enumerate(reversed(span.split())):
            place = (x + WIDTH / 2, top + TEXT - count * SMALL * LEADING)
            write(root, place, word, SMALL, fill=DARK, text_anchor="middle")
    group = listed(root, told)
    for count, line in enumerate(grid.lines, start=1):
        beneath = top + count * LINE
        write(item(group, line.label), (BORDER, beneath + TEXT + 2), line.label, TEXT)
        for cell in line.cells:
            frame = (cell.x + 8, beneath, WIDTH - 16, BOX)
            number, late = cell.tally.expiring + cell.tally.over, cell.tally.missed + cell.tally.over > 0
            box(item(group, cell.told), frame, str(number), late=late)
