"""Verification finds a change in every column and every row, and nothing where nothing was changed."""

from collections.abc import Iterable
from typing import Any

import pytest
from sqlalchemy import Column, Table, select

from cycle import tables
from cycle.queries.history import verify
from tests.cycle.queries.story import Story
from tests.cycle.queries.vandal import Row, Vandal, another, key_of, unique_in

# What no record tells: the hash of a question as it was put.
UNTOLD = {("request", "payload_hash")}
# What no story has a row of; those of sweeps are held in test_verification_deadlines, and to a sweep's own notes of
# itself, how long it took and what it set aside, nothing can be compared. The tree and letters have tests of their own.
LETTERS = {"letter", "mailbox", "delivery", "attempt", "bounce", "bad_address", "formal_letter"}
ELSEWHERE = {
    "self_assessment",
    "effect",
    "set_aside",
    "sweep",
    "dossier_title",
    "party",
    "link",
    "leaf",
    "checkpoint",
    *LETTERS,
}
TABLES = [table for table in tables.metadata.sorted_tables if table.name not in ELSEWHERE]
COUNCILS = {"council", "council_member", "session", "attendance", "conflict", "turn", "sheet", "agreed_option"}
COUNCILS |= {"agreed_finding", "document", "dossier_round", "series", "self_assessment"}
LAW = {"law_run", "law_move"}
# Each table, with the story that has rows of it.
HELD = [("law" if t.name in LAW else "council" if t.name in COUNCILS else "season", t) for t in TABLES]


def named(value: object) -> str | None:
    """What a test is called by: the table alone."""
    return value.name if isinstance(value, Table) else ""


def test_a_story_that_nobody_touched_is_whole(story: Story) -> None:
    told: list[tuple[int, int]] = []
    verification = verify(story.office, lambda done, total: told.append((done, total)))
    assert verification.faults == ()
    assert (verification.more, verification.erased) == (0, 0)
    assert told[-1] == (verification.records, verification.records)
    with story.office.database.reading() as transaction:
        assert transaction.row("SELECT COUNT(*), COUNT(DISTINCT stream) FROM record") == (
            verification.records,
            verification.streams,
        )


@pytest.mark.parametrize("told", ["season", "council", "law"])
def test_each_story_is_whole_and_has_a_row_in_every_table_that_it_is_told_for(own_story: Story, told: str) -> None:
    with own_story.office.database.reading() as transaction:
        wanted = [table for name, table in HELD if name == told]
        empty = [t.name for t in wanted if transaction.connection.execute(select(t).limit(1)).first() is None]
    assert empty == []
    assert verify(own_story.office).faults == ()


@pytest.mark.parametrize("own_story", ["sqlite"], indirect=True)
@pytest.mark.parametrize(("told", "table"), HELD, ids=named)
def test_a_changed_column_is_found(vandal: Vandal, table: Table) -> None:
    rows = vandal.rows(table)
    columns = [column for column in table.columns if (table.name, column.name) not in UNTOLD]
    ends = ((column, _first(rows, column, empty=empty)) for column in columns for empty in (True, False))
    edits = [(row, column) for column, row in ends if row is not None]
    assert vandal.unseen(table, edits) == []
    assert vandal.found() == set()


def _first(rows: Iterable[Row], column: Column[Any], *, empty: bool) -> Row | None:
    return next((row for row in rows if (row[column.name] is None) is empty), None)


@pytest.mark.parametrize(("told", "table"), HELD, ids=named)
def test_a_row_that_was_deleted_or_added_is_found(vandal: Vandal, table: Table) -> None:
    rows = vandal.rows(table)
    ends = {key_of(table, row): row for row in (rows[0], rows[-1])}
    for row in list(ends.values())[-(2 if vandal.connection.dialect.name == "sqlite" else 1) :]:
        vandal.delete(table, row)
        assert vandal.found(), f"deleted: {row}"
        vandal.insert(table, row)
        own = [name for name in unique_in(table) if row[name] is not None]
        added = {**row, **{name: another(row[name], table.c[name]) for name in own}}
        vandal.insert(table, added)
        assert vandal.found(), f"added: {added}"
        vandal.delete(table, added)
    assert vandal.found() == set()
