"""What moving under another law does to the clocks of a dossier: some stand, some end, some begin or are taken over."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from workflows.deadlines.clocks import Arrival, Changes, asks_past, changes
from workflows.deadlines.deadlines import Beginning, Due, amended, due
from workflows.facts import Facts
from workflows.guards.paper_guard import Shelf
from workflows.rules import Calendar
from workflows.transfer.cases import Case, Ground, Running
from workflows.transfer.plan import BEGIN, CARRY, STAND, Fate, Rule
from workflows.verdict import Reason

PAUSED = "paused"


def moved_clocks(ground: Ground, rule: Rule | None, target: str, case: Case) -> Changes | tuple[Reason, ...]:
    """The clocks that a move to a state begins and ends; or why some cannot be computed.

    The facts of the case have the values that the dossier has after the move.
    """
    wanted = ground.target.states[target].deadlines
    fates = {name: fate_of(rule, name, case.clocks) for name in wanted}
    standing = {name: case.clocks[name] for name, fate in fates.items() if fate.kind == STAND}
    taken = {name: case.clocks[fate.carries] for name, fate in fates.items() if fate.kind == CARRY}
    if hindered := [*_hindered(ground, target, standing), *_still(taken)]:
        return tuple(hindered)
    basis = (rule.basis if rule else None) or ground.basis
    carried = {name: one for name, old in taken.items() if (one := _carried(ground, basis, name, old, case.facts))}
    running = {name: one.last_day for name, one in standing.items()}
    running |= {name: one.last_day for name, one in carried.items()}
    found = _begun(ground, target, case, running)
    if isinstance(found, Reason):
        return (found,)
    opened = {name: {**found.opened, **carried}[name] for name in wanted if name in found.opened or name in carried}
    return Changes(opened, tuple(name for name in case.clocks if name not in standing))


def fate_of(rule: Rule | None, name: str, running: Mapping[str, Running]) -> Fate:
    """What becomes of a deadline of the new state: as the rule says, else what runs stands and the rest begins."""
    declared = rule.deadlines.get(name) if rule is not None else None
    if declared is None or (declared.kind == STAND and name not in running):
        return Fate(STAND if name in running else BEGIN)
    return Fate(BEGIN) if declared.kind == CARRY and declared.carries not in running else declared


def _begun(ground: Ground, target: str, case: Case, running: Mapping[str, date]) -> Changes | Reason:
    facts, by = case.facts, moved_by(ground, case.facts)
    shelf = Shelf(facts.papers, facts.holders)
    arrival = Arrival(target, ground.day, facts.values, running, by, shelf=shelf)
    past = [ground.target.deadlines[name] for name in asks_past(ground.target, arrival)]
    ran = {name: one for name, one in case.ran(past).items() if past} if past else {}
    arrival = Arrival(target, ground.day, facts.values, running, by, shelf=shelf, ran=ran)
    return changes(ground.target, arrival, facts.programme, _calendar(ground, facts))


def _carried(ground: Ground, basis: str, name: str, old: Running, facts: Facts) -> Due | None:
    """The new deadline from the old beginning on, and never sooner than the old one."""
    rule, calendar = ground.target.deadlines[name], _calendar(ground, facts)
    began = date.fromisoformat(old.derivation["starts"])
    found = due(rule, Beginning(began, moved_by(ground, facts), facts.values), facts.programme, calendar)
    if found is None or found.last_day >= old.last_day:
        return found
    day, until = ground.day.isoformat(), old.last_day.isoformat()
    return amended(
        rule, found.derivation, ({"event": "extended", "day": day, "until": until, "basis": basis},), calendar
    )


def moved_by(ground: Ground, facts: Facts) -> Mapping[str, Any]:
    """What the derivations of clocks that begin say of the act that began them."""
    return {"dossier": facts.dossier, "kind": "moved", "happened": ground.day.isoformat()}


def _hindered(ground: Ground, target: str, standing: Mapping[str, Running]) -> list[Reason]:
    """What of a clock that stands the new text could not go on with."""
    reasons = []
    for name, one in standing.items():
        if one.status == PAUSED and ground.target.deadlines[name].pause is None:
            reasons.append(Reason("deadline_paused", {"deadline": name}))
        if one.proposal is not None and (target, one.proposal) not in ground.target.moves:
            reasons.append(Reason("law_proposal_waits", {"deadline": name, "trigger": one.proposal}))
    return reasons


def _still(taken: Mapping[str, Running]) -> list[Reason]:
    return [Reason("deadline_paused", {"deadline": one.name}) for one in taken.values() if one.status == PAUSED]


def _calendar(ground: Ground, facts: Facts) -> Calendar:
    return ground.rules.calendars[facts.programme.calendar]
