"""Calendars as they were published, and what is to be mended in one before it is."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from cycle.database import Transaction
from cycle.office import Office
from workflows.calendars.revisions import CORRECTS, corrections, day_changes, differs
from workflows.rules import Calendar, Rules

# What the check of a calendar cannot pass over.
TO_MEND = frozenset({"repeats", "year_missing", "revision_low"})


@dataclass(frozen=True)
class Remark:
    """One thing that the check of a calendar has to say. `about` is the day, the year or the programme."""

    calendar: str
    kind: str
    about: date | int
    params: Mapping[str, object]

    @property
    def mend(self) -> bool:
        """Whether it is to be mended before publishing."""
        return self.kind in TO_MEND


def check_calendars(rules: Rules, published: Rules | None, open_programmes: frozenset[str]) -> list[Remark]:
    """What the calendars correct, repeat or lack, and how they differ from those `published`.

    `open_programmes` are those whose seasons are open.
    """
    found = []
    for name, calendar in sorted(rules.calendars.items()):
        found += [*_corrections(calendar), *_years(rules, calendar, open_programmes)]
        before = published.calendars.get(name) if published else None
        if before is not None and differs(before, calendar):
            found.append(_difference(before, calendar))
    return found


def open_programmes(office: Office) -> frozenset[str]:
    """The programmes whose seasons are open."""
    with office.database.reading() as transaction:
        return frozenset(code for (code,) in transaction.rows("SELECT code FROM programme WHERE closed IS NULL"))


def rules_of(office: Office, transaction: Transaction, publication: str) -> Rules:
    """The rules of a publication by its hash. Raises UnreadablePublicationError."""
    return office.rulebook.load(transaction, publication).rules


def _corrections(calendar: Calendar) -> Iterator[Remark]:
    for one in corrections(calendar):
        params = {"works": one.written.works, "reason": one.written.reason, "document": one.written.document}
        said = {"library": one.library.reason if one.library is not None and one.kind != CORRECTS else None}
        yield Remark(calendar.name, one.kind, one.written.day, params | said)


def _years(rules: Rules, calendar: Calendar, wanted: frozenset[str]) -> Iterator[Remark]:
    for code in sorted(wanted & rules.programmes.keys()):
        programme = rules.programmes[code]
        if programme.calendar != calendar.name:
            continue
        for year in range(programme.starts.year, programme.ends.year + 1):
            status = calendar.years.get(year)
            if status != "confirmed":
                kind = "year_missing" if status is None else "year_provisional"
                yield Remark(calendar.name, kind, year, {"programme": code})


def _difference(before: Calendar, after: Calendar) -> Remark:
    """A change is published under a higher revision."""
    params = {"days": len(day_changes(before, after)), "revision": after.revision, "published": before.revision}
    kind = "differs" if after.revision > before.revision else "revision_low"
    return Remark(after.name, kind, after.revision, params)
