"""The sequencer gives every record one place, whoever works at it and is killed, and its roots can be shown again."""

import importlib.util
import multiprocessing
import random
from collections.abc import Callable
from multiprocessing.process import BaseProcess
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from cycle.canonical import digest
from cycle.checkpoints import NOTHING, last_checkpoint
from cycle.commands.sequencing import Sequenced, sequence
from cycle.database import Database
from cycle.merkle import EMPTY, leaf_hash, root_of
from cycle.office import Office
from cycle.publication import Rulebook
from cycle.queries.checkpoints import Inclusion, find_root, find_tree_state, prove_inclusion
from cycle.queries.history import verify
from tests.conftest import TestClock
from tests.scene import MARCH, Scene
from tests.workers import sequence_on

SCRIPT = Path(__file__).parents[2] / "docs" / "check_inclusion.py"
SPAWN = multiprocessing.get_context("spawn")
FEW = "INSERT INTO record (stream, seq, format, kind, happened, recorded, actor, payload, prev, hash) "
FEW += "VALUES (?, ?, 1, 'gossip', '2024-03-05', ?, 'system', '{}', '', ?)"


def waiting(url: str, streams: int, each: int) -> Office:
    """An office whose records all wait, as those of an earlier release do."""
    office = Office(Database(url), Rulebook(), TestClock(MARCH), rehearsal=True)
    places = [(f"producer/{number:04d}", seq) for seq in range(1, each + 1) for number in range(streams)]
    told = [(*place, f"2024-03-05T01:00:00.{at:06d}Z", digest(str(place))) for at, place in enumerate(places)]
    with office.database.writing() as transaction:
        transaction.run_many(FEW, told)
        transaction.run_many("INSERT INTO outbox (stream, seq, recorded) VALUES (?, ?, ?)", [one[:3] for one in told])
    return office


def leaves(office: Office) -> list[tuple[Any, ...]]:
    with office.database.reading() as transaction:
        return transaction.rows("SELECT position, stream, seq, hash FROM leaf ORDER BY position")


def is_whole(office: Office, records: int) -> None:
    """Every record has one place, without a gap, those of a stream in their order, under the root of all."""
    found = leaves(office)
    assert [position for position, *_ in found] == list(range(records))
    assert len({(stream, seq) for _, stream, seq, _ in found}) == records
    seen: dict[str, int] = {}
    for _, stream, seq, _ in found:
        assert seq == seen.get(stream, 0) + 1
        seen[stream] = seq
    with office.database.reading() as transaction:
        last = last_checkpoint(transaction)
        ((left,),) = transaction.rows("SELECT COUNT(*) FROM outbox")
    assert (last.size, left) == (records, 0)
    assert last.root == root_of(leaf_hash(bytes.fromhex(own)) for *_, own in found).hex()


def test_acts_get_their_places_in_the_order_in_which_they_were_recorded(scene: Scene) -> None:
    with scene.office.database.reading() as transaction:
        assert last_checkpoint(transaction) == NOTHING
        wanted = transaction.rows("SELECT stream, seq FROM outbox ORDER BY recorded, stream, seq")
    first = sequence(scene.office)
    assert (first.new, first.checkpoint.size) == (len(wanted), len(wanted))
    assert [(stream, seq) for _, stream, seq, _ in leaves(scene.office)] == wanted
    scene.add_product(7)
    assert find_tree_state(scene.office).waiting == 1
    second = sequence(scene.office)
    assert (second.new, second.checkpoint.size) == (1, len(wanted) + 1)
    assert sequence(scene.office) == Sequenced(0, second.checkpoint)
    is_whole(scene.office, len(wanted) + 1)
    assert verify(scene.office).faults == ()


def test_the_root_that_any_earlier_history_had_is_computed_again(scene: Scene) -> None:
    kept = [sequence(scene.office).checkpoint]
    for number in range(7, 12):
        scene.add_product(number)
        kept.append(sequence(scene.office).checkpoint)
    assert [find_root(scene.office, one.size) for one in kept] == [one.root for one in kept]
    assert find_root(scene.office, 0) == EMPTY.hex()
    assert find_root(scene.office, kept[-1].size + 1) is None
    assert len({one.root for one in kept}) == len(kept)


def test_an_old_history_is_taken_in_by_pages_and_passes(database_url: str) -> None:
    office = waiting(database_url, 30, 4)
    passes = []
    while (found := sequence(office, most=50, page=20)).new:
        passes.append(found.new)
    assert passes == [50, 50, 20]
    with office.database.reading() as transaction:
        sizes = [size for (size,) in transaction.rows("SELECT size FROM checkpoint ORDER BY size")]
    assert sizes == [20, 40, 50, 70, 90, 100, 120]
    is_whole(office, 120)
    office.database.close()


def test_what_cannot_stand_in_the_tree_waits_and_stops_nothing(database_url: str) -> None:
    office = waiting(database_url, 5, 1)
    with office.database.writing() as transaction:
        transaction.run(FEW, ("producer/9", 1, "2024-03-05T00:00:00.000000Z", "no hash"))
        for stream in ("producer/9", "producer/nowhere"):
            transaction.run("INSERT INTO outbox VALUES (?, 1, '2024-03-05T00:00:00.000000Z')", (stream,))
    assert sequence(office).new == 5
    assert sequence(office).new == 0
    assert find_tree_state(office).waiting == 2
    office.database.close()


def test_a_checkpoint_is_never_made_before_what_it_holds(scene: Scene, clock: TestClock) -> None:
    first = sequence(scene.office).checkpoint
    clock.set("2020-01-01T00:00:00+00:00")
    with scene.office.database.writing() as transaction:
        record = ("producer/0001", 1, "2024-03-06T00:00:00.000000Z", digest("x"))
        transaction.run(FEW, record)
        transaction.run("INSERT INTO outbox (stream, seq, recorded) VALUES (?, ?, ?)", record[:3])
    assert sequence(scene.office).checkpoint.made == "2024-03-06T00:00:00.000000Z" > first.made


CHANGES = (
    "UPDATE leaf SET hash = ''",
    "DELETE FROM leaf",
    "UPDATE checkpoint SET root = ''",
    "DELETE FROM checkpoint",
)
CHANGES_OF = {
    "sqlite": ("REPLACE INTO leaf SELECT * FROM leaf",),
    "postgresql": ("TRUNCATE leaf", "TRUNCATE checkpoint"),
}


def test_the_database_refuses_to_change_the_tree(scene: Scene) -> None:
    sequence(scene.office)
    for change in (*CHANGES, *CHANGES_OF[scene.office.database.dialect]):
        with pytest.raises(DBAPIError, match="append-only"), scene.office.database.writing() as transaction:
            transaction.connection.execute(text(change))


def test_workers_at_once_give_no_place_twice_and_leave_none_out(database_url: str) -> None:
    office = waiting(database_url, 40, 5)
    workers = started(database_url, 4, 31)
    for worker in workers:
        worker.join(60)
    assert [worker.exitcode for worker in workers] == [0] * 4
    is_whole(office, 200)
    office.database.close()


@pytest.mark.torture
@pytest.mark.timeout(600)
def test_workers_killed_at_any_moment_lose_nothing(database_url: str, share: Callable[[int], int]) -> None:
    seed = random.SystemRandom().randrange(2**32)
    print(f"seed {seed}")  # noqa: T201 - shown when the test fails
    chance, office = random.Random(seed), waiting(database_url, 400, share(100))
    while find_tree_state(office).waiting:
        workers = started(database_url, 3, 200)
        for victim in workers[:2]:
            victim.join(chance.uniform(0.5, 2.5))
            victim.kill()
        for worker in workers:
            worker.join(120)
        assert workers[-1].exitcode == 0
    is_whole(office, 400 * share(100))
    office.database.close()


def started(url: str, many: int, most: int) -> list[BaseProcess]:
    workers: list[BaseProcess] = [SPAWN.Process(target=sequence_on, args=(url, MARCH, most)) for _ in range(many)]
    for worker in workers:
        worker.start()
    return workers


def script() -> ModuleType:
    """The script as a module."""
    spec = importlib.util.spec_from_file_location("check_inclusion", SCRIPT)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_the_proof_of_every_record_holds_in_the_script_that_anybody_can_run(scene: Scene) -> None:
    root = sequence(scene.office).checkpoint.root
    check_inclusion = script()
    for position, stream, seq, own in leaves(scene.office):
        found = prove_inclusion(scene.office, stream, seq)
        assert isinstance(found, Inclusion)
        assert (found.position, found.hash, found.root) == (position, own, root)
        assert check_inclusion.hash_of(found.record).hex() == own
        proof = [bytes.fromhex(one) for one in found.proof]
        assert check_inclusion.root_of(bytes.fromhex(own), position, found.size, proof).hex() == root
