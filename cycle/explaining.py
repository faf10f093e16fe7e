"""A definition as people read it: its sentences in one language, and their lines on a page."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from textwrap import wrap
from typing import Any

from cycle.texts import Texts
from workflows.definition import Definition
from workflows.explaining import Said, Section, Subject, explain
from workflows.explaining.contrast import Contrast, contrasts
from workflows.naming import Text
from workflows.rules import Rules
from workflows.transfer.plan import Transfer

CATALOGUE = "explain"
WIDTH = 96
INDENT = "  "
# How deep a section lies whose heading is an item of a list.
LISTED = 3
LEADS = " → "


def subject_of(rules: Rules, definition: Definition, programme: str | None, publication: str | None) -> Subject:
    """A definition with the programme of a code, which the rules declare; None stands for all that use its family."""
    using = (one for one in rules.programmes.values() if definition.family in one.families)
    chosen = tuple(using) if programme is None else (rules.programmes[programme],)
    return Subject(rules, definition, chosen, publication)


def explained(texts: Texts, subject: Subject) -> Mapping[str, Any]:
    """The text of a definition as headings with lines and parts."""
    return _told(texts.under(subject.rules, subject.definition), explain(subject))


@dataclass(frozen=True)
class Told:
    """What two workflows say otherwise of one place, a line for each thing."""

    part: str
    place: str
    older: tuple[str, ...]
    newer: tuple[str, ...]


def contrasted(texts: Texts, older: Subject, newer: Subject, transfer: Transfer | None) -> tuple[Told, ...]:
    """Two workflows side by side, each in its own words; states meet as the move of a plan leads dossiers on."""
    before, after = (texts.under(one.rules, one.definition) for one in (older, newer))
    return tuple(_beside(before, after, one) for one in contrasts(older, newer, transfer))


def _beside(before: Texts, after: Texts, one: Contrast) -> Told:
    places = [_say(own, place) for own, place in zip((before, after), one.place, strict=True) if place is not None]
    older, newer = tuple(_say(before, line) for line in one.older), tuple(_say(after, line) for line in one.newer)
    return Told(one.part, LEADS.join(dict.fromkeys(places)), older, newer)


def printed(told: Mapping[str, Any]) -> str:
    """The same on a page that is WIDTH signs wide."""
    return "\n".join([*_page(told, 0), ""])


def _told(texts: Texts, section: Section) -> Mapping[str, Any]:
    return {
        "heading": _say(texts, section.heading),
        "mark": section.mark,
        "lines": [_say(texts, line) for line in section.lines],
        "parts": [_told(texts, part) for part in section.parts],
    }


def _say(texts: Texts, said: Said) -> str:
    return texts.text(CATALOGUE, said.code, **{name: _filled(texts, value) for name, value in said.params.items()})


def _filled(texts: Texts, value: Any) -> Any:
    """A value as the text takes it; several sentences stand one behind the other."""
    if isinstance(value, Said):
        return _say(texts, value)
    if isinstance(value, Text):
        return texts.title(value)
    if isinstance(value, tuple) and value and isinstance(value[0], Said):
        return "; ".join(_say(texts, one) for one in value)
    return value


def _page(told: Mapping[str, Any], depth: int) -> Iterator[str]:
    """Chapters stand at the margin, what they are made of a little in, what belongs to these behind a mark."""
    margin = INDENT * max(depth - (1 if depth < LISTED else 2), 0)
    if depth < LISTED:
        yield from ["", told["heading"]] if depth else [told["heading"]]
    else:
        yield from _paragraph(told["heading"], margin, "- ")
    for line in told["lines"]:
        yield from _paragraph(line, margin if depth < LISTED else margin + INDENT, _mark(told["mark"], depth))
    for part in told["parts"]:
        yield from _page(part, depth + 1)


def _mark(mark: str, depth: int) -> str:
    return "+ " if mark and depth >= LISTED else mark


def _paragraph(text: str, margin: str, mark: str) -> list[str]:
    hanging = margin + " " * len(mark)
    return wrap(
        text,
        WIDTH,
        initial_indent=margin + mark,
        subsequent_indent=hanging,
        break_long_words=False,
        break_on_hyphens=False,
    )
