"""Types of options: days and instants."""

import os
from datetime import date, datetime
from pathlib import Path
from typing import Any

import click

from cycle.cli.asking.spoken import session_of
from cycle.clock import read_instant
from workflows.values import Malformed, read_date

# Far enough from the ends of the calendar that years around a day are years.
FIRST_YEAR, LAST_YEAR = 1900, 2199


class Day(click.ParamType[date]):
    """A day written dd/mm/yyyy or yyyy-mm-dd, of a year that a programme can have to do with."""

    name = "DAY"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> date:
        if isinstance(value, date):
            return value
        try:
            day = read_date(value.strip())
        except Malformed:
            self.fail(_say(ctx, "usage.day", given=value), param, ctx)
        if not FIRST_YEAR <= day.year <= LAST_YEAR:
            self.fail(_say(ctx, "usage.day_reach", given=value, first=FIRST_YEAR, last=LAST_YEAR), param, ctx)
        return day


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


class Place(click.Path):
    """A path; what is a folder, a file or closed to this user against what is wanted is said in the run's language."""

    def __init__(self, *, file_okay: bool = True, dir_okay: bool = True, allow_dash: bool = False) -> None:
        super().__init__(path_type=Path, file_okay=file_okay, dir_okay=dir_okay, allow_dash=allow_dash)

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        path, dash = Path(os.fsdecode(value)), self.allow_dash and str(value) == "-"
        wrong = None if dash else self._wrong(path)
        if wrong:
            self.fail(_say(ctx, f"usage.{wrong}", given=path), param, ctx)
        return super().convert(value, param, ctx)

    def _wrong(self, path: Path) -> str | None:
        if path.is_dir() and not self.dir_okay:
            return "is_folder"
        if path.is_file() and not self.file_okay:
            return "is_file"
        return "unreadable" if path.exists() and not os.access(path, os.R_OK) else None


DAY = Day()
INSTANT = Instant()
FILE = Place(dir_okay=False)
FOLDER = Place(file_okay=False)


def _say(ctx: click.Context | None, code: str, **params: Any) -> str:
    return session_of(ctx).texts.say(code, **params) if ctx else code
