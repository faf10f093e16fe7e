"""`ocop history checkpoint`: what a letter printed is compared with history, and a record proved to anybody."""

import json
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pytest

from cycle.commands.sequencing import sequence
from cycle.database import Database
from cycle.office import Office
from cycle.publication import Rulebook
from tests.conftest import TestClock
from tests.cycle.cli.conftest import Province
from tests.scene import MARCH

SCRIPT = Path(__file__).parents[3] / "docs" / "check_inclusion.py"


def checked(proof: Any, *words: str) -> subprocess.CompletedProcess[str]:
    given = json.dumps(proof, ensure_ascii=False)
    command = [sys.executable, "-I", str(SCRIPT), *words]
    return subprocess.run(command, input=given, capture_output=True, text=True, check=False)


@pytest.fixture
def placed(season: Province) -> Province:
    """A season whose records have their places."""
    office = Office(Database(f"sqlite:///{season.database}"), Rulebook(), TestClock(MARCH), rehearsal=True)
    sequence(office)
    office.database.close()
    return season


def test_the_checkpoint_is_told_with_what_waits(season: Province, placed: Province) -> None:
    told = placed.told("kiem_tra", "history", "checkpoint")
    assert told["waiting"] == 0
    placed.done("to_chuc", "dossier", "fire", "QNG2024-0001", "choose", "--on-behalf", "organisation:21244")
    words = placed.done("kiem_tra", "history", "checkpoint").splitlines()
    assert any(line.startswith("Mã gốc") and told["root"] in line for line in words)
    assert any(line.startswith("Bản ghi còn chờ") and line.endswith(" 1") for line in words)
    assert any("05/03/2024 09:00:00" in line for line in words)


def test_what_a_letter_printed_is_compared_with_what_history_was(placed: Province) -> None:
    told = placed.told("kiem_tra", "history", "checkpoint")
    size, root = str(told["size"]), told["root"]
    placed.done("to_chuc", "dossier", "fire", "QNG2024-0001", "choose", "--on-behalf", "organisation:21244")
    assert root in placed.done("kiem_tra", "history", "checkpoint", "--at", size)
    for printed in (root, root[:16], root[:32].upper()):
        assert "Đúng với" in placed.done("kiem_tra", "history", "checkpoint", "--at", size, "--root", printed)
    other = placed.by("kiem_tra", "history", "checkpoint", "--at", size, "--root", "0" * 64)
    assert (other.exit_code, "KHÁC" in other.stdout) == (1, True)
    ahead = placed.by("kiem_tra", "history", "checkpoint", "--at", str(told["size"] + 1))
    assert ahead.exit_code == 2


def test_a_record_is_proved_to_the_script(placed: Province) -> None:
    root = placed.told("kiem_tra", "history", "checkpoint")["root"]
    proof = placed.told("kiem_tra", "history", "checkpoint", "--record", "QNG2024-0001:1")
    assert proof["record"]["stream"] == "dossier/QNG2024-0001"
    found = checked(proof, "--root", root[:20])
    assert (found.returncode, "in this history\n" in found.stdout, root in found.stdout) == (0, True, True)
    assert checked(proof, "--root", "f" * 64).returncode == 1
    for name, value in (("actor", "to_chuc_khac"), ("payload", "{}"), ("happened", "2024-03-01")):
        assert checked({**proof, "record": {**proof["record"], name: value}}).returncode == 1
    assert checked({**proof, "root": "0" * 64}).returncode == 1
    broken: list[Any] = [{}, [], {**proof, "proof": proof["proof"][:-1]}]
    assert [checked(wrong).returncode for wrong in broken] == [2, 2, 2]
    words = placed.done("kiem_tra", "history", "checkpoint", "--record", "QNG2024-0001:1")
    assert all(one in words for one in (root, proof["hash"], *proof["proof"]))


@pytest.mark.parametrize(
    ("words", "status", "said"),
    [
        (("--record", "QNG2024-0001:99"), 2, "Không có bản ghi thứ 99"),
        (("--record", "QNG2024-0001"), 2, "không phải là bản ghi"),
        (("--root", "0" * 64), 2, "--at"),
        (("--at", "3", "--record", "register:1"), 2, "--record"),
        (("--at", "3", "--root", "xyz"), 2, "không phải là mã gốc"),
    ],
)
def test_a_wrong_question_is_wrong_use(placed: Province, words: Iterable[str], status: int, said: str) -> None:
    asked = placed.by("kiem_tra", "history", "checkpoint", *words)
    assert (asked.exit_code, said in asked.stderr) == (status, True), asked.output


def test_a_record_that_waits_and_an_account_that_may_not_ask_are_told_so(placed: Province) -> None:
    placed.done("to_chuc", "dossier", "fire", "QNG2024-0001", "choose", "--on-behalf", "organisation:21244")
    waits = placed.by("kiem_tra", "history", "checkpoint", "--record", "QNG2024-0001:2")
    assert (waits.exit_code, "còn chờ" in waits.stderr) == (2, True)
    assert placed.by("chu_the", "history", "checkpoint").exit_code == 3
