"""`ocop letter text`: a letter's message of at most 500 characters, to be pasted into Zalo or an SMS."""

import click

from cycle.cli.asking.seeing import Refused, shown, view
from cycle.cli.asking.session import Session
from cycle.cli.asking.spoken import command
from cycle.cli.asking.written import CODE
from cycle.cli.telling.output import tell, write_json
from cycle.letters.messages import TELLS, short_message


@command("text")
@click.argument("letter", type=CODE, metavar="LETTER")
@click.pass_obj
def text(session: Session, letter: str) -> None:
    found = shown(short_message(session.app().office, view(session, TELLS), letter))
    if found.nothing is not None:
        raise Refused(found.nothing)
    if session.json:
        write_json({"letter": found.letter, "recipient": found.recipient, "status": found.status, "text": found.text})
    else:
        tell(found.text)
