"""When something is owed: the last day, the instant it ends, and how both were found."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from workflows.calendars.calendars import ONE_DAY
from workflows.deadlines.deadline_rules import DeadlineRule, Period
from workflows.deadlines.marks import EXPIRY, Past, Span, end_of_day, instant_text, marks
from workflows.deadlines.reckoning import Course, Events, reckon
from workflows.deadlines.terms import Term, read_term
from workflows.programme import Programme
from workflows.rules import Calendar

FORMAT = 2


@dataclass(frozen=True)
class Due:
    """`last_day` is the last day on which the act is in time, in the programme's zone.

    `instant` is the end of that day in UTC: at this instant it is late. `derivation` holds all that is needed to
    compute both again.
    """

    last_day: date
    instant: datetime
    derivation: Mapping[str, Any]


@dataclass(frozen=True)
class Beginning:
    """How a clock begins: on `day`, which is day zero, by the act that `by` tells of.

    `values` are those on record, among them the term that a rule asks for. `ends` is the last day that another clock
    or the law gives, `ended_by` where from. `reported` is the last day of the year
    that has just been reported; the deadline of a yearly rule is then the end of the next one.
    """

    day: date
    by: Mapping[str, Any]
    values: Mapping[str, Any] = field(default_factory=dict)
    reported: date | None = None
    ends: date | None = None
    ended_by: Mapping[str, Any] = field(default_factory=dict)


def due(rule: DeadlineRule, beginning: Beginning, programme: Programme, calendar: Calendar) -> Due | None:
    """The deadline that `rule` gives to a clock; None where a yearly rule has no year left, or never had several.

    The parameters must exist in the programme, and the term among the values; reading the configuration has proved
    the former, `clocks.changes` the latter. A period is counted from the day after day zero (Civil Code 2015, Article
    147) and rolls to the next working day unless the rule says no (Article 148); a date or a term never rolls.
    """
    ends = _length(rule, programme) if rule.within is not None else _fixed(rule, beginning, programme)
    if ends is None:
        return None
    sheet = {
        "format": FORMAT,
        "rule": rule.name,
        "basis": rule.basis,
        "started_by": dict(beginning.by),
        "start": {"kind": rule.starts.kind, "name": rule.starts.name},
        "starts": beginning.day.isoformat(),
        "zone": programme.zone,
        **ends,
    }
    return _derived(rule, sheet, (), calendar)


def amended(rule: DeadlineRule, derivation: Mapping[str, Any], events: Events, calendar: Calendar) -> Due:
    """A deadline computed again after further events, or under another calendar, or both.

    `events` come after those that the derivation has, each with its own day: `paused`, `resumed`, or `extended` with
    `until`. What started the clock, its length and its original last day stay; the count of changes grows, by one
    for a mere recomputation. Derivations of earlier releases are taken as well.
    """
    past = [*derivation.get("events", ()), *events]
    sheet = {
        "start": {"kind": rule.starts.kind, "name": rule.starts.name},
        **{name: value for name, value in derivation.items() if name not in ("skipped", "days")},
        "format": FORMAT,
        "original": derivation.get("original", derivation["last_day"]),
        "changes": derivation.get("changes", 0) + max(1, len(events)),
    }
    return _derived(rule, sheet, past, calendar, _past_marks(derivation))


def without_extensions(derivation: Mapping[str, Any], calendar: Calendar) -> date:
    """The last day that the pauses of a derivation give without its extensions.

    A pause that came after that day, while an extension ran, moves it by the days that it took.
    """
    course, kept, later = course_of(derivation), list[Mapping[str, Any]](), timedelta()
    events = [one for one in derivation.get("events", ()) if one["event"] != "extended"]
    for paused, resumed in zip(events[::2], events[1::2], strict=False):
        first, last = date.fromisoformat(paused["day"]), date.fromisoformat(resumed["day"])
        if first <= reckon(course, kept, calendar).last_day:
            kept += [paused, resumed]
        else:
            later += last - first
    return reckon(course, kept, calendar).last_day + later


def year_after(derivation: Mapping[str, Any]) -> date | None:
    """The last day of the year of a term that comes after the one that a yearly deadline is about; None after all."""
    return next(iter(_years_after(derivation)), None)


def _years_after(derivation: Mapping[str, Any]) -> tuple[date, ...]:
    """The last days of the years of a term that come after the one that a yearly deadline is about."""
    fixed = derivation.get("fixed") or {}
    if "term" not in fixed:
        return ()
    back = timedelta() if fixed["inclusive"] else ONE_DAY
    ends = read_term(fixed["term"]).year_ends
    return tuple(end - back for end in ends if end > date.fromisoformat(fixed["on"]))


def course_of(derivation: Mapping[str, Any]) -> Course:
    """What a derivation, of this or an earlier release, is reckoned from."""
    fixed, length = derivation.get("fixed"), derivation.get("length")
    ends = None
    if fixed:
        on = date.fromisoformat(fixed["on"])
        ends = on if fixed["inclusive"] else on - ONE_DAY
    period = Period(**{unit: count for unit, count in length.items() if count is not None}) if length else None
    return Course(date.fromisoformat(derivation["starts"]), period, ends, derivation["rolls"])


def _past_marks(derivation: Mapping[str, Any]) -> Past:
    """The marks of a derivation; those of the first format told no expiry, and had that alone."""
    if "marks" in derivation:
        return tuple(derivation["marks"])
    last_day = date.fromisoformat(derivation["last_day"])
    alone = {"mark": f"{EXPIRY}@{last_day.isoformat()}", "at": instant_text(end_of_day(last_day, derivation["zone"]))}
    return (alone,)


def _derived(rule: DeadlineRule, sheet: Mapping[str, Any], events: Events, calendar: Calendar, past: Past = ()) -> Due:
    found = reckon(course_of(sheet), events, calendar)
    last_day, zone = found.last_day, sheet["zone"]
    years = found.years
    span = Span(found.course.starts, last_day, zone, _years_after(sheet) if rule.yearly else ())
    derivation = {
        "original": last_day.isoformat(),
        "changes": 0,
        **sheet,
        "events": [dict(event) for event in events],
        "calendar": {"name": calendar.name, "revision": calendar.revision, "hash": calendar.hash, "years": years},
        "days": found.days,
        "falls_on": found.falls_on.isoformat(),
        "last_day": last_day.isoformat(),
        "provisional": found.provisional,
        "marks": marks(rule.remind, span, calendar, sheet.get("changes", 0), past),
    }
    return Due(last_day, end_of_day(last_day, zone), derivation)


def _length(rule: DeadlineRule, programme: Programme) -> Mapping[str, Any]:
    period, source = _period(rule, programme)
    units = {"days": period.days, "months": period.months, "working_days": period.working_days}
    length = {unit: count for unit, count in units.items() if count is not None}
    return {"length": length, "length_from": source, "rolls": rule.rolls}


def _period(rule: DeadlineRule, programme: Programme) -> tuple[Period, Mapping[str, str]]:
    if isinstance(rule.within, str):
        duration = programme.durations[rule.within]
        return duration.period, {"duration": duration.name, "origin": duration.origin, "basis": duration.basis}
    assert rule.within is not None  # noqa: S101 - reading refuses a rule without a period, a date and a term
    return rule.within, {"origin": "workflow", "basis": rule.basis}


def _fixed(rule: DeadlineRule, beginning: Beginning, programme: Programme) -> Mapping[str, Any] | None:
    """The day on which it ends: of a yearly rule, the end of one year of the term."""
    if rule.ends is not None and beginning.ends is not None:
        told = {**beginning.ended_by, "on": beginning.ends.isoformat(), "inclusive": True}
        return {"fixed": told, "length_from": {"origin": rule.ends.kind, "basis": rule.basis}, "rolls": False}
    if rule.on is not None:
        date_of = programme.dates[rule.on]
        named, text, on, inclusive = {"date": date_of.name}, date_of.term, date_of.on, date_of.inclusive
        source = {"origin": date_of.origin, "basis": date_of.basis}
    else:
        assert rule.term is not None  # noqa: S101 - reading refuses a rule without a period, a date and a term
        named, text, inclusive = {"value": rule.term}, str(beginning.values[rule.term]), True
        on, source = read_term(text).last, {"origin": "value", "basis": rule.basis}
    ends = _year_end(beginning, read_term(text or on.isoformat()), inclusive=inclusive) if rule.yearly else on
    if ends is None:
        return None
    told = {**named, **({"term": text} if text else {}), "on": ends.isoformat(), "inclusive": inclusive}
    return {"fixed": told, "length_from": source, "rolls": False}


def _year_end(beginning: Beginning, term: Term, *, inclusive: bool) -> date | None:
    """The end of the year that is owed: the one after the year reported, else the first that is not over.

    None for a term within one year: its own end is told by another deadline.
    """
    if len(term.year_ends) == 1:
        return None
    past = beginning.day - ONE_DAY if beginning.reported is None else beginning.reported
    # With "before" the last day of a year is the day before its end.
    return next((end for end in term.year_ends if (end if inclusive else end - ONE_DAY) > past), None)
