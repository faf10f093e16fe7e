"""`ocop backup`, `ocop restore`, `ocop upgrade`: keeping an office's data through accidents and new releases."""

from collections.abc import Mapping
from contextlib import closing
from dataclasses import asdict
from pathlib import Path
from typing import Any

import click

from cycle import migrations
from cycle.app import CannotStartError, clock_of, connect
from cycle.backup import (
    BackupUnusableError,
    Manifest,
    read_manifest,
    restore_database,
    restore_files,
    upgrade_database,
    write_backup,
)
from cycle.cli.asking.session import Failure, Session
from cycle.cli.asking.spoken import command, option
from cycle.cli.asking.types import FOLDER
from cycle.cli.founding import remove_database
from cycle.cli.telling.answers import DONE, FAILED, NOT_FOUND
from cycle.cli.telling.output import progress, tell, write_json
from cycle.queries.verification import verify
from cycle.store import Store


@command("backup")
@click.argument("folder", type=FOLDER, metavar="DIR")
@click.pass_obj
def backup(session: Session, folder: Path) -> int:
    if folder.exists():
        raise Failure("folder_exists", NOT_FOUND, folder=folder)
    app = session.app()
    with progress(session.texts.say("backup.label"), 0) as bar:
        made = write_backup(app.office.database, app.store, folder, clock_of(None, rehearsal=False).now(), bar.reach)
    return _tell(session, "backup.made", folder, made.manifest)


@command("restore")
@click.argument("folder", type=FOLDER, metavar="DIR")
@click.pass_obj
def restore(session: Session, folder: Path) -> int:
    try:
        manifest = read_manifest(folder)
        _restore(session, folder)
    except BackupUnusableError as wrong:
        raise Failure(wrong.code, NOT_FOUND, **wrong.params) from None
    with progress(session.texts.say("history.label"), 0) as bar:
        found = verify(session.app().office, bar.reach)
    if found.faults:
        raise Failure("restored_different", FAILED, faults=len(found.faults) + found.more)
    return _tell(session, "backup.restored", folder, manifest)


@command("upgrade")
@option("--backup-made", is_flag=True)
@click.pass_obj
def upgrade(session: Session, backup_made: bool) -> int:
    settings = session.settings()
    with closing(connect(settings)) as database:
        before, wanted = migrations.revision(database), migrations.newest()
        wrong = migrations.schema_fault(before, wanted)
        if wrong not in {None, "schema_older"}:
            raise CannotStartError(str(wrong), database=settings.shown_url, found=before, wanted=wanted)
        if wrong is None:
            return _tell_upgrade(session, "upgrade.newest", {"after": wanted})
        if settings.database_path is None and not backup_made:
            raise Failure("backup_not_made", NOT_FOUND, database=settings.shown_url)
        done = upgrade_database(database, settings.database_path, str(before))
    return _tell_upgrade(session, "upgrade.done" if done.copy is None else "upgrade.done_copied", asdict(done))


def _restore(session: Session, folder: Path) -> None:
    """Rows and files; where that fails, a database file that was not there before is not there afterwards."""
    settings, path = session.settings(), session.settings().database_path
    new = path is not None and not path.exists()
    if path is not None:
        path.parent.mkdir(mode=0o750, parents=True, exist_ok=True)
    try:
        with progress(session.texts.say("restore.label"), 0) as bar:
            restore_database(folder, settings.database_url, bar.reach)
            restore_files(folder, Store(settings.store_folder), bar.reach)
    except BaseException:
        if new and path is not None:
            remove_database(path)
        raise


def _tell(session: Session, said: str, folder: Path, manifest: Manifest) -> int:
    lost = (*manifest.missing, *manifest.damaged)
    if session.json:
        write_json({"result": "incomplete" if lost else "done", "folder": str(folder), **asdict(manifest)})
    else:
        tell(session.texts.say(said, folder=folder, rows=sum(manifest.rows.values()), files=manifest.files))
        for sha256 in lost:
            tell(session.texts.say("backup.lost", file=sha256))
    return FAILED if lost else DONE


def _tell_upgrade(session: Session, said: str, told: Mapping[str, Any]) -> int:
    if session.json:
        write_json({"result": "done", **{name: value and str(value) for name, value in told.items()}})
    else:
        tell(session.texts.say(said, **told))
    return DONE
