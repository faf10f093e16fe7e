"""The office's documents that came back signed: their list, and one with its signer and what it became."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, and_, exists, literal, or_, select, true

from cycle.office import Office
from cycle.queries.paging import Listed, Page, bytewise, read_page
from cycle.queries.viewing import View, dossiers_seen, papers_seen
from cycle.tables import document, dossier, paper, personal
from workflows.verdict import Reason

SORTS = ("day", "code", "kind")


@dataclass(frozen=True)
class DocumentFilter:
    """Which documents. `about` is the code of a round, a session or a dossier."""

    programme: str | None = None
    kind: str | None = None
    about: str | None = None


@dataclass(frozen=True)
class DocumentRow:
    """A document as it was filed; `about` is the stream it stands in, where its record is `seq`."""

    code: str
    kind: str
    about: str
    programme: str
    round: str | None
    number: str
    day: date
    signer_role: str
    file: str
    file_name: str
    seq: int

    @property
    def subject(self) -> tuple[str, str]:
        """What it is about and the code of that: a dossier, a session, or the round in whose programme it stands."""
        kind, _, code = self.about.partition("/")
        return ("round", self.round) if kind == "programme" and self.round else (kind, code)


@dataclass(frozen=True)
class Became:
    """A paper that is the same file as a document: the dossier that it lies with, its type and its code."""

    dossier: str
    type: str
    code: str


@dataclass(frozen=True)
class DocumentShown:
    """A document with the name of its signer, None where that was erased.

    `papers` are those that are the same file, as far as the view shows them.
    """

    row: DocumentRow
    signer: str | None
    papers: tuple[Became, ...]


def documents_seen(view: View) -> ColumnElement[bool]:
    """Documents about dossiers that the view shows, and those that have become papers of them."""
    if view.everything:
        return true()
    codes = select(dossier.c.code).where(dossiers_seen(view))
    own = exists().where(dossier.c.code.in_(codes), document.c.about == literal("dossier/") + dossier.c.code)
    became = exists().where(
        and_(paper.c.file == document.c.file, paper.c.holder_kind == "dossier", paper.c.holder.in_(codes))
    )
    return or_(own, became)


def list_documents(office: Office, view: View, wanted: DocumentFilter, page: Page) -> Listed[DocumentRow]:
    """One page of the documents that a view shows: all, or those of its dossiers. Sorts: day (newest first), code,
    kind.
    """
    exact = {document.c.programme: wanted.programme, document.c.kind: wanted.kind}
    conditions = [column == value for column, value in exact.items() if value is not None]
    if wanted.about is not None:
        streams = document.c.about.in_((f"dossier/{wanted.about}", f"session/{wanted.about}"))
        conditions.append(or_(streams, document.c.round == wanted.about))
    with office.database.reading() as transaction:
        code = bytewise(transaction, document.c.code)
        orders = {
            "day": (document.c.day.desc(), code),
            "code": (code,),
            "kind": (bytewise(transaction, document.c.kind), document.c.day, code),
        }
        rows, total = read_page(transaction, select(document).where(documents_seen(view), *conditions), page, orders)
    return Listed(tuple(_row(dict(row)) for row in rows), total, page)


def find_document(office: Office, view: View, code: str) -> DocumentShown | Reason:
    """One document that a view shows."""
    with office.database.reading() as transaction:
        wanted = select(document).where(document.c.code == code, documents_seen(view))
        row = transaction.connection.execute(wanted).mappings().first()
        if row is None:
            return Reason("document_unknown", {"code": code})
        shown = _row(dict(row))
        same = (personal.c.stream == shown.about, personal.c.seq == shown.seq, personal.c.field == "signer")
        signer = transaction.connection.execute(select(personal.c.plain).where(*same)).scalar_one_or_none()
        kept = select(paper.c.holder, paper.c.type, paper.c.code).where(paper.c.file == shown.file, papers_seen(view))
        rows = transaction.connection.execute(kept.order_by(bytewise(transaction, paper.c.code)))
        return DocumentShown(shown, signer, tuple(Became(*row) for row in rows))


def _row(row: dict[str, object]) -> DocumentRow:
    return DocumentRow(**{**row, "day": date.fromisoformat(str(row["day"]))})  # type: ignore[arg-type]  # each column is of its own field
