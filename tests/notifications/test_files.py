"""Letters written into a folder: whole, private, under names that every system takes, never over another file."""

import os
import stat
from dataclasses import replace
from pathlib import Path

import pytest

from notifications.files import FilesChannel, safe
from notifications.port import HANDED, LATER, REFUSED
from tests.notifications.gates import OpenGate, ticket


def test_each_letter_becomes_a_file_of_its_own_that_only_its_owner_reads(tmp_path: Path) -> None:
    gate, tickets = OpenGate(), [ticket(number) for number in range(1, 251)]
    FilesChannel(tmp_path / "thư").send(tickets, gate)
    assert {one.outcome for one in gate.results.values()} == {HANDED}
    files = sorted((tmp_path / "thư" / "2026").iterdir())
    assert len(files) == 250
    file = tmp_path / "thư" / "2026" / f"528-7-{tickets[6].letter}.eml"
    assert file.read_bytes() == tickets[6].content
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert stat.S_IMODE(file.parent.stat().st_mode) == 0o700


def test_what_the_gate_holds_back_is_not_written(tmp_path: Path) -> None:
    held, free = ticket(1), ticket(2)
    gate = OpenGate(frozenset({held.letter}))
    FilesChannel(tmp_path).send([held, free], gate)
    assert list(gate.results) == [free.letter]
    assert [file.name for file in tmp_path.rglob("*.eml")] == [f"528-2-{free.letter}.eml"]


def test_writing_again_is_as_good_as_written_and_another_file_stays(tmp_path: Path) -> None:
    channel, one = FilesChannel(tmp_path), ticket()
    channel.send([one], OpenGate())
    channel.send([one], again := OpenGate())
    assert again.results[one.letter].outcome == HANDED
    other = OpenGate()
    channel.send([replace(one, content=b"another")], other)
    assert (other.results[one.letter].outcome, other.results[one.letter].reply) == (REFUSED, "EEXIST")
    assert channel.path_of(one).read_bytes() == one.content
    assert [file for file in tmp_path.rglob("*") if file.name.startswith(".")] == []


def test_a_link_planted_under_its_name_is_not_followed(tmp_path: Path) -> None:
    channel, one = FilesChannel(tmp_path / "thư"), ticket()
    path = channel.path_of(one)
    path.parent.mkdir(parents=True)
    path.symlink_to(tmp_path / "elsewhere")
    channel.send([one], gate := OpenGate())
    assert gate.results[one.letter].outcome == REFUSED
    assert not (tmp_path / "elsewhere").exists()


def test_a_folder_that_cannot_be_written_is_for_later(tmp_path: Path) -> None:
    (tmp_path / "2026").write_text("a file where the folder of the year would be")
    gate = OpenGate()
    FilesChannel(tmp_path).send([ticket(1), ticket(2)], gate)
    assert {(one.outcome, one.phase) for one in gate.results.values()} == {(LATER, "file")}


@pytest.mark.parametrize(
    ("recipient", "number", "name"),
    [
        ("producer:CT-4300100001", "CT-4300100001/2026/3", "2026/CT-4300100001-3-"),
        ("organisation:../../etc", "x/2026/3", "2026/etc-3-"),
        ("organisation:Xã Nghĩa\x00Kỳ:*?", "x/2026/3", "2026/"),
        ("organisation:528", "2026/4", "2026/528-4-"),
        ("organisation:528", "5", "-/528-5-"),
        ("organisation:" + "x" * 400, "x/2026/6", "2026/" + "x" * 60 + "-6-"),
        ("organisation:CON", "CON/2026/7", "2026/CON-7-"),
    ],
)
def test_names_stay_in_the_folder_and_fit_every_system(tmp_path: Path, recipient: str, number: str, name: str) -> None:
    one = ticket(recipient=recipient, number=number)
    path = FilesChannel(tmp_path).path_of(one)
    told = path.relative_to(tmp_path).as_posix()
    assert told.startswith(name)
    assert all(part == safe(part) or part == "-" for part in path.relative_to(tmp_path).parts)
    FilesChannel(tmp_path).send([one], gate := OpenGate())
    assert gate.results[one.letter].outcome == HANDED
    assert os.path.commonpath([tmp_path, path.resolve()]) == str(tmp_path)
