"""Verification finds a change in every column and every row, and nothing where nothing was changed."""

import pytest
from sqlalchemy import Table, select

from cycle import tables
from cycle.queries.history import verify
from tests.cycle.queries.story import Story
from tests.cycle.queries.vandal import Vandal, another

# What no record tells: the hash of a question as it was put.
UNTOLD = {("request", "payload_hash")}
# What the story has no row of; those of sweeps are held in test_verification_deadlines, and to a sweep's own notes of
# itself, how long it took and what it set aside, nothing can be compared. The tree and letters have tests of their own.
LETTERS = {"letter", "mailbox", "delivery", "attempt", "bounce", "bad_address", "formal_letter"}
ELSEWHERE = {"effect", "set_aside", "sweep", "dossier_title", "party", "link", "leaf", "checkpoint", *LETTERS}
TABLES = [table for table in tables.metadata.sorted_tables if table.name not in ELSEWHERE]


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


def test_the_story_has_a_row_in_every_table(story: Story) -> None:
    with story.office.database.reading() as transaction:
        empty = [t.name for t in TABLES if transaction.connection.execute(select(t).limit(1)).first() is None]
    assert empty == []


@pytest.mark.parametrize("own_story", ["sqlite"], indirect=True)
@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.name)
def test_a_changed_column_is_found(vandal: Vandal, table: Table) -> None:
    unseen = []
    for column in table.columns:
        if (table.name, column.name) in UNTOLD:
            continue
        rows = vandal.rows(table)
        empty, filled = (
            next((row for row in rows if (row[column.name] is None) is kind), None) for kind in (True, False)
        )
        for row in (empty, filled):
            if row is None:
                continue
            changed = {**row, column.name: another(row[column.name], column)}
            vandal.change(table, row, **{column.name: changed[column.name]})
            if not vandal.found():
                unseen.append((column.name, row))
            vandal.change(table, changed, **{column.name: row[column.name]})
    assert unseen == []
    assert vandal.found() == set()


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.name)
def test_a_row_that_was_deleted_or_added_is_found(vandal: Vandal, table: Table) -> None:
    for row in (vandal.rows(table)[0], vandal.rows(table)[-1]):
        vandal.delete(table, row)
        assert vandal.found(), f"deleted: {row}"
        vandal.insert(table, row)
        unique = [column for index in table.indexes if index.unique for column in index.columns]
        own = {column.name: column for column in (*table.primary_key, *unique) if row[column.name] is not None}
        added = {**row, **{name: another(row[name], column) for name, column in own.items()}}
        vandal.insert(table, added)
        assert vandal.found(), f"added: {added}"
        vandal.delete(table, added)
    assert vandal.found() == set()
