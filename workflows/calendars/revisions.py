"""What a calendar names day by day, how an office's own lines stand to its library, and how two revisions differ."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from workflows.rules import Calendar, CalendarDay

SATURDAY = 5
CORRECTS, DOCUMENTS, REPEATS = "corrects", "documents", "repeats"


@dataclass(frozen=True)
class Correction:
    """A day that an office wrote. `library` is what the library says of it, None where it says nothing.

    `kind`: it `corrects` what would hold without it, `documents` what the library says, or `repeats` it needlessly.
    """

    written: CalendarDay
    library: CalendarDay | None
    kind: str


@dataclass(frozen=True)
class DayChange:
    """A day that another calendar names otherwise: `added`, `removed` or `changed`."""

    day: date
    change: str
    before: CalendarDay | None
    after: CalendarDay | None


@dataclass(frozen=True)
class YearChange:
    """A year whose status differs; None where the calendar does not know it."""

    year: int
    before: str | None
    after: str | None


def named_days(calendar: Calendar) -> dict[date, CalendarDay]:
    """Every day that is named, in order, as it counts: what an office wrote comes before what the library says."""
    first = {one.day: one for one in calendar.days if one.library}
    found = first | {one.day: one for one in calendar.days if not one.library}
    return dict(sorted(found.items()))


def corrections(calendar: Calendar) -> Iterator[Correction]:
    """What an office wrote beside its library; nothing of a calendar that has none."""
    if calendar.library is None:
        return
    library = {one.day: one for one in calendar.days if one.library}
    for written in sorted((one for one in calendar.days if not one.library), key=lambda one: one.day):
        said = library.get(written.day)
        works = said.works if said is not None else written.day.weekday() < SATURDAY
        same = DOCUMENTS if said is not None and written.document is not None else REPEATS
        yield Correction(written, said, CORRECTS if works != written.works else same)


def day_changes(older: Calendar, newer: Calendar) -> list[DayChange]:
    """The days that differ, in order; where they come from makes no difference."""
    before, after = named_days(older), named_days(newer)
    days = sorted({*before, *after})
    return [
        DayChange(day, _change(before.get(day), after.get(day)), before.get(day), after.get(day))
        for day in days
        if _meaning(before.get(day)) != _meaning(after.get(day))
    ]


def year_changes(older: Calendar, newer: Calendar) -> list[YearChange]:
    """The years whose status differs, in order."""
    years = sorted({*older.years, *newer.years})
    pairs = ((year, older.years.get(year), newer.years.get(year)) for year in years)
    return [YearChange(year, before, after) for year, before, after in pairs if before != after]


def differs(older: Calendar, newer: Calendar) -> bool:
    """Whether a deadline could be computed or explained otherwise under the newer one."""
    return bool(day_changes(older, newer) or year_changes(older, newer))


def _meaning(one: CalendarDay | None) -> tuple[bool, str] | None:
    return (one.works, one.told) if one is not None else None


def _change(before: CalendarDay | None, after: CalendarDay | None) -> str:
    if before is None:
        return "added"
    return "removed" if after is None else "changed"
