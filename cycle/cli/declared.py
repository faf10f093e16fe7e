"""Rules for commands that only look: from a folder where one is named, else those published for a day."""

from datetime import date
from pathlib import Path

from cycle.cli.session import Failure, Session
from cycle.clock import day_in
from cycle.commands.publishing import Declared
from cycle.configuration import Configuration, read_configuration
from cycle.settings import SettingsError
from workflows.rules import Rules


class ConfigurationError(SettingsError):
    """The configuration is not sound; `problems` says all that is wrong."""


def configuration(session: Session, chosen: Path | None) -> Configuration:
    """The configuration of the folder that a run means. Raises ConfigurationError."""
    found = read_configuration(session.config_folder(chosen))
    if isinstance(found, list):
        raise ConfigurationError(found)
    return found


def declared(found: Configuration) -> Declared:
    """A sound configuration as publishing takes it."""
    return Declared(found.sources, found.rules)


def rules_asked(session: Session, folder: Path | None, at: date | None) -> Rules:
    """The rules of a folder where one is named, else those in force on a day, today when None. Raises Failure."""
    chosen = folder or session.config
    if chosen is not None:
        return configuration(session, chosen).rules
    app = session.app()
    day = at or day_in(app.office.zone, app.office.clock.now())
    with app.office.database.reading() as transaction:
        published = app.office.rulebook.on(transaction, day)
    if published is None:
        raise Failure("no_publication", day=day)
    return published.rules
