"""What every act on councils, sessions and sheets has in common: its options, and how its answer is written."""

from collections.abc import Callable
from typing import Any

from cycle.answers import Answer, Done
from cycle.cli.asking.session import Session
from cycle.cli.asking.spoken import option
from cycle.cli.asking.written import CODE, PARTY
from cycle.cli.telling.answers import give
from cycle.commands.councils import act_in, try_act_in
from cycle.commands.councils.asked import SessionAct
from cycle.commands.permits import Caller

Function = Callable[..., Any]
# What is told of each turn that an act was about.
TURNS = {"turn.opened": "turn.begun", "turn.closed": "turn.sheets", "turn.concluded": "turn.result"}
# What a try may tell of sheets that are sealed still.
FORETOLD = {"turn.closed": "turn.ready"}


def acting(function: Function) -> Function:
    """The options of every act."""
    function = option("--dry-run", is_flag=True)(function)
    function = option("--request-id", type=CODE, metavar="ID")(function)
    return option("--on-behalf", type=PARTY)(function)


def caller_of(session: Session, request_id: str | None, on_behalf: str | None) -> Caller:
    """Who acts; the request is that of the run."""
    session.request(request_id)
    return session.caller(on_behalf)


def answered(session: Session, answer: Answer, said: str, *, dry_run: bool) -> int:
    """Write the answer of an act; `said` is the message of success. Returns the exit status."""
    if not isinstance(answer, Done):
        return give(session, answer)
    texts = session.texts.under(session.rules_or_none())
    line_of = FORETOLD if dry_run and said in FORETOLD else TURNS
    told = [texts.say(line_of[said], **one) for one in answer.details.get("turns", ())]
    told += [texts.say("session.interest", **one) for one in answer.details.get("interests", ())]
    if vacant := answer.details.get("vacant"):
        told.append(texts.say("session.vacant", seats=vacant))
    if "held_by" in answer.details:
        told.append(texts.say("session.late", **answer.details))
    line = "\n".join([texts.say(said, **{**answer.details, "target": answer.target}), *told])
    head = "clock.would" if dry_run else "clock.repeated" if answer.repeated else None
    if answer.repeated and not answer.details:
        return give(session, answer)
    return give(session, answer, texts.say(head, what=line) if head else line)


def acted(session: Session, asked: SessionAct, said: str, *, dry_run: bool) -> int:
    """Do an act in a session, or try it, and write its answer."""
    answer = (try_act_in if dry_run else act_in)(session.app().office, asked)
    return answered(session, answer, said, dry_run=dry_run)
