"""What one act will do to a whole family of dossiers, decided before anything is written."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from cycle.facts import Family
from cycle.history import Snapshot
from workflows.clocks import Arrival, Changes, changes
from workflows.definition import Definition
from workflows.facts import Grant
from workflows.judging import Request
from workflows.machine import decide
from workflows.rules import Programme, Rules
from workflows.verdict import Reason, Refusal, Step


@dataclass(frozen=True)
class Opening:
    """A dossier that a step opens: its code, its workflow, and the values it receives."""

    code: str
    definition: Definition
    values: Mapping[str, Any]
    clocks: Changes


@dataclass(frozen=True)
class Move:
    """One step of the plan. `cause` is the dossier whose step brought it about."""

    before: Snapshot
    definition: Definition
    step: Step
    request: Request
    clocks: Changes
    cause: str | None
    opening: Opening | None


@dataclass(frozen=True)
class Readings:
    """What a plan asks beyond the family.

    The workflow that a hash pins; whether one lasts under what is published for later; which values of a dossier to be
    opened another one has already.
    """

    definition_of: Callable[[str], Definition]
    lasting: Callable[[Definition, date], bool]
    taken: Callable[[Definition, Mapping[str, Any]], list[Reason]]


class Plan:
    """Decides a request and all that follows from it: parents told, children closed, dossiers opened."""

    def __init__(self, rules: Rules, readings: Readings, family: Family) -> None:
        self._rules = rules
        self._definition_of, self._lasting, self._taken = readings.definition_of, readings.lasting, readings.taken
        self._family = family
        self.moves: list[Move] = []
        self.reasons: list[Reason] = []

    def take(self, code: str, request: Request, cause: str | None = None) -> None:
        """Decide one request and what follows; reasons gather in `reasons`, and then nothing may be written.

        `cause` is the dossier whose step asks for it; a parent that closes a child is not told of it again.
        """
        snapshot = self._family.members[code]
        definition = self._definition_of(snapshot.definition)
        programme = self._rules.programmes[snapshot.programme]
        verdict = decide(self._rules, definition, self._family.facts(code, programme), request)
        if isinstance(verdict, Refusal):
            self.reasons += [_told_of(reason, code, cause) for reason in verdict.reasons]
            return
        values = {**snapshot.values, **verdict.values}
        opening = self._opening(snapshot, verdict, values, programme) if verdict.opens else None
        clocks = self._clocks(definition, snapshot, verdict, values, programme)
        if clocks is None or (verdict.opens and opening is None):
            return
        self.moves.append(Move(snapshot, definition, verdict, request, clocks, cause, opening))
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

    def _opening(
        self, snapshot: Snapshot, step: Step, values: Mapping[str, Any], programme: Programme
    ) -> Opening | None:
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
        arrival = Arrival(definition.initial, step.happened, received, (), started_by)
        clocks = changes(definition, arrival, programme, self._rules.calendars[programme.calendar])
        if isinstance(clocks, Reason):
            self.reasons.append(clocks)
            return None
        return None if missing else Opening(code, definition, received, clocks)

    def _clocks(
        self, definition: Definition, snapshot: Snapshot, step: Step, values: Mapping[str, Any], programme: Programme
    ) -> Changes | None:
        running = tuple(self._family.around.deadlines.get(snapshot.code, {}))
        started_by = {"dossier": snapshot.code, "trigger": step.trigger, "happened": step.happened.isoformat()}
        arrival = Arrival(step.target, step.happened, values, running, started_by)
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
    if isinstance(value, Mapping):
        return {"number": value["number"], "date": value["date"]}
    return value
