"""`ocop publication`: what was published, and how two publications differ."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

import click

from cycle.cli.asking.session import Failure, Session
from cycle.cli.asking.spoken import group, option
from cycle.cli.asking.together import alone
from cycle.cli.telling.answers import NOT_FOUND
from cycle.cli.telling.lists import Shown, Table, as_workbook, wall, write_shown
from cycle.cli.telling.output import tell, write_json
from cycle.queries import publications
from cycle.queries.publications import Publication


@group("publication")
def publication() -> None:
    """Questions about publications."""


@publication.command("list")
@as_workbook
@click.pass_obj
def list_publications(session: Session) -> None:
    with session.app().office.database.reading() as transaction:
        found = publications.list_publications(transaction)
    names = ("number", "effective", "published", "files", "hash")
    rows = ((one.number, *_days(one), len(one.files), one.hash) for one in found)
    write_shown(session, Shown(lambda: [one.summary for one in found], [Table("table.publications", names, rows)]))


@publication.command("show")
@click.argument("which", metavar="NUMBER", required=False)
@option("--file", "path", metavar="PATH")
@as_workbook
@click.pass_obj
def show(session: Session, which: str | None, path: str | None) -> None:
    if path:
        alone("--file")
    with session.app().office.database.reading() as transaction:
        found = _named(publications.find_publication(transaction, which), which)
        raw = publications.find_raw(transaction, found, path) if path else None
    if path and raw is None:
        raise Failure("file_unknown", NOT_FOUND, file=path, number=found.number)
    if raw is not None and not (session.json or session.xlsx):
        click.echo(raw, nl=not raw.endswith("\n"))
    else:
        value = {**found.summary, "paths": dict(found.files), **({"raw": raw} if path else {})}
        _show(session, found, value)


@publication.command("diff")
@click.argument("older", metavar="NUMBER")
@click.argument("newer", metavar="NUMBER", required=False)
@click.pass_obj
def diff(session: Session, older: str, newer: str | None) -> None:
    with session.app().office.database.reading() as transaction:
        first = _named(publications.find_publication(transaction, older), older)
        second = _named(publications.find_publication(transaction, newer), newer)
        changes = publications.differences(transaction, first, second)
    if session.json:
        told = [{"path": one.path, "change": one.change, "diff": one.text} for one in changes]
        write_json({"from": first.summary, "to": second.summary, "changes": told})
        return
    for change in changes:
        tell(session.texts.say(f"diff.{change.change}", path=change.path))
        click.echo(change.text, nl=False)


def _named(found: Publication | None, which: str | None) -> Publication:
    if found is None:
        raise Failure("publication_unknown", NOT_FOUND, which=which or "")
    return found


def _show(session: Session, found: Publication, value: Mapping[str, Any]) -> None:
    pairs = zip(("number", "hash", "effective", "published"), (found.number, found.hash, *_days(found)), strict=True)
    named = [(session.texts.say(f"column.{name}"), one) for name, one in pairs]
    files = Table("table.files", ("path", "hash"), found.files.items())
    write_shown(session, Shown(lambda: value, [files], pairs=named))


def _days(found: Publication) -> tuple[date, datetime]:
    """Since when it is in force, and when it was published."""
    return date.fromisoformat(found.effective), wall(found.published)
