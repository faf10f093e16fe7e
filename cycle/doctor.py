"""What an installation looks like from inside: settings, database, rules and files, each found well or not."""

import os
import tempfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from sqlalchemy.exc import DBAPIError

from cycle import migrations
from cycle.database import Database, sqlite_driver
from cycle.publication import Rulebook, UnreadablePublicationError
from cycle.settings import Settings

WELL, NOTICE, BAD = "well", "notice", "bad"


@dataclass(frozen=True)
class Finding:
    """One thing looked at. `code` names the message `doctor.<code>`; `state` is well, notice or bad."""

    code: str
    state: str
    params: Mapping[str, Any] = field(default_factory=dict)


def examine(settings: Settings, today: date) -> list[Finding]:
    """Everything there is to say, also where nothing is set up yet."""
    return [*_settings(settings), _driver(), *_database(settings, today), _store(settings.store_folder)]


def _settings(settings: Settings) -> Iterator[Finding]:
    values = {"database": settings.shown_url, "data": str(settings.data), "language": settings.language}
    for name, value in values.items():
        yield Finding("setting", WELL, {"name": name, "value": value, "origin": settings.origins[name]})


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
        yield from _inside(database, today)
    except DBAPIError as error:
        yield Finding("database_failed", BAD, {"detail": str(error.orig).strip()})
    finally:
        database.close()


def _inside(database: Database, today: date) -> Iterator[Finding]:
    found, wanted = migrations.revision(database), migrations.newest()
    told = {"found": found or "-", "wanted": wanted}
    yield Finding("schema", WELL, told) if found == wanted else Finding("schema_other", BAD, told)
    if found != wanted:
        return
    with database.reading() as transaction:
        if not transaction.postgresql:
            (mode,) = transaction.row("PRAGMA journal_mode") or ("-",)
            yield Finding("journal", WELL, {"mode": mode})
        facts = dict(transaction.rows("SELECT name, value FROM installation"))
        kind = facts.get("kind")
        yield Finding("kind", WELL, {"kind": kind}) if kind else Finding("kind_missing", BAD)
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


def _store(folder: Path) -> Finding:
    """Whether a file can be kept, tried by making one."""
    nearest = next(one for one in (folder, *folder.parents) if one.exists())
    told = {"folder": str(folder)}
    if nearest != folder:
        return Finding("store_missing", NOTICE if os.access(nearest, os.W_OK) else BAD, told)
    try:
        with tempfile.TemporaryFile(dir=folder):
            return Finding("store", WELL, told)
    except OSError as error:
        return Finding("store_unwritable", BAD, {**told, "detail": error.strerror or str(error)})
