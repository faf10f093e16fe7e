"""What an installation looks like from inside: settings, database, rules and files, each found well or not."""

import errno
import os
import platform
import tempfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from importlib.metadata import version as version_of
from pathlib import Path
from typing import Any

from cycle import migrations
from cycle.database import Database, damaged, said_by_driver, sqlite_driver
from cycle.publication import Rulebook, UnreadablePublicationError
from cycle.queries.register.bodies import read_bodies
from cycle.queries.register.unattended import unattended
from cycle.settings import Settings
from cycle.store import Store

WELL, NOTICE, BAD = "well", "notice", "bad"
# More than these are counted only.
MOST_NAMED = 5


@dataclass(frozen=True)
class Finding:
    """One thing looked at: well, notice or bad. `code` names the message `doctor.<code>`, else `start.<code>`."""

    code: str
    state: str
    params: Mapping[str, Any] = field(default_factory=dict)


def examine(settings: Settings, today: date) -> list[Finding]:
    """Everything there is to say, also where nothing is set up yet."""
    found = (*_settings(settings), _versions(), _driver(), *_database(settings, today))
    return [*found, *_store(settings.store_folder)]


def _settings(settings: Settings) -> Iterator[Finding]:
    for one in settings.shown():
        yield Finding("setting", WELL, {"name": one.name, "value": one.value, "origin": one.origin})


def _versions() -> Finding:
    return Finding("versions", WELL, {"ocop": version_of("ocop-cycle"), "python": platform.python_version()})


def _driver() -> Finding:
    module, newer = sqlite_driver()
    told = {"module": module.__name__, "version": module.sqlite_version}
    return Finding("driver", WELL, told) if newer else Finding("driver_standard", NOTICE, told)


def _database(settings: Settings, today: date) -> Iterator[Finding]:
    path = settings.database_path
    if path is not None and not path.is_file():
        yield Finding("database_missing", BAD, {"database": settings.shown_url})
        return
    try:
        database = Database(settings.database_url)
    except ModuleNotFoundError as missing:
        yield Finding("driver_missing", BAD, {"module": str(missing.name)})
        return
    try:
        yield from _inside(database, settings.shown_url, today)
        yield from _files(database, Store(settings.store_folder))
        yield from _unattended(database, today)
    except Exception as error:
        said = said_by_driver(error)
        if said is None:
            raise
        told = {"database": settings.shown_url, "detail": said}
        yield Finding("database_damaged" if damaged(said) else "database_failed", BAD, told)
    finally:
        database.close()


def _inside(database: Database, shown: str, today: date) -> Iterator[Finding]:
    found, wanted = migrations.revision(database), migrations.newest()
    wrong = migrations.schema_fault(found, wanted)
    told = {"found": found, "wanted": wanted, "database": shown}
    yield Finding("schema", WELL, told) if wrong is None else Finding(wrong, BAD, told)
    if wrong is not None:
        return
    with database.reading() as transaction:
        if transaction.postgresql:
            (version,) = transaction.row("SHOW server_version") or ("-",)
            yield Finding("server", WELL, {"version": version})
        else:
            (mode,) = transaction.row("PRAGMA journal_mode") or ("-",)
            yield Finding("journal", WELL, {"mode": mode})
        facts: dict[str, str] = dict(transaction.rows("SELECT name, value FROM installation"))
        kind = facts.get("kind")
        yield Finding("kind", WELL, {"kind": kind}) if kind else Finding("not_initialised", BAD, {"database": shown})
        try:
            published = Rulebook().on(transaction, today)
        except UnreadablePublicationError as error:
            yield Finding("rules_unreadable", BAD, {"detail": str(error)})
            return
        yield (
            Finding("rules", WELL, {"publication": published.hash, "workflows": len(published.rules.definitions)})
            if published
            else Finding("rules_none", NOTICE, {"day": today})
        )


def _unattended(database: Database, today: date) -> Iterator[Finding]:
    """The organisations that nobody acts for, though products lie there or they follow one that had accounts."""
    with database.reading() as transaction:
        if migrations.revision(database) != migrations.newest():
            return
        bodies = read_bodies(transaction, today)
        if found := unattended(transaction, bodies):
            names = [f"{bodies.known[code].name} ({code})" for code in found[:MOST_NAMED]]
            yield Finding("unattended", NOTICE, {"count": len(found), "organisations": names})


def _files(database: Database, store: Store) -> Iterator[Finding]:
    """The files that papers, filed letters and documents name against those that are kept."""
    with database.reading() as transaction:
        if migrations.revision(database) != migrations.newest():
            return
        rows = transaction.rows("SELECT file, MIN(number) FROM formal_letter GROUP BY file")
        rows += transaction.rows("SELECT file, MIN(code) FROM document GROUP BY file")
        rows += transaction.rows("SELECT file, MIN(code) FROM paper WHERE file IS NOT NULL GROUP BY file")
    named: dict[str, str] = dict(rows)
    kept = set(store.kept())
    lost = sorted(code for file, code in named.items() if file not in kept)
    if lost:
        yield Finding("files_lost", BAD, {"count": len(lost), "papers": lost[:5]})
    yield Finding("files", WELL, {"count": len(named.keys() & kept)})
    if orphans := len(kept - named.keys()):
        yield Finding("files_unnamed", NOTICE, {"count": orphans})


def _store(folder: Path) -> Iterator[Finding]:
    """Whether a file can be kept, tried by making one, and what killed runs left half written."""
    nearest = next(one for one in (folder, *folder.parents) if one.exists())
    told = {"folder": str(folder)}
    if nearest != folder:
        yield Finding("store_missing", NOTICE if os.access(nearest, os.W_OK) else BAD, told)
        return
    try:
        with tempfile.TemporaryFile(dir=folder):
            yield Finding("store", WELL, told)
    except OSError as error:
        yield Finding("store_unwritable", BAD, {**told, "detail": errno.errorcode.get(error.errno or 0, str(error))})
    if left := Store(folder).incoming():
        yield Finding("files_half", NOTICE, {"count": left})
