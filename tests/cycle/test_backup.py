"""Backups: what is copied out of one database and brought into another is the same, of whatever kind both are."""

from pathlib import Path

import pytest
from sqlalchemy import select

from cycle.backup import BackupUnusableError, read_manifest, restore_database, restore_files, write_backup
from cycle.clock import WallClock
from cycle.commands.papers.papers import FileContent
from cycle.commands.sequencing import sequence
from cycle.database import Database
from cycle.office import Office
from cycle.publication import Rulebook
from cycle.queries.verification import verify
from cycle.store import Limits, Store
from cycle.tables import metadata
from tests.conftest import TestClock
from tests.scene import Scene

FORM = b"%PDF-1.4 form"


def nothing(_done: int, _total: int) -> None:
    """Nobody watches."""


def rows_of(url: str) -> dict[str, list[tuple[object, ...]]]:
    database = Database(url)
    with database.reading() as transaction:
        found = {
            table.name: [tuple(row) for row in transaction.connection.execute(select(table).order_by(*table.columns))]
            for table in metadata.sorted_tables
        }
    database.close()
    return found


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store(tmp_path / "store")


@pytest.fixture
def saved(scene: Scene, store: Store, tmp_path: Path) -> Path:
    """A backup of an office with an open dossier and a file."""
    scene.open()
    (tmp_path / "form.pdf").write_bytes(FORM)
    kept = store.put(tmp_path / "form.pdf", Limits(1000, frozenset({"pdf"})))
    scene.paper(
        "idea_form_new", "dossier", "QNG2024-0001", scene.office.clock.now().date(), content=_content(kept.sha256)
    )
    sequence(scene.office, most=50)
    write_backup(scene.office.database, store, tmp_path / "saved", WallClock().now(), nothing)
    return tmp_path / "saved"


def _content(sha256: str) -> FileContent:
    return FileContent(sha256, "form.pdf", "pdf", len(FORM))


@pytest.mark.parametrize("target", ["empty_sqlite_url", "empty_pg_url"])
def test_what_is_restored_equals_what_was_saved_row_by_row(
    saved: Path, scene: Scene, tmp_path: Path, target: str, request: pytest.FixtureRequest
) -> None:
    url = f"sqlite:///{tmp_path / 'restored.db'}" if target == "empty_sqlite_url" else request.getfixturevalue(target)
    restore_database(saved, url, nothing)
    assert rows_of(url) == rows_of(scene.office.database.url.render_as_string(hide_password=False))
    restored = Office(Database(url), Rulebook(), scene.office.clock, rehearsal=True)
    found = verify(restored)
    restored.database.close()
    assert found.records > 30
    assert (found.placed, found.waiting) == (50, found.records - 50)
    assert found.faults == ()


def test_the_files_of_papers_are_saved_and_come_back(saved: Path, store: Store, tmp_path: Path) -> None:
    assert read_manifest(saved).files == 1
    copied = restore_files(saved, Store(tmp_path / "other"), nothing)
    assert (copied.files, copied.missing, copied.damaged) == (1, (), ())
    kept = [file.read_bytes() for file in (tmp_path / "other").rglob("*") if file.is_file()]
    assert kept == [FORM]


def test_a_file_that_is_lost_or_damaged_is_named_and_the_rest_is_saved(
    saved: Path, scene: Scene, store: Store, tmp_path: Path
) -> None:
    (file,) = (one for one in (tmp_path / "store").rglob("*") if one.is_file())
    file.write_bytes(FORM + b"altered")
    damaged = write_backup(scene.office.database, store, tmp_path / "second", WallClock().now(), nothing)
    assert damaged.manifest.damaged == (file.parent.name + file.name,)
    file.unlink()
    lost = write_backup(scene.office.database, store, tmp_path / "third", WallClock().now(), nothing)
    assert lost.manifest.missing == (file.parent.name + file.name,)
    assert read_manifest(tmp_path / "third").rows["record"] == read_manifest(saved).rows["record"]


def test_a_backup_is_one_file_of_rows_that_nothing_else_belongs_to(saved: Path) -> None:
    assert sorted(one.name for one in saved.iterdir()) == ["backup.json", "files", "ocop.db"]
    assert not [one for one in saved.parent.iterdir() if "partial" in one.name]
    assert saved.stat().st_mode & 0o077 == 0


def test_a_backup_leaves_the_folders_of_others_alone(scene: Scene, store: Store, tmp_path: Path) -> None:
    (tmp_path / "saved.partial").mkdir()
    (tmp_path / "saved.partial" / "precious").touch()
    write_backup(scene.office.database, store, tmp_path / "saved", WallClock().now(), nothing)
    assert (tmp_path / "saved.partial" / "precious").exists()


def test_a_backup_that_fails_leaves_nothing(scene: Scene, store: Store, tmp_path: Path) -> None:
    def full(_done: int, _total: int) -> None:
        raise OSError("the disk is full")

    with pytest.raises(OSError, match="full"):
        write_backup(scene.office.database, store, tmp_path / "saved", WallClock().now(), full)
    assert not [one for one in tmp_path.iterdir() if one.name.startswith("saved")]


@pytest.mark.parametrize("target", ["empty_sqlite_url", "empty_pg_url"])
def test_a_restore_that_was_cut_off_is_repeated(
    saved: Path, scene: Scene, target: str, request: pytest.FixtureRequest, tmp_path: Path
) -> None:
    def cut(done: int, _total: int) -> None:
        if done > 10:
            raise KeyboardInterrupt

    url = f"sqlite:///{tmp_path / 'restored.db'}" if target == "empty_sqlite_url" else request.getfixturevalue(target)
    with pytest.raises(KeyboardInterrupt):
        restore_database(saved, url, cut)
    restore_database(saved, url, nothing)
    assert rows_of(url) == rows_of(scene.office.database.url.render_as_string(hide_password=False))


def test_a_backup_is_read_without_writing_anything_beside_it(saved: Path, tmp_path: Path) -> None:
    before = sorted(one.name for one in saved.iterdir()), (saved / "ocop.db").read_bytes()[:100]
    saved.chmod(0o500)
    restore_database(saved, f"sqlite:///{tmp_path / 'restored.db'}", nothing)
    assert (sorted(one.name for one in saved.iterdir()), (saved / "ocop.db").read_bytes()[:100]) == before
    assert (saved / "ocop.db").read_bytes()[18:20] == b"\x01\x01", "the file says that it has no write-ahead log"


def test_a_backup_that_was_changed_is_not_restored(saved: Path) -> None:
    with (saved / "ocop.db").open("ab") as file:
        file.write(b"more")
    with pytest.raises(BackupUnusableError) as wrong:
        read_manifest(saved)
    assert wrong.value.code == "backup_changed"


def test_what_is_no_backup_is_not_restored(tmp_path: Path) -> None:
    with pytest.raises(BackupUnusableError) as wrong:
        read_manifest(tmp_path)
    assert wrong.value.code == "backup_no_manifest"


def test_nothing_is_restored_over_an_office(saved: Path, tmp_path: Path, clock: TestClock) -> None:
    other = f"sqlite:///{tmp_path / 'other.db'}"
    restore_database(saved, other, nothing)
    before = rows_of(other)
    with pytest.raises(BackupUnusableError) as wrong:
        restore_database(saved, other, nothing)
    assert wrong.value.code == "backup_target"
    assert rows_of(other) == before
