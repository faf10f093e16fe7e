"""The columns of a picture of time: months, quarters or years, as many as one can read beside another."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

MONTHS, QUARTERS, YEARS = 1, 3, 12
# More columns than this cannot be read beside one another.
MOST = 24
WIDTH = 58.0


@dataclass(frozen=True)
class Column:
    """A span of days; `number` is that of its month or quarter in the year, 0 for a whole year."""

    first: date
    last: date
    number: int


@dataclass(frozen=True)
class Scale:
    """Where days lie: columns of one width side by side from `left`, each day at its share of its column.

    `later`: one more column for what ends after the last day.
    """

    left: float
    months: int
    columns: tuple[Column, ...]
    later: bool = False

    @property
    def end(self) -> float:
        """Where the last day ends."""
        return self.left + WIDTH * len(self.columns)

    @property
    def right(self) -> float:
        """The end of the last column."""
        return self.end + (WIDTH if self.later else 0)

    def holds(self, day: date) -> bool:
        """Whether a day lies within."""
        return self.columns[0].first <= day <= self.columns[-1].last

    def place(self, day: date) -> int:
        """The number of the column of a day; what lies before counts to the first, what lies after to the last."""
        within = (number for number, one in enumerate(self.columns) if day <= one.last)
        return next(within, len(self.columns) - (0 if self.later else 1))

    def x(self, day: date) -> float:
        """Where a day begins; the day after the last one is the right edge."""
        if day > self.columns[-1].last:
            return self.end
        number = self.place(day)
        column = self.columns[number]
        share = (day - column.first).days / ((column.last - column.first).days + 1)
        return self.left + WIDTH * (number + max(share, 0.0))


def scale_of(left: float, first: date, last: date, latest: date) -> Scale:
    """The finest columns of which no more than can be read cover a span of days; `latest` is the last to be shown."""
    for months in (MONTHS, QUARTERS, YEARS):
        columns = tuple(_columns(first, last, months))
        if len(columns) <= MOST or months == YEARS:
            return Scale(left, months, columns, latest > columns[-1].last)
    raise AssertionError("years always fit")


def _columns(first: date, last: date, months: int) -> Iterator[Column]:
    start = date(first.year, first.month - (first.month - 1) % months, 1)
    while start <= last:
        after = start.month - 1 + months
        following = date(start.year + after // 12, after % 12 + 1, 1)
        yield Column(start, following - timedelta(days=1), (start.month - 1) // months + 1 if months < YEARS else 0)
        start = following
