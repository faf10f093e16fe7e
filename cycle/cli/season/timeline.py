"""`ocop season timeline`: the year of a season as a picture."""

from datetime import date
from pathlib import Path

import click

from cycle.cli.asking.seeing import shown, today, view
from cycle.cli.asking.session import Session
from cycle.cli.asking.spoken import command, option
from cycle.cli.asking.types import DAY, FILE
from cycle.cli.asking.written import CODE
from cycle.cli.telling.pictures import give_picture
from cycle.pictures.timeline import draw_timeline
from cycle.queries.seasons.frame import frame


@command("timeline")
@click.argument("programme", type=CODE, metavar="PROGRAMME")
@option("--svg", "svg", type=FILE, metavar="FILE")
@option("--at", "at", type=DAY, metavar="DAY")
@click.pass_obj
def timeline(session: Session, programme: str, svg: Path | None, at: date | None) -> None:
    give_picture(session, drawn(session, programme, at or today(session)), svg)


def drawn(session: Session, programme: str, on: date) -> str:
    """The year of a season as SVG, as of a day, by the titles that the rules in force declare. Raises Refused."""
    found = shown(frame(session.app().office, view(session), programme, on))
    return draw_timeline(session.texts.under(session.rules()), found)
