"""The options that say what a document is about."""

from collections.abc import Callable
from functools import wraps
from typing import Any

import click

from cycle.cli.asking.spoken import option
from cycle.cli.asking.written import CODE, OneOf
from cycle.commands.documents.abouts import AskedAbout
from cycle.commands.documents.kinds import KINDS

Command = Callable[..., Any]


def about(function: Command) -> Command:
    """A kind, and what it is about, handed to the command as `kind` and `about`."""

    @click.argument("kind", type=OneOf(tuple(KINDS)), metavar="KIND")
    @option("--about", "code", type=CODE, metavar="CODE", required=True)
    @option("--programme", type=CODE, metavar="PROGRAMME")
    @option("--organisation", type=CODE, metavar="ORGANISATION")
    @wraps(function)
    def asked(*args: Any, code: str, programme: str | None, organisation: str | None, **rest: Any) -> Any:
        return function(*args, about=AskedAbout(code, programme, organisation), **rest)

    return asked
