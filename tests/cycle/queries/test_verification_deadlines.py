"""Verification finds a change in what acts and sweeps have made of deadlines."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Table

from cycle import tables
from cycle.commands.clocks import DECLINED, EXTENDED, PAUSED, RESUMED
from cycle.queries.history import verify
from tests.clocked import clocked_config_in
from tests.conftest import TestClock
from tests.cycle.commands.clocks.acting import Clocks
from tests.cycle.queries.story import Story
from tests.cycle.queries.vandal import Vandal, past_all_guards
from tests.scene import MARCH, set_scene


@pytest.fixture(scope="module")
def config(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return clocked_config_in(tmp_path_factory.mktemp("swept") / "config")


@pytest.fixture
def clocks(sqlite_url: str, clock: TestClock, config: Path) -> Iterator[Clocks]:
    """Deadlines open, paused, resumed, extended, over, declined and closed, and a sweep after each."""
    clock.set(MARCH)
    clocks = Clocks(set_scene(sqlite_url, clock, config), clock, config)
    plain, paused, resumed, extended = (clocks.in_screening() for _ in range(4))
    declined = clocks.returned()
    clocks.done(PAUSED, paused)
    clocks.done(PAUSED, resumed, note="Chờ kiểm nghiệm")
    clocks.on("2024-03-12")
    clocks.done(RESUMED, resumed)
    clocks.sweep()
    clocks.done(DECLINED, declined, "resubmission", note="Đã nộp")
    clocks.on("2024-03-20")
    clocks.sweep()
    clocks.done(EXTENDED, extended, until=date(2024, 3, 30), basis="CV 1")
    clocks.scene.done(plain, "accept", "xa")
    clocks.on("2024-03-28")
    clocks.scene.done(extended, "accept", "xa")
    clocks.sweep()
    yield clocks
    clocks.scene.office.database.close()


@pytest.fixture
def vandal(clocks: Clocks, sqlite_url: str) -> Iterator[Vandal]:
    with past_all_guards(sqlite_url) as connection:
        yield Vandal(Story(clocks.scene, sqlite_url), connection)


def test_what_was_done_to_deadlines_is_whole(clocks: Clocks) -> None:
    assert verify(clocks.scene.office).faults == ()
    with clocks.scene.office.database.reading() as transaction:
        found = {row[0] for row in transaction.rows("SELECT DISTINCT status FROM deadline")}
        effects = {row[0] for row in transaction.rows("SELECT DISTINCT status FROM effect WHERE kind = 'deadline'")}
    assert found == {"open", "paused", "closed"}
    assert effects == {"done", "void"}


@pytest.mark.parametrize("table", [tables.deadline, tables.effect], ids=lambda table: table.name)
def test_a_changed_column_is_found(vandal: Vandal, table: Table) -> None:
    rows = vandal.rows(table, table.c.kind == "deadline") if table is tables.effect else vandal.rows(table)
    unlike = {
        (row["mark"] if "mark" in row else row["name"], row["status"], *map(bool, row.values())): row for row in rows
    }
    assert vandal.unseen(table, [(row, column) for row in unlike.values() for column in table.columns]) == []
    assert vandal.found() == set()


def test_what_was_done_in_time_cannot_be_called_void(vandal: Vandal) -> None:
    # Ended days after they were swept.
    (ended,) = vandal.rows(tables.deadline, tables.deadline.c.last_day == "2024-03-30")
    swept = vandal.rows(tables.effect, (tables.effect.c.kind == "deadline") & (tables.effect.c.status == "done"))
    done = [row for row in swept if row["subject"] == ended["dossier"] and row["done"] < "2024-03-28"]
    assert done
    for row in done:
        vandal.change(tables.effect, row, status="void", reason="settled")
        assert vandal.found() == {"row_changed"}, row
        vandal.change(tables.effect, {**row, "status": "void", "reason": "settled"}, status="done", reason=None)


def test_what_was_due_before_a_deadline_ended_is_missed_in_the_ledger(vandal: Vandal) -> None:
    for row in vandal.rows(tables.effect, (tables.effect.c.kind == "deadline") & (tables.effect.c.status == "void")):
        vandal.delete(tables.effect, row)
        assert vandal.found() == {"row_changed"}, row
        vandal.insert(tables.effect, row)


def test_a_look_at_papers_is_of_a_programme_and_its_day(vandal: Vandal) -> None:
    (row,) = vandal.rows(tables.effect, tables.effect.c.kind == "paper")
    for column, value in {
        "subject": "QNG1999",
        "number": 3,
        "mark": "looked@2024-01-02",
        "at": "2024-03-20T17:00:00.000001Z",
        "done": "2024-07-01T02:00:00.000000Z",
        "status": "void",
        "reason": "x",
        "seq": 1,
    }.items():
        vandal.change(tables.effect, row, **{column: value})
        assert vandal.found(), column
        vandal.change(tables.effect, {**row, column: value}, **{column: row[column]})


@pytest.mark.parametrize(
    "change",
    [
        {"next_at": None},
        {"status": "open", "next_at": "2024-03-19T17:00:00.000000Z"},
        {"expired_seq": None},
        {"proposal": "lapse"},
        {"escalation": None},
        {"escalation": "released"},
    ],
    ids=str,
)
def test_a_favour_done_to_a_deadline_is_found(vandal: Vandal, change: dict[str, Any]) -> None:
    running = vandal.rows(tables.deadline, tables.deadline.c.status != "closed")
    for row in [row for row in running if any(row[name] != value for name, value in change.items())]:
        vandal.change(tables.deadline, row, **change)
        assert vandal.found(), row
        vandal.change(tables.deadline, row, **{name: row[name] for name in change})


def test_an_effect_taken_out_of_the_ledger_is_missed_while_its_deadline_runs_or_where_history_tells_it(
    vandal: Vandal,
) -> None:
    missed = 0
    for row in vandal.rows(tables.effect, tables.effect.c.kind == "deadline"):
        vandal.delete(tables.effect, row)
        missed += bool(vandal.found())
        vandal.insert(tables.effect, row)
    running = vandal.rows(tables.deadline, tables.deadline.c.status == "open")
    assert missed >= len([row for row in running if row["expired_seq"] is not None]) > 0
    added = {**row, "mark": "on@2024-03-19"}
    vandal.insert(tables.effect, added)
    assert vandal.found() == {"row_unknown"}


def test_what_was_set_aside_is_of_a_deadline_that_there_is(vandal: Vandal) -> None:
    row = {"kind": "deadline", "subject": "QNG2024-0009", "part": "screening", "number": 5}
    more = {
        "since": "2024-03-20T02:00:00.000000Z",
        "last": "2024-03-20T02:00:00.000000Z",
        "attempts": 1,
        "reason": "{}",
    }
    vandal.insert(tables.set_aside, {**row, **more})
    assert vandal.found() == {"row_astray"}
    vandal.delete(tables.set_aside, {**row, **more})
    vandal.insert(tables.set_aside, {**row, **more, "kind": "window", "subject": "QNG1999", "part": "", "number": 0})
    assert vandal.found() == {"row_astray"}
