"""What the radar of certificates counts: what runs out in each month and commune, and what has run out."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import NamedTuple

MONTHS_A_YEAR = 12


class Month(NamedTuple):
    """A month of the calendar; months are ordered as they come."""

    year: int
    month: int

    def after(self, count: int) -> "Month":
        """The month so many months later."""
        years, month = divmod(self.month - 1 + count, MONTHS_A_YEAR)
        return Month(self.year + years, month + 1)

    @property
    def first(self) -> date:
        return date(self.year, self.month, 1)

    @classmethod
    def of(cls, day: date) -> "Month":
        """The month of a day."""
        return cls(day.year, day.month)


@dataclass(frozen=True)
class Refiling:
    """Between how many days before the last one re-filing is open, on which basis, and what is filed by it.

    `sets` are parts of the stored text of what it opens, which tell it from what is filed otherwise.
    """

    most: int
    least: int
    opens: str
    basis: str
    sets: tuple[str, ...] = ()


@dataclass(frozen=True)
class CertificateShown:
    """A certificate whose dossier is open: in force, prolonged, or past its last day and awaiting what ends it.

    `last_day` is that of the validity or prolongation that runs, or of what ended last. `opens` and `closes` are the
    first and the last day of re-filing, None where validity runs no more or the law of today knows no such days.
    `standing`: `filed` (a re-evaluation is open), `missed` (the days of re-filing are over and nothing is filed),
    `open` (re-filing is open now), `ahead`, or `over` (its last day is past). `communes` are those of today.
    """

    dossier: str
    product: str
    product_name: str
    producer_name: str
    communes: tuple[str, ...]
    last_day: date
    opens: date | None
    closes: date | None
    standing: str


@dataclass(frozen=True)
class Tally:
    """What a month or a commune has: certificates that end, of these filed and missed; re-filing that opens, closes.

    `over` are those whose last day is past; `expiring` are only those of which it is yet to come.
    """

    expiring: int
    filed: int
    missed: int
    opening: int
    closing: int
    over: int = 0


@dataclass(frozen=True)
class Radar:
    """Certificates of a span of months: each is counted in `before` it, in one of its months, or in `later`.

    The span ends with this month or later: what is past its last day is before it or in it.

    `ended` counts, by workflow and state, certificates that have been brought to their end: they are in no other count.
    """

    on: date
    programme: str | None
    within: str | None
    first: Month
    months: int
    refiling: Refiling | None
    certificates: tuple[CertificateShown, ...]
    names: Mapping[str, str]
    ended: Mapping[tuple[str, str], int]

    @cached_property
    def span(self) -> tuple[Month, ...]:
        """The months in order."""
        return tuple(self.first.after(count) for count in range(self.months))

    @cached_property
    def before(self) -> Tally:
        """Those of which the last day lies before the span; of days of re-filing nothing is counted here."""
        return self._ending(one for one in self.certificates if one.last_day < self.first.first)

    @cached_property
    def before_by_commune(self) -> Mapping[str, Tally]:
        """The same of each commune that has a certificate; one of two communes counts in both."""
        early = [one for one in self.certificates if one.last_day < self.first.first]
        return {code: self._ending(one for one in early if code in one.communes) for code in self.names}

    @cached_property
    def over(self) -> Mapping[str, int]:
        """By commune those of which the last day is past, whether within the span or before it."""
        return Counter(code for one in self.certificates if one.last_day < self.on for code in one.communes)

    @property
    def later(self) -> int:
        return sum(one.last_day >= self.first.after(self.months).first for one in self.certificates)

    @cached_property
    def by_month(self) -> Mapping[Month, Tally]:
        """Every month of the span, each certificate once."""
        return _tallies(self.span, self._counted[None])

    @cached_property
    def by_commune(self) -> Mapping[str, Mapping[Month, Tally]]:
        """The months of each commune that has a certificate; one of two communes counts in both."""
        return {one: _tallies(self.span, self._counted[one]) for one in self.names if one in self._counted}

    @cached_property
    def _counted(self) -> Mapping[str | None, Counter[tuple[Month, str]]]:
        """How often each mark falls in each month, of all and by commune."""
        counts: dict[str | None, Counter[tuple[Month, str]]] = {None: Counter()}
        for one in self.certificates:
            marks = list(_marks(one, self.on))
            for among in (None, *one.communes):
                counts.setdefault(among, Counter()).update(marks)
        return counts

    def _ending(self, some: Iterable[CertificateShown]) -> Tally:
        """Certificates by what has become of them."""
        marks = Counter(mark for one in some for mark in _ends(one, self.on))
        return Tally(marks["expiring"], marks["filed"], marks["missed"], 0, 0, marks["over"])

    @property
    def total(self) -> Tally:
        """All months together."""
        return summed(self.by_month.values())


def summed(tallies: Iterable[Tally]) -> Tally:
    """Several tallies together."""
    every = list(tallies)
    return Tally(*(sum(getattr(one, name) for one in every) for name in Tally.__dataclass_fields__))


def _marks(one: CertificateShown, today: date) -> Iterator[tuple[Month, str]]:
    """What a certificate counts as, and in which month."""
    last = Month.of(one.last_day)
    yield from ((last, mark) for mark in _ends(one, today))
    if one.opens is not None:
        yield Month.of(one.opens), "opening"
    if one.closes is not None:
        yield Month.of(one.closes), "closing"


def _ends(one: CertificateShown, today: date) -> Iterator[str]:
    """What the end of a certificate counts as."""
    yield "over" if one.last_day < today else "expiring"
    if one.standing in ("filed", "missed"):
        yield one.standing


def _tallies(span: Iterable[Month], counts: Mapping[tuple[Month, str], int]) -> Mapping[Month, Tally]:
    names = tuple(Tally.__dataclass_fields__)
    return {month: Tally(*(counts.get((month, name), 0) for name in names)) for month in span}
