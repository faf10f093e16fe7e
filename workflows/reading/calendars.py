"""From the model of a calendar file to the calendar: what its library says, corrected by what an office wrote."""

from collections.abc import Iterator, Mapping
from datetime import date

from workflows.model.calendar import CalendarFile, YearItem
from workflows.model.check import Checked
from workflows.placed import Findings
from workflows.problems import Problem
from workflows.reading.files import Files
from workflows.rules import Calendar, CalendarDay
from workflows.source import Path


def calendars_of(files: Files, hashes: Mapping[str, str]) -> dict[str, Calendar]:
    """The calendars that could be read, by name. `hashes` are those of the files by path."""
    return {
        checked.model.calendar: _calendar(checked.model, hashes.get(path, ""))
        for path, checked in files.calendars.items()
        if checked.model
    }


def _calendar(file: CalendarFile, text_hash: str) -> Calendar:
    days = tuple(one for year in file.years for one in _days(year))
    corrected = {one.day: one for one in days if one.library} | {one.day: one for one in days if not one.library}
    return Calendar(
        name=file.calendar,
        off={one.day: one.told for one in corrected.values() if not one.works},
        worked={one.day: one.told for one in corrected.values() if one.works},
        years={year.year: year.status for year in file.years},
        revision=file.revision,
        hash=text_hash,
        days=days,
        library=file.library_version if file.library is not None else None,
    )


def _days(year: YearItem) -> Iterator[CalendarDay]:
    """The days of the library, then those that were written."""
    if year.from_library is not None:
        yield from (CalendarDay(one.day, False, one.reason, None, True) for one in year.from_library.days_off)
        yield from (CalendarDay(one.day, True, one.reason, None, True) for one in year.from_library.days_worked)
    yield from (CalendarDay(one.day, False, one.reason, one.document, False) for one in year.days_off)
    yield from (CalendarDay(one.day, True, one.reason, one.document, False) for one in year.days_worked)


def calendar_problems(checked: Checked[CalendarFile]) -> list[Problem]:
    """Years and days that stand there twice, days in a wrong year, days without a document, a library not asked."""
    file, findings = checked.model, Findings(checked.source)
    if file is None:
        return []
    findings.repeated((str(year.year), ("years", index, "year")) for index, year in enumerate(file.years))
    days: list[tuple[str, Path]] = []
    for at, year in enumerate(file.years):
        for day, path in _written(year, ("years", at)):
            days.append((day.isoformat(), path))
            if day.year != year.year:
                findings.at(path, "day_of_other_year", day=day.isoformat(), year=str(year.year))
        _check_library(file, year, ("years", at), findings)
    findings.repeated(days)
    return findings.problems


def _written(year: YearItem, path: Path) -> list[tuple[date, Path]]:
    return [
        (item.day, (*path, key, index, "day"))
        for key, listed in (("days_off", year.days_off), ("days_worked", year.days_worked))
        for index, item in enumerate(listed)
    ]


def _check_library(file: CalendarFile, year: YearItem, path: Path, findings: Findings) -> None:
    """A correction of a library says on which document it stands; a calendar of former releases has no library."""
    if file.library is None:
        if year.from_library is not None:
            findings.at_key((*path, "from_library"), "library_not_named", key="from_library")
        return
    if year.from_library is None:
        findings.at((*path, "year"), "calendar_unexpanded", name=file.calendar, year=str(year.year))
    for key, listed in (("days_off", year.days_off), ("days_worked", year.days_worked)):
        for index, item in enumerate(listed):
            if item.document is None and year.status == "confirmed":
                findings.at((*path, key, index, "day"), "document_missing")
