"""The latest day of each act of a way, reckoned backwards from its goal over working days."""

from bisect import bisect_right
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from workflows.calendars.calendars import ONE_DAY
from workflows.deadlines.clocks import Arrival, Changes, changes
from workflows.deadlines.deadline_rules import DeadlineRule
from workflows.facts import Facts
from workflows.guards.value_guards import finish_day
from workflows.paths.ways import Stop, Way
from workflows.programme import Programme
from workflows.rules import Calendar, Rules

# How far back a latest day is looked for: longer than all terms of a way together.
LOOKED_BACK = 800


@dataclass(frozen=True)
class Ground:
    """What a way is looked for on: a dossier as it stands, and the programme in which what it opens would run."""

    rules: Rules
    facts: Facts
    current: Programme
    today: date
    terms: dict[tuple[object, ...], "Term | None"] = field(default_factory=dict, init=False, compare=False, repr=False)

    def programme(self, leg: int) -> Programme:
        """The programme of the dossier itself (0), or of what it opens."""
        return self.facts.programme if leg == 0 else self.current

    def calendar(self, leg: int) -> Calendar:
        return self.rules.calendars[self.programme(leg).calendar]


@dataclass(frozen=True)
class Term:
    """The clock that an act starts and that leaves whoever acts next until `last_day`."""

    rule: DeadlineRule
    last_day: date
    provisional: tuple[int, ...]


@dataclass(frozen=True)
class Missed:
    """Why a round is out of reach: the first act of a way that is too late, its latest day, and by how many days."""

    round: str
    trigger: str
    latest: date
    days: int


@dataclass(frozen=True)
class Due:
    """A clock that runs as the dossier stands and that an act of the way ends; `days` are how many it is over."""

    deadline: str
    last_day: date
    days: int


@dataclass(frozen=True)
class Slot:
    """An act with its latest day, the term that it leaves the next one, and the running clock that it ends, if any."""

    stop: Stop
    leg: int
    day: date
    term: Term | None
    due: Due | None = None


def schedule(ground: Ground, way: Way, last: date, *, tight: bool) -> tuple[Slot, ...]:
    """The acts of a way with the latest day of each, always a working day.

    Whoever acts next keeps the whole term that the law or the programme gives; `tight` counts no one's time. The clock
    that runs for an act sets no such day, where being late is not refused: it stands beside it.
    """
    slots: list[Slot] = []
    for stop, leg, due in reversed(list(zip(way, _legs(way), _dues(ground, way), strict=True))):
        counts = bool(slots) and not tight
        until = min([_latest(ground, stop, leg, last) if counts else last, *_closing(ground, stop, leg)])
        last = _working_day(ground.calendar(leg), until)
        slots.insert(0, Slot(stop, leg, last, term_after(ground, stop, leg, last) if counts else None, due))
    return tuple(slots)


def _dues(ground: Ground, way: Way) -> Iterator[Due | None]:
    """For each act the clock of a length that it ends, of those that run; of several the one that is over first."""
    facts = ground.facts
    running = {name: day for name, day in facts.deadlines.items() if name not in facts.paused}
    for stop in way:
        kept = stop.definition.states[stop.move.target].deadlines
        ended = [
            Due(name, day, max(0, (ground.today - day).days))
            for name, day in running.items()
            if name not in kept and stop.definition.deadlines[name].within is not None
        ]
        yield min(ended, key=lambda one: one.last_day, default=None)
        running = {} if stop.opens else {name: day for name, day in running.items() if name in kept}


def earliest(ground: Ground, way: Way) -> tuple[date, ...]:
    """The first day of each act, if each is done as soon as it may be."""
    days, day = [], ground.today
    for stop, leg in zip(way, _legs(way), strict=True):
        day = max([day, *_opening(ground, stop, leg)])
        days.append(day)
    return tuple(days)


def span_of(ground: Ground, stop: Stop) -> tuple[date | None, date | None]:
    """The first and the last day of an act out of the present state; None where nothing sets one."""
    return max(_opening(ground, stop, 0), default=None), min(_closing(ground, stop, 0), default=None)


def term_after(ground: Ground, stop: Stop, leg: int, day: date) -> Term | None:
    """The longest term that an act of a day starts for whoever acts next; None where it starts none."""
    key = stop.definition.name, stop.move.trigger, stop.source, stop.opens, leg, day
    if key not in ground.terms:
        ground.terms[key] = _term_after(ground, stop, leg, day)
    return ground.terms[key]


def _term_after(ground: Ground, stop: Stop, leg: int, day: date) -> Term | None:
    goes_on, at = stop.opens or stop.definition, leg + (stop.opens is not None)
    started = _started(ground, stop, at, day)
    terms = [
        Term(rule, one.last_day, tuple(one.derivation["provisional"]))
        for name, one in started.items()
        if (rule := goes_on.deadlines[name]).within is not None
    ]
    return max(terms, key=lambda one: one.last_day, default=None)


def _started(ground: Ground, stop: Stop, leg: int, day: date) -> Mapping[str, Any]:
    definition = stop.opens or stop.definition
    state = definition.initial if stop.opens else stop.move.target
    values = dict(ground.facts.values)
    values |= {rule.name: day.isoformat() for rule in stop.move.records if rule.type == "date"}
    values |= {rule.name: rule.constant for rule in stop.move.records if rule.constant is not None}
    values |= {rule.name: rule.default for rule in definition.receives if rule.default and rule.name not in values}
    running = {} if stop.opens else dict.fromkeys(stop.definition.states[stop.source].deadlines, day)
    arrival = Arrival(state, day, values, running, {}, stop.move.trigger, stop.move.opens or "")
    found = changes(definition, arrival, ground.programme(leg), ground.calendar(leg))
    return found.opened if isinstance(found, Changes) else {}


def _latest(ground: Ground, stop: Stop, leg: int, until: date) -> date:
    """The last day on which the term that the act starts still ends by a day; it ends the later the later the act."""

    def ends(day: date) -> date:
        term = term_after(ground, stop, leg, day)
        return term.last_day if term else day

    # About as long before as the term is long; far back only where days off lie between.
    back = 2 * (ends(until) - until).days
    back = back if ends(until - timedelta(days=back)) <= until else LOOKED_BACK
    first = until - timedelta(days=back)
    days = bisect_right(range(back + 1), until, key=lambda number: ends(first + timedelta(days=number)))
    return first + timedelta(days=days - 1)


def _closing(ground: Ground, stop: Stop, leg: int) -> list[date]:
    """The days after which the act is refused, or something else happens in its place."""
    facts = ground.facts
    found = [stop.until] if stop.until else []
    for use in stop.move.guards:
        if use.guard == "window":
            found.append(ground.programme(leg).windows[use.params["window"]].closes)
        elif use.guard in ("before", "ahead") and (day := _ends(ground, stop, leg, use.params["deadline"])):
            least = use.params.get("least", 0) if use.guard == "ahead" else 0
            found.append(day - timedelta(days=least))
    late = stop.move.too_late.deadline if stop.move.too_late and leg == 0 else ""
    found += [facts.deadlines[late]] if late in facts.deadlines.keys() - facts.paused else []
    finish = finish_day(stop.definition, facts.values) if leg == 0 else None
    return [*found, *([finish] if finish else [])]


def _opening(ground: Ground, stop: Stop, leg: int) -> list[date]:
    """The days before which the act is refused."""
    found = []
    for use in stop.move.guards:
        if use.guard == "window":
            found.append(ground.programme(leg).windows[use.params["window"]].opens)
        elif use.guard in ("after", "ahead") and (day := _ends(ground, stop, leg, use.params["deadline"])):
            most = use.params.get("most") if use.guard == "ahead" else -1
            found += [day - timedelta(days=most)] if most is not None else []
    return found


def _ends(ground: Ground, stop: Stop, leg: int, name: str) -> date | None:
    """The last day of a clock of the dossier as it stands, where it counts for an act out of its present state."""
    facts = ground.facts
    here = leg == 0 and stop.source == facts.state and name not in facts.paused
    return facts.deadlines.get(name) if here else None


def _working_day(calendar: Calendar, day: date) -> date:
    """The last working day that is not after a day."""
    return calendar.working_days.moved(day + ONE_DAY, -1)


def _legs(way: Way) -> tuple[int, ...]:
    """For each act 0 where it is one of the dossier itself, 1 where of what that opens, and so on."""
    legs, leg = [], 0
    for stop in way:
        legs.append(leg)
        leg += stop.opens is not None
    return tuple(legs)
