"""`ocop` itself: the common options, the list of commands, and what is said when something goes wrong."""

import gc
import os
import sys
from collections.abc import Callable, Sequence
from itertools import pairwise
from time import perf_counter
from typing import Any

import click

from cycle.cli.asking.session import Session
from cycle.cli.asking.spoken import SpokenGroup, SpokenOption, json_option, language_option, option, session_of
from cycle.cli.asking.types import FILE, FOLDER, INSTANT
from cycle.cli.asking.written import OneOf
from cycle.cli.failures import report
from cycle.cli.groups import COMMANDS
from cycle.cli.logged import begin_log, log_end
from cycle.settings import LOG_FORMATS, LOG_LEVELS
from cycle.texts import LANGUAGES

# Objects made between two searches for garbage. A run is short and keeps most of what it makes: searching as often as
# Python does by itself took up to half of the time of a board.
SELDOM = (50_000, 20, 20)


class Root(SpokenGroup):
    """The group of everything. Ends with an exit status and a message, never with a traceback."""

    def main(self, args: Sequence[str] | None = None, prog_name: str | None = "ocop", *rest: Any, **extra: Any) -> Any:
        gc.set_threshold(*SELDOM)
        given = list(sys.argv[1:] if args is None else args)
        session = Session(language=_language_in(given), json="--json" in given)
        began = perf_counter()
        try:
            status = self._status(session, given, prog_name or "ocop", *rest, **extra)
            log_end(status, perf_counter() - began)
        finally:
            session.close()
        sys.exit(status)

    def _status(self, session: Session, *given: Any, **extra: Any) -> int:
        """The exit status of a run; what went wrong has been told."""
        try:
            status = super().main(*given, **{**extra, "standalone_mode": False, "obj": session})
        except (Exception, KeyboardInterrupt) as wrong:
            if os.environ.get("OCOP_DEBUG"):
                raise
            begin_log(session)
            return report(session, wrong)
        return status if isinstance(status, int) else 0


def _keep(ctx: click.Context, param: click.Parameter, value: Any) -> None:
    """Put a common option into the session as soon as it is read: what is wrong with the rest is told by it already."""
    setattr(session_of(ctx), str(param.name), value)


def _common(*declared: str, **attributes: Any) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    return option(*declared, expose_value=False, callback=_keep, **attributes)


@click.group("ocop", cls=Root, commands=COMMANDS)
@_common("--settings", "settings_file", type=FILE, metavar="FILE")
@_common("--config", type=FOLDER, metavar="DIR")
@_common("--as", "account", metavar="ACCOUNT", envvar="OCOP_AS")
@_common("--now", "instant", type=INSTANT, metavar="INSTANT", envvar="OCOP_NOW")
@_common("--log-level", type=OneOf(LOG_LEVELS))
@_common("--log-format", type=OneOf(LOG_FORMATS))
@click.version_option(package_name="ocop-cycle", prog_name="ocop", message="%(prog)s %(version)s", cls=SpokenOption)
@click.pass_obj
def main(session: Session) -> None:
    if session.settings_file is not None:
        session.settings()
    begin_log(session)


main.params += [language_option(), json_option()]


def _language_in(args: list[str]) -> str | None:
    """The language that the line asks for, known before it is parsed: also what is wrong with it is told in it."""
    asked = [after for word, after in pairwise(args) if word == "--lang"]
    asked += [word.partition("=")[2] for word in args if word.startswith("--lang=")]
    return next((one for one in asked if one in LANGUAGES), None)
