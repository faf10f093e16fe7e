from collections.abc import Callable
from pathlib import Path

import pytest

from cycle.app import os_user
from cycle.cli import founding
from cycle.database import Database
from tests.cycle.cli.conftest import Ocop


def rows(ocop: Ocop, statement: str) -> list[tuple[object, ...]]:
    database = Database(f"sqlite:///{ocop.database}")
    try:
        with database.reading() as transaction:
            return transaction.rows(statement)
    finally:
        database.close()


def test_init_makes_a_database_for_work_with_the_organisations_and_an_administrator(office: Ocop) -> None:
    assert rows(office, "SELECT value FROM installation WHERE name = 'kind'") == [("work",)]
    assert rows(office, "SELECT code, os_user FROM account") == [("quantri", os_user())]
    assert rows(office, "SELECT role, holder FROM account_grant") == [("administrator", "")]
    assert rows(office, "SELECT name FROM organisation WHERE code = 'QNG'") == [("Ủy ban nhân dân tỉnh Quảng Ngãi",)]
    assert rows(office, "SELECT effective FROM publication") == [("2024-01-01",)]


def test_the_administrator_is_by_default_the_user_of_the_machine(ocop: Ocop) -> None:
    assert ocop.run("init").exit_code == 0
    assert rows(ocop, "SELECT code, name FROM account") == [(os_user(), os_user())]


def test_init_says_what_kind_of_database_it_made(ocop: Ocop) -> None:
    assert "DIỄN TẬP" in ocop.run("init", "--rehearsal").stdout


def test_a_second_init_is_refused_and_changes_nothing(office: Ocop) -> None:
    before = office.database.read_bytes()
    again = office.run("--lang", "en", "init", "--rehearsal")
    assert again.exit_code == 3
    assert again.stdout == ""
    assert "has been made ready before" in again.stderr
    assert rows(office, "SELECT value FROM installation WHERE name = 'kind'") == [("work",)]
    assert office.database.read_bytes()[:100] == before[:100]


def test_init_with_a_bad_configuration_tells_every_problem_and_leaves_nothing_behind(
    ocop: Ocop, config: Path, edit: Callable[[str, str, str], None]
) -> None:
    edit("roles.yaml", "level: commune", "level: comune")
    edit("workflows/season.yaml", "initial: propaganda.candidate", "initial: propaganda.candidat")
    result = ocop.run("--lang", "en", "init", "--config", str(config))
    assert result.exit_code == 4
    assert "roles.yaml:" in result.stdout
    assert "workflows/season.yaml:" in result.stdout
    assert not (ocop.folder / "data").exists()


def test_init_with_bad_organisations_is_refused_before_anything_is_made(
    ocop: Ocop, config: Path, edit: Callable[[str, str, str], None]
) -> None:
    edit("organisations/quang-ngai.yaml", "parent: QNG", "parent: QNX")
    result = ocop.run("init", "--config", str(config))
    assert result.exit_code == 4
    assert "organisations/quang-ngai.yaml:" in result.stdout
    assert not (ocop.folder / "data").exists()


def test_only_a_rehearsal_is_founded_at_a_named_instant(ocop: Ocop) -> None:
    result = ocop.run("--now", "2024-01-02T08:00+07:00", "init")
    assert result.exit_code == 2
    assert "--rehearsal" in result.stderr
    assert not (ocop.folder / "data").exists()


def test_a_rehearsal_is_founded_on_the_day_it_names(ocop: Ocop) -> None:
    assert ocop.run("--now", "2024-01-02T08:00+07:00", "init", "--rehearsal").exit_code == 0
    assert rows(ocop, "SELECT effective FROM publication") == [("2024-01-02",)]


def test_an_init_that_breaks_off_leaves_no_database_file(ocop: Ocop, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(founding.publishing, "found", interrupted)
    assert ocop.run("init").exit_code == 130
    assert not ocop.database.exists()
    assert not ocop.database.with_name("ocop.db-wal").exists()


def test_an_init_that_breaks_off_leaves_a_database_that_was_there(
    office: Ocop, monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupted(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(founding.publishing, "found", interrupted)
    assert office.run("init").exit_code == 130
    assert rows(office, "SELECT code FROM account") == [("quantri",)]


def test_a_configuration_without_an_administrators_role_founds_nothing(
    ocop: Ocop, config: Path, edit: Callable[[str, str, str], None]
) -> None:
    edit("roles.yaml", "may: [account.write, organisation.write]", "may: [organisation.write]")
    result = ocop.run("init", "--config", str(config))
    assert result.exit_code == 4
    assert "account.write" in result.stderr
    assert not ocop.database.exists()


def test_init_answers_in_json(ocop: Ocop) -> None:
    answer = ocop.json("init")
    assert (answer["result"], answer["details"]["files"]) == ("done", 7)
