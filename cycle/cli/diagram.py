"""`ocop diagram`: a workflow drawn as text."""

from datetime import date
from pathlib import Path

import click

from cycle.cli.asking.declared import rules_asked
from cycle.cli.asking.session import Failure, Session
from cycle.cli.asking.spoken import command, option
from cycle.cli.asking.types import DAY, FOLDER
from cycle.cli.telling.answers import NOT_FOUND
from cycle.cli.telling.output import tell, write_json
from workflows.diagram import mermaid
from workflows.problems import nearest_name


@command("diagram")
@click.argument("workflow", metavar="WORKFLOW")
@option("--config", "folder", type=FOLDER, metavar="DIR")
@option("--at", "at", type=DAY, metavar="DAY")
@click.pass_obj
def diagram(session: Session, workflow: str, folder: Path | None, at: date | None) -> None:
    rules = rules_asked(session, folder, at)
    definition = rules.definitions.get(workflow)
    if definition is None:
        near = nearest_name(workflow, tuple(rules.definitions)) or ", ".join(rules.definitions)
        raise Failure("workflow_unknown", NOT_FOUND, workflow=workflow, nearest=near)
    texts = session.texts.under(rules, definition)
    text = mermaid(definition, texts.language, texts.role)
    if session.json:
        write_json({"workflow": workflow, "mermaid": text})
    else:
        tell(text)
