"""Verification holds the tree over history: every place, every checkpoint, and what is taken out whole."""

from collections.abc import Iterator

import pytest
from sqlalchemy import Table, func, select, update

from cycle import tables
from cycle.checkpoints import NOTHING, peaks_text
from cycle.commands.producers import producers
from cycle.commands.sequencing import sequence
from cycle.merkle import Frontier, leaf_hash
from cycle.queries.checkpoints import find_root
from cycle.queries.history import verify
from cycle.queries.verification.faults import Findings
from cycle.queries.verification.leaves import check_leaves
from tests.cycle.queries.story import EVALUATION, RECOGNISED, Story, done
from tests.cycle.queries.vandal import Vandal, another, past_all_guards

TREE = (tables.leaf, tables.checkpoint, tables.outbox)


@pytest.fixture
def vandal(own_story: Story) -> Iterator[Vandal]:
    """Three quarters of the story have their places, by pages of a hundred; the rest waits."""
    office = own_story.office
    with office.database.reading() as transaction:
        ((records,),) = transaction.rows("SELECT COUNT(*) FROM record")
    sequence(office, records * 3 // 4, 100)
    with past_all_guards(own_story.url) as connection:
        yield Vandal(own_story, connection)


def count(vandal: Vandal, table: Table) -> int:
    return int(vandal.connection.execute(select(func.count()).select_from(table)).scalar_one())


def faults(vandal: Vandal) -> set[tuple[str, str]]:
    return {(fault.code, fault.place) for fault in verify(vandal.story.office).faults}


def test_what_was_placed_and_what_waits_is_counted(vandal: Vandal) -> None:
    found = verify(vandal.story.office)
    assert found.faults == ()
    assert (found.placed, found.waiting) == (count(vandal, tables.leaf), count(vandal, tables.outbox))
    assert found.placed + found.waiting == found.records
    assert min(found.placed, found.waiting) > 50
    sequence(vandal.story.office)
    found = verify(vandal.story.office)
    assert (found.faults, found.placed, found.waiting) == ((), found.records, 0)


@pytest.mark.parametrize("own_story", ["sqlite"], indirect=True)
@pytest.mark.parametrize("table", TREE, ids=lambda table: table.name)
def test_a_changed_column_is_found(vandal: Vandal, table: Table) -> None:
    rows = vandal.rows(table)
    for row in (rows[0], rows[len(rows) // 2], rows[-1]):
        for column in table.columns:
            changed = {**row, column.name: another(row[column.name], column)}
            vandal.change(table, row, **{column.name: changed[column.name]})
            assert vandal.found(), (column.name, row)
            vandal.change(table, changed, **{column.name: row[column.name]})
    assert vandal.found() == set()


def test_an_earlier_instant_of_a_checkpoint_is_found(vandal: Vandal) -> None:
    last = vandal.rows(tables.checkpoint)[-1]
    vandal.change(tables.checkpoint, last, made="2024-01-01T00:00:00.000000Z")
    assert faults(vandal) == {("checkpoint_made", f"checkpoint {last['size']}")}


@pytest.mark.parametrize("table", TREE, ids=lambda table: table.name)
def test_a_row_deleted_or_added_is_found(vandal: Vandal, table: Table) -> None:
    rows = vandal.rows(table)
    for row in (rows[0], rows[-1]):
        added = {**row, **{column.name: another(row[column.name], column) for column in table.primary_key}}
        vandal.insert(table, {**added, "seq": 10**6} if table is tables.leaf else added)
        assert vandal.found(), f"added: {added}"
        vandal.delete(table, added)
    vandal.delete(table, rows[-1])
    assert vandal.found(), f"deleted: {rows[-1]}"
    vandal.insert(table, rows[-1])
    assert vandal.found() == set()


def test_a_record_neither_placed_nor_waiting_and_one_that_is_both_are_named(vandal: Vandal) -> None:
    waits = vandal.rows(tables.outbox)[0]
    vandal.delete(tables.outbox, waits)
    assert faults(vandal) == {("record_unpromised", f"{waits['stream']}#{waits['seq']}")}
    vandal.insert(tables.outbox, waits)
    placed = vandal.rows(tables.leaf)[7]
    (record,) = vandal.rows(tables.record, *(tables.record.c[name] == placed[name] for name in ("stream", "seq")))
    vandal.insert(tables.outbox, {name: record[name] for name in ("stream", "seq", "recorded")})
    assert faults(vandal) == {("leaf_promised", "leaf 7")}


def test_two_records_that_changed_places_are_found(vandal: Vandal) -> None:
    rows = vandal.rows(tables.leaf)
    first = next(row for row in rows if row["stream"] == f"dossier/{RECOGNISED}")
    second = next(row for row in rows if row["stream"] == first["stream"] and row["seq"] == first["seq"] + 1)
    for row, other in ((first, {**second, "seq": 10**6}), (second, first), (first, second)):
        vandal.change(tables.leaf, row, **{name: other[name] for name in ("stream", "seq", "hash")})
    assert {"leaf_out_of_order", "checkpoint_changed"} <= vandal.found()


def test_a_chain_made_anew_with_its_leaves_does_not_fit_the_checkpoints(vandal: Vandal) -> None:
    sequence(vandal.story.office)
    chain = vandal.stream(EVALUATION)
    vandal.rewrite(chain, chain[-1], {"publication": None})
    for row in vandal.stream(EVALUATION):
        place = {name: row[name] for name in ("stream", "seq")}
        where = [tables.leaf.c[name] == value for name, value in place.items()]
        vandal.connection.execute(update(tables.leaf).where(*where).values(hash=row["hash"]))
    vandal.connection.commit()
    assert "checkpoint_changed" in vandal.found()
    assert "leaf_changed" not in vandal.found()


@pytest.fixture
def household(vandal: Vandal) -> str:
    """A producer without products, whom no other record and no other row names."""
    scene = vandal.story.scene
    about = producers.Producer(
        "4300100009", "tax", "household", "Hộ kinh doanh Bùi Văn Mít", "21055", phone="0905 000 119"
    )
    done(producers.add_producer(scene.office, scene.secretariat, about))
    return "CT-4300100009"


def take_out(vandal: Vandal, code: str) -> None:
    """Everything that there is of a producer."""
    for table in (tables.personal, tables.outbox, tables.request, tables.leaf, tables.record):
        for row in vandal.rows(table, table.c.stream == f"producer/{code}"):
            vandal.delete(table, row)
    (row,) = vandal.rows(tables.producer, tables.producer.c.code == code)
    vandal.delete(tables.producer, row)


def test_a_whole_stream_taken_out_is_missed_in_the_tree(vandal: Vandal, household: str) -> None:
    sequence(vandal.story.office)
    producers.add_producer(
        vandal.story.office,
        vandal.story.scene.secretariat,
        producers.Producer("4300100010", "tax", "household", "Hộ kinh doanh Lê Thị Na", "21055"),
    )
    root = sequence(vandal.story.office).checkpoint
    take_out(vandal, household)
    assert vandal.found() == {"leaf_gap", "leaf_undrawn"}
    renumber(vandal)
    assert vandal.found() == {"checkpoint_changed", "leaf_undrawn"}
    redraw(vandal)
    # Whoever makes the whole tree anew is found by what letters have printed of it.
    assert vandal.found() == set()
    assert find_root(vandal.story.office, root.size - 1) != root.root
    assert find_root(vandal.story.office, root.size) is None


def test_what_still_waits_is_not_held_by_the_tree(vandal: Vandal, household: str) -> None:
    take_out(vandal, household)
    assert vandal.found() == set()


def test_the_root_that_a_record_tells_is_compared_with_the_tree(vandal: Vandal) -> None:
    first, last = vandal.rows(tables.checkpoint)[0], vandal.rows(tables.checkpoint)[-1]
    told = {(0, NOTHING.root): "a#1", (first["size"], first["root"]): "b#1", (last["size"], last["root"]): "c#1"}
    wrong = {(last["size"], first["root"]): "d#1", (10**6, last["root"]): "e#1", (first["size"], ""): "f#1"}
    findings = Findings()
    with vandal.story.office.database.reading() as transaction:
        check_leaves(transaction, {**told, **wrong}, findings)
    assert {(fault.code, fault.place) for fault in findings.faults} == {
        ("checkpoint_untrue", place) for place in ("d#1", "e#1", "f#1")
    }


def test_letters_cannot_have_been_planned_beyond_the_tree(vandal: Vandal) -> None:
    placed = count(vandal, tables.leaf)
    beyond, wrong = str(placed + 1), {"row_changed"}
    for value, found in (("0", set()), (str(placed), set()), (beyond, wrong), ("x", wrong)):
        vandal.insert(tables.installation, {"name": "told", "value": value})
        assert vandal.found() == found
        vandal.delete(tables.installation, {"name": "told"})
    vandal.change(tables.installation, {"name": "leaves"}, value="x")
    assert faults(vandal) == {("row_changed", "installation leaves")}


def test_many_wrong_checkpoints_after_a_changed_leaf_are_one_fault(vandal: Vandal) -> None:
    first = vandal.rows(tables.leaf)[0]
    vandal.change(tables.leaf, first, hash="0" * 64)
    sizes = [row["size"] for row in vandal.rows(tables.checkpoint)]
    assert len(sizes) > 1
    assert faults(vandal) == {("leaf_changed", "leaf 0"), ("checkpoint_changed", f"checkpoint {sizes[0]}")}


@pytest.mark.parametrize("own_story", ["sqlite"], indirect=True)
def test_values_of_a_wrong_type_are_faults_and_not_a_crash(vandal: Vandal) -> None:
    """SQLite keeps whatever it is given."""
    for table, columns in ((tables.leaf, ("hash", "seq", "stream")), (tables.checkpoint, ("root", "peaks", "made"))):
        for name in columns:
            row = vandal.rows(table)[0]
            for wrong in (b"\xff", str(row[name]).encode(), "x"):
                vandal.put(table, row, name, wrong)
                assert vandal.found(), (table.name, name, wrong)
                vandal.put(table, {**row, name: wrong}, name, row[name])
    assert vandal.found() == set()


def renumber(vandal: Vandal) -> None:
    """The places that are left, without gaps."""
    for place, row in enumerate(vandal.rows(tables.leaf)):
        if row["position"] != place:
            vandal.change(tables.leaf, row, position=place)


def redraw(vandal: Vandal) -> None:
    """Every checkpoint anew, from the leaves that are left."""
    frontier, sizes = Frontier(0, []), {row["size"]: row for row in vandal.rows(tables.checkpoint)}
    leaves = vandal.rows(tables.leaf)
    for row in leaves:
        frontier.grow(leaf_hash(bytes.fromhex(row["hash"])))
        if frontier.size in sizes:
            drawn = {"root": frontier.root().hex(), "peaks": peaks_text(frontier)}
            vandal.change(tables.checkpoint, sizes.pop(frontier.size), **drawn)
    for row in sizes.values():
        vandal.delete(tables.checkpoint, row)
    if frontier.size not in {row["size"] for row in vandal.rows(tables.checkpoint)}:
        made = {"size": frontier.size, "root": frontier.root().hex(), "peaks": peaks_text(frontier)}
        vandal.insert(tables.checkpoint, {**made, "made": "2024-06-17T03:00:00.000000Z"})
