"""`ocop calendar show`: the days of a calendar, why, on which document."""

from collections.abc import Iterable, Mapping
from datetime import date
from pathlib import Path
from typing import Any

import click

from cycle.cli.asking.declared import rules_asked
from cycle.cli.asking.session import Failure, Session
from cycle.cli.asking.spoken import command, option
from cycle.cli.asking.types import DAY, FOLDER
from cycle.cli.asking.written import Whole
from cycle.cli.telling.answers import NOT_FOUND
from cycle.cli.telling.lists import Shown, Table, as_workbook, write_shown
from cycle.texts import Texts
from workflows.calendars.revisions import named_days
from workflows.problems import nearest_name
from workflows.rules import Calendar, CalendarDay, Rules

COLUMNS = ("day", "weekday", "counts", "reason", "document", "source", "year_status")


@command("show")
@click.argument("name", metavar="CALENDAR", required=False)
@option("--year", type=Whole(1945, 2200), metavar="YEAR")
@option("--config", "folder", type=FOLDER, metavar="DIR")
@option("--at", "at", type=DAY, metavar="DAY")
@as_workbook
@click.pass_obj
def show(session: Session, name: str | None, year: int | None, folder: Path | None, at: date | None) -> None:
    found = calendar_asked(rules_asked(session, folder, at), name)
    if year is not None and year not in found.years:
        known = ", ".join(map(str, sorted(found.years)))
        raise Failure("calendar_year_unknown", NOT_FOUND, calendar=found.name, year=year, known=known)
    days = [one for one in named_days(found).values() if year in (None, one.day.year)]
    texts = session.texts
    rows = ((one.day, *row_of(texts, one), status_of(texts, found, one.day.year)) for one in days)
    table = Table("table.calendar", COLUMNS, rows)
    write_shown(session, Shown(lambda: calendar_data(found, days), [table], pairs=_head(texts, found)))


def calendar_asked(rules: Rules, name: str | None) -> Calendar:
    """The calendar of a name, the only one where none is named. Raises Failure, which names the nearest."""
    names = ", ".join(sorted(rules.calendars))
    if name is None and len(rules.calendars) == 1:
        return next(iter(rules.calendars.values()))
    if name is None:
        raise Failure("calendar_not_named", calendars=names)
    if name not in rules.calendars:
        near = nearest_name(name, tuple(rules.calendars)) or names
        raise Failure("calendar_unknown", NOT_FOUND, calendar=name, nearest=near)
    return rules.calendars[name]


def row_of(texts: Texts, one: CalendarDay) -> tuple[str, str, str, str, str]:
    """The day of the week, whether the day counts, why, on which document, and who says so."""
    weekday = texts.word(f"weekday.{one.day.isoweekday()}")
    counts = texts.word("day_counts.worked" if one.works else "day_counts.off")
    source = texts.word("day_source.library" if one.library else "day_source.office")
    return weekday, counts, one.reason, one.document or "", source


def status_of(texts: Texts, calendar: Calendar, year: int) -> str:
    """Whether the days of a year have been announced."""
    return texts.word(f"year_status.{calendar.years.get(year, 'unknown')}")


def day_data(one: CalendarDay | None) -> Mapping[str, Any] | None:
    """A day in plain values."""
    if one is None:
        return None
    source = "library" if one.library else "office"
    told = {"day": one.day.isoformat(), "works": one.works, "reason": one.reason}
    return {**told, "document": one.document, "source": source}


def calendar_data(found: Calendar, days: Iterable[CalendarDay]) -> Mapping[str, Any]:
    """A calendar in plain values, with the days wanted."""
    about = {"calendar": found.name, "revision": found.revision, "library": found.library, "hash": found.hash}
    years = [{"year": year, "status": status} for year, status in sorted(found.years.items())]
    return {**about, "years": years, "days": [day_data(one) for one in days]}


def _head(texts: Texts, found: Calendar) -> list[tuple[str, Any]]:
    years = "; ".join(f"{year}: {status_of(texts, found, year)}" for year in sorted(found.years))
    return [
        (texts.say("column.calendar"), found.name),
        (texts.say("column.revision"), found.revision),
        (texts.say("column.library"), _library(texts, found)),
        (texts.say("column.years"), years),
    ]


def _library(texts: Texts, found: Calendar) -> str:
    if found.library is None:
        return texts.say("calendar.no_library")
    return texts.say("calendar.of_library", version=found.library)
