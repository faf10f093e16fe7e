"""`ocop letter serve`: the page on which letters are answered."""

import re
import signal

import click

from cycle.cli.asking.session import Failure, Session
from cycle.cli.asking.spoken import command, option
from cycle.cli.asking.written import LINE
from cycle.cli.telling.answers import DONE, FAILED, INTERRUPTED
from cycle.cli.telling.output import talk
from cycle.web import WebMissingError
from cycle.web import serve as serve_pages

_LISTEN = re.compile(r"(?:\[([0-9A-Fa-f:.%]+)\]|([A-Za-z0-9.-]+)):([0-9]{1,5})")
LARGEST_PORT = 65_535


@command("serve")
@option("--listen", type=LINE, default="127.0.0.1:8080", metavar="HOST:PORT")
@click.pass_obj
def serve(session: Session, listen: str) -> int:
    office, place = session.app().office, _place(listen)
    try:
        ended = serve_pages(office, place, lambda host, port: _started(session, host, port))
    except WebMissingError:
        raise Failure("web_missing", FAILED) from None
    talk(session.texts.say("serve.ended"))
    return INTERRUPTED if ended == signal.SIGINT else DONE


def _started(session: Session, host: str, port: int) -> None:
    talk(session.texts.say("serve.started", host=f"[{host}]" if ":" in host else host, port=port))


def _place(listen: str) -> tuple[str, int]:
    """Host and port. Raises Failure where they are none."""
    found = _LISTEN.fullmatch(listen)
    if found is None or int(found[3]) > LARGEST_PORT:
        raise Failure("listen_malformed", given=listen)
    return found[1] or found[2], int(found[3])
