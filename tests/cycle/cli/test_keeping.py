"""`ocop backup`, `ocop restore`, `ocop upgrade`."""

import json
import sqlite3

import pytest

from cycle import migrations
from tests.cycle.cli.conftest import Ocop, Province

FIRST = "0001"


_NEWER_COLUMNS = [
    ("programme", "closed"),
    *(("deadline", name) for name in ("expired_seq", "proposal", "escalation", "next_at")),
]


def as_of_first_release(office: Ocop) -> None:
    """The database as the first release made it."""
    with sqlite3.connect(office.database) as connection:
        for index in ("ix_organisation_parent", "ix_organisation_level", "ix_paper_expires"):
            connection.execute(f"DROP INDEX {index}")
        for table in ("unique_value", "dossier_title", "party", "link", "effect", "set_aside", "sweep"):
            connection.execute(f"DROP TABLE {table}")
        connection.execute("DROP INDEX ix_deadline_next_at")
        for table, column in _NEWER_COLUMNS:
            connection.execute(f"ALTER TABLE {table} DROP COLUMN {column}")
        connection.execute("UPDATE alembic_version SET version_num = ?", (FIRST,))
    connection.close()


def test_an_office_is_backed_up_and_restored_elsewhere(season: Province, monkeypatch: pytest.MonkeyPatch) -> None:
    season.done("to_chuc", "backup", "saved")
    before = season.told("to_chuc", "dossier", "list")
    monkeypatch.setenv("OCOP_DATA", str(season.folder / "elsewhere"))
    restored = season.done("to_chuc", "restore", "saved")
    assert "lịch sử đúng với dữ liệu" in restored
    assert season.told("to_chuc", "dossier", "list") == before
    assert (season.folder / "elsewhere" / "ocop.db").is_file()


def test_a_backup_does_not_overwrite_a_folder(season: Province) -> None:
    (season.folder / "saved").mkdir()
    refused = season.by("to_chuc", "backup", "saved")
    assert refused.exit_code == 2
    assert "Thư mục saved đã có" in refused.stderr


def test_restoring_over_an_office_changes_nothing(season: Province) -> None:
    season.done("to_chuc", "backup", "saved")
    before = season.database.read_bytes()
    refused = season.by("to_chuc", "restore", "saved")
    assert refused.exit_code == 2
    assert "không còn trống" in refused.stderr
    assert season.database.read_bytes() == before


def test_what_is_no_backup_leaves_no_database_behind(ocop: Ocop) -> None:
    (ocop.folder / "saved").mkdir()
    refused = ocop.run("restore", "saved")
    assert refused.exit_code == 2
    assert "backup.json" in refused.stderr
    assert not ocop.database.exists()


def test_a_newest_database_needs_no_upgrade(office: Ocop) -> None:
    assert "không có gì phải làm" in office.run("upgrade").stdout
    assert office.json("upgrade") == {"result": "done", "after": migrations.newest()}


def test_a_newer_database_is_left_alone(office: Ocop) -> None:
    with sqlite3.connect(office.database) as connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
    connection.close()
    refused = office.run("upgrade")
    assert refused.exit_code == 1
    assert "9999" in refused.stderr


def test_the_manifest_says_what_was_saved(season: Province) -> None:
    told = season.told("to_chuc", "backup", "saved")
    written = json.loads((season.folder / "saved" / "backup.json").read_text(encoding="utf-8"))
    assert told["rows"] == written["rows"]
    assert written["rows"]["dossier"] == 2
    assert written["revision"] == migrations.newest()


def test_an_older_database_is_brought_to_this_release_and_the_old_file_is_kept(season: Province) -> None:
    as_of_first_release(season)
    refused = season.by("to_chuc", "dossier", "list")
    assert refused.exit_code == 1
    assert "ocop upgrade" in refused.stderr
    assert f"ocop.db.schema-{FIRST}" in season.done("to_chuc", "upgrade")
    assert len(season.told("to_chuc", "dossier", "list")["rows"]) == 2
    assert (season.database.parent / f"ocop.db.schema-{FIRST}").is_file()
    assert season.by("kiem_tra", "history", "verify").exit_code == 0


def test_an_upgrade_does_not_overwrite_the_copy_of_an_earlier_one(season: Province) -> None:
    as_of_first_release(season)
    copy = season.database.parent / f"ocop.db.schema-{FIRST}"
    copy.write_bytes(b"kept")
    assert season.by("to_chuc", "upgrade").exit_code == 1
    assert copy.read_bytes() == b"kept"
