"""`ocop document file`: what the office has numbered and signed."""

from datetime import date
from typing import Any

import click

from cycle.answers import Done
from cycle.cli.asking.acting import acting, caller_of
from cycle.cli.asking.session import Session
from cycle.cli.asking.spoken import command, option
from cycle.cli.asking.types import DAY, FILE
from cycle.cli.asking.written import CODE, LINE
from cycle.cli.document.about import about as about_options
from cycle.cli.telling.answers import give, with_names
from cycle.commands.documents.documents import SignedDocument, file_document, try_file_document


@command("file")
@about_options
@option("--number", type=LINE, metavar="NUMBER", required=True)
@option("--date", "day", type=DAY, metavar="DAY", required=True)
@option("--signer", type=LINE, metavar="NAME", required=True)
@option("--signer-role", type=LINE, metavar="TEXT", required=True)
@option("--file", "file", type=FILE, metavar="FILE", required=True)
@option("--dossier", "dossiers", type=CODE, metavar="DOSSIER", multiple=True)
@acting
@click.pass_obj
def file(session: Session, /, request_id: str | None, on_behalf: str | None, dry_run: bool, **given: Any) -> int:
    app, caller = session.app(), caller_of(session, request_id, on_behalf)
    asked = SignedDocument(caller, **given)
    answer = try_file_document(app.office, asked) if dry_run else file_document(app.office, app.store, asked)
    return give(session, with_names(session, answer), _sentence(session, answer, dry_run))


def _sentence(session: Session, answer: Any, dry_run: bool) -> str | None:
    if not isinstance(answer, Done):
        return None
    texts, told = session.texts, answer.details
    day, code = date.fromisoformat(told["day"]), told.get("code", "–")
    line = texts.say("document.filed", kind=told["kind"], number=told["number"], day=day, code=code)
    if told["dossiers"]:
        line += " " + texts.say("document.became", count=len(told["dossiers"]), dossiers=told["dossiers"])
    for one in told.get("before", ()):
        before = {**one, "day": date.fromisoformat(one["day"])}
        line += " " + texts.say("document.filed_before", kind=told["kind"], **before)
    head = "clock.would" if dry_run else "clock.repeated" if answer.repeated else None
    return texts.say(head, what=line) if head else line
