"""The list of papers: of one holder, of one dossier, or all that a view shows."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import RowMapping, select

from cycle.office import Office
from cycle.queries.paging import Listed, Page, bytewise, matching, read_page
from cycle.queries.viewing import View, papers_seen
from cycle.tables import paper

SORTS = ("name", "code", "received", "expires")


@dataclass(frozen=True)
class PaperFilter:
    """Which papers; `text` is searched in their codes, which name holder and type."""

    holder_kind: str | None = None
    holder: str | None = None
    type: str | None = None
    status: str | None = None
    text: str | None = None


@dataclass(frozen=True)
class PaperRow:
    """One version of a paper. `supplier` entered it, for `on_behalf`; `judged_by` verified or rejected it."""

    code: str
    holder_kind: str
    holder: str
    type: str
    version: int
    status: str
    file: str | None
    file_name: str | None
    media: str | None
    size: int | None
    pages_from: int | None
    pages_to: int | None
    count: int
    place: str | None
    hash: str
    supplier: str
    on_behalf: str | None
    received: date
    issued: date | None
    expires: date | None
    recorded: str
    judged_by: str | None
    judged: str | None
    reason: str | None


_DAYS = ("received", "issued", "expires")


def list_papers(office: Office, view: View, wanted: PaperFilter, page: Page) -> Listed[PaperRow]:
    """One page of the papers whose holders a view shows. Sorts: name (by type), code, received, expires."""
    exact = {
        paper.c.holder_kind: wanted.holder_kind,
        paper.c.holder: wanted.holder,
        paper.c.type: wanted.type,
        paper.c.status: wanted.status,
    }
    statement = select(paper).where(papers_seen(view), *(c == value for c, value in exact.items() if value is not None))
    if wanted.text:
        statement = statement.where(matching(wanted.text, (), (paper.c.code,)))
    with office.database.reading() as transaction:
        code = bytewise(transaction, paper.c.code)
        orders = {
            "name": (bytewise(transaction, paper.c.type), code),
            "code": (code,),
            "received": (paper.c.received, code),
            "expires": (paper.c.expires.nulls_last(), code),
        }
        rows, total = read_page(transaction, statement, page, orders)
    return Listed(tuple(paper_row(row) for row in rows), total, page)


def find_waiting(office: Office, view: View, holder: str) -> tuple[str, ...]:
    """The codes of a holder's papers that nobody has judged yet, as far as a view shows them."""
    waiting = (paper.c.holder == holder, paper.c.status == "received", papers_seen(view))
    with office.database.reading() as transaction:
        statement = select(paper.c.code).where(*waiting).order_by(bytewise(transaction, paper.c.code))
        return tuple(transaction.connection.execute(statement).scalars())


def paper_row(row: RowMapping) -> PaperRow:
    """The row of the table `paper` as a value."""
    named = {name: row[name] for name in PaperRow.__dataclass_fields__}
    days = {name: date.fromisoformat(row[name]) if row[name] else None for name in _DAYS}
    return PaperRow(**{**named, **days})
