"""The only reader of the wall clock."""

from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Protocol
from zoneinfo import ZoneInfo


class Clock(Protocol):
    """Gives the present instant, always aware and in UTC."""

    def now(self) -> datetime:
        """The present instant."""


class WallClock:
    """The machine's clock."""

    def now(self) -> datetime:
        """The present instant of this machine, in UTC."""
        return datetime.now(UTC)


@dataclass(frozen=True)
class NamedInstant:
    """A clock that stands at the instant a rehearsal names."""

    instant: datetime

    def now(self) -> datetime:
        """The named instant."""
        return self.instant


def instant_text(instant: datetime) -> str:
    """The stored form: UTC, microseconds, `Z`. Sorts as time does. Raises ValueError on a naive datetime."""
    if instant.tzinfo is None:
        raise ValueError("a naive datetime names no instant; give it a time zone")
    return instant.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def read_instant(text: str) -> datetime:
    """The instant of a stored text. Raises ValueError on anything without a time zone."""
    instant = datetime.fromisoformat(text)
    if instant.tzinfo is None:
        raise ValueError("a naive datetime names no instant; give it a time zone")
    return instant.astimezone(UTC)


def day_in(zone: str, instant: datetime) -> date:
    """The calendar day of an instant in a zone."""
    return instant.astimezone(ZoneInfo(zone)).date()
