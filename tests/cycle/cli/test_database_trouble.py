import sqlite3

import pytest

from tests.cycle.cli.conftest import Ocop

START = ("--lang", "en", "programme", "list")


def doctor_and_start(ocop: Ocop) -> list[str]:
    """What the doctor and a start say of the same database."""
    doctor, start = ocop.run("--lang", "en", "doctor"), ocop.run(*START)
    assert doctor.exit_code == 1
    assert start.exit_code != 0
    return [doctor.stdout, start.stderr]


def at_revision(ocop: Ocop, revision: str) -> None:
    with sqlite3.connect(ocop.database) as connection:
        connection.execute("UPDATE alembic_version SET version_num = ?", (revision,))
    connection.close()


def test_an_empty_database_is_to_be_initialised(ocop: Ocop) -> None:
    ocop.database.parent.mkdir()
    ocop.database.touch()
    assert all("Run: ocop init" in said for said in doctor_and_start(ocop))


@pytest.mark.parametrize(("revision", "told"), [("0000", "Make a backup"), ("9999", "Install a newer release")])
def test_another_schema_is_told_alike_by_the_doctor_and_at_the_start(office: Ocop, revision: str, told: str) -> None:
    at_revision(office, revision)
    assert all(told in said for said in doctor_and_start(office))


def test_a_file_that_is_no_database_is_to_be_restored_from_a_backup(ocop: Ocop) -> None:
    ocop.database.parent.mkdir()
    ocop.database.write_bytes(b"this is no database " * 500)
    assert all("from the newest backup" in said for said in doctor_and_start(ocop))
    assert "bản sao lưu" in ocop.run("doctor").stdout
    assert "bản sao lưu" in ocop.run("programme", "list").stderr


def test_a_damaged_database_is_to_be_restored_from_a_backup(office: Ocop) -> None:
    content = bytearray(office.database.read_bytes())
    content[4096:] = b"\xff" * (len(content) - 4096)
    office.database.write_bytes(content)
    assert all("from the newest backup" in said for said in doctor_and_start(office))
