"""`ocop deadline pause`, `resume`, `extend` and `decline`: recorded acts on one deadline."""

from collections.abc import Callable
from datetime import date
from typing import Any

import click

from cycle.answers import Answer, Done
from cycle.cli.asking.session import Session
from cycle.cli.asking.spoken import command, option
from cycle.cli.asking.types import DAY
from cycle.cli.asking.written import CODE, LINE, PARTY
from cycle.cli.deadline.naming import deadline_meant
from cycle.cli.telling.answers import answer_json, answer_lines, status_of, with_names
from cycle.cli.telling.output import talk, tell, write_json
from cycle.cli.telling.titles import titled_by_dossier
from cycle.commands.clocks import DECLINED, EXTENDED, PAUSED, RESUMED, ClockAct, act_on, try_act_on
from cycle.queries.names import names_of

Function = Callable[..., Any]


def on_deadline(function: Function) -> Function:
    """The arguments and options of every act on a deadline."""
    function = option("--dry-run", is_flag=True)(function)
    function = option("--request-id", type=CODE, metavar="ID")(function)
    function = option("--on-behalf", type=PARTY)(function)
    function = option("--note", type=LINE, metavar="TEXT")(function)
    function = click.argument("deadline", type=LINE, metavar="NAME")(function)
    return click.argument("dossier", type=CODE, metavar="DOSSIER")(function)


@command("pause")
@on_deadline
@option("--basis", type=LINE, metavar="TEXT")
@option("--happened", type=DAY, metavar="DAY")
@click.pass_obj
def pause(session: Session, /, dry_run: bool, **asked: Any) -> int:
    return act(session, PAUSED, dry_run=dry_run, **asked)


@command("resume")
@on_deadline
@option("--happened", type=DAY, metavar="DAY")
@click.pass_obj
def resume(session: Session, /, dry_run: bool, **asked: Any) -> int:
    return act(session, RESUMED, dry_run=dry_run, **asked)


@command("extend")
@on_deadline
@option("--until", type=DAY, metavar="DAY", required=True)
@option("--basis", type=LINE, metavar="TEXT", required=True)
@option("--happened", type=DAY, metavar="DAY")
@click.pass_obj
def extend(session: Session, /, dry_run: bool, **asked: Any) -> int:
    return act(session, EXTENDED, dry_run=dry_run, **asked)


@command("decline")
@on_deadline
@click.pass_obj
def decline(session: Session, /, dry_run: bool, **asked: Any) -> int:
    return act(session, DECLINED, dry_run=dry_run, **asked)


def act(
    session: Session,
    event: str,
    *,
    dossier: str,
    deadline: str,
    dry_run: bool,
    on_behalf: str | None,
    request_id: str | None,
    **more: Any,
) -> int:
    """Do one act on a deadline, or try it, and write the answer; the exit status."""
    request = session.request(request_id)
    caller = session.caller(on_behalf)
    name = deadline_meant(session, dossier, deadline)
    asked = ClockAct(event, dossier, name, caller.account, caller.on_behalf, request_id=request, **more)
    answer = (try_act_on if dry_run else act_on)(session.app().office, asked)
    texts = titled_by_dossier(session, [asked.dossier]).of(asked.dossier).texts
    if session.json:
        write_json(answer_json(answer, texts))
    else:
        say = tell if isinstance(answer, Done) else talk
        say("\n".join(_lines(session, asked, answer, dry_run=dry_run)))
    return status_of(answer)


def _lines(session: Session, asked: ClockAct, answer: Answer, *, dry_run: bool) -> list[str]:
    texts = titled_by_dossier(session, [asked.dossier]).of(asked.dossier).texts
    if not isinstance(answer, Done):
        return answer_lines(with_names(session, answer), texts)
    told = dict(answer.details)
    days = {"before": _day(told.get("before", {}).get("last_day")), "last_day": _day(told.get("last_day"))}
    party = f"organisation:{told.get('to', '')}"
    about = {"dossier": asked.dossier, "deadline": asked.deadline, "to": names_of(session.app().office, {party})[party]}
    line = texts.say(f"clock.done.{asked.event}", **about, **days)
    head = "clock.would" if dry_run else "clock.repeated" if answer.repeated else None
    return [texts.say(head, what=line) if head else line]


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
