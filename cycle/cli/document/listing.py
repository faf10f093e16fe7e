"""`ocop document list` and `show`: what came back signed."""

from collections.abc import Iterator

import click

from cycle.cli.asking.seeing import shown, view
from cycle.cli.asking.session import Session
from cycle.cli.asking.spoken import command, option
from cycle.cli.asking.written import CODE, OneOf
from cycle.cli.telling.lists import Shown, Table, as_workbook, data, paged, write_list, write_shown
from cycle.cli.telling.output import talk
from cycle.commands.documents.kinds import KINDS
from cycle.queries import documents
from cycle.queries.documents import DocumentFilter, DocumentRow, DocumentShown
from cycle.queries.paging import Page
from cycle.sheets import Value

COLUMNS = ("code", "document_kind", "document_about", "number_sign", "day", "signer_role", "file_name")


@command("list")
@option("--about", type=CODE, metavar="CODE")
@option("--kind", type=OneOf(tuple(KINDS)), metavar="KIND")
@option("--programme", type=CODE, metavar="PROGRAMME")
@paged(documents.SORTS)
@click.pass_obj
def list_documents(session: Session, about: str | None, kind: str | None, programme: str | None, page: Page) -> None:
    wanted = DocumentFilter(programme, kind, about)
    listed = documents.list_documents(session.app().office, view(session), wanted, page)
    if not listed.total:
        talk(session.texts.say("document.none"))
    write_list(session, listed, Table("table.documents", COLUMNS, _rows(session, listed.rows)))


@command("show")
@as_workbook
@click.argument("code", type=CODE, metavar="CODE")
@click.pass_obj
def show(session: Session, code: str) -> None:
    found = shown(documents.find_document(session.app().office, view(session), code))
    texts, row = session.texts.under(session.rules()), found.row
    told = [(texts.show("paper", one.type), one.dossier, one.code) for one in found.papers]
    table = Table("table.document_papers", ("paper", "dossier", "code"), told)
    title = session.texts.say("document.title", kind=row.kind, number=row.number, day=row.day)
    write_shown(session, Shown(lambda: data(found), [table], title, _pairs(session, found)))


def _rows(session: Session, rows: tuple[DocumentRow, ...]) -> Iterator[tuple[Value, ...]]:
    for one in rows:
        yield one.code, _kind(session, one), _about(session, one), one.number, one.day, one.signer_role, one.file_name


def _pairs(session: Session, found: DocumentShown) -> list[tuple[str, Value]]:
    row, say = found.row, session.texts.say
    told: dict[str, Value] = {
        "code": row.code,
        "document_kind": _kind(session, row),
        "document_about": _about(session, row),
        "number_sign": row.number,
        "day": row.day,
        "signer": found.signer,
        "signer_role": row.signer_role,
        "file_name": row.file_name,
        "file_hash": row.file,
    }
    return [(say(f"column.{name}"), value) for name, value in told.items()]


def _kind(session: Session, row: DocumentRow) -> str:
    return session.texts.show("document_kind", row.kind)


def _about(session: Session, row: DocumentRow) -> str:
    kind, code = row.subject
    return f"{session.texts.show('about', kind)} {code}"
