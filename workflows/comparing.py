"""Two texts in headings, lines and parts, such as those of two workflows read out, and where they differ."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import zip_longest
from typing import Any

Text = Mapping[str, Any]
Place = tuple[str, ...]


@dataclass(frozen=True)
class Difference:
    """What stands under some headings in one text and otherwise, or not at all, in the other."""

    place: Place
    older: str | None
    newer: str | None


def compare(older: Text, newer: Text) -> tuple[Difference, ...]:
    """Every line in which two texts differ, in the order of the newer one; what only the older one has comes after."""
    before, after = dict(_sections(older, ())), dict(_sections(newer, ()))
    places = [*after, *(place for place in before if place not in after)]
    found = (_lines(place, before.get(place, ()), after.get(place, ())) for place in places)
    return tuple(one for differences in found for one in differences)


def _sections(text: Text, above: Place) -> Iterator[tuple[Place, tuple[str, ...]]]:
    """The lines under each heading, by the headings above them; the title of the whole text counts for nothing."""
    for part in text["parts"]:
        place = (*above, str(part["heading"]))
        yield place, tuple(part["lines"])
        yield from _sections(part, place)


def _lines(place: Place, older: Sequence[str], newer: Sequence[str]) -> Iterator[Difference]:
    if not older and not newer:
        return
    for kind, first, last, begin, end in SequenceMatcher(None, older, newer, autojunk=False).get_opcodes():
        if kind != "equal":
            for left, right in zip_longest(older[first:last], newer[begin:end]):
                yield Difference(place, left, right)
