"""When something is owed: the last day, the instant it ends, and how both were found."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from workflows.calendars import ONE_DAY, add, roll
from workflows.definition import DeadlineRule, Period
from workflows.rules import Calendar, Programme


@dataclass(frozen=True)
class Due:
    """`last_day` is the last day on which the act is in time, in the programme's zone.

    `instant` is the end of that day in UTC: at this instant it is late. `derivation` holds all that is needed to
    compute both again.
    """

    last_day: date
    instant: datetime
    derivation: Mapping[str, Any]


def due(
    rule: DeadlineRule, start: date, started_by: Mapping[str, Any], programme: Programme, calendar: Calendar
) -> Due:
    """The deadline that `rule` gives when its clock starts on `start`.

    The parameters must exist in the programme; reading the configuration has proved it. A period is counted from the
    day after `start` (Civil Code 2015, Article 147) and rolls to the next working day unless the rule says no
    (Article 148); a fixed date never rolls.
    """
    if rule.on is not None:
        return _fixed(rule, start, started_by, programme)
    period, source = _period(rule, programme)
    falls_on = add(start, period)
    last_day, skipped = roll(calendar, falls_on) if rule.rolls else (falls_on, [])
    derivation = {
        "rule": rule.name,
        "basis": rule.basis,
        "started_by": dict(started_by),
        "starts": start.isoformat(),
        "length": {"days": period.days} if period.days is not None else {"months": period.months},
        "length_from": source,
        "falls_on": falls_on.isoformat(),
        "rolls": rule.rolls,
        "skipped": [{"day": day.isoformat(), "reason": reason} for day, reason in skipped],
        "calendar": {"name": calendar.name, "year": calendar.years.get(last_day.year, "unknown")},
        "last_day": last_day.isoformat(),
        "zone": programme.zone,
    }
    return Due(last_day, end_of_day(last_day, programme.zone), derivation)


def end_of_day(day: date, zone: str) -> datetime:
    """The instant, in UTC, at which `day` is over in `zone`."""
    return datetime.combine(day + ONE_DAY, time(), ZoneInfo(zone)).astimezone(UTC)


def _fixed(rule: DeadlineRule, start: date, started_by: Mapping[str, Any], programme: Programme) -> Due:
    fixed = programme.dates[rule.on or ""]
    last_day = fixed.on if fixed.inclusive else fixed.on - ONE_DAY
    derivation = {
        "rule": rule.name,
        "basis": rule.basis,
        "started_by": dict(started_by),
        "starts": start.isoformat(),
        "fixed": {"date": fixed.name, "on": fixed.on.isoformat(), "inclusive": fixed.inclusive},
        "length_from": {"origin": fixed.origin, "basis": fixed.basis},
        "rolls": False,
        "last_day": last_day.isoformat(),
        "zone": programme.zone,
    }
    return Due(last_day, end_of_day(last_day, programme.zone), derivation)


def _period(rule: DeadlineRule, programme: Programme) -> tuple[Period, Mapping[str, str]]:
    if isinstance(rule.within, str):
        duration = programme.durations[rule.within]
        return duration.period, {"duration": duration.name, "origin": duration.origin, "basis": duration.basis}
    assert rule.within is not None  # noqa: S101 - reading refuses a rule with neither `within` nor `on`
    return rule.within, {"origin": "workflow", "basis": rule.basis}
