"""`ocop calendar diff`: the days that differ between a folder and what is in force, or between two publications."""

from datetime import date
from pathlib import Path
from typing import Any

import click

from cycle.cli.asking.declared import configuration
from cycle.cli.asking.session import Failure, Session
from cycle.cli.asking.spoken import command, option
from cycle.cli.asking.types import FOLDER
from cycle.cli.calendar.showing import day_data, row_of
from cycle.cli.telling.answers import NOT_FOUND
from cycle.cli.telling.lists import Shown, Table, as_workbook, write_shown
from cycle.clock import day_in
from cycle.queries.calendars import rules_of
from cycle.queries.publications import find_publication
from cycle.texts import Texts
from workflows.calendars.revisions import DayChange, YearChange, day_changes, year_changes
from workflows.rules import Calendar, CalendarDay, Rules


@command("diff")
@click.argument("older", metavar="NUMBER", required=False)
@click.argument("newer", metavar="NUMBER", required=False)
@option("--config", "folder", type=FOLDER, metavar="DIR")
@as_workbook
@click.pass_obj
def diff(session: Session, older: str | None, newer: str | None, folder: Path | None) -> None:
    before, after = _asked(session, older, newer, folder)
    pairs = [_pair(name, before, after) for name in sorted({*before.calendars, *after.calendars})]
    texts = session.texts
    days = [(first.name, one) for first, second in pairs for one in day_changes(first, second)]
    years = [(first.name, one) for first, second in pairs for one in year_changes(first, second)]
    day_rows = [_day_row(texts, name, one) for name, one in days]
    year_rows = [_year_row(texts, name, one) for name, one in years]
    tables = [
        Table("table.calendar_days", ("calendar", "day", "difference", "older", "newer"), day_rows),
        Table("table.calendar_years", ("calendar", "year", "older", "newer"), year_rows),
    ]
    revisions = [(one.name, f"{one.revision} → {other.revision}") for one, other in pairs]
    title = "" if days or years else texts.say("calendar.same")
    write_shown(session, Shown(lambda: _data(pairs), tables, title, revisions))


def _asked(session: Session, older: str | None, newer: str | None, folder: Path | None) -> tuple[Rules, Rules]:
    """Two publications where one is named; else what is in force, and the folder."""
    office = session.app().office
    if older is None:
        in_force = session.rules()
        if in_force is None:
            raise Failure("no_publication", day=day_in(office.zone, office.clock.now()))
        return in_force, configuration(session, folder).rules
    with office.database.reading() as transaction:
        found = [find_publication(transaction, which) for which in (older, newer)]
        for which, one in zip((older, newer), found, strict=True):
            if one is None:
                raise Failure("publication_unknown", NOT_FOUND, which=which or "")
        first, second = (rules_of(office, transaction, one.hash) for one in found if one is not None)
    return first, second


def _pair(name: str, before: Rules, after: Rules) -> tuple[Calendar, Calendar]:
    """A calendar that one of the two lacks names no day there."""
    none = Calendar(name, {}, {}, {}, 0)
    return before.calendars.get(name, none), after.calendars.get(name, none)


def _day_row(texts: Texts, name: str, one: DayChange) -> tuple[str | date, ...]:
    return name, one.day, texts.word(f"change.{one.change}"), _side(texts, one.before), _side(texts, one.after)


def _side(texts: Texts, day: CalendarDay | None) -> str:
    return f"{row_of(texts, day)[1]}: {day.told}" if day is not None else ""


def _year_row(texts: Texts, name: str, one: YearChange) -> tuple[str | int, ...]:
    before, after = (texts.word(f"year_status.{status or 'unknown'}") for status in (one.before, one.after))
    return name, one.year, before, after


def _data(pairs: list[tuple[Calendar, Calendar]]) -> Any:
    return [
        {
            "calendar": first.name,
            "revisions": [first.revision, second.revision],
            "days": [_changed(one) for one in day_changes(first, second)],
            "years": [{"year": o.year, "before": o.before, "after": o.after} for o in year_changes(first, second)],
        }
        for first, second in pairs
    ]


def _changed(one: DayChange) -> Any:
    sides = {"before": day_data(one.before), "after": day_data(one.after)}
    return {"day": one.day.isoformat(), "change": one.change, **sides}
