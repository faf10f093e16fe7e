"""`ocop paper missing`: what open dossiers still lack, paper by paper, with whom to ask and until when."""

from collections.abc import Callable, Sequence
from functools import cache, partial

import click

from cycle.cli.asking.seeing import shown, view
from cycle.cli.asking.session import Session
from cycle.cli.asking.spoken import command, option
from cycle.cli.asking.written import CODE
from cycle.cli.telling.lists import Table, paged, write_list
from cycle.cli.telling.titles import titled
from cycle.queries.dossiers import missing
from cycle.queries.dossiers.missing import MissingPaper
from cycle.queries.paging import Page
from cycle.sheets import Value
from cycle.texts import Texts
from workflows.guards.paper_guard import ABSENT

COLUMNS = (
    "dossier",
    "product",
    "producer",
    "phone",
    "state",
    "paper",
    "holder",
    "made_out_by",
    "steps",
    "reason",
    "owes",
    "until",
)


@command("missing")
@option("--within", type=CODE, metavar="ORGANISATION")
@option("--programme", type=CODE, metavar="PROGRAMME")
@paged(missing.SORTS)
@click.pass_obj
def list_missing(session: Session, within: str | None, programme: str | None, page: Page) -> None:
    listed = shown(missing.list_missing(session.app().office, view(session), within, programme, page))
    write_list(session, listed, Table("table.missing", COLUMNS, map(_cells(session), listed.rows)))


def _cells(session: Session) -> Callable[[MissingPaper], Sequence[Value]]:
    known = cache(partial(titled, session))

    def cells(row: MissingPaper) -> Sequence[Value]:
        own, reason = known(row.definition), row.reason
        texts = own.texts
        steps = "; ".join(texts.show("trigger", one) for one in row.triggers)
        who = row.dossier, row.title or row.product_name, row.producer_name, row.phone, own.state(row.state)
        needed = (
            texts.say("missing.or").join(texts.show("paper", one) for one in row.types),
            reason.params.get("holder") or _holders(texts, row),
            _issuer(texts, row),
        )
        owes = ", ".join(texts.role(role) for role in reason.mend)
        return *who, *needed, steps, texts.say(f"lacks.{reason.code}", **reason.params), owes, row.until

    return cells


def _holders(texts: Texts, row: MissingPaper) -> str:
    """Whose the paper would be, where the reason names nobody."""
    if row.reason.code == ABSENT:
        return texts.say("missing.nowhere")
    papers = texts.rules.papers if texts.rules else {}
    codes = {"dossier": row.dossier, "producer": row.producer, "product": row.product}
    kinds = dict.fromkeys(papers[name].held_by for name in row.types if name in papers)
    return texts.say("missing.or").join(codes.get(kind) or texts.show("held_by", kind) for kind in kinds)


def _issuer(texts: Texts, row: MissingPaper) -> str:
    papers = texts.rules.papers if texts.rules else {}
    titles = (texts.title(papers[name].issuer) for name in row.types if name in papers)
    return "; ".join(dict.fromkeys(titles))
