"""Which organisation an office means when it writes a place: by code, or by its name or the end of it."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from cycle.database import Transaction
from cycle.vietnamese import fold
from workflows.problems import nearest_name

LOCAL = ("commune", "district")


@dataclass(frozen=True)
class Place:
    code: str
    name: str
    level: str
    parent: str | None


@dataclass(frozen=True)
class Unclear:
    """A place that is not one organisation: `place_unknown` or `place_ambiguous`."""

    code: str
    params: Mapping[str, str]


class Gazetteer:
    """The communes and districts in being on one day."""

    def __init__(self, places: list[Place]) -> None:
        self._by_code = {place.code: place for place in places}
        self._by_ending: dict[str, list[Place]] = defaultdict(list)
        for place in places:
            words = fold(place.name).split(" ")
            for start in range(len(words)):
                self._by_ending[" ".join(words[start:])].append(place)

    def find(self, written: str) -> Place | Unclear:
        """The organisation of `21244`, `Xã Nghĩa Kỳ`, `Nghĩa Kỳ` or `Nghĩa Kỳ, huyện Tư Nghĩa`."""
        if written in self._by_code:
            return self._by_code[written]
        own, _, above = (part.strip() for part in written.partition(","))
        found = self._by_ending.get(fold(own), [])
        if above:
            parents = {place.code for place in self._by_ending.get(fold(above), [])}
            found = [place for place in found if place.parent in parents]
        if len(found) == 1:
            return found[0]
        if found:
            told = "; ".join(sorted(f"{place.code} {place.name}" for place in found)[:6])
            return Unclear("place_ambiguous", {"given": written, "found": told})
        near = nearest_name(fold(own), list(self._by_ending))
        return Unclear("place_unknown", {"given": written, "nearest": self._by_ending[near][0].name if near else ""})


def gazetteer(transaction: Transaction, day: date) -> Gazetteer:
    """The places of a day."""
    rows = transaction.rows(
        "SELECT code, name, level, parent FROM organisation WHERE level IN (?, ?) AND valid_from <= ? "
        "AND (valid_to IS NULL OR valid_to >= ?) ORDER BY code",
        (*LOCAL, day.isoformat(), day.isoformat()),
    )
    return Gazetteer([Place(*row) for row in rows])
