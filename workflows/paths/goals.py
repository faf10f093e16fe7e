"""What a dossier is on its way to: the act that enters it in a round, or the one by which its round is done."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from workflows.definition import Definition, Transition
from workflows.programme import Programme, Round
from workflows.rounds import ROUND, declares, later_round, round_after, round_for, round_named

JOINS, HELD = "joins", "held"
# How many rounds after the one asked for are tried.
LATER_ROUNDS = 3


@dataclass(frozen=True)
class Goal:
    """`joins`: the act records a round of the level as `value`, at the latest on its cut-off.

    `held`: the act ends what waits for the round that is on record, at the latest on the day by which that is held.
    """

    kind: str
    level: str
    value: str

    def last_day(self, one: Round) -> date:
        """The last day of the act for a round."""
        return one.cut_off if self.kind == JOINS else one.held_by


def in_rounds(definition: Definition) -> bool:
    """Whether dossiers of a workflow are evaluated in rounds."""
    return any(rule.type == ROUND for move in definition.transitions for rule in move.records)


def goal_of(definition: Definition, move: Transition, source: str, values: Mapping[str, Any]) -> Goal | None:
    """What a transition out of a state reaches; None where it is only a step on the way."""
    for rule in move.records:
        if rule.type == ROUND and rule.name not in values:
            return Goal(JOINS, rule.argument or "", rule.name)
    if definition.states[move.target].final:
        return None
    kept = definition.states[move.target].deadlines
    for name in definition.states[source].deadlines:
        end = definition.deadlines[name].ends
        if name not in kept and end is not None and end.kind == ROUND and values.get(end.name) is not None:
            return Goal(HELD, definition.recorded[end.name].argument or "", end.name)
    return None


def rounds_ahead(
    programme: Programme, goal: Goal, values: Mapping[str, Any], today: date, asked: str | None
) -> tuple[Round, ...]:
    """The round that the dossier is on its way to, or the one asked for, and those that come after it.

    None where the programme declares none of the level, or the one asked for is of another.
    """
    if not declares(programme, goal.level):
        return ()
    on_record = round_named(programme, str(values.get(goal.value)))
    first = round_named(programme, asked) if asked else on_record or round_for(programme, goal.level, today)
    if first is None or first.level != goal.level:
        return ()
    if goal.kind == HELD:
        return first, later_round(programme, goal.level, first, today)
    found = [first]
    while len(found) <= LATER_ROUNDS:
        found.append(round_after(programme, found[-1]))
    return tuple(found)
