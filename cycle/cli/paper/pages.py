"""A range of pages as it is written on the command line: `12-18`, or `12` for one page."""

import re
from typing import Any

import click

from cycle.cli.asking.spoken import session_of
from cycle.store import Pages

WRITTEN = re.compile(
    r"([0-9]{1,6})(?:\s*[-–]\s*([0-9]{1,6}))?"
)  # with a hyphen, or the dash that word processors make of it


class PageRange(click.ParamType[Pages]):
    """Two numbers of pages, both belonging to the range. Whether the file has them is judged with the paper."""

    name = "PAGES"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Pages:
        if isinstance(value, Pages):
            return value
        found = WRITTEN.fullmatch(str(value).strip())
        if found is None:
            told = session_of(ctx).texts.say("usage.pages", given=value) if ctx else "usage.pages"
            self.fail(told, param, ctx)
        return Pages(int(found[1]), int(found[2] or found[1]))


PAGES = PageRange()
