"""`ocop round list`: the rounds of a programme by their cut-off."""

from collections.abc import Sequence
from datetime import date
from typing import Any

import click

from cycle.cli.asking.seeing import shown, today, view
from cycle.cli.asking.session import Session
from cycle.cli.asking.spoken import command, option
from cycle.cli.asking.types import DAY
from cycle.cli.asking.written import CODE, OneOf, Whole
from cycle.cli.telling.lists import Shown, Table, as_workbook, data, write_shown
from cycle.cli.telling.output import talk
from cycle.queries.evaluation import rounds as queries
from cycle.queries.evaluation.rounds import OPEN, Asked, RoundRow
from cycle.texts import Texts
from workflows.rounds import LEVELS

# The programme began in 2018.
FIRST_YEAR, LAST_YEAR = 2018, 2199
COLUMNS = ("programme", "round", "round_title", "cut_off", "days_left", "held_by", "standing", "dossiers", "basis")


@command("list")
@click.argument("programme", type=CODE, required=False, metavar="[PROGRAMME]")
@option("--level", type=OneOf(LEVELS))
@option("--year", type=Whole(FIRST_YEAR, LAST_YEAR), metavar="YEAR")
@option("--at", "at", type=DAY, metavar="DAY")
@as_workbook
@click.pass_obj
def list_rounds(session: Session, programme: str | None, level: str | None, year: int | None, at: date | None) -> None:
    asked = Asked(programme, level, year, at or today(session))
    found = shown(queries.list_rounds(session.app().office, view(session), asked))
    texts = session.texts.under(session.rules())
    table = Table("table.rounds", COLUMNS, (_cells(texts, one) for one in found))
    write_shown(session, Shown(lambda: [row_data(one) for one in found], [table]))
    if not found:
        talk(texts.say("round.none", begin=_begin(texts, programme)))


def _begin(texts: Texts, programme: str | None) -> date:
    """The first day on which a round of a programme, or of any, may be cut off."""
    programmes = texts.rules.programmes if texts.rules else {}
    begins = [one.rounds.begin for name, one in programmes.items() if one.rounds and programme in (None, name)]
    return min(begins, default=date.min)


def row_data(row: RoundRow) -> dict[str, Any]:
    """A round as JSON tells it."""
    one = row.round
    about = {name: value for name, value in data(row).items() if name != "round"}
    return {**about, **data(one), "round": one.code}


def _cells(texts: Texts, row: RoundRow) -> Sequence[Any]:
    one = row.round
    left = row.days_left if row.standing == OPEN else None
    days = (one.cut_off, left, one.held_by, texts.say(f"round.standing.{row.standing}"))
    return row.programme, one.code, texts.title(one.title), *days, row.dossiers, basis_line(texts, row)


def basis_line(texts: Texts, row: RoundRow) -> str:
    """What a round stands on, one that a regulation adds with its number and day."""
    regulation = row.round.regulation
    if regulation is None:
        return row.round.basis
    return texts.say("round.regulation", basis=row.round.basis, number=regulation.number, day=regulation.issued)
