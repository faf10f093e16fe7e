"""Deadlines against an oracle that walks from day to day, and against the script that anybody can run."""

import importlib.util
import json
import os
import re
import subprocess
import sys
from collections.abc import Callable, Mapping
from datetime import date, timedelta
from pathlib import Path
from random import Random
from types import ModuleType
from typing import Any

import pytest

from tests.workflows import oracle
from tests.workflows.cases import AFTER, BEFORE, SHARED, USED, Case, any_case
from tests.workflows.test_calendars import any_calendar
from tests.workflows.timing import ZONE, found, rule, vietnam
from workflows.deadlines.deadline_rules import Period
from workflows.deadlines.deadlines import Due, amended
from workflows.deadlines.marks import instant_text
from workflows.rules import Calendar

SCRIPT = Path(__file__).parents[2] / "docs" / "recompute_deadline.py"
SEED = 20260104


@pytest.fixture(scope="module")
def script() -> ModuleType:
    """The script as a module."""
    spec = importlib.util.spec_from_file_location("recompute_deadline", SCRIPT)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def check(case: Case, calendar: Calendar, given: Due, script: ModuleType, told: Any) -> None:
    """Ours, the oracle's and the script's are one day and one instant."""
    last = case.walked(calendar)
    assert given.last_day == last, told
    assert given.instant == oracle.over(last, case.zone), told
    sheet = given.derivation
    assert script.last_day_of(sheet) == last, told
    assert script.instant_of(last, sheet["zone"]) == given.instant, told


def check_marks(case: Case, calendar: Calendar, given: Due, told: Any) -> None:
    """The marks lie where walking puts them, at the beginning of their days."""
    last = given.last_day
    days = {
        BEFORE.mark: oracle.walked_back(calendar, last, 4),
        AFTER.mark: max(oracle.walked(calendar, last, 6, "days"), last, case.start),
        **({SHARED.mark: oracle.used_up(case.start, last, USED)} if last >= case.start else {}),
    }
    eve = {name: oracle.over(day - timedelta(days=1), case.zone) for name, day in days.items() if day >= case.start}
    marks = {f"{name}@{last.isoformat()}": instant_text(instant) for name, instant in eve.items()}
    marks[f"expiry@{last.isoformat()}"] = instant_text(given.instant)
    changes = given.derivation["changes"]
    found = given.derivation["marks"]
    assert {mark["mark"].partition("#")[0]: mark["at"] for mark in found} == marks, told
    assert {mark["mark"].partition("#")[2] for mark in found} <= {"", *map(str, range(1, changes + 1))}, told


@pytest.mark.torture
def test_any_deadline_is_what_walking_and_the_script_say(share: Callable[[int], int], script: ModuleType) -> None:
    random, calendar, other = Random(SEED), vietnam(), vietnam()
    for number in range(share(100_000)):
        if number % 20 == 0:
            calendar, other = any_calendar(random), any_calendar(random)
        case = any_case(random, calendar)
        told = (SEED, number, case.start, case.length, case.events)
        given = case.computed(case.calendar)
        check(case, case.calendar, given, script, told)
        if number % 4 == 0:
            check_marks(case, calendar, given, told)
        if number % 5 == 0:
            check(case, other, amended(case.rule, given.derivation, (), other), script, told)


def test_any_sheet_is_the_same_to_the_script_after_json(script: ModuleType, tmp_path: Path) -> None:
    random, file = Random(SEED + 1), tmp_path / "sheet.json"
    for number in range(50):
        case = any_case(random, any_calendar(random))
        given = case.computed(case.calendar)
        file.write_text(json.dumps(sheet_of(given)), encoding="utf-8")
        assert script.main([str(file)]) == 0, (SEED, number)


def sheet_of(given: Due) -> dict[str, Any]:
    """A sheet as `ocop deadline explain --json` prints it."""
    return {"due": instant_text(given.instant), "derivation": dict(given.derivation)}


def sheet() -> dict[str, Any]:
    """Seven working days from 1 January 2026, one day of which was paused and then extended."""
    one = rule(Period(working_days=7))
    events = [{"event": "paused", "day": "2026-01-06", "basis": "b"}, {"event": "resumed", "day": "2026-01-08"}]
    return sheet_of(amended(one, found(one, date(2026, 1, 1)).derivation, events, vietnam()))


def run(*arguments: str, given: bytes = b"", zone: str = "UTC") -> subprocess.CompletedProcess[str]:
    """The script as a process that cannot see anything of ours."""
    command = [sys.executable, "-I", str(SCRIPT), *arguments]
    environment = {**os.environ, "TZ": zone}
    done = subprocess.run(command, input=given, capture_output=True, env=environment, check=False)
    return subprocess.CompletedProcess(command, done.returncode, done.stdout.decode(), done.stderr.decode())


@pytest.mark.parametrize("zone", ["UTC", "Asia/Ho_Chi_Minh", "America/Los_Angeles", "Pacific/Kiritimati"])
def test_the_script_says_equal_in_any_zone_of_its_process(zone: str) -> None:
    whole = sheet()
    done = run(given=json.dumps(whole, ensure_ascii=False).encode(), zone=zone)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.splitlines() == [
        "computed: 14/01/2026, over at 2026-01-14 17:00:00+00:00",
        "sheet:    14/01/2026, over at 2026-01-14 17:00:00+00:00",
        "equal",
    ]
    assert run(given=json.dumps(whole["derivation"]).encode(), zone=zone).stdout == done.stdout


def test_the_script_reads_a_file(tmp_path: Path) -> None:
    (tmp_path / "phiếu.json").write_text(json.dumps(sheet(), ensure_ascii=False), encoding="utf-8")
    assert run(str(tmp_path / "phiếu.json")).stdout.endswith("equal\n")


FORGED: Mapping[str, Callable[[dict[str, Any]], Any]] = {
    "a later last day": lambda whole: whole["derivation"].update(last_day="2026-01-15"),
    "an earlier last day": lambda whole: whole["derivation"].update(last_day="2026-01-13"),
    "a later instant": lambda whole: whole.update(due="2026-01-14T17:00:00.000001Z"),
    "an instant without a zone": lambda whole: whole.update(due="2026-01-14T17:00:00"),
    "another length": lambda whole: whole["derivation"].update(length={"working_days": 8}),
    "calendar days": lambda whole: whole["derivation"].update(length={"days": 7}),
    "another day zero": lambda whole: whole["derivation"].update(starts="2025-12-31"),
    "a day off left out": lambda whole: whole["derivation"]["days"].pop(0),
    "a day worked instead left out": lambda whole: whole["derivation"].update(
        days=[one for one in whole["derivation"]["days"] if not one["counts"]]
    ),
    "no pause": lambda whole: whole["derivation"].update(events=[]),
    "another zone": lambda whole: whole["derivation"].update(zone="Asia/Tokyo"),
}


@pytest.mark.parametrize("forged", FORGED)
def test_the_script_finds_what_was_changed_in_a_sheet(forged: str, script: ModuleType, tmp_path: Path) -> None:
    whole = sheet()
    FORGED[forged](whole)
    (tmp_path / "sheet.json").write_text(json.dumps(whole), encoding="utf-8")
    assert script.main([str(tmp_path / "sheet.json")]) in (1, 2)
    assert forged == "an instant without a zone" or script.main([str(tmp_path / "sheet.json")]) == 1


UNUSABLE: Mapping[str, Callable[[dict[str, Any]], Any]] = {
    "nothing": lambda whole: whole.clear(),
    "no days": lambda whole: whole["derivation"].pop("days"),
    "no beginning": lambda whole: whole["derivation"].pop("starts"),
    "an impossible day": lambda whole: whole["derivation"].update(starts="2026-04-31"),
    "two lengths": lambda whole: whole["derivation"].update(length={"days": 1, "months": 1}),
    "a length that is no number": lambda whole: whole["derivation"].update(length={"days": "7"}),
    "an endless length": lambda whole: whole["derivation"].update(length={"days": 10**7}),
    "no such zone": lambda whole: whole["derivation"].update(zone="Mars/Olympus"),
    "a zone that is none": lambda whole: whole["derivation"].update(zone=7),
    "a clock that goes on without a pause": lambda whole: whole["derivation"]["events"].pop(0),
    "an unreadable instant": lambda whole: whole.update(due="soon"),
}


@pytest.mark.parametrize("spoilt", UNUSABLE)
def test_the_script_says_what_it_cannot_compute(
    spoilt: str, script: ModuleType, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    whole = sheet()
    UNUSABLE[spoilt](whole)
    (tmp_path / "sheet.json").write_text(json.dumps(whole), encoding="utf-8")
    assert script.main([str(tmp_path / "sheet.json")]) == 2
    printed = capsys.readouterr()
    assert printed.out == ""
    assert printed.err.startswith("This sheet cannot be computed again.")


@pytest.mark.parametrize("text", [b"", b"{", b"[]", b"7", b"null", b'"x"', b"\xff\xfe", b"[" * 100_000])
def test_the_script_refuses_what_is_no_sheet(text: bytes) -> None:
    done = run(given=text)
    assert (done.returncode, done.stdout) == (2, "")
    assert "Traceback" not in done.stderr


def test_the_script_refuses_a_file_that_is_not_there(tmp_path: Path) -> None:
    assert run(str(tmp_path / "none.json")).returncode == 2


def test_a_sheet_of_an_earlier_release_is_computed_again(script: ModuleType, tmp_path: Path) -> None:
    old: dict[str, Any] = {
        "rule": "screening",
        "starts": "2026-02-13",
        "length": {"days": 3},
        "falls_on": "2026-02-16",
        "rolls": True,
        "skipped": [{"day": f"2026-02-{day}", "reason": "Tết"} for day in range(16, 23)],
        "last_day": "2026-02-23",
        "zone": ZONE,
    }
    file = tmp_path / "sheet.json"
    file.write_text(json.dumps(old), encoding="utf-8")
    assert script.main([str(file)]) == 0
    file.write_text(json.dumps({"derivation": old, "due": "2026-02-23T17:00:00.000000Z"}), encoding="utf-8")
    assert script.main([str(file)]) == 0
    file.write_text(json.dumps({**old, "skipped": old["skipped"][:-1]}), encoding="utf-8")
    assert script.main([str(file)]) == 1


def test_the_script_is_short_and_has_nothing_of_ours() -> None:
    text = SCRIPT.read_text(encoding="utf-8")
    assert len(text.splitlines()) <= 100
    imported = re.findall(r"^(?:from|import) ([a-z_]+)", text, re.MULTILINE)
    assert set(imported) <= set(sys.stdlib_module_names)
