"""The one verdict: may this happen? And the state change itself, performed by `transitions`."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from transitions import Machine

from workflows.definition import Definition, Transition
from workflows.facts import Actor, Facts
from workflows.guards.guards import relied_papers
from workflows.judging import Request, judge
from workflows.problems import nearest_name
from workflows.rules import Rules
from workflows.verdict import Reason, Refusal, Step

INPUT_CODES = frozenset({"value_missing", "note_missing", "deficiency_nothing"})


@dataclass(frozen=True)
class Offer:
    """A transition out of the present state, and why it may not be taken; `asks` names the input it still wants."""

    transition: Transition
    reasons: tuple[Reason, ...]
    asks: tuple[Reason, ...]


def decide(rules: Rules, definition: Definition, facts: Facts, request: Request) -> Step | Refusal:
    """The verdict on one request. Nothing is written and nothing is changed; every unmet reason is told at once."""
    transition = definition.moves.get((facts.state, request.trigger))
    if transition is None:
        return Refusal(request.trigger, facts.state, (_no_such_move(definition, facts, request),))
    judged = judge(rules, definition, transition, facts, request)
    if judged.reasons:
        return Refusal(request.trigger, facts.state, judged.reasons)
    target = definition.states[_perform(definition, facts.state, request.trigger)]
    assert target.name == transition.target  # noqa: S101 - the executor must agree with the verdict
    return Step(
        trigger=request.trigger,
        source=facts.state,
        target=target.name,
        happened=judged.happened,
        values=judged.values,
        outcomes=judged.outcomes,
        relied=relied_papers(judged.question),
        note=request.note,
        final=target.final,
        stage=target.stage,
        opens=transition.opens,
        tells=target.tells,
        children=transition.children,
    )


def in_place(definition: Definition, step: Step, running: Mapping[str, date]) -> str | None:
    """The trigger that is fired in place of a step that comes too late, by the last days of the clocks after it."""
    late = definition.moves[step.source, step.trigger].too_late
    last_day = running.get(late.deadline) if late else None
    return late.trigger if late and last_day is not None and last_day < step.happened else None


def available(rules: Rules, definition: Definition, facts: Facts, actor: Actor, today: date) -> tuple[Offer, ...]:
    """Every transition out of the present state, judged for `actor` as `decide` judges it."""
    offers = []
    for transition in definition.offers[facts.state]:
        judged = judge(rules, definition, transition, facts, Request(transition.trigger, actor, today))
        asks = tuple(reason for reason in judged.reasons if reason.code in INPUT_CODES)
        unmet = tuple(reason for reason in judged.reasons if reason.code not in INPUT_CODES)
        offers.append(Offer(transition, unmet, asks))
    return tuple(offers)


def _no_such_move(definition: Definition, facts: Facts, request: Request) -> Reason:
    state = definition.states[facts.state]
    if state.final:
        return Reason("dossier_closed", {"state": state.name, "outcome": state.final})
    known = sorted({t.trigger for t in definition.transitions})
    offered = [t.trigger for t in definition.offers[facts.state]]
    if request.trigger not in known:
        told = {"trigger": request.trigger, "nearest": nearest_name(request.trigger, known), "offered": offered}
        return Reason("trigger_unknown", told)
    sources = [name for name in definition.states if (name, request.trigger) in definition.moves]
    told = {"trigger": request.trigger, "state": facts.state, "from": sources, "offered": offered}
    return Reason("trigger_not_from_here", told)


class _Subject:
    """The throw-away thing whose state `transitions` changes."""

    __slots__ = ("state",)

    def __init__(self, state: str) -> None:
        self.state = state


@lru_cache(maxsize=256)
def _machine(definition: Definition) -> Machine:
    moves = [{"trigger": t.trigger, "source": list(t.sources), "dest": t.target} for t in definition.transitions]
    return Machine(
        model=None,
        states=list(definition.states),
        transitions=moves,
        initial=definition.initial,
        auto_transitions=False,
    )


def _perform(definition: Definition, state: str, trigger: str) -> str:
    subject = _Subject(state)
    _machine(definition).events[trigger].trigger(subject)
    return subject.state
