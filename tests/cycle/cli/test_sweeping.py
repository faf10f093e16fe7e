"""`ocop sweep`, `ocop worker`, `ocop status`."""

import json
import signal
import sqlite3
import subprocess
import sys
from typing import Any

import pytest

from tests.cycle.cli.conftest import Province
from tests.programs import program, surroundings

MAY = "2024-05-06"
DOSSIER = "QNG2024-0001"


@pytest.fixture
def chosen(season: Province) -> Province:
    """A dossier whose idea is to be handed in by the end of April 2024, and nothing swept yet."""
    season.done("to_chuc", "dossier", "fire", DOSSIER, "choose", "--on-behalf", "organisation:21244")
    return season


def test_a_sweep_tells_what_it_did_and_the_next_one_finds_nothing(chosen: Province) -> None:
    foreseen = chosen.told("to_chuc", "sweep", "--once", "--dry-run", now=MAY)
    assert foreseen["result"] == "dry_run"
    done = chosen.told("to_chuc", "sweep", "--once", now=MAY)
    assert done["counts"] == foreseen["counts"]
    assert (done["result"], done["set_aside"]) == ("done", [])
    assert _expired(chosen) == done["counts"]["expired"] > 0
    again = chosen.told("to_chuc", "sweep", "--once", now=MAY)
    assert not any(again["counts"].values())
    assert chosen.by("kiem_tra", "history", "verify", now=MAY).exit_code == 0


def test_a_sweep_is_told_in_words(chosen: Province) -> None:
    told = chosen.done("to_chuc", "sweep", "--once", now=MAY)
    assert "Đã rà soát lúc 06/05/2024 09:00:00" in told
    assert "Thời hạn đã hết, đánh dấu quá hạn" in told


def test_a_sweep_at_no_stated_number_of_times_is_wrong_use(chosen: Province) -> None:
    refused = chosen.by("to_chuc", "sweep", now=MAY)
    assert refused.exit_code == 2
    assert "ocop worker" in refused.stderr


def test_status_tells_of_the_last_sweep_and_of_what_waits(chosen: Province) -> None:
    before = chosen.told("to_chuc", "status", now=MAY)
    assert (before["last"], before["lag_seconds"]) == (None, None)
    assert before["next_due"] is not None
    chosen.done("to_chuc", "sweep", "--once", now=MAY)
    after = chosen.told("to_chuc", "status", now="2024-05-08")
    assert after["lag_seconds"] == 2 * 86_400
    assert (after["set_aside"], after["unfinished"]) == ([], [])
    words = chosen.done("to_chuc", "status", now="2024-05-08")
    assert "48 giờ" in words
    for one in after["waiting"]:
        assert one["dossier"] in words


def test_what_was_set_aside_is_shown_with_its_reason_and_fails_the_sweep(chosen: Province) -> None:
    _run(chosen, "UPDATE deadline SET derivation = 'x' WHERE dossier = ?", DOSSIER)
    failed = chosen.by("to_chuc", "sweep", "--once", now=MAY)
    assert failed.exit_code == 1
    assert "Không đọc được căn cứ tính của thời hạn này" in failed.stdout
    shown = chosen.done("to_chuc", "status", now=MAY)
    assert "Bị để lại" in shown
    assert DOSSIER in shown
    (aside,) = chosen.told("to_chuc", "status", now=MAY)["set_aside"]
    assert (aside["subject"], aside["reason"]["code"], aside["attempts"]) == (DOSSIER, "derivation_unreadable", 1)


def test_a_sweep_that_was_cut_off_is_shown(chosen: Province) -> None:
    _run(chosen, "INSERT INTO sweep (code, worker, started) VALUES ('x', 'may-1:77', '2024-05-05T01:00:00.000000Z')")
    shown = chosen.done("to_chuc", "status", now=MAY)
    assert "may-1:77" in shown
    assert "không báo kết quả" in shown
    _run(chosen, "UPDATE sweep SET started = '2024-05-06T01:30:00.000000Z'")
    assert "đang chạy" in chosen.done("to_chuc", "status", now=MAY)


def test_only_whoever_may_see_a_dossier_is_told_what_waits_about_it(chosen: Province) -> None:
    chosen.done("to_chuc", "sweep", "--once", now=MAY)
    whole = chosen.told("to_chuc", "status", now=MAY)
    assert whole["waiting_count"] == len(whole["waiting"]) > 0
    assert whole["told"]
    elsewhere = chosen.told("huyen_khac", "status", now=MAY)
    nobody = chosen.json("--now", f"{MAY}T09:00+07:00", "status")
    for one in (elsewhere, nobody):
        assert DOSSIER not in [row["dossier"] for row in one["waiting"]]
        assert one["waiting_count"] == whole["waiting_count"]
    words = chosen.run("--now", f"{MAY}T09:00+07:00", "status")
    assert words.exit_code == 0
    assert "chỉ hiện số lượng" in words.stdout
    assert DOSSIER not in words.stdout


def test_an_escalation_is_shown_before_those_who_answer_it(chosen: Province) -> None:
    _run(chosen, "UPDATE deadline SET escalation = 'waiting'")
    chosen.done("to_chuc", "sweep", "--once", now=MAY)
    _run(chosen, "UPDATE deadline SET escalation = 'waiting', proposal = NULL WHERE expired_seq IS NOT NULL")
    shown = " ".join(chosen.done("to_chuc", "status", now=MAY).split())
    assert "Chuyển cơ quan cấp trên hoặc trả lời vì sao không chuyển Cơ quan tham mưu" in shown


def test_three_weeks_without_a_sweep_are_told(chosen: Province) -> None:
    chosen.done("to_chuc", "sweep", "--once")
    found = chosen.by("to_chuc", "sweep", "--once", now="2024-03-27")
    assert found.exit_code == 0
    assert "Không lần rà soát nào xong từ 05/03/2024 09:00:00" in found.stderr
    shown = chosen.done("kiem_tra", "history", "show", "register", now="2024-03-27")
    assert "Không lần rà soát nào xong từ" in shown


@pytest.mark.parametrize(("number", "status"), [(signal.SIGTERM, 0), (signal.SIGINT, 130)])
def test_a_worker_sweeps_at_once_and_ends_cleanly_when_told(chosen: Province, number: int, status: int) -> None:
    words = ["--log-level", "info", "--log-format", "json", "--now", f"{MAY}T09:00+07:00", "worker", "--every", "60"]
    with program(words, stderr=subprocess.PIPE) as worker:
        assert worker.stderr is not None
        swept = next(line for line in worker.stderr if '"swept"' in line)
        worker.send_signal(number)
        rest = worker.stderr.read()
    assert worker.returncode == status, rest
    assert "Traceback" not in rest
    told: Any = json.loads(swept)
    assert (told["expired"], told["command"]) == (_expired(chosen), "worker")
    shown = chosen.told("to_chuc", "status", now=MAY)
    assert shown["unfinished"] == []
    assert shown["last"]["result"]["counts"]["expired"] == _expired(chosen) > 0


def test_a_worker_that_is_told_to_end_while_it_starts_ends_cleanly(chosen: Province) -> None:
    program = (
        "import os, signal, sys\n"
        "from cycle.cli import main\n"
        "from cycle.cli.asking.session import Session\n"
        "opened = Session.app\n"
        "def app(self):\n"
        "    os.kill(os.getpid(), signal.SIGTERM)\n"
        "    return opened(self)\n"
        "Session.app = app\n"
        "sys.exit(main(['worker']))\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", program],
        capture_output=True,
        text=True,
        check=False,
        env=surroundings(),
    )
    assert (done.returncode, "Traceback" in done.stderr) == (0, False), done.stderr
    assert "kết thúc" in done.stderr


def test_a_worker_writes_one_line_of_json_for_each_sweep_and_for_the_letters_after_it(chosen: Province) -> None:
    words = ["--json", "--now", f"{MAY}T09:00+07:00", "worker", "--every", "60"]
    with program(words, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL) as worker:
        assert worker.stdout is not None
        told, letters = (json.loads(worker.stdout.readline()) for _ in range(2))
        worker.send_signal(signal.SIGTERM)
        assert worker.stdout.read() == ""
    assert (letters["result"], letters["letters"]["wrong"]) == ("done", [])
    assert (told["result"], told["counts"]["expired"]) == ("done", _expired(chosen))


def test_status_warns_of_what_has_not_been_swept_and_of_the_last_gap(chosen: Province) -> None:
    chosen.done("to_chuc", "sweep", "--once", now=MAY)
    warning = "Đã quá 26 giờ không có lần rà soát nào xong"
    assert warning not in chosen.done("to_chuc", "status", now="2024-05-07")
    assert warning in chosen.done("to_chuc", "status", now="2024-05-08")
    chosen.done("to_chuc", "sweep", "--once", now="2024-05-09")
    told = chosen.done("to_chuc", "status", now="2024-05-10")
    assert "từ 06/05/2024 09:00:00 đến 09/05/2024 09:00:00" in told
    found = chosen.told("to_chuc", "status", now="2024-05-10")
    assert (found["late"], found["gap"]["since"][:10]) == (False, "2024-05-06")
    assert chosen.told("to_chuc", "status", now="2024-05-30")["gap"] is None


def _expired(province: Province) -> int:
    """How many deadlines history says are over."""
    with sqlite3.connect(province.database) as connection:
        statement = "SELECT COUNT(*) FROM record WHERE kind = 'deadline' AND actor = 'system'"
        (many,) = connection.execute(statement).fetchone()
    connection.close()
    return int(many)


def _run(province: Province, statement: str, *parameters: str) -> None:
    with sqlite3.connect(province.database) as connection:
        connection.execute(statement, parameters)
    connection.close()
