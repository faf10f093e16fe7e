"""The one composition root: settings in, a running office out."""

import os
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from cycle import migrations
from cycle.clock import Clock, NamedInstant, WallClock, day_in
from cycle.database import Database, Transaction, damaged, said_by_driver
from cycle.letters.post import Post, post_of
from cycle.office import Office
from cycle.publication import Rulebook
from cycle.settings import Settings
from cycle.store import Store
from cycle.texts import Texts
from notifications.others import ExtraMissingError, UrlNotKnownError
from workflows.rules import Rules

if sys.platform != "win32":
    import pwd

FAILED, WRONG_USE = 1, 2


class CannotStartError(Exception):
    """The office cannot be opened. `code` names a message (`start.<code>`), `status` is the exit status."""

    def __init__(self, code: str, status: int = FAILED, **params: Any) -> None:
        super().__init__(code, params)
        self.code, self.status, self.params = code, status, params


@dataclass(frozen=True)
class App:
    """Everything that commands and questions of this run need."""

    settings: Settings
    office: Office
    store: Store
    texts: Texts

    def rules(self) -> Rules | None:
        """The rules in force today; None before the first publication takes effect."""
        with self.office.database.reading() as transaction:
            published = self.office.rulebook.on(transaction, day_in(self.office.zone, self.office.clock.now()))
        return published.rules if published else None

    def post(self) -> Post:
        """The ways by which letters leave this office. Raises CannotStartError where one that is set cannot be used."""
        try:
            return post_of(self.settings, self.office.clock.now, rehearsal=self.office.rehearsal)
        except ExtraMissingError as missing:
            raise CannotStartError("extra_missing", extra=missing.extra) from None
        except UrlNotKnownError as wrong:
            raise CannotStartError("notify_url", place=wrong.place) from None

    def account_of(self, os_user: str) -> str | None:
        """The account that an operating-system user is bound to."""
        with self.office.database.reading() as transaction:
            found = transaction.row("SELECT code FROM account WHERE os_user = ?", (os_user,))
        return found[0] if found else None

    def close(self) -> None:
        """Give the database's connections back."""
        self.office.database.close()


def open_app(settings: Settings, texts: Texts, instant: datetime | None = None) -> App:
    """The office that the settings name; `instant` is one that a rehearsal names. Raises CannotStartError."""
    database = open_database(settings)
    try:
        facts = _installation(database)
        rehearsal = facts["kind"] == "rehearsal"
        clock = clock_of(instant, rehearsal=rehearsal)
    except BaseException:
        database.close()
        raise
    office = Office(database, Rulebook(), clock, rehearsal=rehearsal)
    return App(settings, office, Store(settings.store_folder), texts)


def new_app(settings: Settings, texts: Texts, instant: datetime | None, *, rehearsal: bool) -> App:
    """An office whose database is still to be founded; the caller has migrated it. Raises CannotStartError."""
    clock = clock_of(instant, rehearsal=rehearsal)
    office = Office(Database(settings.database_url), Rulebook(), clock, rehearsal=rehearsal)
    return App(settings, office, Store(settings.store_folder), texts)


def clock_of(instant: datetime | None, *, rehearsal: bool) -> Clock:
    """The machine's clock, or in a rehearsal one that stands at a named instant. Raises CannotStartError."""
    if instant is None:
        return WallClock()
    if not rehearsal:
        raise CannotStartError("now_needs_rehearsal", WRONG_USE)
    return NamedInstant(instant)


def open_database(settings: Settings) -> Database:
    """The database, reachable and at the schema of this release. Raises CannotStartError."""
    path = settings.database_path
    if path is not None and not path.is_file():
        raise CannotStartError("database_missing", WRONG_USE, database=settings.shown_url)
    database = connect(settings)
    try:
        _check_schema(database, settings)
    except BaseException:
        database.close()
        raise
    return database


def connect(settings: Settings) -> Database:
    """The database behind the URL. Raises CannotStartError where its driver is not installed."""
    try:
        return Database(settings.database_url)
    except ModuleNotFoundError as missing:
        raise CannotStartError("driver_missing", module=str(missing.name)) from None


def os_user() -> str:
    """The operating system's name for whoever runs this process, by its number and not by a variable it may set."""
    if sys.platform == "win32":
        return os.getlogin()
    try:
        return pwd.getpwuid(os.getuid()).pw_name
    except KeyError:
        return str(os.getuid())


def _check_schema(database: Database, settings: Settings) -> None:
    try:
        found, wanted = migrations.revision(database), migrations.newest()
    except Exception as error:
        said = said_by_driver(error)
        if said is None:
            raise
        code = "database_damaged" if damaged(said) else "unreachable"
        raise CannotStartError(code, database=settings.shown_url, detail=said) from None
    wrong = migrations.schema_fault(found, wanted)
    if wrong is not None:
        status = WRONG_USE if found is None else FAILED
        raise CannotStartError(wrong, status, database=settings.shown_url, found=found, wanted=wanted)


def _installation(database: Database) -> Mapping[str, str]:
    with database.reading() as transaction:
        facts = _facts(transaction)
    if "kind" not in facts:
        raise CannotStartError("not_initialised", WRONG_USE, database=database.url.render_as_string(hide_password=True))
    return facts


def _facts(transaction: Transaction) -> Mapping[str, str]:
    return dict(transaction.rows("SELECT name, value FROM installation"))
