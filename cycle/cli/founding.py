"""`ocop init`: a new database, made ready for work or for rehearsal."""

from datetime import date
from pathlib import Path

import click

from cycle import migrations
from cycle.answers import Done
from cycle.app import CannotStartError, clock_of, new_app, os_user
from cycle.cli.asking.declared import configuration, declared
from cycle.cli.asking.session import Failure, Session
from cycle.cli.asking.spoken import command, option
from cycle.cli.asking.types import DAY, FOLDER
from cycle.cli.telling.answers import INVALID, give
from cycle.clock import day_in
from cycle.commands import publishing
from cycle.commands.permits import roles_that_may
from cycle.commands.register import register
from cycle.configuration import Configuration
from cycle.settings import Settings
from workflows.model.organisations import OrganisationSeed
from workflows.rules import Rules
from workflows.verdict import Refusal


@command("init")
@option("--rehearsal", is_flag=True)
@option("--admin", "administrator", metavar="CODE")
@option("--admin-name", metavar="NAME")
@option("--config", "folder", type=FOLDER, metavar="DIR")
@option("--effective", type=DAY, metavar="DAY")
@click.pass_obj
def init(
    session: Session,
    rehearsal: bool,
    administrator: str | None,
    admin_name: str | None,
    folder: Path | None,
    effective: date | None,
) -> int:
    found = configuration(session, folder)
    code = administrator or os_user()
    account = register.Account(code, admin_name or code, os_user())
    founding = founding_of(found, account, rehearsal=rehearsal)
    answer = found_office(session, found, founding, effective)
    kind = "init.rehearsal" if rehearsal else "init.work"
    return give(session, answer, session.texts.say(kind, account=code, database=session.settings().shown_url))


def founding_of(found: Configuration, account: register.Account, *, rehearsal: bool) -> publishing.Founding:
    """What a new database begins with."""
    organisations = tuple(_organisation(seed) for seed in found.organisations)
    return publishing.Founding(organisations, account, _administrators_role(found.rules), rehearsal)


def found_office(
    session: Session, found: Configuration, founding: publishing.Founding, effective: date | None
) -> Done | Refusal:
    """Make the database; where that fails, a file that was not there before is not there afterwards."""
    settings = session.settings()
    clock_of(session.instant, rehearsal=founding.rehearsal)
    path = settings.database_path
    new = path is not None and not path.exists()
    try:
        return _found(session, settings, found, founding, effective)
    except BaseException:
        if new and path is not None:
            remove_database(path)
        raise


def _found(
    session: Session, settings: Settings, found: Configuration, founding: publishing.Founding, effective: date | None
) -> Done | Refusal:
    settings.store_folder.mkdir(mode=0o750, parents=True, exist_ok=True)
    if settings.database_path is not None:
        settings.database_path.parent.mkdir(mode=0o750, parents=True, exist_ok=True)
    try:
        migrations.upgrade(settings.database_url)
    except ModuleNotFoundError as missing:
        raise CannotStartError("driver_missing", module=str(missing.name)) from None
    app = new_app(settings, session.texts, session.instant, rehearsal=founding.rehearsal)
    try:
        day = effective or day_in(app.office.zone, app.office.clock.now())
        return publishing.found(app.office, declared(found), founding, day)
    finally:
        app.close()


def _administrators_role(rules: Rules) -> str:
    """The role of the first account: one that may enter accounts and is held for nobody in particular."""
    able = [name for name in roles_that_may(rules, "account.write") if rules.roles[name].level == "none"]
    if not able:
        raise Failure("no_administrator_role", INVALID)
    return able[0]


def _organisation(seed: OrganisationSeed) -> register.Organisation:
    return register.Organisation(seed.code, seed.name, seed.level, seed.starts, seed.parent, seed.ends, seed.successors)


def remove_database(file: Path) -> None:
    """Remove the file of an SQLite database with what its driver keeps beside it."""
    for suffix in ("", "-wal", "-shm", "-journal"):
        file.with_name(file.name + suffix).unlink(missing_ok=True)
