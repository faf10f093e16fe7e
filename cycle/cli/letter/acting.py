"""`ocop letter retry`, `void`, `resend`, `resolve` and `told`: recorded acts on one letter."""

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

import click

from cycle.answers import Answer, Done
from cycle.cli.asking.session import Failure, Session
from cycle.cli.asking.spoken import command, option
from cycle.cli.asking.together import alone
from cycle.cli.asking.types import DAY
from cycle.cli.asking.written import CODE, LINE, PARTY
from cycle.cli.letter.naming import letter_meant
from cycle.cli.letter.testing import resolve_all_by_log
from cycle.cli.telling.answers import answer_json, answer_lines, status_of, with_names
from cycle.cli.telling.output import talk, tell, write_json
from cycle.commands.letters.acts import act_on_letter, try_act_on_letter
from cycle.commands.letters.asked import ACKNOWLEDGED, RESENT, RESOLVED, RETRIED, VOIDED, LetterAct, Ways
from cycle.database import Transaction
from cycle.letters.addresses import addresses_of

Function = Callable[..., Any]


def on_letter(function: Function) -> Function:
    """The argument and options of every act on a letter."""
    return click.argument("letter", type=LINE, metavar="LETTER")(on_any(function))


def on_any(function: Function) -> Function:
    """The options of every act on letters."""
    function = option("--dry-run", is_flag=True)(function)
    function = option("--request-id", type=CODE, metavar="ID")(function)
    return option("--on-behalf", type=PARTY)(function)


@command("retry")
@on_letter
@option("--although-uncertain", is_flag=True)
@option("--reason", type=LINE, metavar="TEXT")
@click.pass_obj
def retry(session: Session, /, **asked: Any) -> int:
    return act(session, RETRIED, **asked)


@command("void")
@on_letter
@option("--reason", type=LINE, metavar="TEXT", required=True)
@click.pass_obj
def void(session: Session, /, **asked: Any) -> int:
    return act(session, VOIDED, **asked)


@command("resend")
@on_letter
@option("--reason", type=LINE, metavar="TEXT", required=True)
@click.pass_obj
def resend(session: Session, /, **asked: Any) -> int:
    return act(session, RESENT, **asked)


@command("resolve")
@click.argument("letter", type=LINE, metavar="[LETTER]", required=False)
@on_any
@option("--handed/--not-handed", default=None)
@option("--reason", type=LINE, metavar="TEXT")
@option("--by-log", is_flag=True)
@click.pass_obj
def resolve(session: Session, /, *, handed: bool | None, by_log: bool, **asked: Any) -> int:
    if by_log and asked["letter"] is None:
        alone("--by-log", "--dry-run")
        return resolve_all_by_log(session, dry_run=asked["dry_run"])
    if handed is None or asked["letter"] is None or asked["reason"] is None or by_log:
        raise Failure("letter_resolve")
    return act(session, RESOLVED, handed=handed, **asked)


@command("told")
@on_letter
@option("--by-phone", "by_phone", is_flag=True)
@option("--person", type=LINE, metavar="NAME", required=True)
@option("--note", "reason", type=LINE, metavar="TEXT")
@option("--date", "happened", type=DAY, metavar="DAY")
@click.pass_obj
def told(session: Session, /, *, by_phone: bool, **asked: Any) -> int:
    if not by_phone:
        raise Failure("letter_told")
    return act(session, ACKNOWLEDGED, **asked)


def act(
    session: Session,
    event: str,
    *,
    letter: str,
    dry_run: bool,
    on_behalf: str | None,
    request_id: str | None,
    **more: Any,
) -> int:
    """Do one act on a letter, or try it, and write the answer; the exit status."""
    request = session.request(request_id)
    caller = session.caller(on_behalf)
    code = letter_meant(session, letter)
    asked = LetterAct(event, code, caller, request_id=request, **more)
    ways = Ways(_emails, frozenset(one.name for one in session.app().post().channels))
    answer = (try_act_on_letter if dry_run else act_on_letter)(session.app().office, asked, ways)
    texts = session.texts.under(session.rules_or_none())
    if session.json:
        write_json(answer_json(answer, texts))
    else:
        say = tell if isinstance(answer, Done) else talk
        say("\n".join(_lines(session, asked, answer, dry_run=dry_run)))
    return status_of(answer)


def _lines(session: Session, asked: LetterAct, answer: Answer, *, dry_run: bool) -> list[str]:
    texts = session.texts.under(session.rules_or_none())
    if not isinstance(answer, Done):
        return answer_lines(with_names(session, answer), texts)
    line = texts.say(f"letter_done.{answer.details.get('event', asked.event)}", letter=asked.letter)
    head = "clock.would" if dry_run else "clock.repeated" if answer.repeated else None
    return [texts.say(head, what=line) if head else line]


def _emails(transaction: Transaction, recipient: str, day: date) -> Sequence[str]:
    return addresses_of(transaction, recipient, day).emails
