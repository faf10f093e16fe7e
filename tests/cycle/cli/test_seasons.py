"""`ocop season` from the opening to the close: what it says, what it writes, and how it ends."""

import json
import shutil
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
from click.testing import Result

from tests.conftest import TestClock
from tests.cycle.cli.conftest import Ocop, Province
from tests.scene import MARCH, PRODUCT, PROGRAMME, set_scene
from tests.seasons import NEXT, two_seasons

SPACE = "{http://www.w3.org/2000/svg}"
JANUARY = "2025-01-06"
ENDING, CARRIED = f"{PROGRAMME}-0001", f"{PROGRAMME}-0002"
CLOSE = ("season", "close", PROGRAMME, "--into", NEXT, "--note", "Hết chu trình 2024")


@pytest.fixture(scope="module")
def two_seasons_template(tmp_path_factory: pytest.TempPathFactory, sqlite_template: Path) -> Path:
    """A candidate and a product whose idea is drafted, in a province with two programmes."""
    folder = tmp_path_factory.mktemp("seasons")
    file = folder / "ocop.db"
    shutil.copyfile(sqlite_template, file)
    scene = set_scene(f"sqlite:///{file}", TestClock(MARCH), two_seasons(folder))
    for code in (PRODUCT, scene.add_product(2)):
        scene.open(code)
    scene.done(CARRIED, "choose", "xa")
    scene.office.database.close()
    return file


@pytest.fixture
def seasons(ocop: Ocop, two_seasons_template: Path) -> Province:
    ocop.database.parent.mkdir()
    shutil.copyfile(two_seasons_template, ocop.database)
    return Province(ocop.folder)


def closed(seasons: Province, *more: str, now: str = JANUARY) -> Result:
    return seasons.by("to_chuc", *CLOSE, *more, now=now)


def told(seasons: Province, *words: str, now: str = JANUARY) -> Any:
    return json.loads(seasons.by("to_chuc", "--json", *words, now=now).stdout)


def test_opening_a_season_says_its_windows(seasons: Province) -> None:
    result = seasons.by("to_chuc", "season", "open", NEXT, "--no-dossiers", now=JANUARY)
    assert result.exit_code == 0, result.output
    assert "Đăng ký ý tưởng sản phẩm: 01/03/2025 – 30/04/2025; còn 54 ngày mới mở." in result.stderr
    answer = told(seasons, "season", "open", NEXT, "--dry-run", "--no-dossiers")
    assert [one["name"] for one in answer["windows"]][:3] == ["ideas", "plans", "evaluations"]
    assert answer["windows"][0]["standing"] == "waiting"


def test_a_close_is_tried_done_and_found_done(seasons: Province) -> None:
    seasons.done("to_chuc", "season", "open", NEXT, "--no-dossiers", now=JANUARY)
    tried = closed(seasons, "--dry-run")
    assert tried.exit_code == 0, tried.output
    assert f"{CARRIED} sẽ chuyển sang {NEXT}" in tried.stdout
    assert "Chưa ghi gì" in tried.stderr
    done = closed(seasons)
    assert done.exit_code == 0, done.output
    assert f"{CARRIED} → {NEXT}-0001" in done.stdout
    assert f"{ENDING} đã kết thúc: “Không được chọn”." in done.stdout
    again = closed(seasons)
    assert (again.exit_code, "đã đóng ngày 06/01/2025" in again.stdout) == (0, True)
    assert seasons.by("to_chuc", "history", "verify", now=JANUARY).exit_code == 0


def test_history_tells_the_close_and_what_was_carried_over_in_words(seasons: Province) -> None:
    seasons.done("to_chuc", "season", "open", NEXT, "--no-dossiers", now=JANUARY)
    form = seasons.form()
    days = ("--received", "05/03/2024", "--issued", "05/03/2024")
    seasons.done("to_chuc", "paper", "add", "dossier", CARRIED, "idea_form_new", "--file", form, *days, now=JANUARY)
    seasons.done("to_chuc", "paper", "verify", f"{CARRIED}/idea_form_new/1", now=JANUARY)
    assert closed(seasons).exit_code == 0
    programme = seasons.done("to_chuc", "history", "show", f"programme/{PROGRAMME}", now=JANUARY)
    assert f"Đóng chu trình {PROGRAMME}; 0 hồ sơ tiếp tục" in programme
    new = seasons.done("to_chuc", "history", "show", f"{NEXT}-0001", now=JANUARY)
    assert f"chuyển tiếp từ hồ sơ {CARRIED}" in new
    assert f"lấy từ {CARRIED}/idea_form_new/1" in new


def test_what_is_refused_is_listed_and_the_exit_status_says_so(seasons: Province) -> None:
    result = seasons.by("to_chuc", "season", "close", PROGRAMME, "--note", "Hết", now=JANUARY)
    assert result.exit_code == 3
    assert f"{CARRIED}: " in result.stdout
    assert "--into" in result.stdout
    assert "vẫn mở" in result.stderr
    answer = told(seasons, "season", "close", PROGRAMME, "--note", "Hết")
    assert [one["result"] for one in answer["outcomes"]] == ["refused"]
    assert answer["close"]["reasons"][0]["code"] == "season_unsettled"


def test_a_close_before_the_last_day_or_by_another_is_refused(seasons: Province) -> None:
    assert closed(seasons, now="2024-06-03").exit_code == 3
    assert seasons.by("huyen", *CLOSE, now=JANUARY).exit_code == 3
    assert seasons.by("to_chuc", "season", "close", "KHAC", now=JANUARY).exit_code == 2


def test_the_frame_is_shown_before_during_and_after(seasons: Province) -> None:
    unopened = told(seasons, "season", "show", NEXT)
    assert (unopened["opened"], unopened["closed"]) == (None, None)
    during = told(seasons, "season", "show", PROGRAMME, now="2024-04-30")
    standing = {one["name"]: (one["standing"], one["days"]) for one in during["windows"]}
    assert standing["ideas"] == ("open", 0)
    assert standing["evaluations"] == ("waiting", 1)
    assert during["counts"] == {"continue": 0, "end": 1, "carry_over": 1}
    assert [(one["name"], one["dossiers"], one["late"]) for one in during["due"]] == [("submission", 1, False)]
    after = told(seasons, "season", "show", PROGRAMME, "--at", "01/05/2024")
    assert after["due"][0]["late"] is True
    shown = seasons.done("kiem_tra", "season", "show", PROGRAMME, now="2024-04-30")
    assert "Đăng ký ý tưởng sản phẩm" in shown
    assert "chuyển sang chu trình sau" in shown


@pytest.mark.parametrize("language", ["vi", "en"])
def test_the_timeline_holds_windows_dates_deadlines_and_today(seasons: Province, language: str) -> None:
    words = ("--lang", language, "season", "timeline", PROGRAMME, "--svg", "a.svg", "--at", "20/05/2024")
    result = seasons.by("to_chuc", *words, now=JANUARY)
    assert result.exit_code == 0, result.output
    root = ElementTree.fromstring((seasons.folder / "a.svg").read_text(encoding="utf-8"))  # noqa: S314 - our own
    described = root.findtext(f"{SPACE}desc") or ""
    for text in ("20/05/2024", "01/03/2024 – 30/04/2024", "31/12/2024"):
        assert text in described
    texts = [one.text or "" for one in root.iter(f"{SPACE}text")]
    assert not [text for text in texts if text.startswith(("timeline.", "season."))]
    assert "1" in texts
