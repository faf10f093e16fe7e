"""A month as an argument."""

import re
from typing import Any

import click

from cycle.cli.asking.spoken import session_of
from cycle.queries.certificates.radar_counts import Month

_WRITTEN = (
    re.compile(r"(?P<month>0?[1-9]|1[0-2])/(?P<year>(19|20|21)[0-9]{2})\Z"),
    re.compile(r"(?P<year>(19|20|21)[0-9]{2})-(?P<month>0[1-9]|1[0-2])\Z"),
)


class MonthType(click.ParamType[Month]):
    """A month written mm/yyyy or yyyy-mm."""

    name = "MONTH"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Month:
        if isinstance(value, Month):
            return value
        found = next((one for form in _WRITTEN if (one := form.match(str(value).strip()))), None)
        if found is None:
            self.fail(session_of(ctx).texts.say("usage.month", given=value) if ctx else str(value), param, ctx)
        return Month(int(found["year"]), int(found["month"]))


MONTH = MonthType()
