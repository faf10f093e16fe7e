"""Which organisation an office means when it writes a place: by code, or by its name or the end of it."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from cycle.database import Transaction
from cycle.vietnamese import fold
from workflows.problems import nearest_name

LOCAL = ("commune", "district")


@dataclass(frozen=True)
class Place:
    """An organisation that may be a place; `ended` is its last day where that is over."""

    code: str
    name: str
    level: str
    parent: str | None
    ended: date | None = None


@dataclass(frozen=True)
class Unclear:
    """A place that is not one organisation: `place_unknown` or `place_ambiguous`."""

    code: str
    params: Mapping[str, str]


class Gazetteer:
    """The communes and districts of one day, and those that have ended before it, which are looked for last."""

    def __init__(self, places: Iterable[Place], successors: Mapping[str, Sequence[str]]) -> None:
        self._by_code = {place.code: place for place in places}
        self._successors = successors
        self._endings: dict[bool, dict[str, list[Place]]] = {True: defaultdict(list), False: defaultdict(list)}
        for place in self._by_code.values():
            words = fold(place.name).split(" ")
            for start in range(len(words)):
                self._endings[place.ended is None][" ".join(words[start:])].append(place)

    def find(self, written: str) -> Place | Unclear:
        """The organisation of `21244`, `Xã Nghĩa Kỳ`, `Nghĩa Kỳ` or `Nghĩa Kỳ, huyện Tư Nghĩa`."""
        if written in self._by_code:
            return self._by_code[written]
        own, _, above = (part.strip() for part in written.partition(","))
        found = self._named(own, above, living=True) or self._named(own, above, living=False)
        if len(found) == 1:
            return found[0]
        if found:
            told = "; ".join(sorted(f"{place.code} {place.name}" for place in found)[:6])
            return Unclear("place_ambiguous", {"given": written, "found": told})
        endings = self._endings[True]
        near = nearest_name(fold(own), list(endings))
        return Unclear("place_unknown", {"given": written, "nearest": endings[near][0].name if near else ""})

    def known(self, code: str) -> Place:
        """The place of a code that has been found."""
        return self._by_code[code]

    def succeeding(self, code: str) -> tuple[Place, ...]:
        """The places that have come after one that has ended, and live."""
        found, waiting, seen = [], list(self._successors.get(code, ())), {code}
        while waiting:
            place = self._by_code.get(one := waiting.pop(0))
            if one in seen or place is None:
                continue
            seen.add(one)
            if place.ended is None:
                found.append(place)
            waiting += self._successors.get(one, ()) if place.ended else ()
        return tuple(found)

    def _named(self, own: str, above: str, *, living: bool) -> list[Place]:
        """The places whose name is, or ends with, what was written; in those so named above, where that is said."""
        found = self._endings[living].get(fold(own), [])
        if not above:
            return found
        parents = {place.code for endings in self._endings.values() for place in endings.get(fold(above), [])}
        return [place for place in found if place.parent in parents]


def gazetteer(transaction: Transaction, day: date) -> Gazetteer:
    """The places of a day and of before."""
    rows = transaction.rows(
        "SELECT code, name, level, parent, valid_to FROM organisation WHERE level IN (?, ?) AND valid_from <= ? "
        "ORDER BY code",
        (*LOCAL, day.isoformat()),
    )
    successors: dict[str, list[str]] = defaultdict(list)
    for code, successor in transaction.rows("SELECT code, successor FROM organisation_successor ORDER BY 1, 2"):
        successors[code].append(successor)
    places = [Place(code, name, level, parent, _ended(last, day)) for code, name, level, parent, last in rows]
    return Gazetteer(places, successors)


def _ended(last: str | None, day: date) -> date | None:
    """The last day of what has ended before a day."""
    ended = date.fromisoformat(last) if last else None
    return ended if ended is not None and ended < day else None
