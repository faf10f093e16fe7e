"""Rules for commands that only look: from a folder where one is named, else those published for a day."""

from collections.abc import Mapping
from datetime import date
from pathlib import Path

from cycle.cli.asking.session import Failure, Session
from cycle.cli.telling.answers import NOT_FOUND
from cycle.clock import day_in
from cycle.commands.publishing import Declared
from cycle.configuration import Configuration, read_configuration
from cycle.settings import SettingsError
from workflows.definition import Definition
from workflows.problems import nearest_name
from workflows.rules import Rules


class ConfigurationError(SettingsError):
    """The configuration is not sound; `problems` says all that is wrong."""


def configuration(
    session: Session, chosen: Path | None, instead: Mapping[str, Path | None] | None = None
) -> Configuration:
    """The configuration of the folder that a run means. Raises ConfigurationError.

    `instead` names other files to be read in place of some paths; None: as if it were not there.
    """
    found = read_configuration(session.config_folder(chosen), instead)
    if isinstance(found, list):
        raise ConfigurationError(found)
    return found


def declared(found: Configuration) -> Declared:
    """A sound configuration as publishing takes it."""
    return Declared(found.sources, found.rules)


def rules_asked(session: Session, folder: Path | None, at: date | None) -> Rules:
    """The rules of a folder where one is named, else those in force on a day, today when None. Raises Failure."""
    return publication_asked(session, folder, at)[0]


def publication_asked(session: Session, folder: Path | None, at: date | None) -> tuple[Rules, str | None]:
    """The same rules, and the hash of their publication; None where they come from a folder. Raises Failure."""
    chosen = folder or session.config
    if chosen is not None:
        return configuration(session, chosen).rules, None
    app = session.app()
    day = at or day_in(app.office.zone, app.office.clock.now())
    with app.office.database.reading() as transaction:
        published = app.office.rulebook.on(transaction, day)
    if published is None:
        raise Failure("no_publication", day=day)
    return published.rules, published.hash


def definition_asked(rules: Rules, workflow: str) -> Definition:
    """The workflow of a name. Raises Failure, which names the nearest."""
    if workflow not in rules.definitions:
        near = nearest_name(workflow, tuple(rules.definitions)) or ", ".join(rules.definitions)
        raise Failure("workflow_unknown", NOT_FOUND, workflow=workflow, nearest=near)
    return rules.definitions[workflow]
