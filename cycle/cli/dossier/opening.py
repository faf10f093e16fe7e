"""`ocop dossier open`: one dossier for one product."""

from datetime import date

import click

from cycle.cli.asking.session import Session
from cycle.cli.asking.spoken import command, option
from cycle.cli.asking.types import DAY
from cycle.cli.asking.written import CODE, PARTY
from cycle.cli.telling.answers import give
from cycle.commands.seasons import opening


@command("open")
@click.argument("programme", type=CODE, metavar="PROGRAMME")
@click.argument("product", type=CODE, metavar="PRODUCT")
@option("--happened", type=DAY, metavar="DAY")
@option("--on-behalf", type=PARTY)
@option("--dry-run", is_flag=True)
@click.pass_obj
def open_one(
    session: Session, programme: str, product: str, happened: date | None, on_behalf: str | None, dry_run: bool
) -> int:
    asked = opening.Opening(programme, product, happened=happened)
    act = opening.try_open if dry_run else opening.open_dossier
    answer = act(session.app().office, session.caller(on_behalf), asked)
    told = "dossier.would_open" if dry_run else "dossier.opened"
    return give(session, answer, session.texts.say(told, target=getattr(answer, "target", ""), product=product))
