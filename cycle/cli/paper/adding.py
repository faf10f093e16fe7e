"""`ocop paper add`: a file, some pages of one, or a thing that was handed in."""

from datetime import date
from pathlib import Path
from typing import Any

import click

from cycle.cli.asking.session import Failure, Session
from cycle.cli.asking.spoken import command, option
from cycle.cli.asking.types import DAY, FILE
from cycle.cli.asking.written import CODE, LINE, PARTY, OneOf, Whole
from cycle.cli.paper.listing import HOLDER_KINDS
from cycle.cli.paper.pages import PAGES
from cycle.cli.telling.answers import give
from cycle.commands.papers.filing import Arrival, FileGiven, ThingGiven, enter
from cycle.store import Pages


@command("add")
@click.argument("holder_kind", type=OneOf(HOLDER_KINDS), metavar="HOLDER_KIND")
@click.argument("holder", type=CODE, metavar="HOLDER")
@click.argument("kind", type=CODE, metavar="TYPE")
@option("--file", "file", type=FILE, metavar="FILE")
@option("--pages", type=PAGES, metavar="PAGES")
@option("--name", "name", metavar="NAME")
@option("--count", type=Whole(), metavar="NUMBER")
@option("--place", type=LINE, metavar="TEXT")
@option("--received", type=DAY, metavar="DAY", required=True)
@option("--issued", type=DAY, metavar="DAY")
@option("--expires", type=DAY, metavar="DAY")
@option("--on-behalf", type=PARTY)
@click.pass_obj
def add(
    session: Session,
    /,
    holder_kind: str,
    holder: str,
    kind: str,
    received: date,
    issued: date | None,
    expires: date | None,
    on_behalf: str | None,
    **what: Any,
) -> int:
    arrival = Arrival(kind, holder_kind, holder, _given(**what), received, issued, expires)
    app, caller = session.app(), session.caller(on_behalf)
    answer = enter(app.office, app.store, caller, arrival)
    return give(session, answer, session.texts.say("paper.added", code=getattr(answer, "target", "")))


def _given(
    file: Path | None, pages: Pages | None, name: str | None, count: int | None, place: str | None
) -> FileGiven | ThingGiven:
    """What was handed in. Raises Failure where it is neither a file nor a thing, or both."""
    if file is not None and count is None and place is None:
        return FileGiven(file, file.name if name is None else name, pages)
    if file is None and name is None and pages is None and count is not None and place is not None:
        return ThingGiven(count, place)
    raise Failure("file_or_things")
