"""From the model of a calendar file to the calendar; each day stands in its year, once."""

from datetime import date

from workflows.model.calendar import CalendarFile, YearItem
from workflows.model.check import Checked
from workflows.placed import Findings
from workflows.problems import Problem
from workflows.reading.files import Files
from workflows.rules import Calendar
from workflows.source import Path


def calendars_of(files: Files) -> dict[str, Calendar]:
    """The calendars that could be read, by name."""
    return {checked.model.calendar: _calendar(checked.model) for checked in files.calendars.values() if checked.model}


def _calendar(file: CalendarFile) -> Calendar:
    off = {item.day: item.reason for year in file.years for item in year.days_off}
    worked = {item.day: item.reason for year in file.years for item in year.days_worked}
    return Calendar(file.calendar, off, worked, {year.year: year.status for year in file.years})


def calendar_problems(checked: Checked[CalendarFile]) -> list[Problem]:
    """Years and days that stand there twice, days in a wrong year, working days declared to be worked."""
    file, findings = checked.model, Findings(checked.source)
    if file is None:
        return []
    findings.repeated((str(year.year), ("years", index, "year")) for index, year in enumerate(file.years))
    days: list[tuple[str, Path]] = []
    for at, year in enumerate(file.years):
        for day, path in _days(year, ("years", at)):
            days.append((day.isoformat(), path))
            if day.year != year.year:
                findings.at(path, "day_of_other_year", day=day.isoformat(), year=str(year.year))
    findings.repeated(days)
    return findings.problems


def _days(year: YearItem, path: Path) -> list[tuple[date, Path]]:
    return [
        (item.day, (*path, key, index, "day"))
        for key, listed in (("days_off", year.days_off), ("days_worked", year.days_worked))
        for index, item in enumerate(listed)
    ]
