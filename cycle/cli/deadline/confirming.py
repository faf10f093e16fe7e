"""`ocop deadline confirm`: what an expiry proposes, fired by the officer to whom it is proposed."""

from typing import Any

import click

from cycle.answers import Done
from cycle.cli.asking.session import Session
from cycle.cli.asking.spoken import command, option
from cycle.cli.asking.written import GIVEN, values_of
from cycle.cli.deadline.acting import on_deadline
from cycle.cli.deadline.naming import deadline_meant
from cycle.cli.telling.answers import answer_json, status_of
from cycle.cli.telling.moves import outcome_lines
from cycle.cli.telling.output import talk, tell, write_json
from cycle.cli.telling.titles import titled_by_dossier
from cycle.commands import clocks


@command("confirm")
@on_deadline
@option("--value", "values", type=GIVEN, multiple=True)
@click.pass_obj
def confirm(
    session: Session,
    /,
    dossier: str,
    deadline: str,
    values: tuple[tuple[str, str], ...],
    on_behalf: str | None,
    dry_run: bool,
    **more: Any,
) -> int:
    more["request_id"] = session.request(more["request_id"])
    caller = session.caller(on_behalf)
    name = deadline_meant(session, dossier, deadline)
    asked = clocks.Confirmation(dossier, name, caller.account, caller.on_behalf, values_of(values), **more)
    answer = (clocks.try_confirm if dry_run else clocks.confirm)(session.app().office, asked)
    titles = titled_by_dossier(session, [dossier])
    if session.json:
        write_json(answer_json(answer, titles.of(dossier).texts))
    else:
        say = tell if isinstance(answer, Done) else talk
        say("\n".join(outcome_lines(titles, dossier, answer, dry_run=dry_run)))
    return status_of(answer)
