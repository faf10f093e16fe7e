"""Which criteria a run asks about."""

from datetime import date
from pathlib import Path

from cycle.app import CannotStartError
from cycle.cli.asking.declared import configuration, rules_asked
from cycle.cli.asking.session import Session
from cycle.cli.telling.output import talk
from workflows.rules import Rules

MISSING = "database_missing"


def declared_rules(session: Session, folder: Path | None, at: date | None) -> Rules:
    """The rules of a folder where one is named, else the published ones; before any are, those of the settings."""
    try:
        return rules_asked(session, folder, at)
    except CannotStartError as error:
        if error.code != MISSING:
            raise
        talk(session.texts.say("explain.no_database", folder=session.config_folder()))
        return configuration(session, None).rules
