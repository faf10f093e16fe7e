"""The register of organisations held in memory: who lies above whom, and who stands for those that have ended."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple

from sqlalchemy import select

from cycle.database import Transaction
from cycle.tables import organisation, organisation_successor

OF_PROGRAMME = ("province", "department", "centre")
Levels = Mapping[str, frozenset[str]]


class Body(NamedTuple):
    """An organisation as it is registered; both days count, `ends` None means that it goes on."""

    code: str
    name: str
    name_key: str
    level: str
    parent: str | None
    starts: str
    ends: str | None


@dataclass(frozen=True)
class Bodies:
    """Every organisation, as of the day `today`."""

    known: Mapping[str, Body]
    successors: Mapping[str, tuple[str, ...]]
    today: date
    _runs: dict[str, Levels] = field(default_factory=dict, compare=False, repr=False)

    def ended(self, code: str) -> bool:
        """Whether the last day of an organisation is over."""
        ends = self.known[code].ends
        return ends is not None and ends < self.today.isoformat()

    def standing(self, code: str) -> tuple[str, ...]:
        """Who stands for an organisation today: itself, or where it has ended its successors, however often."""
        found, waiting, seen = set(), [code], set()
        while waiting:
            one = waiting.pop()
            if one in seen:
                continue
            seen.add(one)
            if self.ended(one):
                waiting += self.successors.get(one, ())
            else:
                found.add(one)
        return self.ordered(found)

    def around(self, places: Iterable[str]) -> Mapping[str, frozenset[str]]:
        """The organisations of today at and above some places, each with the ended ones in whose stead it is there.

        In another's stead stands only one of the same level: a province that has taken over from a district is itself.
        """
        found: dict[str, set[str]] = defaultdict(set)
        waiting: list[tuple[str, str | None]] = [(code, None) for code in places]
        seen: set[tuple[str, str | None]] = set()
        while waiting:
            code, instead = waiting.pop()
            if (code, instead) in seen:
                continue
            seen.add((code, instead))
            above = self.known[code].parent
            if above is not None:
                waiting.append((above, None))
            if self.ended(code):
                waiting += [(one, instead or code) for one in self.successors.get(code, ())]
            else:
                found[code] |= {instead} if instead and self.alike(code, instead) else set()
        return {code: frozenset(instead) for code, instead in found.items()}

    def above(self, code: str) -> tuple[str, ...]:
        """An organisation and those above it as they are registered, whether they have ended or not."""
        found: dict[str, None] = {}
        at: str | None = code
        while at is not None and at not in found:
            found[at] = None
            at = self.known[at].parent
        return tuple(found)

    def alike(self, code: str, other: str) -> bool:
        """Whether two organisations are of the same level."""
        return self.known[code].level == self.known[other].level

    def of_programme(self, run_by: str) -> Levels:
        """By level the bodies that count in every dossier of a programme: who runs it, what is below it, the centre."""
        if run_by not in self._runs:
            self._runs[run_by] = self.by_level(self._of_programme(run_by))
        return self._runs[run_by]

    def _of_programme(self, run_by: str) -> Iterable[str]:
        runs, day = {run_by, *self.standing(run_by)}, self.today.isoformat()
        for one in self.known.values():
            counts = runs & {one.code, one.parent} or one.level == "centre"
            if one.level in OF_PROGRAMME and counts and one.starts <= day and not self.ended(one.code):
                yield one.code

    def stands_for(self, code: str) -> frozenset[str]:
        """Those that have ended in whose stead an organisation is there, however often that happened."""
        found, waiting = set[str](), [code]
        while waiting:
            later = waiting.pop()
            before = {one for one, after in self.successors.items() if later in after and self.ended(one)} - found
            found |= before
            waiting += before
        return frozenset(found)

    def within(self, code: str) -> frozenset[str]:
        """An organisation and all below it; one that has ended lies below its successors too."""
        below: dict[str, list[str]] = defaultdict(list)
        for one in self.known.values():
            above = self.successors_of_ended(one.code)
            for parent in (*above, *((one.parent,) if one.parent else ())):
                below[parent].append(one.code)
        found, waiting = set(), [code]
        while waiting:
            one_code = waiting.pop()
            if one_code not in found:
                found.add(one_code)
                waiting += below[one_code]
        return frozenset(found)

    def successors_of_ended(self, code: str) -> tuple[str, ...]:
        """The successors of an organisation once it has ended."""
        return self.successors.get(code, ()) if self.ended(code) else ()

    def by_level(self, codes: Iterable[str]) -> Levels:
        """The organisations of each level."""
        found: dict[str, set[str]] = defaultdict(set)
        for code in codes:
            found[self.known[code].level].add(code)
        return {level: frozenset(those) for level, those in found.items()}

    def ordered(self, codes: Iterable[str]) -> tuple[str, ...]:
        """Organisations in the Vietnamese order of their names."""
        return tuple(sorted(codes, key=lambda code: (self.known[code].name_key, code)))


def read_bodies(transaction: Transaction, today: date) -> Bodies:
    """The whole register of organisations."""
    columns = ("code", "name", "name_key", "level", "parent", "valid_from", "valid_to")
    rows = transaction.connection.execute(select(*(organisation.c[name] for name in columns)))
    known = {row.code: Body(*row) for row in rows}
    successors: dict[str, list[str]] = defaultdict(list)
    pairs = select(organisation_successor).order_by(organisation_successor.c.successor)
    for code, successor in transaction.connection.execute(pairs):
        successors[code].append(successor)
    return Bodies(known, {code: tuple(those) for code, those in successors.items()}, today)
