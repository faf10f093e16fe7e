"""Spans in which something is to be done: a day, some months, a quarter, a year, years."""

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date

YEAR = re.compile(r"([0-9]{4})")
YEARS = re.compile(r"([0-9]{4})/([0-9]{4})")
QUARTER = re.compile(r"([0-9]{4})-Q([1-4])")
MONTHS = re.compile(r"([0-9]{4})-([0-9]{2})/([0-9]{4})-([0-9]{2})")
DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
MONTHS_OF_QUARTER = 3


@dataclass(frozen=True)
class Term:
    """A span of days, `first` and `last` included. `kind` is day, months, quarter, year or years."""

    text: str
    kind: str
    first: date
    last: date

    @property
    def year_ends(self) -> tuple[date, ...]:
        """The last day of the term in each year that it touches."""
        years = range(self.first.year, self.last.year + 1)
        return tuple(min(self.last, date(year, 12, 31)) for year in years)


def read_term(text: str) -> Term:
    """The term of a canonical text: `2020-06-30`, `2024-03/2024-04`, `2020-Q2`, `2021` or `2020/2025`.

    Raises ValueError on any other, on days that do not exist and on spans that end before they begin.
    """
    kind, first, last = _span(text)
    if last < first or (kind == "years" and last.year == first.year):
        raise ValueError(f"a term ends after it begins: {text!r}")
    return Term(text, kind, first, last)


def _span(text: str) -> tuple[str, date, date]:
    if DAY.fullmatch(text):
        day = date.fromisoformat(text)
        return "day", day, day
    if found := QUARTER.fullmatch(text):
        year, quarter = map(int, found.groups())
        month = quarter * MONTHS_OF_QUARTER
        return "quarter", date(year, month - MONTHS_OF_QUARTER + 1, 1), _month_end(year, month)
    if found := MONTHS.fullmatch(text):
        first_year, first_month, year, month = map(int, found.groups())
        return "months", date(first_year, first_month, 1), _month_end(year, month)
    if found := YEARS.fullmatch(text) or YEAR.fullmatch(text):
        years = [int(one) for one in found.groups()]
        return "years" if len(years) > 1 else "year", date(years[0], 1, 1), date(years[-1], 12, 31)
    raise ValueError(f"not a term: {text!r}")


def _month_end(year: int, month: int) -> date:
    # monthrange raises an error of its own for a month 13; date raises ValueError, as is promised.
    return date(year, month, 1).replace(day=monthrange(year, month)[1])
