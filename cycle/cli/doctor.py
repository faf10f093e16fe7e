"""`ocop doctor`: what is set up, and what is wrong with it."""

import click

from cycle.app import clock_of
from cycle.cli.answers import DONE, FAILED
from cycle.cli.output import write_json, write_table
from cycle.cli.session import Session
from cycle.cli.spoken import command
from cycle.clock import day_in
from cycle.commands.payloads import plain
from cycle.doctor import BAD, Finding, examine
from cycle.office import Office
from cycle.texts import Texts


@command("doctor")
@click.pass_obj
def doctor(session: Session) -> int:
    today = day_in(Office.zone, clock_of(None, rehearsal=False).now())
    findings = examine(session.settings(), today)
    texts = session.texts
    told = [(one, _text(texts, one)) for one in findings]
    if session.json:
        write_json([{"code": o.code, "state": o.state, "params": plain(o.params), "text": t} for o, t in told])
    else:
        rows = [(texts.word(f"finding.{one.state}"), text) for one, text in told]
        write_table([texts.say("column.state"), texts.say("column.finding")], rows)
    return FAILED if any(one.state == BAD for one in findings) else DONE


def _text(texts: Texts, one: Finding) -> str:
    """What a finding says; where it keeps the office from being opened, the words of that."""
    own = f"doctor.{one.code}"
    return texts.say(own if texts.has(own) else f"start.{one.code}", **one.params)
