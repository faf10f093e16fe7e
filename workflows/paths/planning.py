"""A way walked in thought on its latest days: what each act lacks, and what is taken for granted."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from workflows.deadlines.clocks import Arrival, Changes, changes
from workflows.facts import ChildFact, Facts
from workflows.judging import Request
from workflows.machine import decide, in_place
from workflows.naming import Who
from workflows.paths.assuming import AHEAD, Assumed, Lacking
from workflows.paths.handing import answers, asked_for
from workflows.paths.readying import Ready, ready_for
from workflows.paths.scheduling import Due, Ground, Slot, Term
from workflows.paths.ways import Stop, handed_to
from workflows.programme import Round
from workflows.trying.cast import actor_of
from workflows.trying.following import follow
from workflows.trying.script import Act, Trial
from workflows.verdict import Reason, Refusal
from workflows.verdict import Step as Taken

# What nothing has happened to, a dossier that has just been opened, has none of.
UNTOUCHED: Mapping[str, Any] = {
    "acts": {},
    "children": (),
    "paused": frozenset(),
    **{name: {} for name in ("parties", "links", "ran", "fixed", "councils")},
}


@dataclass(frozen=True)
class Step:
    """One act of a way with its latest day. `of_child`: of the dossier that an earlier act opens.

    `due` is the clock that runs and that it ends, which may be over. `awaits` are the open dossiers that must have
    ended before it, `takes` what else is taken for granted.
    """

    stop: Stop
    of_child: bool
    day: date
    term: Term | None
    who: tuple[Who, ...]
    facts: Facts
    lacking: tuple[Lacking, ...]
    awaits: tuple[ChildFact, ...]
    takes: tuple[Assumed, ...]
    due: Due | None


@dataclass(frozen=True)
class Path:
    """The way found: its acts in order, to which round, by which last day; `trials` walk it again."""

    steps: tuple[Step, ...]
    round: Round
    last_day: date
    tight: bool
    trials: tuple[Trial, ...]

    @property
    def size(self) -> int:
        """How many papers and acts it asks for."""
        return len(self.steps) + sum(len(one.lacking) + len(one.awaits) for one in self.steps)

    def answer(self, lacking: Lacking) -> Step | None:
        """The act with which a paper that a later one lacks comes, as it was asked for; None where it was not."""
        here = [one for one in self.steps if one.stop.source == self.steps[0].stop.source and not one.of_child]
        answer = next((one for one in here if answers(one.who)), None)
        if answer is None or lacking.only_verify:
            return None
        asked = asked_for(answer.stop.definition, answer.facts)
        return None if asked.isdisjoint(lacking.types) else answer

    def handed_in(self, step: Step, lacking: Lacking) -> date:
        """The latest day on which a paper that an act lacks is handed in."""
        return (self.answer(lacking) or step).day

    @property
    def provisional(self) -> tuple[int, ...]:
        """The years of the calendar that its days rest on and that are not confirmed."""
        years = {year for one in self.steps if one.term for year in one.term.provisional}
        return tuple(sorted(years))


@dataclass(frozen=True)
class Planned:
    """An act tried in thought: the step, the act as a trial has it, and the facts before and after."""

    step: Step
    act: Act
    before: Facts
    after: Facts


def plan(ground: Ground, slots: Sequence[Slot]) -> tuple[Planned, ...] | tuple[Reason, ...]:
    """Each act with all that it lacks on its day, or why an act cannot be done whatever is handed in."""
    facts, planned = ground.facts, list[Planned]()
    for at, slot in enumerate(slots):
        one = _planned(ground, facts, slots, at)
        if not isinstance(one, Planned):
            return one
        planned.append(one)
        facts = _child(ground, one.after, slot) if slot.stop.opens else one.after
    return tuple(planned)


def _planned(ground: Ground, facts: Facts, slots: Sequence[Slot], at: int) -> Planned | tuple[Reason, ...]:
    slot, rules = slots[at], ground.rules
    ready = ready_for(ground, facts, slots, at)
    if not isinstance(ready, Ready):
        return ready
    act, actor = ready.act, actor_of(rules, ready.facts, ready.act)
    assert not isinstance(actor, Reason)  # noqa: S101 - nobody acts for another in thought
    request = Request(act.trigger, actor, act.entered, act.day, act.values, act.note)
    verdict = decide(rules, slot.stop.definition, ready.facts, request)
    if isinstance(verdict, Refusal):
        return verdict.reasons
    followed = follow(rules, slot.stop.definition, ready.facts, verdict, actor)
    if isinstance(followed, list):
        return tuple(followed)
    if (instead := in_place(slot.stop.definition, verdict, followed.facts.deadlines)) is not None:
        return (Reason("path_in_place", {"trigger": act.trigger, "happened": act.day, "instead": instead}),)
    step = _step(ready, slot, verdict)
    return Planned(step, act, ready.facts, replace(followed.facts, parties=ready.facts.parties))


def _step(ready: Ready, slot: Slot, verdict: Taken) -> Step:
    rules = {rule.name: rule for rule in slot.stop.move.records}
    takes = tuple(
        Assumed(name, given)
        for name, given in verdict.values.items()
        if rules[name].type in ("score", "stars")
        and (not rules[name].computed or ready.act.council is not None)
    )  # fmt: skip
    lacks = ready.lacking, ready.awaits, takes
    return Step(slot.stop, slot.leg > 0, slot.day, slot.term, ready.who, ready.facts, *lacks, slot.due)


def _child(ground: Ground, parent: Facts, slot: Slot) -> Facts:
    """The facts of the dossier that an act opens."""
    definition = slot.stop.opens
    assert definition is not None  # noqa: S101 - asked only of an act with which the way goes on in another
    leg = slot.leg + 1
    values = handed_to(definition, parent.values)
    code = f"{parent.dossier}.{len(parent.children)}"
    arrival = Arrival(definition.initial, slot.day, values, {}, {})
    clocks = changes(definition, arrival, ground.programme(leg), ground.calendar(leg))
    opened = clocks.opened if isinstance(clocks, Changes) else {}
    own = frozenset() if ground.rules.own_shelf(definition.name) else parent.holders.get("dossier", frozenset())
    return replace(
        parent,
        dossier=code,
        state=definition.initial,
        programme=ground.programme(leg),
        holders={**parent.holders, "dossier": frozenset({code}) | own},
        values=values,
        deadlines={name: one.last_day for name, one in opened.items()},
        last_happened=slot.day,
        opened=slot.day,
        **UNTOUCHED,
    )


def trials_of(planned: Sequence[Planned]) -> tuple[Trial, ...]:
    """The way as trials, one for each dossier of it: everything lacking is there, everything awaited has ended."""
    trials: list[Trial] = []
    legs: list[list[Planned]] = []
    for one in planned:
        if not legs or legs[-1][-1].step.stop.opens is not None:
            legs.append([])
        legs[-1].append(one)
    for leg in legs:
        ended = {child.dossier: child for one in leg for child in one.before.children if child.final}
        first, last = leg[0].before, leg[-1].before
        children = tuple(ended.get(child.dossier, child) for child in first.children)
        facts = replace(first, papers=last.papers, holders=last.holders, children=children)
        trials.append(Trial(AHEAD, None, facts, tuple(one.act for one in leg)))
    return tuple(trials)
