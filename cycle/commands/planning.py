"""What one act will do to a whole family of dossiers, decided before anything is written."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from cycle import bearings
from cycle.facts import Family
from cycle.history import Snapshot
from workflows.clocks import Arrival, Changes, asks_past, changes
from workflows.definition import DeadlineRule, Definition, ValueRule
from workflows.facts import ClockFact, Facts, Grant, Register
from workflows.judging import Request
from workflows.machine import decide
from workflows.paper_guard import Shelf
from workflows.rules import Programme, Rules
from workflows.verdict import Reason, Refusal, Step


@dataclass(frozen=True)
class Opening:
    """A dossier that a step opens: its code, its workflow, the values it receives and what these name."""

    code: str
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
    opening: Opening | None
    bearings: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Readings:
    """What a plan asks beyond the family.

    What values given to an act mean in the register; the workflow that a hash pins; whether one lasts under what is
    published for later; which values of a dossier to be opened another one has already; how clocks ran before.
    """

    registered: Callable[[Sequence[ValueRule], Mapping[str, Any]], Register]
    definition_of: Callable[[str], Definition]
    lasting: Callable[[Definition, date], bool]
    taken: Callable[[Definition, Mapping[str, Any]], list[Reason]]
    ran: Callable[[str, Sequence[DeadlineRule]], Mapping[str, ClockFact]]


class Plan:
    """Decides a request and all that follows from it: parents told, children closed, dossiers opened."""

    def __init__(self, rules: Rules, readings: Readings, family: Family) -> None:
        self._rules, self._registered = rules, readings.registered
        self._definition_of, self._lasting, self._taken = readings.definition_of, readings.lasting, readings.taken
        self._family, self._ran = family, readings.ran
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
        facts = replace(self._family.facts(code, programme), register=register)
        verdict = decide(self._rules, definition, facts, request)
        if isinstance(verdict, Refusal):
            self.reasons += [_told_of(reason, code, cause) for reason in verdict.reasons]
            return
        values = {**snapshot.values, **verdict.values}
        opening = self._opening(snapshot, verdict, values, facts) if verdict.opens else None
        clocks = self._clocks(definition, verdict, values, facts)
        if clocks is None or (verdict.opens and opening is None):
            return
        named = bearings.payload(definition, verdict.values, programme)
        self.moves.append(Move(snapshot, definition, verdict, request, clocks, cause, opening, named))
        after = snapshot._replace(state=verdict.target, final=verdict.final, values=values)
        self._family = self._family.with_member(after)
        self._close_children(after, verdict, request)
        if verdict.tells and snapshot.parent and cause != snapshot.parent:
            self._tell_parent(snapshot.parent, code, verdict.tells, request, values)

    def _close_children(self, parent: Snapshot, step: Step, request: Request) -> None:
        if not step.children:
            return
        actor = replace(request.actor, grants=(Grant("parent"),))
        for child in self._family.children(parent.code):
            if child.final is None:
                told = Request(step.children, actor, request.today, step.happened, note=request.note)
                self.take(child.code, told, parent.code)

    def _tell_parent(self, parent: str, child: str, trigger: str, request: Request, values: Mapping[str, Any]) -> None:
        snapshot = self._family.members[parent]
        move = self._definition_of(snapshot.definition).moves.get((snapshot.state, trigger))
        names = [rule.name for rule in move.records] if move else []
        told = {name: _as_given(values[name]) for name in names if name in values}
        actor = replace(request.actor, grants=(Grant("child"),))
        happened = request.happened or request.today
        self.take(parent, Request(trigger, actor, request.today, happened, told, request.note), child)

    def _opening(self, snapshot: Snapshot, step: Step, values: Mapping[str, Any], facts: Facts) -> Opening | None:
        definition = self._rules.member(step.opens or "", step.happened)
        assert definition is not None  # noqa: S101 - the verdict has found one
        if not self._lasting(definition, step.happened):
            self.reasons.append(Reason("workflow_superseded", {"workflow": definition.name, "happened": step.happened}))
        missing = [rule for rule in definition.receives if rule.name not in values and not rule.optional]
        self.reasons += [Reason("value_missing", {"value": rule.name, "type": rule.type}) for rule in missing]
        code = f"{snapshot.code}.{len(self._family.children(snapshot.code)) + 1}"
        received = {rule.name: values[rule.name] for rule in definition.receives if rule.name in values}
        self.reasons += self._taken(definition, received)
        started_by = {"dossier": code, "kind": "opened", "happened": step.happened.isoformat()}
        shelf = Shelf(facts.papers, facts.holders)
        arrival = Arrival(definition.initial, step.happened, received, {}, started_by, shelf=shelf)
        clocks = self._changes(definition, arrival, facts.programme)
        named = bearings.opening_payload(definition, received, facts.programme)
        return None if clocks is None or missing else Opening(code, definition, received, clocks, named)

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
