"""The shortest of all ways to a round; where none is left, to the round after it."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date

from workflows.calendars.calendars import moved
from workflows.deadlines.deadline_rules import Period
from workflows.definition import Definition
from workflows.paths.assuming import Lacking
from workflows.paths.goals import HELD, Goal, rounds_ahead
from workflows.paths.planning import Path, Step, plan, trials_of
from workflows.paths.scheduling import Ground, Missed, Slot, earliest, schedule, span_of
from workflows.paths.ways import Way, outside, postponing, ways
from workflows.programme import Round
from workflows.trying.walk import walk
from workflows.verdict import Reason, Refusal


@dataclass(frozen=True)
class Outside:
    """An act that opens an evaluation outside the rounds, with its first and last day; None where nothing sets one."""

    trigger: str
    opens: date | None
    closes: date | None

    @property
    def ever(self) -> bool:
        """Whether it has a day at all: it does not close before it opens."""
        return self.opens is None or self.closes is None or self.opens <= self.closes


@dataclass(frozen=True)
class Found:
    """The shortest way, None where there is none, then `reasons` say why; `missed` are the rounds out of reach.

    `outside` are the acts that open an evaluation outside the rounds instead, be it that their time is over.
    """

    path: Path | None
    missed: tuple[Missed, ...] = ()
    reasons: tuple[Reason, ...] = ()
    outside: tuple[Outside, ...] = ()

    @property
    def in_time(self) -> bool:
        """Whether the round asked for is still reached."""
        return self.path is not None and not self.missed


@dataclass
class _Tried:
    """What was found for one round: ways, why others are too late, why others are barred."""

    paths: list[Path]
    missed: list[Missed]
    reasons: list[Reason]


def find(ground: Ground, definition: Definition, *, asked: str | None = None, tight: bool = False) -> Found:
    """The way to the round ahead, or to one asked for, with the fewest papers and acts; of equal ones the latest.

    `tight` counts no one's time, which is also done where a round is not reached otherwise.
    """
    facts = ground.facts
    known = ways(ground.rules, definition, facts.state, facts.values, ground.today)
    stops = outside(ground.rules, definition, facts, known, ground.today)
    spans = [Outside(stop.move.trigger, *span_of(ground, stop)) for stop in stops]
    beside = tuple(one for one in spans if one.ever)
    found = _among(ground, known, asked, tight=tight)
    over = found.path is None and not found.reasons
    anew = over and all(one.closes is not None and one.closes < ground.today for one in beside)
    return replace(found, outside=beside, reasons=(_over(definition, facts.state),) if anew else found.reasons)


def _over(definition: Definition, state: str) -> Reason:
    """Why no round is left, and what there is instead: a season has to end, or is carried over, before another."""
    at_close = definition.states[state].at_close
    if at_close is None:
        return Reason("path_over", {})
    return Reason("path_over_carried", {}) if at_close.carried_over else Reason("path_over_season", {})


def _among(ground: Ground, known: list[Way], asked: str | None, *, tight: bool) -> Found:
    facts = ground.facts
    goal = next((way[-1].goal for way in known if way[-1].goal is not None), None)
    if goal is None:
        return Found(None, reasons=(Reason("path_no_round", {"state": facts.state}),))
    programme = ground.programme(sum(one.opens is not None for one in known[0]))
    rounds = rounds_ahead(programme, goal, facts.values, ground.today, asked)
    if not rounds:
        told = {"round": asked or "", "level": goal.level, "programme": programme.name}
        return Found(None, reasons=(Reason("path_round_otherwise" if asked else "path_no_rounds", told),))
    return _first(ground, [way for way in known if way[-1].goal == goal], rounds, tight=tight)


def proven(ground: Ground, path: Path) -> bool:
    """Whether a way, walked act by act by the machine on its days, arrives in its round."""
    definitions = [path.steps[0].stop.definition, *(one.stop.opens for one in path.steps if one.stop.opens)]
    goal = path.steps[-1].stop.goal
    walks = [walk(ground.rules, one, trial) for one, trial in zip(definitions, path.trials, strict=True)]
    refused = any(isinstance(one.verdict, Refusal) for walked in walks for one in walked.tried)
    return not refused and goal is not None and walks[-1].facts.values.get(goal.value) == path.round.code


def _first(ground: Ground, known: list[Way], rounds: Iterable[Round], *, tight: bool) -> Found:
    missed: list[Missed] = []
    barred: list[Reason] = []
    for number, one in enumerate(rounds):
        begun = [_put_off(ground, way, one, number) for way in known]
        tried = _tried(ground, begun, one, tight=tight)
        if not tried.paths and not tight:
            tried = _tried(ground, begun, one, tight=True)
        if tried.paths:
            return Found(min(tried.paths, key=_measure), tuple(missed))
        missed += [max(tried.missed, key=lambda late: late.latest)] if tried.missed else []
        barred += [reason for reason in tried.reasons if reason not in barred]
    return Found(None, tuple(missed), tuple(barred))


def _put_off(ground: Ground, way: Way, one: Round, number: int) -> Way:
    """A way to a later round than the one on record begins with the act that puts the dossier to it."""
    goal = way[-1].goal
    if number == 0 or goal is None or goal.kind != HELD:
        return way
    first = postponing(way[0].definition, ground.facts.state, goal, one)
    return (first, *way) if first else way


def _measure(path: Path) -> tuple[int, int]:
    return path.size, -path.steps[0].day.toordinal()


def _tried(ground: Ground, known: Iterable[Way], one: Round, *, tight: bool) -> _Tried:
    tried = _Tried([], [], [])
    for way in known:
        goal = way[-1].goal
        assert goal is not None  # noqa: S101 - every way ends in one
        slots = schedule(ground, way, goal.last_day(one), tight=tight)
        late = _late(slots, earliest(ground, way), one)
        if late is not None:
            tried.missed.append(late)
            continue
        found = _path(ground, slots, goal, one, tight=tight)
        if isinstance(found, Path):
            tried.paths.append(found)
        elif isinstance(found, Missed):
            tried.missed.append(found)
        else:
            tried.reasons += found
    return tried


def _path(
    ground: Ground, slots: tuple[Slot, ...], goal: Goal, one: Round, *, tight: bool
) -> Path | Missed | tuple[Reason, ...]:
    planned = plan(ground, slots)
    reasons = [item for item in planned if isinstance(item, Reason)]
    if reasons:
        return tuple(reasons)
    done = [item for item in planned if not isinstance(item, Reason)]
    path = Path(tuple(item.step for item in done), one, goal.last_day(one), tight, trials_of(done))
    late = None if tight else _paper_late(ground, path)
    if late is not None:
        return late
    return path if proven(ground, path) else (Reason("path_unproven", {"round": one.code}),)


def _late(slots: tuple[Slot, ...], first: tuple[date, ...], one: Round) -> Missed | None:
    """The first act of which the latest day is over by the time it can be done."""
    pairs = ((slot, day) for slot, day in zip(slots, first, strict=True) if slot.day < day)
    return next((_missed(one, slot.stop.move.trigger, slot.day, day) for slot, day in pairs), None)


def _paper_late(ground: Ground, path: Path) -> Missed | None:
    """A paper that cannot be got in time: getting it takes longer than there is left."""
    for step in path.steps:
        for lacking in step.lacking:
            day = start_of(ground, path, step, lacking)
            if day < ground.today:
                return _missed(path.round, step.stop.move.trigger, day, ground.today)
    return None


def start_of(ground: Ground, path: Path, step: Step, lacking: Lacking) -> date:
    """The day on which to begin with a paper so that it is there on the latest day for handing it in."""
    return moved(
        ground.calendar(int(step.of_child)), path.handed_in(step, lacking), lacking.takes or Period(days=0), -1
    )


def _missed(one: Round, trigger: str, latest: date, day: date) -> Missed:
    return Missed(one.code, trigger, latest, (day - latest).days)
