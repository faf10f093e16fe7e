"""`ocop workflow explain`: a definition as sentences to be read and signed."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path

import click

from cycle.app import CannotStartError
from cycle.cli.asking.declared import configuration, definition_asked, publication_asked
from cycle.cli.asking.session import Failure, Session
from cycle.cli.asking.spoken import command, option
from cycle.cli.asking.types import DAY, FOLDER
from cycle.cli.telling.answers import NOT_FOUND
from cycle.cli.telling.output import talk, tell, write_json
from cycle.explaining import explained, printed, subject_of
from cycle.queries.names import names_of
from workflows.problems import nearest_name
from workflows.rules import Rules

MISSING = "database_missing"


@command("explain")
@click.argument("workflow", metavar="WORKFLOW")
@option("--programme", metavar="CODE")
@option("--config", "folder", type=FOLDER, metavar="DIR")
@option("--at", "at", type=DAY, metavar="DAY")
@click.pass_obj
def explain(session: Session, workflow: str, programme: str | None, folder: Path | None, at: date | None) -> None:
    rules, publication, names = _asked(session, folder, at)
    definition = definition_asked(rules, workflow)
    if programme is not None and programme not in rules.programmes:
        near = nearest_name(programme, tuple(rules.programmes)) or ", ".join(rules.programmes)
        raise Failure("programme_unknown", NOT_FOUND, programme=programme, nearest=near)
    told = explained(session.texts, replace(subject_of(rules, definition, programme, publication), organisations=names))
    if session.json:
        write_json({"workflow": workflow, "hash": definition.hash, "publication": publication, "text": told})
    else:
        tell(printed(told))


def _asked(session: Session, folder: Path | None, at: date | None) -> tuple[Rules, str | None, Mapping[str, str]]:
    """The rules, the hash of their publication if they have one, the names of bodies by code.

    Where there is no database yet, the rules are those of the folder of the settings. Raises Failure.
    """
    chosen = folder or session.config
    if chosen is None:
        try:
            rules, publication = publication_asked(session, None, at)
        except CannotStartError as error:
            if error.code != MISSING:
                raise
            chosen = session.config_folder()
            talk(session.texts.say("explain.no_database", folder=chosen))
        else:
            return rules, publication, _registered(session, rules)
    found = configuration(session, chosen)
    return found.rules, None, {one.code: one.name for one in found.organisations}


def _registered(session: Session, rules: Rules) -> Mapping[str, str]:
    """The names that the register has for the bodies of the programmes."""
    parties = [f"organisation:{one.organisation}" for one in rules.programmes.values()]
    named = {party.partition(":")[2]: name for party, name in names_of(session.app().office, parties).items()}
    return {code: name for code, name in named.items() if name != code}
