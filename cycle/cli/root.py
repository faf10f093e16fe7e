"""`ocop` itself: the common options, the list of commands, and what is said when something goes wrong."""

import os
import sys
from collections.abc import Sequence
from datetime import datetime
from itertools import pairwise
from pathlib import Path
from typing import Any

import click

from cycle.cli.failures import report
from cycle.cli.groups import COMMANDS
from cycle.cli.session import Session
from cycle.cli.spoken import SpokenGroup, SpokenOption, json_option, language_option, option
from cycle.cli.types import FILE, FOLDER, INSTANT
from cycle.texts import LANGUAGES


class Root(SpokenGroup):
    """The group of everything. Ends with an exit status and a message, never with a traceback."""

    def main(self, args: Sequence[str] | None = None, prog_name: str | None = "ocop", *rest: Any, **extra: Any) -> Any:
        given = list(sys.argv[1:] if args is None else args)
        session = Session(language=_language_in(given), json="--json" in given)
        extra["standalone_mode"] = False
        try:
            status = super().main(given, prog_name or "ocop", *rest, obj=session, **extra)
        except (Exception, KeyboardInterrupt) as wrong:
            if os.environ.get("OCOP_DEBUG"):
                raise
            status = report(session, wrong)
        finally:
            session.close()
        sys.exit(status if isinstance(status, int) else 0)


@click.group("ocop", cls=Root, commands=COMMANDS)
@option("--settings", "settings_file", type=FILE, metavar="FILE")
@option("--config", type=FOLDER, metavar="DIR")
@option("--as", "account", metavar="ACCOUNT", envvar="OCOP_AS")
@option("--now", "instant", type=INSTANT, metavar="INSTANT", envvar="OCOP_NOW")
@click.version_option(package_name="ocop-cycle", prog_name="ocop", message="%(prog)s %(version)s", cls=SpokenOption)
@click.pass_obj
def main(
    session: Session, settings_file: Path | None, config: Path | None, account: str | None, instant: datetime | None
) -> None:
    session.settings_file, session.config = settings_file, config
    session.account, session.instant = account, instant
    if settings_file is not None:
        session.settings()


main.params += [language_option(), json_option()]


def _language_in(args: list[str]) -> str | None:
    """The language that the line asks for, known before it is parsed: also what is wrong with it is told in it."""
    asked = [after for word, after in pairwise(args) if word == "--lang"]
    asked += [word.partition("=")[2] for word in args if word.startswith("--lang=")]
    return next((one for one in asked if one in LANGUAGES), None)
