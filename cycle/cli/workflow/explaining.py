"""`ocop workflow explain`: a definition as sentences to be read and signed."""

from datetime import date
from pathlib import Path

import click

from cycle.cli.answers import NOT_FOUND
from cycle.cli.declared import definition_asked, publication_asked
from cycle.cli.output import tell, write_json
from cycle.cli.session import Failure, Session
from cycle.cli.spoken import command, option
from cycle.cli.types import DAY, FOLDER
from cycle.explaining import explained, printed, subject_of
from workflows.problems import nearest_name


@command("explain")
@click.argument("workflow", metavar="WORKFLOW")
@option("--programme", metavar="CODE")
@option("--config", "folder", type=FOLDER, metavar="DIR")
@option("--at", "at", type=DAY, metavar="DAY")
@click.pass_obj
def explain(session: Session, workflow: str, programme: str | None, folder: Path | None, at: date | None) -> None:
    rules, publication = publication_asked(session, folder, at)
    definition = definition_asked(rules, workflow)
    if programme is not None and programme not in rules.programmes:
        near = nearest_name(programme, tuple(rules.programmes)) or ", ".join(rules.programmes)
        raise Failure("programme_unknown", NOT_FOUND, programme=programme, nearest=near)
    told = explained(session.texts, subject_of(rules, definition, programme, publication))
    if session.json:
        write_json({"workflow": workflow, "hash": definition.hash, "publication": publication, "text": told})
    else:
        tell(printed(told))
