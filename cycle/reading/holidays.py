"""Public holidays of a library: the days of each year that a calendar file names, put into it when a folder is read.

What is hashed and published holds these days, so that neither another version of the library nor its absence changes
what was in force. The raw file stays as it was written.
"""

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from functools import cache
from importlib.metadata import version
from typing import Any

import holidays

from workflows.model.calendar import LIBRARIES
from workflows.problems import Problem
from workflows.source import Path, Source

CALENDAR = re.compile(r"calendars/[^/]+\.yaml\Z")
LANGUAGE = "vi"
FILLED_IN = ("library_version", "from_library")


def with_holidays(source: Source) -> tuple[Source, list[Problem]]:
    """A calendar file with the days of its library, and what hinders that; any other file as it is."""
    tree = source.tree
    if not CALENDAR.match(source.path) or not isinstance(tree, dict):
        return source, []
    years = tree["years"] if isinstance(tree.get("years"), list) else []
    problems = [
        Problem(source.key_place(path), "library_days_written", {"key": str(path[-1])})
        for path in _filled_in(tree, years)
    ]
    library = tree.get("library")
    if problems or library not in LIBRARIES:
        return source, problems
    for index, year in enumerate(years):
        if _year_of(year) is not None and not _days(library, year["year"])["days_off"]:
            place, told = source.place(("years", index, "year")), {"library": library, "year": str(year["year"])}
            problems.append(Problem(place, "library_year_unknown", told))
    expanded = [_expanded(library, year) for year in years]
    filled = {**tree, "library_version": version("holidays"), **({"years": expanded} if years else {})}
    return replace(source, tree=filled), problems


def _filled_in(tree: dict[str, Any], years: list[Any]) -> Iterator[Path]:
    """The places of what only the system writes."""
    written = [((), tree), *((("years", index), year) for index, year in enumerate(years) if isinstance(year, dict))]
    yield from ((*path, key) for path, mapping in written for key in FILLED_IN if key in mapping)


def _expanded(library: str, year: Any) -> Any:
    return year if _year_of(year) is None else {**year, "from_library": _days(library, year["year"])}


def _year_of(year: Any) -> int | None:
    """The year of a mapping that has one; what has none is told as another problem."""
    number = year.get("year") if isinstance(year, dict) else None
    return number if type(number) is int and 1 <= number <= date.max.year else None


@cache
def _days(library: str, year: int) -> dict[str, list[dict[str, str]]]:
    """The days off of a year and the days worked instead, in their order, as the library names them."""
    off, worked = _named(library, year)
    listed = {
        "days_off": [{"day": day.isoformat(), "reason": name} for day, name in off],
        "days_worked": [{"day": day.isoformat(), "reason": _swap(library, day)} for day in worked],
    }
    return {key: days for key, days in listed.items() if days or key == "days_off"}


@cache
def _named(library: str, year: int) -> tuple[list[tuple[date, str]], list[date]]:
    """The days off of a year with their names, and its days worked instead of others."""
    found = holidays.country_holidays(library, years=year, language=LANGUAGE)
    off = sorted((day, name) for day, name in found.items() if day.year == year)
    return off, sorted(day for day in found.weekend_workdays if day.year == year)


def _swap(library: str, worked: date) -> str:
    """A day worked instead of another, which may be of the year before or after: both, as the other's name tells."""
    written = f"{worked:%d/%m/%Y}"
    years = (worked.year, worked.year - 1, worked.year + 1)
    off = (one for year in years for one in _named(library, year)[0])
    other = next((f"{day:%d/%m/%Y}" for day, name in off if written in name), None)
    return f"{other} ↔ {written}" if other is not None else written
