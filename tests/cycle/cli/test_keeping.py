"""`ocop backup`, `ocop restore`, `ocop upgrade`."""

import json
import sqlite3
from typing import Any

import pytest
from alembic import command
from alembic.config import Config

from cycle import migrations
from cycle.canonical import canonical
from cycle.database import Database
from cycle.history import record_hash
from tests.cycle.cli.conftest import Ocop, Province

FIRST = "0001"
IDEA = "QNG2024-0001"


# What derivations say since their second format.
_NEWER_WORDS = ("format", "changes", "marks", "provisional", "original", "events", "days", "start")


@pytest.fixture
def early(province: Province) -> Province:
    """A season as the first release could have it: no plan tasks; one product is to hand in its idea by 30 April."""
    province.done("to_chuc", "season", "open", "QNG2024", "--no-dossiers")
    province.done("to_chuc", "dossier", "open", "QNG2024", "SP001")
    province.done("xa", "dossier", "fire", IDEA, "choose")
    return province


def as_of_first_release(office: Ocop) -> None:
    """The database as the first release made it: its tables, indexes and triggers, and rows as it wrote them."""
    newer = office.database.rename(office.database.with_name("newer.db"))
    _make_first_schema(f"sqlite:///{office.database}")
    with sqlite3.connect(office.database) as connection:
        connection.execute("ATTACH ? AS newer", (str(newer),))
        made = connection.execute("SELECT name FROM main.sqlite_master WHERE type = 'table'").fetchall()
        for (table,) in made:
            if table != "alembic_version":
                _copy(connection, table)
    connection.close()
    newer.unlink()


def _make_first_schema(url: str) -> None:
    config = Config()
    config.set_main_option("script_location", str(migrations.FOLDER))
    database = Database(url, rebuilds=True)
    try:
        with database.writing() as transaction:
            config.attributes["connection"] = transaction.connection
            command.upgrade(config, FIRST)
    finally:
        database.close()


def _copy(connection: sqlite3.Connection, table: str) -> None:
    """The rows of a table in the columns that it had."""
    columns = [row[1] for row in connection.execute(f"PRAGMA main.table_info({table})")]
    found = connection.execute(f"SELECT {', '.join(columns)} FROM newer.{table} ORDER BY 1, 2").fetchall()
    rows = [dict(zip(columns, row, strict=True)) for row in found]
    if table == "record":
        _retell(rows)
    if table == "deadline":
        rows = [{**row, "derivation": _as_then(row["derivation"])} for row in rows]
    marks = ", ".join(f":{name}" for name in columns)
    connection.executemany(f"INSERT INTO main.{table} ({', '.join(columns)}) VALUES ({marks})", rows)


def _retell(records: list[dict[str, Any]]) -> None:
    """Records with derivations as they were told then; every hash after them is made anew."""
    heads: dict[str, str] = {}
    for row in sorted(records, key=lambda row: (row["stream"], row["seq"])):
        row.update(payload=_as_then(row["payload"]), prev=heads.get(row["stream"], row["prev"]))
        heads[row["stream"]] = row["hash"] = record_hash(row)


def _as_then(text: str) -> str:
    return canonical(_without_newer(json.loads(text)))


def _without_newer(value: Any) -> Any:
    if isinstance(value, list):
        return [_without_newer(one) for one in value]
    if not isinstance(value, dict):
        return value
    newer = _NEWER_WORDS if value.get("format") == 2 else ()
    return {name: _without_newer(one) for name, one in value.items() if name not in newer}


def deadlines(office: Ocop) -> list[tuple[Any, ...]]:
    connection = sqlite3.connect(office.database)
    try:
        return connection.execute("SELECT dossier, name, status, due, next_at FROM deadline").fetchall()
    finally:
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
    assert written["rows"]["dossier"] == 12
    assert written["revision"] == migrations.newest()


def test_an_older_database_is_brought_to_this_release_and_the_old_file_is_kept(early: Province) -> None:
    as_of_first_release(early)
    refused = early.by("to_chuc", "dossier", "list")
    assert refused.exit_code == 1
    assert "ocop upgrade" in refused.stderr
    assert f"ocop.db.schema-{FIRST}" in early.done("to_chuc", "upgrade")
    assert [row["code"] for row in early.told("to_chuc", "dossier", "list")["rows"]] == [IDEA]
    assert (early.database.parent / f"ocop.db.schema-{FIRST}").is_file()
    assert early.by("kiem_tra", "history", "verify").exit_code == 0


def test_what_ran_before_an_upgrade_is_explained_and_swept_after_it(early: Province) -> None:
    as_of_first_release(early)
    early.done("to_chuc", "upgrade")
    over = "2024-04-30T17:00:00.000000Z"
    assert deadlines(early) == [(IDEA, "submission", "open", over, over)]
    assert "30/04/2024" in early.done("to_chuc", "deadline", "explain", IDEA)
    early.done("to_chuc", "sweep", "--once", now="2024-05-01")
    assert deadlines(early) == [(IDEA, "submission", "open", over, None)]
    assert "Hết hạn" in early.done("to_chuc", "history", "show", IDEA, now="2024-05-01")
    assert early.by("kiem_tra", "history", "verify", now="2024-05-01").exit_code == 0


def test_an_upgraded_office_takes_tasks_that_have_no_product(early: Province) -> None:
    as_of_first_release(early)
    early.done("to_chuc", "upgrade")
    early.done("to_chuc", "season", "open", "QNG2024")
    assert len(early.told("to_chuc", "dossier", "list", "--family", "plan_task")["rows"]) == 10
    assert early.by("kiem_tra", "history", "verify").exit_code == 0


def test_an_upgrade_does_not_overwrite_the_copy_of_an_earlier_one(early: Province) -> None:
    as_of_first_release(early)
    copy = early.database.parent / f"ocop.db.schema-{FIRST}"
    copy.write_bytes(b"kept")
    assert early.by("to_chuc", "upgrade").exit_code == 1
    assert copy.read_bytes() == b"kept"
