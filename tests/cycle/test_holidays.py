"""Public holidays come from a library when a folder is read, and stand in what is published from then on."""

import json
import shutil
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from cycle.canonical import canonical
from cycle.configuration import Configuration, read_configuration
from cycle.publication import manifest_of
from cycle.reading import read_folder
from workflows.problems import Problem
from workflows.reading import read_rules
from workflows.rules import Calendar
from workflows.source import Source

SHIPPED = Path(__file__).parents[2] / "config"
CALENDAR = "calendars/vietnam.yaml"
# What the government announced: every weekday off, and every Saturday or Sunday worked.
WEEKDAYS_OFF = {
    2024: "01-01 02-08 02-09 02-12 02-13 02-14 04-18 04-29 04-30 05-01 09-02 09-03",
    2025: "01-01 01-27 01-28 01-29 01-30 01-31 04-07 04-30 05-01 05-02 09-01 09-02",
    2026: "01-01 01-02 02-16 02-17 02-18 02-19 02-20 04-27 04-30 05-01 08-31 09-01 09-02",
}
WEEKENDS_WORKED = {2024: "05-04", 2025: "04-26", 2026: "01-10 08-22"}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return Path(shutil.copytree(SHIPPED, tmp_path / "config"))


@pytest.fixture
def written(folder: Path) -> Callable[[str, str], list[Problem]]:
    """Replaces a text in the calendar and reads the folder."""

    def change(old: str, new: str) -> list[Problem]:
        file = folder / CALENDAR
        text = file.read_text(encoding="utf-8")
        assert old in text
        file.write_text(text.replace(old, new, 1), encoding="utf-8")
        found = read_configuration(folder)
        return [] if isinstance(found, Configuration) else found

    return change


def shipped() -> Calendar:
    found = read_configuration(SHIPPED)
    assert isinstance(found, Configuration), found
    return found.rules.calendars["vietnam"]


def days_of(table: dict[int, str]) -> set[date]:
    return {date.fromisoformat(f"{year}-{day}") for year, days in table.items() for day in days.split()}


def test_the_days_of_2024_to_2026_are_those_that_were_announced() -> None:
    calendar, day, wrong = shipped(), date(2024, 1, 1), []
    off, worked = days_of(WEEKDAYS_OFF), days_of(WEEKENDS_WORKED)
    while day <= date(2026, 12, 31):
        if calendar.working_days.counts(day) != ((day.weekday() < 5 and day not in off) or day in worked):
            wrong.append(day)
        day += timedelta(days=1)
    assert wrong == []


def test_a_holiday_that_no_text_enacted_is_worked_and_says_why() -> None:
    calendar = shipped()
    for year in (2026, 2027):
        assert calendar.working_days.counts(date(year, 11, 24))
        assert "80-NQ/TW" in calendar.worked[date(year, 11, 24)]
    assert calendar.years[2027] == "provisional"


def test_an_officers_line_counts_before_the_librarys_and_names_its_document() -> None:
    calendar = shipped()
    assert calendar.off[date(2026, 1, 2)] == "Hoán đổi với ngày 10/01/2026 (12729/VPCP-KGVX)"
    assert calendar.worked[date(2024, 5, 4)].endswith("(2450/VPCP-KGVX)")
    assert calendar.worked[date(2026, 8, 22)] == "31/08/2026 ↔ 22/08/2026"


def test_what_is_published_holds_the_days_and_the_raw_file_stays_as_written() -> None:
    sources, problems = read_folder(SHIPPED)
    assert problems == []
    manifest = manifest_of(sources, date(2024, 1, 1))
    tree = json.loads(manifest.canonical[CALENDAR])
    assert tree["library_version"]
    (year,) = [one for one in tree["years"] if one["year"] == 2024]
    assert {"day": "2024-02-10", "reason": "Tết Nguyên Đán"} in year["from_library"]["days_off"]
    assert manifest.raw[CALENDAR] == (SHIPPED / CALENDAR).read_bytes().decode("utf-8")
    assert "from_library" not in manifest.raw[CALENDAR]


def test_what_is_published_reads_without_the_library() -> None:
    sources, _ = read_folder(SHIPPED)
    stored = {path: Source(path, json.loads(canonical(one.tree)), {}, one.raw) for path, one in sources.items()}
    rules, problems = read_rules(stored, dict.fromkeys(stored, "h"))
    assert rules is not None, problems
    assert rules.calendars["vietnam"].days == shipped().days


def test_a_calendar_of_an_earlier_release_still_reads() -> None:
    sources, _ = read_folder(SHIPPED)
    years = [{"year": year, "status": "confirmed"} for year in shipped().years]
    years[-1]["days_off"] = [{"day": f"{years[-1]['year']}-01-01", "reason": "Tết Dương lịch"}]
    old: dict[str, Any] = {"calendar": "vietnam", "years": years}
    rules, problems = read_rules({**sources, CALENDAR: Source(CALENDAR, old, {}, "")}, {})
    assert rules is not None, problems
    assert (rules.calendars["vietnam"].revision, rules.calendars["vietnam"].library) == (1, None)


@pytest.mark.parametrize(
    ("change", "code", "line"),
    [
        (("library: VN", 'library: VN\nlibrary_version: "0.1"'), "library_days_written", "library_version"),
        (("year: 2026\n", "year: 2026\n    from_library: {days_off: []}\n"), "library_days_written", "from_library"),
        (("library: VN", "library: LA"), "choice_unknown", "library: LA"),
        ((", document: 12729/VPCP-KGVX", ""), "document_missing", "2026-01-02"),
        (("  - year: 2027\n", "  - year: 2200\n"), "library_year_unknown", "2200"),
        (('"2026-01-10"', '"2026-04-31"'), "day_wrong", "2026-04-31"),
        (("revision: 2", "revision: 0"), "too_small", "revision: 0"),
    ],
)
def test_what_is_wrong_in_a_calendar_is_told_at_its_place(
    written: Callable[[str, str], list[Problem]], folder: Path, change: tuple[str, str], code: str, line: str
) -> None:
    found = [one for one in written(*change) if one.code == code]
    lines = (folder / CALENDAR).read_text(encoding="utf-8").splitlines()
    assert [one for one in found if line in lines[one.place.line - 1]], found


def test_without_a_library_a_day_needs_no_document(written: Callable[[str, str], list[Problem]]) -> None:
    written("library: VN", "# none")
    assert written(", document: 12729/VPCP-KGVX", "") == []
