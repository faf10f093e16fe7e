"""The last day of a deadline, reckoned from its beginning, its length and what happened to it since."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from workflows.calendars.calendars import ONE_DAY, exceptional, moved, roll
from workflows.deadlines.deadline_rules import Period
from workflows.rules import Calendar

Events = Sequence[Mapping[str, Any]]


@dataclass(frozen=True)
class Course:
    """What a deadline is reckoned from: day zero with a period, or the day on which it ends."""

    starts: date
    period: Period | None
    ends: date | None
    rolls: bool


@dataclass
class Reckoning:
    """A deadline as it is being reckoned. `falls_on` is its last day before any roll.

    `looked_at` are the numbers of the days whose counting mattered on the way, `rests_on` the years in which the
    result depends on the calendar.
    """

    course: Course
    calendar: Calendar
    falls_on: date
    last_day: date
    exact: bool = False
    paused: date | None = None
    looked_at: set[int] = field(default_factory=set)
    rests_on: set[int] = field(default_factory=set)
    touched: set[int] = field(default_factory=set)

    @property
    def days(self) -> list[Mapping[str, Any]]:
        """Every day looked at that did not count, or that the calendar says is worked, with the reason."""
        found = exceptional(self.calendar, self.looked_at)
        return [{"day": one.day.isoformat(), "why": one.why, "counts": one.counts} for one in found]

    @property
    def years(self) -> Mapping[str, str]:
        """What the calendar says of each year that the deadline touches; `unknown` where it has no such year."""
        years = {self.course.starts.year, self.last_day.year, *self.touched}
        return {str(year): self.calendar.years.get(year, "unknown") for year in sorted(years)}

    @property
    def provisional(self) -> list[int]:
        """The years that the result rests on and that are not confirmed."""
        return sorted(year for year in self.rests_on if self.calendar.years.get(year) != "confirmed")

    def take(self, event: Mapping[str, Any]) -> None:
        """Lay one event over it: `paused`, `resumed` or `extended`, in the order in which they took effect."""
        day = date.fromisoformat(event["day"])
        match event["event"]:
            case "paused":
                self.paused = day
            case "resumed":
                self._resume(day)
            case "extended":
                self.falls_on, self.exact = date.fromisoformat(event["until"]), True
                self.rests_on = set()

    def settle(self) -> None:
        """Roll the day it falls on, unless it does not roll or was named by an extension."""
        self.last_day = self.falls_on
        if self.course.rolls and not self.exact:
            self.last_day = roll(self.calendar, self.falls_on)
            self._look(self.falls_on, self.last_day)

    def _resume(self, day: date) -> None:
        """What was left when the clock was paused is left when it goes on; the day it goes on is a day zero."""
        assert self.paused is not None  # noqa: S101 - only what is paused can go on
        left = self._left(self.paused)
        self.paused, self.exact = None, False
        self.falls_on = moved(self.calendar, day, left)
        self._look_counted(day, left)

    def _left(self, paused: date) -> Period:
        """What is left after the day of a pause, in days of the kind that the deadline is counted in."""
        if not _by_working_days(self.course):
            return Period(days=max(0, (self.falls_on - paused).days))
        self._look(paused + ONE_DAY, self.falls_on)
        return Period(working_days=self.calendar.working_days.between(paused, self.falls_on))

    def _look_counted(self, after: date, period: Period) -> None:
        if period.working_days is not None:
            self._look(after + ONE_DAY, self.falls_on)

    def _look(self, first: date, last: date) -> None:
        if first <= last:
            years = range(first.year, last.year + 1)
            self.looked_at.update(range(first.toordinal(), last.toordinal() + 1))
            self.rests_on.update(years)
            self.touched.update(years)


def reckon(course: Course, events: Iterable[Mapping[str, Any]], calendar: Calendar) -> Reckoning:
    """The deadline after all events, in their order.

    Day zero is not counted (Civil Code 2015, Article 147). A pause keeps what was left after its day: working days
    where the deadline is counted in them, else calendar days. An extension names its day, which does not roll; what
    is reckoned again after it rolls as before.
    """
    if course.ends is not None:
        found = Reckoning(course, calendar, course.ends, course.ends)
    else:
        assert course.period is not None  # noqa: S101 - a course has one or the other
        falls_on = moved(calendar, course.starts, course.period)
        found = Reckoning(course, calendar, falls_on, falls_on)
        found._look_counted(course.starts, course.period)  # noqa: SLF001 - a reckoning that it has just made itself
    for event in events:
        found.take(event)
    found.settle()
    return found


def _by_working_days(course: Course) -> bool:
    return course.period is not None and course.period.working_days is not None
