"""`ocop check` and `ocop publish`: is the configuration sound, and putting it in force."""

from datetime import date
from pathlib import Path

import click

from cycle.answers import Done
from cycle.app import CannotStartError
from cycle.checking import check_folder
from cycle.cli.asking.declared import configuration, declared
from cycle.cli.asking.session import Session
from cycle.cli.asking.spoken import command, option
from cycle.cli.asking.types import DAY, FOLDER
from cycle.cli.telling.answers import give, give_problems
from cycle.cli.telling.output import talk
from cycle.commands import publishing
from cycle.queries.letters.audiences import count_unreached
from workflows.rules import Rules

# There is no database yet: a folder is often checked before.
MISSING = "database_missing"


@command("check")
@option("--config", "folder", type=FOLDER, metavar="DIR")
@click.pass_obj
def check(session: Session, folder: Path | None) -> int:
    where = session.config_folder(folder)
    found = check_folder(where)
    if not session.json and found.problems:
        talk(session.texts.say("check.problems", count=len(found.problems), folder=where))
    elif not session.json:
        talk(session.texts.say("check.sound", count=found.files, folder=where))
        _tell_contacts(session, found.rules)
    return give_problems(session, found.problems)


def _tell_contacts(session: Session, rules: Rules | None) -> None:
    """How many of those whom letters go to no e-mail reaches, where there is an office to ask."""
    try:
        office = session.app().office
    except CannotStartError as error:
        if error.code != MISSING:
            talk(session.texts.say("check.contacts_unread"))
        return
    organisations, producers = count_unreached(office, rules) if rules is not None else (0, 0)
    if organisations or producers:
        talk(session.texts.say("check.contacts", organisations=organisations, producers=producers))


@command("publish")
@option("--config", "folder", type=FOLDER, metavar="DIR")
@option("--effective", type=DAY, metavar="DAY")
@option("--dry-run", is_flag=True)
@click.pass_obj
def publish(session: Session, folder: Path | None, effective: date | None, dry_run: bool) -> int:
    ready = declared(configuration(session, folder))
    office, caller = session.app().office, session.caller()
    answer = (publishing.try_publish if dry_run else publishing.publish)(office, caller, ready, effective)
    told = "publish.would" if dry_run else "publish.done"
    sentence = session.texts.say(told, hash=answer.target, **answer.details) if isinstance(answer, Done) else None
    return give(session, answer, sentence)
