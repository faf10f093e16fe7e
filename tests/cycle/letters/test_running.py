"""One pass over letters: from the act to the file, and one part that fails stops no other."""

from pathlib import Path

import pytest

from cycle.letters.running import tell
from tests.conftest import TestClock
from tests.cycle.letters.posted import MAKER, Posted, posted, without_channels
from tests.scene import Scene


@pytest.fixture
def office(scene: Scene, clock: TestClock, tmp_path: Path) -> Posted:
    return posted(scene, clock, tmp_path / "mail")


def test_a_pass_takes_an_act_from_history_to_the_mailbox_and_the_next_one_finds_nothing(
    office: Posted, tmp_path: Path
) -> None:
    office.step()
    found = tell(office.office, office.post, "may-1")
    assert (found.wrong, found.hindered) == ((), ())
    assert found.counts["planning.notice"] == found.counts["sending.handed"] == 1
    assert found.counts["sequencing.placed"] > 0
    (file,) = (tmp_path / "mail").rglob("*.eml")
    assert b"htx@example.vn" in file.read_bytes()
    tell(office.office, office.post, "may-1")
    assert not tell(office.office, office.post, "may-1").anything
    assert [record["event"] for record in office.records(MAKER)] == ["sealed", "handed"]


def test_the_checkpoint_in_a_letter_covers_what_came_before_it(office: Posted) -> None:
    office.step()
    before = office.rows("SELECT COUNT(*) FROM record")[0][0]
    tell(office.office, office.post, "may-1")
    (sealed, _) = office.records(MAKER)
    (size, root) = office.rows("SELECT size, root FROM checkpoint ORDER BY size LIMIT 1")[0]
    assert sealed["checkpoint"] == {"root": root, "size": size}
    assert size == before


def test_without_a_way_of_sending_letters_are_planned_and_wait(office: Posted) -> None:
    office.step()
    found = tell(office.office, without_channels(office.post), "may-1")
    assert (found.counts["planning.notice"], found.counts["sealing.sealed"]) == (1, 0)
    assert office.rows("SELECT status FROM letter WHERE kind = 'notice'") == [("queued",)]
    assert office.records(MAKER) == []


def test_a_part_that_fails_is_told_and_stops_no_other(office: Posted, monkeypatch: pytest.MonkeyPatch) -> None:
    code = office.notice()

    def failing(_: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr("cycle.letters.running.plan", failing)
    found = tell(office.office, office.post, "may-1")
    assert [(one.part, one.kind) for one in found.wrong] == [("planning", "ZeroDivisionError")]
    assert found.counts["sending.handed"] == 1
    assert office.letter(code)["status"] == "sealed"


def test_a_pass_with_nothing_to_tell_leaves_the_database_alone(office: Posted) -> None:
    for _ in range(3):
        tell(office.office, office.post, "may-1")
    before = office.rows("SELECT COUNT(*), MAX(recorded) FROM record")
    assert not tell(office.office, office.post, "may-1").anything
    assert office.rows("SELECT COUNT(*), MAX(recorded) FROM record") == before
