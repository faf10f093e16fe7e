"""What one act will do to a whole family of dossiers, decided before anything is written."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from cycle import bearings, series
from cycle.facts import Family
from cycle.history import Snapshot
from workflows.deadlines.clocks import Arrival, Changes, asks_past, changes
from workflows.deadlines.deadline_rules import DeadlineRule
from workflows.definition import Definition, Transition, ValueRule
from workflows.facts import ClockFact, Facts, Grant, Register
from workflows.guards.paper_guard import Shelf
from workflows.judging import Request
from workflows.machine import decide, in_place
from workflows.numbering import series_of
from workflows.parties import expanded
from workflows.programme import Programme
from workflows.rules import Rules
from workflows.verdict import Reason, Refusal, Step


@dataclass(frozen=True)
class Opening:
    """A dossier that a step opens: its code, its workflow, the values it receives and what these name."""

    code: str
    programme: str
    definition: Definition
    values: Mapping[str, Any]
    clocks: Changes
    bearings: Mapping[str, Any]


@dataclass(frozen=True)
class Move:
    """One step of the plan. `cause` is the dossier whose step brought it about, `bearings` what its values name."""

    before: Snapshot
    definition: Definition
    step: Step
    request: Request
    clocks: Changes
    cause: str | None
    openings: tuple[Opening, ...] = ()
    bearings: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Readings:
    """What a plan asks beyond the family.

    What values given to an act mean in the register; the workflow that a hash pins; whether one lasts under what is
    published for later; which values of a dossier to be opened another one has already; how clocks ran before; the
    programme in which a family is opened on a day in place of another programme; the last number given in each series.
    """

    registered: Callable[[Sequence[ValueRule], Mapping[str, Any]], Register]
    definition_of: Callable[[str], Definition]
    lasting: Callable[[Definition, date], bool]
    taken: Callable[[Definition, Mapping[str, Any]], list[Reason]]
    ran: Callable[[str, Sequence[DeadlineRule]], Mapping[str, ClockFact]]
    current: Callable[[Programme, str, date], Programme]
    numbered: Callable[[Collection[str]], Mapping[str, int]]


@dataclass(frozen=True)
class _Begun:
    """A step that has been decided: the move it is, what it stood on, and all values of its dossier after it."""

    move: Transition
    step: Step
    facts: Facts
    values: Mapping[str, Any]

    def handed(self) -> list[Mapping[str, Any]]:
        """The values that each dossier to be opened may receive from."""
        name = self.move.each
        if name is None:
            return [self.values]
        value = self.values[name]
        codes = expanded(value, self.facts.programme)
        return [{**self.values, name: {**value, "organisations": [code], "groups": []}} for code in codes]


class Plan:
    """Decides a request and all that follows from it: parents told, children closed, dossiers opened."""

    def __init__(self, rules: Rules, readings: Readings, family: Family) -> None:
        self._rules, self._registered = rules, readings.registered
        self._definition_of, self._lasting, self._taken = readings.definition_of, readings.lasting, readings.taken
        self._family, self._ran, self._current = family, readings.ran, readings.current
        self._numbered = readings.numbered
        self._given: dict[str, int] = {}
        self.moves: list[Move] = []
        self.reasons: list[Reason] = []

    def take(self, code: str, request: Request, cause: str | None = None) -> None:
        """Decide one request and what follows; reasons gather in `reasons`, and then nothing may be written.

        `cause` is the dossier whose step asks for it; a parent that closes a child is not told of it again.
        """
        snapshot = self._family.members[code]
        definition = self._definition_of(snapshot.definition)
        programme = self._rules.programmes[snapshot.programme]
        move = definition.moves.get((snapshot.state, request.trigger))
        register = self._registered(move.records if move else (), request.values)
        facts = replace(self._family.facts(code, programme, self._rules), register=register)
        counting = self._counting(definition, move, facts, request)
        facts = replace(facts, series=self._last(counting))
        verdict = decide(self._rules, definition, facts, request)
        if isinstance(verdict, Refusal):
            self.reasons += [_told_of(reason, code, cause) for reason in verdict.reasons]
            return
        values = {**snapshot.values, **verdict.values}
        assert move is not None  # noqa: S101 - the verdict has found it
        clocks = self._clocks(definition, verdict, values, facts)
        if clocks and (other := in_place(definition, verdict, clocks.running(facts.deadlines))) is not None:
            self.take(code, replace(request, trigger=other), cause)
            return
        openings = self._openings(_Begun(move, verdict, facts, values))
        if clocks is None or openings is None:
            return
        self._given.update({key: last + 1 for key, last in facts.series.items()})
        named = {**bearings.payload(definition, verdict.values, programme), **series.payload(counting, facts.series)}
        self.moves.append(Move(snapshot, definition, verdict, request, clocks, cause, openings, named))
        self._follow(snapshot._replace(state=verdict.target, final=verdict.final, values=values), move, request)
        if verdict.tells and snapshot.parent and cause != snapshot.parent:
            self._tell_parent(snapshot.parent, code, verdict.tells, request, values)

    def _follow(self, after: Snapshot, move: Transition, request: Request) -> None:
        """The family goes on with the dossier as it is now, and what it opened is closed where that follows."""
        self._family = self._family.with_member(after)
        self._close_children(after, move, request)

    def _counting(
        self, definition: Definition, move: Transition | None, facts: Facts, request: Request
    ) -> Mapping[str, str]:
        """By value the series in which an act counts."""
        return series_of(definition, move, facts, request.happened or request.today) if move else {}

    def _last(self, counting: Mapping[str, str]) -> Mapping[str, int]:
        """The last number of each series, those included that this plan has given."""
        found = self._numbered(counting.values()) if counting else {}
        return {key: self._given.get(key, last) for key, last in found.items()}

    def _close_children(self, parent: Snapshot, move: Transition, request: Request) -> None:
        actor = replace(request.actor, grants=(Grant("parent"),))
        happened = request.happened or request.today
        for child in self._family.children(parent.code):
            ordered = move.orders(child.family)
            if ordered and child.final is None:
                self.take(child.code, Request(ordered, actor, request.today, happened, note=request.note), parent.code)

    def _tell_parent(self, parent: str, child: str, trigger: str, request: Request, values: Mapping[str, Any]) -> None:
        snapshot = self._family.members[parent]
        move = self._definition_of(snapshot.definition).moves.get((snapshot.state, trigger))
        names = [rule.name for rule in move.records] if move else []
        told = {name: _as_given(values[name]) for name in names if name in values}
        actor = replace(request.actor, grants=(Grant("child"),))
        happened = request.happened or request.today
        self.take(parent, Request(trigger, actor, request.today, happened, told, request.note), child)

    def _openings(self, begun: "_Begun") -> tuple[Opening, ...] | None:
        """The dossiers that a step opens; None where one of them lacks something."""
        family, happened = begun.move.opens, begun.step.happened
        if family is None:
            return ()
        definition = self._rules.member(family, happened)
        assert definition is not None  # noqa: S101 - the verdict has found one
        if not self._lasting(definition, happened):
            self.reasons.append(Reason("workflow_superseded", {"workflow": definition.name, "happened": happened}))
        programme = begun.facts.programme
        if begun.move.current:
            programme = self._current(programme, family, happened)
        number = len(self._family.children(begun.facts.dossier))
        found = [
            self._opening(begun, definition, programme, f"{begun.facts.dossier}.{number + at}", values)
            for at, values in enumerate(begun.handed(), start=1)
        ]
        whole = tuple(one for one in found if one is not None)
        return whole if len(whole) == len(found) else None

    def _opening(
        self, begun: "_Begun", definition: Definition, programme: Programme, code: str, values: Mapping[str, Any]
    ) -> Opening | None:
        missing = [rule for rule in definition.receives if rule.name not in values and rule.awaited]
        self.reasons += [Reason("value_missing", {"value": rule.name, "type": rule.type}) for rule in missing]
        handed = {rule.name: values.get(rule.name, rule.default) for rule in definition.receives}
        received = {name: value for name, value in handed.items() if value is not None}
        self.reasons += self._taken(definition, received)
        happened = begun.step.happened
        started_by = {"dossier": code, "kind": "opened", "happened": happened.isoformat()}
        shelf = Shelf(begun.facts.papers, begun.facts.holders)
        arrival = Arrival(definition.initial, happened, received, {}, started_by, shelf=shelf)
        clocks = self._changes(definition, arrival, programme)
        named = bearings.opening_payload(definition, received, programme)
        if clocks is None or missing:
            return None
        return Opening(code, programme.name, definition, received, clocks, named)

    def _clocks(self, definition: Definition, step: Step, values: Mapping[str, Any], facts: Facts) -> Changes | None:
        started_by = {"dossier": facts.dossier, "trigger": step.trigger, "happened": step.happened.isoformat()}
        arrival = Arrival(
            state=step.target,
            happened=step.happened,
            values=values,
            running=facts.deadlines,
            by=started_by,
            trigger=step.trigger,
            opens=step.opens or "",
            shelf=Shelf(facts.papers, facts.holders),
        )
        rules = [definition.deadlines[name] for name in asks_past(definition, arrival)]
        arrival = replace(arrival, ran=self._ran(facts.dossier, rules))
        return self._changes(definition, arrival, facts.programme)

    def _changes(self, definition: Definition, arrival: Arrival, programme: Programme) -> Changes | None:
        found = changes(definition, arrival, programme, self._rules.calendars[programme.calendar])
        if isinstance(found, Reason):
            self.reasons.append(found)
            return None
        return found


def _told_of(reason: Reason, code: str, cause: str | None) -> Reason:
    """A reason that another dossier of the family gives names that dossier."""
    return reason if cause is None else replace(reason, params={**reason.params, "dossier": code})


def _as_given(value: Any) -> Any:
    """A kept value in the form in which it is given to a trigger."""
    if not isinstance(value, Mapping):
        return value
    if "organisations" in value:
        return [*value["groups"], *value["organisations"]]
    return value["dossier"] if "dossier" in value else {"number": value["number"], "date": value["date"]}
