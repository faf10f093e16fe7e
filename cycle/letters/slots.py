"""When a letter may go: on the working days of a programme, within its hours, grouped ones on their weekday."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from workflows.calendars.calendars import ONE_DAY
from workflows.calendars.working_days import WorkingDays
from workflows.deadlines.marks import end_of_day
from workflows.programme import Letters, Programme
from workflows.rules import Rules

WEEK = timedelta(7)


@dataclass(frozen=True)
class Slot:
    """The day of a grouped letter, and from which instant it may go."""

    day: date
    at: datetime


@dataclass(frozen=True)
class Slots:
    """The sending times of a programme: from `opens` until just before `closes`, by the clocks of `zone`.

    All instants are aware; those given back are in UTC. `weekly` is the weekday of grouped letters, 0 is Monday.
    """

    days: WorkingDays
    zone: str
    opens: time
    closes: time
    weekly: int

    def next_at(self, instant: datetime) -> datetime:
        """The instant itself where letters may go then, else the next one at which they may."""
        slot = self.next_day(instant)
        return slot.at

    def next_day(self, instant: datetime, not_before: date | None = None) -> Slot:
        """The first working day, from a day on, of which some sending time is left."""
        day = self.days.at_or_after(max(self._day(instant), not_before or date.min))
        if self._closing(day) <= instant:
            day = self.days.at_or_after(day + ONE_DAY)
        return self._slot(day, instant)

    def this_week(self, instant: datetime) -> date | None:
        """The day of this week's grouped letters where it has come; None where it has not, or there is none."""
        today = self._day(instant)
        day = self.days.at_or_after(today - timedelta(today.weekday()) + timedelta(self.weekly))
        return day if day <= today else None

    def next_week(self, instant: datetime, after: date | None = None) -> Slot:
        """The next day of grouped letters of which some sending time is left, after a day where one is given.

        Where the weekday is a day off it is the next working day of that week; a week that has none is passed over.
        """
        today = self._day(instant)
        monday = today - timedelta(today.weekday())
        while True:
            day = self.days.at_or_after(monday + timedelta(self.weekly))
            monday += WEEK
            if day < monday and self._closing(day) > instant and (after is None or day > after):
                return self._slot(day, instant)

    def works(self, day: date) -> bool:
        """Whether letters go on a day at all."""
        return self.days.counts(day)

    def presses(self, day: date, last_day: date, soon: int) -> bool:
        """Whether on a day something is due soon: within so many days, or before letters go again."""
        return day <= last_day and (last_day - day <= timedelta(soon) or last_day < _moved(self.days, day, 1))

    def last_before(self, day: date) -> date:
        """The last day before it on which letters went."""
        return _moved(self.days, day, -1)

    def stale(self, day: date, days: int | None) -> datetime | None:
        """When a letter meant for a day has lost its sense: as the last of so many days after it is over."""
        return None if days is None else end_of_day(day + timedelta(days), self.zone)

    def _slot(self, day: date, instant: datetime) -> Slot:
        return Slot(day, max(instant.astimezone(UTC), self._at(day, self.opens)))

    def _closing(self, day: date) -> datetime:
        return self._at(day, self.closes)

    def _at(self, day: date, clock: time) -> datetime:
        return datetime.combine(day, clock, ZoneInfo(self.zone)).astimezone(UTC)

    def _day(self, instant: datetime) -> date:
        return instant.astimezone(ZoneInfo(self.zone)).date()


@lru_cache(maxsize=1024)
def _moved(days: WorkingDays, day: date, count: int) -> date:
    """Asked for each line of a letter."""
    return days.moved(day, count)


def slots_of(rules: Rules, programme: Programme, letters: Letters) -> Slots:
    """The sending times that a programme declares, under its calendar."""
    clocks = time.fromisoformat(letters.opens), time.fromisoformat(letters.closes)
    return Slots(rules.calendars[programme.calendar].working_days, programme.zone, *clocks, letters.weekly)
