"""`ocop paper list`: the papers whose holders the account sees."""

import click

from cycle.cli.asking.seeing import Refused, view
from cycle.cli.asking.session import Session
from cycle.cli.asking.spoken import command, option
from cycle.cli.asking.written import CODE, LINE, OneOf
from cycle.cli.paper.rows import hands_of, paper_table
from cycle.cli.telling.lists import paged, write_list
from cycle.queries.choices import wrong_paper_filter
from cycle.queries.dossiers import papers
from cycle.queries.dossiers.papers import PaperFilter
from cycle.queries.names import names_of
from cycle.queries.paging import Page

HOLDER_KINDS = ("dossier", "product", "producer", "establishment")
STATUSES = ("received", "verified", "rejected")


@command("list")
@option("--holder-kind", type=OneOf(HOLDER_KINDS))
@option("--holder", type=CODE, metavar="CODE")
@option("--type", "kind", type=CODE, metavar="TYPE")
@option("--status", type=OneOf(STATUSES))
@option("--text", type=LINE, metavar="TEXT")
@paged(papers.SORTS)
@click.pass_obj
def list_papers(
    session: Session,
    holder_kind: str | None,
    holder: str | None,
    kind: str | None,
    status: str | None,
    text: str | None,
    page: Page,
) -> None:
    wanted = PaperFilter(holder_kind, holder, kind, status, text)
    office, seen = session.app().office, view(session)
    wrong = wrong_paper_filter(office, seen, wanted)
    if wrong:
        raise Refused(*wrong)
    listed = papers.list_papers(office, seen, wanted, page)
    names = names_of(office, hands_of(listed.rows))
    write_list(session, listed, paper_table(session.texts.under(session.rules()), names, listed.rows))
