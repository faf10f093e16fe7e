"""Deadlines by the command line: explained, paused, extended, settled, and moved by a new calendar."""

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.clocked import clocked_config_in
from tests.conftest import TestClock
from tests.cycle.cli.conftest import Ocop, Province
from tests.scene import MARCH, set_scene

ROOT = Path(__file__).parents[3]
DOSSIER = "QNG2024-0001"


@pytest.fixture(scope="session")
def clocked(tmp_path_factory: pytest.TempPathFactory, sqlite_template: Path) -> Path:
    """The database of the scene under clocks of its own, and its configuration beside it."""
    folder = tmp_path_factory.mktemp("clocked")
    config = clocked_config_in(folder / "config")
    shutil.copyfile(sqlite_template, folder / "ocop.db")
    set_scene(f"sqlite:///{folder / 'ocop.db'}", TestClock(MARCH), config).office.database.close()
    return folder


@pytest.fixture
def office(ocop: Ocop, clocked: Path) -> Province:
    """The dossier QNG2024-0001 in screening since the fifth of March 2024, due on the nineteenth."""
    ocop.database.parent.mkdir()
    shutil.copyfile(clocked / "ocop.db", ocop.database)
    shutil.copytree(clocked / "config", ocop.folder / "config")
    province = Province(ocop.folder)
    province.done("to_chuc", "dossier", "open", "QNG2024", "SP001")
    province.done("xa", "dossier", "fire", DOSSIER, "choose")
    words = ("dossier", DOSSIER, "idea_form_new", "--file", province.form(), "--received", "05/03/2024")
    province.done("to_chuc", "paper", "add", *words)
    province.done("to_chuc", "paper", "verify", f"{DOSSIER}/idea_form_new/1")
    province.done("chu_the", "dossier", "fire", DOSSIER, "submit")
    return province


def explained(office: Province, *words: str, now: str = "2024-03-05") -> str:
    return " ".join(office.done("to_chuc", *words, "deadline", "explain", DOSSIER, now=now).split())


def test_a_deadline_is_explained_from_its_start_to_its_instant(office: Province) -> None:
    office.done(
        *("to_chuc", "deadline", "extend", DOSSIER, "screening"),
        *("--until", "30/03/2024", "--basis", "CV 12/UBND", "--note", "Mưa lũ"),
        now="2024-03-12",
    )
    told = explained(office, now="2024-03-12")
    for part in (
        "“Thời hạn thử”",
        "bởi “Nộp phiếu đăng ký ý tưởng” ngày 05/03/2024",
        "05/03/2024 (không tính ngày này)",
        "10 ngày làm việc; nguồn: quy trình, thử",
        "vietnam, bản",
        "Ngày cuối ban đầu 19/03/2024",
        "Ngày cuối 30/03/2024",
        "31/03/2024 00:00:00 (Asia/Ho_Chi_Minh)",
        "09/03/2024 – 17/03/2024 Không tính 4 ngày thứ Bảy, Chủ nhật",
        "12/03/2024 12/03/2024 09:00:00 Gia hạn CV 12/UBND 19/03/2024 30/03/2024 Người to_chuc Mưa lũ",
        "Nhắc việc 27/03/2024 00:00:00",
    ):
        assert part in told, (part, told)
    english = explained(office, "--lang", "en", now="2024-03-12")
    for part in ("10 working days; source: the workflow", "Original last day 19/03/2024", "4 Saturdays and Sundays"):
        assert part in english, (part, english)


def test_the_sheet_can_be_computed_again_by_a_script_that_knows_nothing_of_ours(office: Province) -> None:
    script = [sys.executable, "-I", str(ROOT / "docs" / "recompute_deadline.py")]
    by = ("to_chuc", "deadline")
    acts: list[tuple[str, ...]] = [
        (),
        ("pause", DOSSIER, "screening", "--happened", "07/03/2024"),
        ("resume", DOSSIER, "screening", "--happened", "13/03/2024"),
        ("extend", DOSSIER, "screening", "--until", "30/03/2024", "--basis", "CV 1", "--happened", "14/03/2024"),
    ]
    days = []
    for words in acts:
        if words:
            office.done(*by, *words, now="2024-03-14")
        told = office.done("to_chuc", "deadline", "explain", DOSSIER, "--json", now="2024-03-14")
        found = subprocess.run(script, input=told, capture_output=True, text=True, check=False)
        assert found.returncode == 0, found.stdout + found.stderr
        last_day = json.loads(told)["last_day"]
        assert last_day in found.stdout
        days.append(last_day)
    assert days == ["2024-03-19", "2024-03-19", "2024-03-25", "2024-03-30"]


def test_what_is_refused_says_every_reason_and_a_dry_run_writes_nothing(office: Province) -> None:
    words = ("deadline", "extend", DOSSIER, "screening", "--until", "01/03/2024", "--basis", "CV 1")
    refused = office.by("xa", *words)
    assert refused.exit_code == 3
    for part in ("chỉ Cơ quan tham mưu", "không có quyền gia hạn", "không muộn hơn"):
        assert part in refused.output, refused.output
    tried = office.done("to_chuc", *words[:5], "01/04/2024", *words[6:], "--dry-run")
    assert "Sẽ được: QNG2024-0001, thời hạn “Thời hạn thử”: gia hạn từ 19/03/2024 đến hết ngày 01/04/2024." in tried
    assert office.told("to_chuc", "deadline", "explain", DOSSIER)["acts"] == []


def test_history_tells_acts_on_deadlines_in_words_and_replays_them(office: Province) -> None:
    by = ("to_chuc", "deadline")
    office.done(*by, "pause", DOSSIER, "screening", "--note", "Chờ kiểm nghiệm", now="2024-03-07")
    office.done(*by, "resume", DOSSIER, "screening", now="2024-03-13")
    until = ("--until", "30/03/2024", "--basis", "CV 1")
    office.done(*by, "extend", DOSSIER, "screening", *until, now="2024-03-14")
    office.done("to_chuc", "sweep", "--once", now="2024-04-02")
    shown = " ".join(office.done("to_chuc", "history", "show", DOSSIER, now="2024-04-02").split())
    for part in (
        "Tạm dừng (thời hạn “Thời hạn thử”) Người to_chuc căn cứ: Điều 9",
        "Chạy tiếp (thời hạn “Thời hạn thử”) Người to_chuc 19/03/2024 → 25/03/2024",
        "25/03/2024 → 30/03/2024; căn cứ: CV 1",
        "Hết hạn (thời hạn “Thời hạn thử”) hệ thống Chờ cơ quan tham mưu xem xét",
    ):
        assert part in shown, (part, shown)
    for at, day in (("2024-03-08", "19/03/2024"), ("2024-03-13", "25/03/2024"), ("2024-03-20", "30/03/2024")):
        replayed = office.done("to_chuc", "history", "replay", DOSSIER, "--at", at, now="2024-04-02")
        assert f"“Thời hạn thử”: {day}" in replayed
    assert office.by("to_chuc", "history", "verify", now="2024-04-02").exit_code == 0
    english = office.done("to_chuc", "--lang", "en", "history", "show", DOSSIER, now="2024-04-02")
    assert "Ran out (deadline “A deadline to try”)" in english


def test_an_escalation_is_listed_released_and_gone(office: Province) -> None:
    office.done("to_chuc", "sweep", "--once", now="2024-03-21")
    listed = " ".join(office.done("to_chuc", "escalation", "list", now="2024-03-21").split())
    for part in (DOSSIER, "19/03/2024", "xã Nghĩa Thắng", "(528)"):
        assert part in listed, listed
    told = office.done("to_chuc", "escalation", "release", DOSSIER, "screening", now="2024-03-21")
    assert "đã chuyển lên Ủy ban nhân dân huyện Tư Nghĩa" in told
    assert office.told("to_chuc", "escalation", "list", now="2024-03-21")["rows"] == []
    assert "Đã chuyển lên cấp trên" in explained(office, now="2024-03-21")


def test_a_new_calendar_is_shown_and_applied(office: Province) -> None:
    file = office.folder / "config" / "calendars" / "vietnam.yaml"
    text = file.read_text(encoding="utf-8")
    before, year, after = text.partition("  - year: 2024\n")
    after = after.replace(
        "days_off:\n", 'days_off:\n      - {day: "2024-03-14", reason: Nghỉ bão, document: CĐ 1}\n', 1
    )
    lines = ["revision: 90" if line.startswith("revision:") else line for line in before.split("\n")]
    file.write_text("\n".join(lines) + year + after, encoding="utf-8")
    office.done("to_chuc", "--config", str(office.folder / "config"), "publish", now="2024-03-08")
    tried = office.done("to_chuc", "calendar", "apply", "--dry-run", now="2024-03-08")
    for part in ("vietnam, bản 90", "MUỘN HƠN (1)", "Sẽ dời 1 thời hạn", "20/03/2024"):
        assert part in tried, tried
    assert office.told("to_chuc", "deadline", "explain", DOSSIER, now="2024-03-08")["last_day"] == "2024-03-19"
    assert "Đã dời 1 thời hạn" in office.done("to_chuc", "calendar", "apply", now="2024-03-08")
    assert "Nghỉ bão (CĐ 1)" in explained(office, now="2024-03-08")
    again = office.told("to_chuc", "calendar", "apply", now="2024-03-08")
    assert (again["later"], again["answers"]) == ([], [])
    assert office.by("to_chuc", "calendar", "apply", "--shorten").exit_code == 2


def test_a_day_that_was_shortened_is_not_said_to_have_stayed(office: Province) -> None:
    file = office.folder / "config" / "calendars" / "vietnam.yaml"
    before, year, after = file.read_text(encoding="utf-8").partition("  - year: 2024\n")
    worked = '{day: "2024-03-16", reason: Làm bù, document: CĐ 2}'
    after = after.replace("days_worked:\n", f"days_worked:\n      - {worked}\n", 1)
    lines = ["revision: 90" if line.startswith("revision:") else line for line in before.split("\n")]
    file.write_text("\n".join(lines) + year + after, encoding="utf-8")
    office.done("to_chuc", "--config", str(office.folder / "config"), "publish", now="2024-03-08")
    left = office.done("to_chuc", "calendar", "apply", now="2024-03-08")
    assert ("SỚM HƠN, không tự dời" in left, "Đã dời 0" in left, "để nguyên 1" in left) == (True, True, True)
    for more, head, count in (
        (["--dry-run"], "SỚM HƠN, sẽ rút ngắn", "Sẽ dời 1"),
        ([], "SỚM HƠN, rút ngắn", "Đã dời 1"),
    ):
        asked = ("calendar", "apply", "--shorten", "--note", "Theo công điện", *more)
        told = office.done("to_chuc", *asked, now="2024-03-08")
        assert (head in told, count in told, "để nguyên 0" in told, "không tự dời" in told) == (True, True, True, False)


def test_a_title_that_several_bear_is_refused_with_their_names(office: Province) -> None:
    for word in ("Thời hạn thử", "nope"):
        for act in ("explain", "resume"):
            wrong = office.by("to_chuc", "deadline", act, DOSSIER, word)
            assert (wrong.exit_code, "(screening)" in wrong.stderr) == (2, True), wrong.output


def test_a_season_that_is_not_there_is_refused_and_not_an_empty_list(office: Province) -> None:
    wrong = office.by("to_chuc", "escalation", "list", "NOPE")
    assert (wrong.exit_code, "QNG2024" in wrong.stderr) == (2, True)
    assert office.by("to_chuc", "--json", "escalation", "list", "NOPE").exit_code == 2


def test_history_tells_to_whom_by_name(office: Province) -> None:
    office.done("to_chuc", "sweep", "--once", now="2024-03-21")
    office.done("to_chuc", "escalation", "release", DOSSIER, "screening", now="2024-03-21")
    told = office.done("to_chuc", "history", "show", DOSSIER, now="2024-03-21")
    assert "Chuyển lên cấp trên: Ủy ban nhân dân huyện Tư Nghĩa" in " ".join(told.split())


def test_an_extension_says_what_is_not_needed_any_more(office: Province) -> None:
    waiting = explained(office, now="2024-03-21")
    assert "đến lúc, chờ rà soát" in waiting
    assert "Ủy ban nhân dân xã Nghĩa Thắng" in waiting
    office.done("to_chuc", "sweep", "--once", now="2024-03-21")
    words = ("deadline", "extend", DOSSIER, "screening", "--until", "01/04/2024", "--basis", "CV 1")
    office.done("to_chuc", *words, now="2024-03-22")
    for told in (explained(office, now="2024-03-22"), office.done("to_chuc", "history", "show", DOSSIER)):
        assert "báo cáo cấp trên không còn cần, đã gia hạn" in " ".join(told.split()), told
    marks = office.told("to_chuc", "deadline", "explain", DOSSIER, "screening", now="2024-04-03")["marks"]
    assert "due" in {one["status"] for one in marks}


def test_the_answer_in_json_names_the_old_and_the_new_day(office: Province) -> None:
    words = ("deadline", "extend", DOSSIER, "screening", "--until", "01/04/2024", "--basis", "CV 1")
    told = office.told("to_chuc", *words, "--request-id", "gh-1")
    assert told["details"]["before"]["last_day"] == "2024-03-19"
    assert told["details"]["last_day"] == "2024-04-01"
    assert office.told("to_chuc", *words, "--request-id", "gh-1")["repeated"] is True
    other = office.by("to_chuc", *words[:5], "02/04/2024", *words[6:], "--request-id", "gh-1")
    assert other.exit_code == 5
    assert json.loads(office.by("to_chuc", "--json", "history", "verify").stdout)["result"] == "same"
