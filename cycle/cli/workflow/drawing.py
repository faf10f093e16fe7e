"""`ocop workflow draw`: a workflow as a picture, and a dossier's way through it."""

from datetime import date
from pathlib import Path

import click

from cycle.cli.asking.declared import definition_asked, rules_asked
from cycle.cli.asking.seeing import shown_of, view
from cycle.cli.asking.session import Failure, Session
from cycle.cli.asking.spoken import command, option
from cycle.cli.asking.types import DAY, FILE, FOLDER
from cycle.cli.asking.written import CODE
from cycle.cli.telling.answers import NOT_FOUND
from cycle.cli.telling.pictures import give_picture
from cycle.cli.telling.titles import titled
from cycle.pictures.workflow import draw_workflow, way_of
from cycle.queries.history import replay


@command("draw")
@click.argument("workflow", metavar="WORKFLOW")
@option("--svg", "svg", type=FILE, metavar="FILE")
@option("--dossier", "dossier", type=CODE, metavar="DOSSIER")
@option("--at", "at", type=DAY, metavar="DAY")
@option("--config", "folder", type=FOLDER, metavar="DIR")
@click.pass_obj
def draw(
    session: Session, workflow: str, svg: Path | None, dossier: str | None, at: date | None, folder: Path | None
) -> None:
    if dossier and (folder or session.config):
        raise Failure("draw_dossier_config", NOT_FOUND, dossier=dossier)
    drawn = _followed(session, workflow, dossier, at) if dossier else _declared(session, workflow, folder, at)
    give_picture(session, drawn, svg)


def _declared(session: Session, workflow: str, folder: Path | None, at: date | None) -> str:
    rules = rules_asked(session, folder, at)
    definition = definition_asked(rules, workflow)
    return draw_workflow(session.texts.under(rules, definition), definition)


def _followed(session: Session, workflow: str, dossier: str, at: date | None) -> str:
    """The way of a dossier through the very text of the workflow that it pins. Raises Failure and Refused."""
    found = shown_of(session, dossier, replay(session.app().office, view(session), dossier, at, "happened"))
    if found.snapshot is None:
        raise Failure("draw_unopened", NOT_FOUND, dossier=dossier, day=at)
    if found.snapshot.workflow != workflow:
        raise Failure("draw_other_workflow", NOT_FOUND, dossier=dossier, workflow=found.snapshot.workflow)
    own = titled(session, found.snapshot.definition)
    if own.definition is None:
        raise Failure("no_publication", day=at)
    return draw_workflow(own.texts, own.definition, way_of(own.texts, dossier, found.records))
