"""`ocop calendar`: what counts and why, what an office corrects, what a publication would change."""

from collections.abc import Callable

import pytest

from tests.cycle.cli.conftest import Ocop, Province

CALENDAR = "calendars/vietnam.yaml"
NEW_DAY = '      - {day: "2026-01-02"'
ADDED = '      - {day: "2026-03-02", reason: Bão, document: 1/QĐ-UBND}\n' + NEW_DAY
Edit = Callable[[str, str, str], None]


def test_the_days_of_a_year_are_shown_with_their_documents_and_where_they_come_from(office: Ocop) -> None:
    shown = office.run("--lang", "en", "calendar", "show", "vietnam", "--year", "2026").stdout
    (line,) = [one for one in shown.splitlines() if one.startswith("10/01/2026")]
    told = "10/01/2026 Saturday worked Làm bù cho ngày 02/01/2026 12729/VPCP-KGVX office confirmed"
    assert " ".join(line.split()) == told
    assert "2027: provisional" in shown
    found = office.json("calendar", "show", "--year", "2026")
    (day,) = [one for one in found["days"] if one["day"] == "2026-11-24"]
    assert (day["works"], day["document"], day["source"]) == (True, "80-NQ/TW, 30/NQ-CP", "office")


def test_an_unknown_calendar_or_year_names_those_there_are(office: Ocop) -> None:
    asked = office.run("--lang", "en", "calendar", "show", "vietnan")
    assert (asked.exit_code, "vietnam" in asked.stderr) == (2, True)
    asked = office.run("--lang", "en", "calendar", "show", "--year", "1999")
    assert (asked.exit_code, "2026" in asked.stderr) == (2, True)


def test_the_shipped_calendar_has_nothing_to_mend(office: Ocop) -> None:
    checked = office.run("--lang", "en", "calendar", "check")
    assert checked.exit_code == 0, checked.output
    kinds = {(one["kind"], one["about"]) for one in office.json("calendar", "check")["remarks"]}
    assert ("corrects", "2026-01-02") in kinds
    assert ("documents", "2024-05-04") in kinds


@pytest.mark.usefixtures("config")
def test_a_line_that_changes_nothing_is_told(office: Ocop, edit: Edit) -> None:
    edit(CALENDAR, NEW_DAY, '      - {day: "2026-02-07", reason: Thứ Bảy, document: 1/QĐ}\n' + NEW_DAY)
    checked = office.run("--config", "config", "--lang", "en", "calendar", "check")
    assert checked.exit_code == 1
    assert "repeats" in checked.stdout


@pytest.mark.usefixtures("config")
def test_a_change_is_shown_before_it_is_published(office: Ocop, edit: Edit) -> None:
    assert office.run("--lang", "en", "--config", "config", "calendar", "diff").stdout.startswith("Both name the same")
    edit(CALENDAR, NEW_DAY, ADDED)
    (change,) = office.json("--config", "config", "calendar", "diff")
    assert [(one["day"], one["change"]) for one in change["days"]] == [("2026-03-02", "added")]
    assert "revision_low" in {one["kind"] for one in office.json("--config", "config", "calendar", "check")["remarks"]}


@pytest.mark.usefixtures("config")
def test_a_change_is_published_under_a_higher_revision_only(province: Province, edit: Edit) -> None:
    edit(CALENDAR, NEW_DAY, ADDED)
    refused = province.by("to_chuc", "--lang", "en", "publish", "--config", "config")
    assert refused.exit_code == 3
    assert "Raise its revision" in refused.output
    edit(CALENDAR, "revision: 2", "revision: 3")
    province.done("to_chuc", "publish", "--config", "config")
    (between,) = province.told("to_chuc", "calendar", "diff", "1", "2")
    assert (between["revisions"], len(between["days"])) == ([2, 3], 1)


@pytest.mark.usefixtures("config")
def test_a_revision_never_goes_back_and_stays_where_nothing_changed(province: Province, edit: Edit) -> None:
    edit("papers.yaml", "stars: 3", "stars: 4")
    province.done("to_chuc", "publish", "--config", "config", "--dry-run")
    edit(CALENDAR, "revision: 2", "revision: 1")
    refused = province.by("to_chuc", "publish", "--config", "config")
    assert (refused.exit_code, "vietnam" in refused.output) == (3, True)
