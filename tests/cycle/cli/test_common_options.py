import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from cycle.answers import RequestReusedError
from cycle.cli import main
from cycle.cli.asking.session import Session
from cycle.cli.failures import report
from cycle.database import ContentionError, Database
from cycle.history import StaleDossierError
from cycle.store import FileRefused
from tests.cycle.cli.conftest import Ocop


def test_a_naive_instant_is_refused(ocop: Ocop) -> None:
    result = ocop.run("--lang", "en", "--now", "2024-03-01T08:00", "doctor")
    assert result.exit_code == 2
    assert "offset from UTC" in result.stderr


def test_an_instant_is_refused_in_a_database_for_work(office: Ocop) -> None:
    result = office.run("--lang", "en", "--now", "2024-03-01T08:00+07:00", "programme", "list")
    assert result.exit_code == 2
    assert "Only a rehearsal" in result.stderr


def test_a_rehearsal_looks_with_the_rules_of_the_instant_it_names(rehearsal: Ocop) -> None:
    assert rehearsal.run("--now", "2024-03-01T08:00+07:00", "programme", "list").exit_code == 0
    before = rehearsal.run("--now", "2023-03-01T08:00+07:00", "--lang", "en", "programme", "list")
    assert before.exit_code == 2
    assert "No publication is in force on 01/03/2023" in before.stderr


def test_a_database_that_is_not_there_says_how_to_make_one_and_makes_none(ocop: Ocop) -> None:
    result = ocop.run("programme", "list")
    assert result.exit_code == 2
    assert "ocop init" in result.stderr
    assert not ocop.database.exists()


def test_a_settings_file_that_was_named_must_be_there(ocop: Ocop) -> None:
    assert ocop.run("--settings", "nowhere.yaml", "check").exit_code == 2


def test_wrong_settings_are_told_with_their_place(ocop: Ocop) -> None:
    (ocop.folder / "ocop.yaml").write_text("language: english\ndatabse: x\n", encoding="utf-8")
    result = ocop.run("--lang", "en", "doctor")
    assert result.exit_code == 4
    assert "ocop.yaml:1:11: “english” is no value of language" in result.stdout
    assert "ocop.yaml:2:1: There is no key “databse”" in result.stdout
    assert "Did you mean “database”?" in result.stdout


@pytest.mark.parametrize("words", [("--json", "version"), ("version", "--json")])
def test_json_may_stand_before_or_after_the_command(ocop: Ocop, words: tuple[str, ...]) -> None:
    assert "ocop" in json.loads(ocop.run(*words).stdout)


@pytest.mark.parametrize("words", [("--lang", "en", "check"), ("check", "--lang", "en"), ("check", "--lang=en")])
def test_the_language_may_stand_before_or_after_the_command(ocop: Ocop, words: tuple[str, ...]) -> None:
    assert "no problems" in ocop.run(*words).stderr


def test_the_language_comes_from_variable_or_settings_too(ocop: Ocop, monkeypatch: pytest.MonkeyPatch) -> None:
    (ocop.folder / "ocop.yaml").write_text("language: en\n", encoding="utf-8")
    assert "no problems" in ocop.run("check").stderr
    monkeypatch.setenv("OCOP_LANG", "vi")
    assert "không có lỗi" in ocop.run("check").stderr


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("chekc",), "Không có lệnh “chekc”. Có phải ý là “check”?"),
        (("check", "--confg", "x"), "Không có tùy chọn --confg."),
        (("diagram",), "Thiếu QUY_TRÌNH."),
        (("publish", "--effective", "31/02/2024"), "“31/02/2024” không phải là ngày"),
        (("--lang", "fr", "check"), "Giá trị của --lang không hợp lệ"),
        (("publication", "lits"), "Không có lệnh “lits”."),
    ],
)
def test_wrong_usage_is_told_in_the_language_of_the_run(ocop: Ocop, words: tuple[str, ...], told: str) -> None:
    result = ocop.run(*words)
    assert result.exit_code == 2
    assert result.stdout == ""
    assert told in result.stderr


def test_ocop_alone_shows_help_and_is_wrong_usage(ocop: Ocop) -> None:
    result = ocop.run()
    assert result.exit_code == 2
    assert "Cách dùng: ocop" in result.stderr


def test_an_error_in_json_goes_to_stdout(ocop: Ocop) -> None:
    answer = ocop.json("programme", "list")
    assert (answer["result"], answer["code"]) == ("error", "database_missing")


@pytest.mark.parametrize(
    ("wrong", "status", "told"),
    [
        (ZeroDivisionError("division by zero"), 1, "A fault of the program (ZeroDivisionError: division by zero)"),
        (PermissionError(13, "Permission denied", "/somewhere"), 1, "no permission /somewhere"),
        (KeyboardInterrupt(), 130, "Stopped as asked"),
        (RequestReusedError("r-1"), 5, "The request id r-1 was used for something else"),
        (StaleDossierError("QNG2024-0001"), 5, "Somebody else has just moved dossier QNG2024-0001"),
        (FileRefused("file_empty"), 2, "empty"),
    ],
)
def test_every_fault_is_told_with_its_exit_status(
    ocop: Ocop, capsys: pytest.CaptureFixture[str], wrong: BaseException, status: int, told: str
) -> None:
    assert ocop.database.exists() is False
    assert report(Session(language="en"), wrong) == status
    captured = capsys.readouterr()
    assert captured.out == ""
    assert told in captured.err
    assert "Traceback" not in captured.err


def test_a_database_that_another_process_keeps_locked_is_a_conflict(office: Ocop) -> None:
    url = f"sqlite:///{office.database}"
    first, second = Database(url), Database(url, patience_ms=10)
    with first.writing(), pytest.raises(ContentionError) as locked, second.writing():
        pass
    first.close()
    second.close()
    assert report(Session(language="en"), locked.value) == 5


def test_a_database_of_a_newer_release_is_not_touched(office: Ocop) -> None:
    database = Database(f"sqlite:///{office.database}")
    with database.writing() as transaction:
        transaction.run("UPDATE alembic_version SET version_num = '9999'")
    database.close()
    result = office.run("--lang", "en", "programme", "list")
    assert result.exit_code == 1
    assert "newer than this release" in result.stderr


def test_a_file_that_is_no_database_is_told(ocop: Ocop) -> None:
    ocop.database.parent.mkdir()
    ocop.database.write_text("this is a letter, not a database, and long enough to be taken for neither" * 9)
    result = ocop.run("--lang", "en", "programme", "list")
    assert result.exit_code == 1
    assert "from the newest backup" in result.stderr


def test_a_migrated_database_that_was_never_founded_asks_for_init(ocop: Ocop, sqlite_template: Path) -> None:
    ocop.database.parent.mkdir()
    ocop.database.write_bytes(sqlite_template.read_bytes())
    assert ocop.run("programme", "list").exit_code == 2
    assert ocop.run("init").exit_code == 0


def test_the_installed_program_runs_in_a_process_of_its_own(tmp_path: Path) -> None:
    environment = {"PATH": os.environ["PATH"], "OCOP_DATA": str(tmp_path / "data"), "HOME": str(tmp_path)}
    program = [sys.executable, "-c", "from cycle.cli import main; main()"]

    def run(*words: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [*program, *words], cwd=tmp_path, env=environment, capture_output=True, text=True, check=False
        )

    assert run("init", "--rehearsal").returncode == 0
    listed = run("--json", "programme", "list")
    assert [one["name"] for one in json.loads(listed.stdout)] == ["QNG2024", "QNG2026", "TVH2020"]
    assert listed.stderr == ""
    assert run("nothing").returncode == 2


def test_the_program_runs_as_a_module_too() -> None:
    assert CliRunner().invoke(main, ["--version"]).output.startswith("ocop ")
