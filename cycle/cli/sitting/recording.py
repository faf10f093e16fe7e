"""`ocop session record`: the results of a session become steps of its dossiers."""

from datetime import date
from typing import Any

import click

from cycle.cli.asking.acting import acting, caller_of
from cycle.cli.asking.seeing import shown, view
from cycle.cli.asking.session import Session
from cycle.cli.asking.spoken import command, option
from cycle.cli.asking.types import DAY
from cycle.cli.asking.written import CODE
from cycle.cli.telling.batches import report, tried
from cycle.cli.telling.output import talk
from cycle.commands.fire import Fire, fire_in_batches
from cycle.queries.evaluation.results import find_results


@command("record")
@click.argument("code", type=CODE, metavar="SESSION")
@option("--happened", type=DAY, metavar="DAY")
@acting
@click.pass_obj
def record(session: Session, /, code: str, happened: date | None, dry_run: bool, **acts: Any) -> int:
    caller, office = caller_of(session, **acts), session.app().office
    found = shown(find_results(office, view(session), code, happened))
    texts = session.texts.under(session.rules())
    for dossier, why in found.left.items():
        talk(texts.say("session.left_out", dossier=dossier, why=texts.reason(why)))
    asked = [
        Fire(
            one.dossier,
            one.trigger,
            caller.account,
            caller.on_behalf,
            one.values,
            happened=happened,
            request_id=caller.request,
        )
        for one in found.awaited
    ]
    outcomes = tried(office, asked) if dry_run else fire_in_batches(office, asked)
    return report(session, outcomes, [one.dossier for one in asked], dry_run=dry_run)
