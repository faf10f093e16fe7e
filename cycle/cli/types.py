"""Types of options: days and instants."""

from datetime import date, datetime
from pathlib import Path
from typing import Any

import click

from cycle.cli.spoken import session_of
from cycle.clock import read_instant
from workflows.values import Malformed, read_date


class Day(click.ParamType[date]):
    """A day written dd/mm/yyyy or yyyy-mm-dd."""

    name = "DAY"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> date:
        if isinstance(value, date):
            return value
        try:
            return read_date(value.strip())
        except Malformed:
            self.fail(_say(ctx, "usage.day", given=value), param, ctx)


class Instant(click.ParamType[datetime]):
    """An instant with its offset from UTC."""

    name = "INSTANT"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> datetime:
        if isinstance(value, datetime):
            return value
        try:
            return read_instant(value.strip())
        except ValueError:
            self.fail(_say(ctx, "usage.instant", given=value), param, ctx)


DAY = Day()
INSTANT = Instant()
FILE = click.Path(path_type=Path, dir_okay=False)
FOLDER = click.Path(path_type=Path, file_okay=False)


def _say(ctx: click.Context | None, code: str, **params: Any) -> str:
    return session_of(ctx).texts.say(code, **params) if ctx else code
