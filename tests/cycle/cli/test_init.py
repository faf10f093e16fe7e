from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from cycle.app import os_user
from cycle.cli.asking.session import Session
from cycle.cli.founding import found_office, founding_of
from cycle.commands.publishing import Founding
from cycle.commands.register.register import Account
from cycle.configuration import Configuration, read_configuration
from cycle.database import Database
from tests.cycle.cli.conftest import CONFIG, Ocop, published_files


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


def test_both_kinds_of_database_are_founded_and_looked_at(
    ocop: Ocop, empty_database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("OCOP_DATABASE", empty_database_url)
    assert ocop.run("init", "--admin", "quantri").exit_code == 0
    assert [one["name"] for one in ocop.json("programme", "list")] == ["QNG2024", "QNG2026", "TVH2020"]
    assert ocop.run("doctor").exit_code == 0
    assert ocop.run("init").exit_code == 3


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


@pytest.fixture
def impossible() -> Founding:
    """Passes every reading and fails in the middle of the writing: two bodies that are each other's parent."""
    whole = founding_of(shipped(), Account("quantri", "quantri"), rehearsal=False)
    bodies = [replace(body, parent="522") if body.code == "QNG" else body for body in whole.organisations]
    return replace(whole, organisations=tuple(bodies))


def shipped() -> Configuration:
    found = read_configuration(CONFIG)
    assert isinstance(found, Configuration)
    return found


def test_an_init_that_breaks_off_leaves_no_database_file(ocop: Ocop, impossible: Founding) -> None:
    with pytest.raises(ValueError, match="circle"):
        found_office(Session(), shipped(), impossible, None)
    assert list((ocop.folder / "data").glob("ocop.db*")) == []


def test_an_init_that_breaks_off_leaves_a_database_that_was_there(
    ocop: Ocop, sqlite_template: Path, impossible: Founding
) -> None:
    ocop.database.parent.mkdir()
    ocop.database.write_bytes(sqlite_template.read_bytes())
    with pytest.raises(ValueError, match="circle"):
        found_office(Session(), shipped(), impossible, None)
    assert rows(ocop, "SELECT name FROM installation") == []
    assert ocop.run("init").exit_code == 0


def test_a_configuration_without_an_administrators_role_founds_nothing(
    ocop: Ocop, config: Path, edit: Callable[[str, str, str], None]
) -> None:
    edit("roles.yaml", "may: [account.write, organisation.write]", "may: [organisation.write]")
    result = ocop.run("init", "--config", str(config))
    assert result.exit_code == 4
    assert "account.write" in result.output
    assert not ocop.database.exists()


def test_init_answers_in_json(ocop: Ocop) -> None:
    answer = ocop.json("init")
    assert (answer["result"], answer["details"]["files"]) == ("done", len(published_files()))
