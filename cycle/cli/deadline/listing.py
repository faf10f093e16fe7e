"""`ocop deadline list`: what is owed, by whom and until when."""

from collections.abc import Callable
from datetime import date
from functools import wraps
from typing import Any

import click

from cycle.cli.asking.seeing import Refused, today, view
from cycle.cli.asking.session import Failure, Session
from cycle.cli.asking.spoken import command, option
from cycle.cli.asking.types import DAY
from cycle.cli.asking.written import CODE, Whole
from cycle.cli.dossier.filters import check
from cycle.cli.telling.lists import paged, write_list
from cycle.cli.telling.output import talk
from cycle.cli.telling.owed import deadline_table
from cycle.queries.choices import wrong_deadline, wrong_dossier
from cycle.queries.deadlines import deadlines
from cycle.queries.deadlines.deadlines import DeadlineFilter
from cycle.queries.dossiers.dossiers import DossierFilter
from cycle.queries.paging import Page
from cycle.queries.viewing import View

Command = Callable[..., Any]
# Days, about a century.
LONGEST = 36_500


def filtered(function: Command) -> Command:
    """Options for each field of a filter, handed to the command as one `wanted`."""

    @click.argument("programme", type=CODE, required=False, metavar="[PROGRAMME]")
    @option("--organisation", type=CODE, metavar="ORGANISATION")
    @option("--coordinating", is_flag=True)
    @option("--nearing", type=Whole(0, LONGEST), metavar="NUMBER")
    @option("--overdue", is_flag=True)
    @option("--proposals", is_flag=True)
    @option("--family", type=CODE, metavar="FAMILY")
    @option("--stage", type=CODE, metavar="STAGE")
    @option("--dossier", type=CODE, metavar="DOSSIER")
    @option("--deadline", type=CODE, metavar="NAME")
    @option("--all", "closed", is_flag=True)
    @wraps(function)
    def asked(*args: Any, **given: Any) -> Any:
        chosen = {name: given.pop(name) for name in DeadlineFilter.__dataclass_fields__}
        return function(*args, wanted=DeadlineFilter(**chosen), **given)

    return asked


@command("list")
@filtered
@option("--at", "at", type=DAY, metavar="DAY")
@paged(deadlines.SORTS)
@click.pass_obj
def list_deadlines(session: Session, wanted: DeadlineFilter, at: date | None, page: Page) -> None:
    seen = view(session)
    _check(session, seen, wanted)
    listed = deadlines.list_deadlines(session.app().office, seen, wanted, at or today(session), page)
    if not listed.total:
        talk(session.texts.say("owed.none"))
    if wanted.organisation is not None and not seen.everything:
        talk(session.texts.say("owed.as_seen"))
    write_list(session, listed, deadline_table(session, "table.deadlines", listed.rows))


def _check(session: Session, seen: View, wanted: DeadlineFilter) -> None:
    """Raises Refused where a filter names what is not there, Failure where one needs another."""
    if wanted.coordinating and wanted.organisation is None:
        raise Failure("coordinating_alone")
    check(session, seen, DossierFilter(wanted.programme, wanted.family, wanted.stage, organisation=wanted.organisation))
    office = session.app().office
    found = wrong_dossier(office, seen, wanted.dossier), wrong_deadline(office, seen, wanted.deadline)
    if wrong := [reason for reason in found if reason is not None]:
        raise Refused(*wrong)
