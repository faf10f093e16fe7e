"""`ocop dossier reopen`: a dossier that has ended is begun anew."""

import click

from cycle.cli.asking.session import Session
from cycle.cli.asking.spoken import command, option
from cycle.cli.asking.written import CODE, PARTY
from cycle.cli.telling.answers import give
from cycle.commands.seasons.reopening import Reopen, reopen, try_reopen


@command("reopen")
@click.argument("dossier", type=CODE, metavar="DOSSIER")
@option("--note", default="")
@option("--on-behalf", type=PARTY)
@option("--dry-run", is_flag=True)
@click.pass_obj
def reopen_one(session: Session, dossier: str, note: str, on_behalf: str | None, dry_run: bool) -> int:
    act = try_reopen if dry_run else reopen
    answer = act(session.app().office, session.caller(on_behalf), Reopen(dossier, note))
    code = "dossier.would_reopen" if dry_run else "dossier.reopened"
    count = len(getattr(answer, "details", {}).get("papers", ()))
    return give(
        session, answer, session.texts.say(code, target=getattr(answer, "target", ""), old=dossier, count=count)
    )
