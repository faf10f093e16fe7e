"""`ocop publication`: what was published, and how two publications differ."""

import click

from cycle.cli.answers import NOT_FOUND
from cycle.cli.output import tell, write_json, write_pairs, write_table
from cycle.cli.session import Failure, Session
from cycle.cli.spoken import group, option
from cycle.queries import publications
from cycle.queries.publications import Publication


@group("publication")
def publication() -> None:
    """Questions about publications."""


@publication.command("list")
@click.pass_obj
def list_publications(session: Session) -> None:
    with session.app().office.database.reading() as transaction:
        found = publications.list_publications(transaction)
    if session.json:
        write_json([one.summary for one in found])
        return
    texts = session.texts
    names = ("number", "effective", "published", "files", "hash")
    rows = [
        (one.number, texts.show("day", one.effective), texts.show("instant", one.published), len(one.files), one.hash)
        for one in found
    ]
    write_table([texts.say(f"column.{name}") for name in names], rows)


@publication.command("show")
@click.argument("which", metavar="NUMBER", required=False)
@option("--file", "path", metavar="PATH")
@click.pass_obj
def show(session: Session, which: str | None, path: str | None) -> None:
    with session.app().office.database.reading() as transaction:
        found = _named(publications.find_publication(transaction, which), which)
        raw = publications.find_raw(transaction, found, path) if path else None
    if path and raw is None:
        raise Failure("file_unknown", NOT_FOUND, file=path, number=found.number)
    if session.json:
        write_json({**found.summary, "paths": dict(found.files), **({"raw": raw} if path else {})})
    elif raw is not None:
        click.echo(raw, nl=not raw.endswith("\n"))
    else:
        _show(session, found)


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


def _show(session: Session, found: Publication) -> None:
    texts = session.texts
    shown = {"number": found.number, "hash": found.hash}
    days = {"effective": texts.show("day", found.effective), "published": texts.show("instant", found.published)}
    write_pairs((texts.say(f"column.{name}"), value) for name, value in {**shown, **days}.items())
    tell()
    write_table([texts.say("column.path"), texts.say("column.hash")], found.files.items())
