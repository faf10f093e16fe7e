"""`ocop dossier fire`: one trigger on one dossier."""

from typing import Any

import click

from cycle.answers import Done
from cycle.cli.asking.session import Session
from cycle.cli.asking.spoken import command, option
from cycle.cli.asking.types import DAY
from cycle.cli.asking.written import CODE, GIVEN, LINE, PARTY, Whole, values_of
from cycle.cli.telling.answers import answer_json, status_of
from cycle.cli.telling.foreseen import foreseen_json, tell_foreseen
from cycle.cli.telling.moves import outcome_lines
from cycle.cli.telling.output import talk, tell, write_json
from cycle.cli.telling.titles import titled_by_dossier
from cycle.commands.fire import Fire, try_fire
from cycle.commands.fire import fire as fire_one
from cycle.letters.foreseeing import foreseen_by_fire


@command("fire")
@click.argument("dossier", type=CODE, metavar="DOSSIER")
@click.argument("trigger", type=CODE, metavar="TRIGGER")
@option("--value", "values", type=GIVEN, multiple=True)
@option("--note", type=LINE, metavar="TEXT")
@option("--happened", type=DAY, metavar="DAY")
@option("--on-behalf", type=PARTY)
@option("--override", is_flag=True)
@option("--seen-version", type=Whole(), metavar="NUMBER")
@option("--request-id", type=CODE, metavar="ID")
@option("--dry-run", is_flag=True)
@option("--preview", is_flag=True)
@click.pass_obj
def fire(
    session: Session,
    /,
    dossier: str,
    trigger: str,
    values: tuple[tuple[str, str], ...],
    on_behalf: str | None,
    dry_run: bool,
    preview: bool,
    **more: Any,
) -> int:
    more["request_id"] = session.request(more["request_id"])
    caller = session.caller(on_behalf)
    asked = Fire(dossier, trigger, caller.account, caller.on_behalf, values_of(values), **more)
    dry_run = dry_run or preview
    answer = (try_fire if dry_run else fire_one)(session.app().office, asked)
    letters = foreseen_by_fire(session.app().office, asked) if preview and isinstance(answer, Done) else ()
    titles = titled_by_dossier(session, [dossier])
    if session.json:
        told = {"letters": foreseen_json(letters)} if preview else {}
        write_json({**answer_json(answer, titles.of(dossier).texts), **told})
    else:
        say = tell if isinstance(answer, Done) else talk
        say("\n".join(outcome_lines(titles, dossier, answer, dry_run=dry_run)))
        if preview and isinstance(answer, Done):
            talk(session.texts.say("telling.only_preview"))
            tell_foreseen(session, letters)
    return status_of(answer)
