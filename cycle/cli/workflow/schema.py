"""`ocop workflow schema`: what a declaration file may hold, for editors."""

from pathlib import Path

import click

from cycle.cli.asking.session import Failure, Session
from cycle.cli.asking.spoken import command, option
from cycle.cli.asking.types import FILE
from cycle.cli.asking.written import OneOf
from cycle.cli.schemas import schema_text, schema_tree
from cycle.cli.telling.answers import NOT_FOUND
from cycle.cli.telling.output import talk, write_json
from workflows.model.schema import KINDS


@command("schema")
@option("--kind", type=OneOf(KINDS), default="workflow", metavar="KIND")
@option("--out", "out", type=FILE, metavar="FILE")
@click.pass_obj
def schema(session: Session, kind: str, out: Path | None) -> None:
    if out is None:
        write_json(schema_tree(session.texts, kind))
        return
    if out.exists():
        raise Failure("file_exists", NOT_FOUND, file=out)
    out.write_text(schema_text(session.texts, kind), encoding="utf-8")
    talk(session.texts.say("schema.written", file=out))
