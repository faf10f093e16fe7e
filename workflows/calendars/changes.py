"""What is different between two revisions of a calendar: days that count or no longer do, years of another status."""

from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from workflows.rules import Calendar


@dataclass(frozen=True)
class Changed:
    """The days that count under one calendar only, in order, and the years whose status is another."""

    days: tuple[date, ...] = ()
    years: frozenset[int] = frozenset()

    @property
    def span(self) -> tuple[date, date] | None:
        """The first and the last day that any of it is about; None where nothing is."""
        first = [*self.days[:1], *(date(year, 1, 1) for year in self.years)]
        last = [*self.days[-1:], *(date(year, 12, 31) for year in self.years)]
        return (min(first), max(last)) if first else None

    def touches(self, after: date, until: date) -> bool:
        """Whether it is about a day after the first and up to the second, or about one of their years."""
        place = bisect_right(self.days, after)
        if place < len(self.days) and self.days[place] <= until:
            return True
        return any(after.year <= year <= until.year for year in self.years)


def changed_between(one: Calendar, other: Calendar) -> Changed:
    """What is different between two revisions."""
    named = {*one.off, *one.worked, *other.off, *other.worked}
    days = sorted(day for day in named if one.working_days.counts(day) != other.working_days.counts(day))
    years = {year for year in {*one.years, *other.years} if one.years.get(year) != other.years.get(year)}
    return Changed(tuple(days), frozenset(years))


def union(many: Iterable[Changed]) -> Changed:
    """All of several changes."""
    found = list(many)
    days = sorted({day for one in found for day in one.days})
    return Changed(tuple(days), frozenset(year for one in found for year in one.years))
