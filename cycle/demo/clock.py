"""The clock of a rehearsal: it stands still until the play moves it on."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

OPENS = time(8)
BETWEEN_ACTS = timedelta(minutes=5)
BETWEEN_COMMANDS = timedelta(seconds=1)


class MovingClock:
    """Shows the working hours of the day that it was moved to; it never goes back."""

    def __init__(self, zone: str, day: date) -> None:
        self._zone = ZoneInfo(zone)
        self._act = self._instant = self._morning(day)

    def now(self) -> datetime:
        """The instant that the play has reached."""
        return self._instant

    def begin_act(self, day: date) -> None:
        """The next act: some minutes after the one before, or in the morning of a later day."""
        self._act = max(self._morning(day), self._act + BETWEEN_ACTS)
        self._instant = max(self._act, self._instant)

    def reach(self, day: date, at: time) -> None:
        """An hour of a day, unless that is over already."""
        self._instant = max(datetime.combine(day, at, self._zone).astimezone(UTC), self._instant)

    def next_command(self) -> None:
        """A moment later."""
        self._instant += BETWEEN_COMMANDS

    def _morning(self, day: date) -> datetime:
        return datetime.combine(day, OPENS, self._zone).astimezone(UTC)
