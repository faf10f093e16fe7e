"""Days in cells: real ones, and those written as text."""

import re
from datetime import date, datetime

from cycle.sheets.badcell import BadCell, shown

FIRST_YEAR, LAST_YEAR = 2000, 2100

_DAY = re.compile(r"(\d{1,2})\s*[/.-]\s*(\d{1,2})\s*[/.-]\s*(\d{4})")
_ISO_DAY = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})")


def day_of(value: object, since: int = FIRST_YEAR) -> date:
    """Raises BadCell for what is no day, or none of the years from `since`."""
    if isinstance(value, datetime):
        day = value.date()
    elif isinstance(value, date):
        day = value
    elif isinstance(value, str):
        day = _written(value)
    else:
        raise BadCell("number_for_date", value=shown(value))
    if not since <= day.year <= LAST_YEAR:
        raise BadCell("unlikely_date", value=shown(day), low=str(since), high=str(LAST_YEAR))
    return day


def _written(text: str) -> date:
    """Day, month, year as people write them in Vietnam; or year, month, day with hyphens."""
    if match := _DAY.fullmatch(text):
        day, month, year = map(int, match.groups())
    elif match := _ISO_DAY.fullmatch(text):
        year, month, day = map(int, match.groups())
    else:
        raise BadCell("not_a_date", value=shown(text))
    try:
        return date(year, month, day)
    except ValueError:
        raise BadCell("impossible_date", value=shown(text)) from None
