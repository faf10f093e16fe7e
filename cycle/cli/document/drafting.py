"""`ocop document draft`: a document for the office to number, date and sign."""

from pathlib import Path

import click

from cycle.cli.asking.seeing import shown, view
from cycle.cli.asking.session import Failure, Session
from cycle.cli.asking.spoken import command, option
from cycle.cli.asking.types import FILE
from cycle.cli.document.about import about as about_options
from cycle.cli.telling.answers import FAILED, NOT_FOUND
from cycle.cli.telling.output import tell, write_json
from cycle.commands.documents.abouts import AskedAbout
from cycle.commands.documents.kinds import FILE as MAY_FILE
from cycle.commands.documents.kinds import KINDS
from cycle.documents.drafting import Asked
from cycle.documents.drafting import draft as draft_of
from notifications.others import ExtraMissingError


@command("draft")
@about_options
@option("--output", type=FILE, metavar="FILE", required=True)
@click.pass_obj
def draft(session: Session, kind: str, about: AskedAbout, output: Path) -> None:
    if output.exists():
        raise Failure("file_exists", NOT_FOUND, file=output)
    if not output.parent.is_dir():
        raise Failure("folder_missing", NOT_FOUND, folder=output.parent)
    seen = view(session, frozenset({MAY_FILE}))
    asked = Asked(session.caller(), kind, about, output.suffix)
    try:
        drafted = shown(draft_of(session.app().office, seen, session.config_folder(), asked))
    except ExtraMissingError:
        raise Failure("formal_extra", FAILED) from None
    with output.open("xb") as file:
        file.write(drafted.content)
    if session.json:
        told = {"kind": kind, "about": about.code, "dossiers": list(drafted.dossiers)}
        write_json({"result": "done", "file": str(output), **told})
    else:
        said = "document.drafted" if KINDS[kind].filed else "document.drafted_unfiled"
        tell(session.texts.say(said, kind=kind, file=output))
