"""Working days by their numbers: how many lie in a span, and which is the n-th."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from datetime import date

WEEK, WORKED = 7, 5


class WorkingDays:
    """The days that count under a calendar, compiled to sorted day numbers.

    Mondays to Fridays count, without those in `off` and with the Saturdays and Sundays in `worked`; a day in both
    counts. Every question is a few bisections, however long the span; no year is out of range.
    """

    def __init__(self, off: Iterable[date], worked: Iterable[date]) -> None:
        added = {day.toordinal() for day in worked}
        self._added = sorted(number for number in added if not _in_week(number))
        self._taken = sorted({day.toordinal() for day in off if _in_week(day.toordinal())} - added)
        self._exceptions = frozenset((*self._added, *self._taken))
        self._named = self._exceptions | added

    def counts(self, day: date) -> bool:
        """Whether it is a working day."""
        number = day.toordinal()
        return _in_week(number) != (number in self._exceptions)

    def between(self, after: date, until: date) -> int:
        """How many working days lie after the first day, up to and with the second; 0 where none do."""
        return max(0, self._up_to(until.toordinal()) - self._up_to(after.toordinal()))

    def moved(self, day: date, count: int) -> date:
        """The `count`-th working day after `day`, or before it where the count is negative; `day` itself for 0."""
        if count == 0:
            return day
        # Before `day` itself there is one more to pass than after it.
        reached = self._up_to(day.toordinal() - (count < 0)) + count + (count < 0)
        return self._reaching(reached, day.toordinal(), abs(count))

    def at_or_after(self, day: date) -> date:
        """The first working day that is not before `day`."""
        number = day.toordinal()
        return self._reaching(self._up_to(number - 1) + 1, number, 1)

    def named(self, numbers: Iterable[int]) -> list[date]:
        """Of days given by their numbers, all but the Mondays to Fridays that nothing is said of, in order."""
        return [date.fromordinal(one) for one in sorted(numbers) if one in self._named or not _in_week(one)]

    def _reaching(self, reached: int, near: int, count: int) -> date:
        """The working day up to which `reached` working days lie; it is no farther than `count` of them from `near`."""
        far = (count // WORKED + 2) * WEEK + len(self._taken)
        span = range(near - far, near + far + 1)
        return date.fromordinal(span[bisect_left(span, reached, key=self._up_to)])

    def _up_to(self, number: int) -> int:
        """The working days from the beginning of the count (a Monday) up to and with a day."""
        weeks, rest = divmod(number, WEEK)
        worked = weeks * WORKED + min(rest, WORKED)
        return worked - bisect_right(self._taken, number) + bisect_right(self._added, number)


def _in_week(number: int) -> bool:
    """Day number 1 is a Monday."""
    return 1 <= number % WEEK <= WORKED
