"""A trial walked: each act judged on the facts that the acts before it left."""

from collections import Counter
from dataclasses import dataclass, replace

from workflows.deadlines.clocks import Changes
from workflows.definition import Definition
from workflows.facts import Facts, PaperFact
from workflows.judging import Request
from workflows.machine import decide, in_place
from workflows.rules import Rules
from workflows.trying.cast import actor_of
from workflows.trying.following import child_in, follow
from workflows.trying.script import Act, Expected, Trial
from workflows.verdict import Reason, Refusal, Step


@dataclass(frozen=True)
class Tried:
    """One act with its verdict. `met` None: nothing was expected of it."""

    act: Act
    state: str
    verdict: Step | Refusal
    clocks: Changes | None
    opened: Definition | None
    met: bool | None


@dataclass(frozen=True)
class Walked:
    """A trial with all its acts tried, and the facts in the end."""

    trial: Trial
    tried: tuple[Tried, ...]
    facts: Facts


def walk(rules: Rules, definition: Definition, trial: Trial) -> Walked:
    """Try every act of a trial in order. An act that is refused leaves the dossier where it was."""
    facts, tried = trial.facts, []
    for act in trial.acts:
        one, facts = _take(rules, definition, _prepared(rules, definition, facts, act), act)
        tried.append(one)
    return Walked(trial, tuple(tried), facts)


def handed_in(papers: tuple[PaperFact, ...], more: tuple[PaperFact, ...]) -> tuple[PaperFact, ...]:
    """The papers with more of them; one of the same code takes the place of the earlier."""
    return tuple({one.code: one for one in (*papers, *more)}.values())


def _prepared(rules: Rules, definition: Definition, facts: Facts, act: Act) -> Facts:
    """The facts with what has happened around the dossier before the act."""
    children = facts.children
    for family, state in act.children.items():
        last = max((at for at, child in enumerate(children) if child.family == family), default=None)
        if last is not None:
            children = (*children[:last], child_in(rules, children[last], state), *children[last + 1 :])
    councils = facts.councils
    if act.council is not None:
        councils = {**councils, definition.states[facts.state].stage: act.council}
    return replace(facts, papers=handed_in(facts.papers, act.papers), children=children, councils=councils)


def _take(rules: Rules, definition: Definition, facts: Facts, act: Act) -> tuple[Tried, Facts]:
    actor = actor_of(rules, facts, act)
    if isinstance(actor, Reason):
        return _refused(facts, act, (actor,)), facts
    request = Request(act.trigger, actor, act.entered, act.day, act.values, act.note, act.override)
    verdict = decide(rules, definition, facts, request)
    if isinstance(verdict, Refusal):
        return _refused(facts, act, verdict.reasons), facts
    followed = follow(rules, definition, facts, verdict, actor)
    if isinstance(followed, list):
        return _refused(facts, act, tuple(followed)), facts
    if (trigger := in_place(definition, verdict, followed.facts.deadlines)) is not None:
        return _take(rules, definition, facts, replace(act, trigger=trigger))
    met = _met(act.expected, verdict)
    return Tried(act, facts.state, verdict, followed.clocks, followed.opened, met), followed.facts


def _refused(facts: Facts, act: Act, reasons: tuple[Reason, ...]) -> Tried:
    refusal = Refusal(act.trigger, facts.state, reasons)
    return Tried(act, facts.state, refusal, None, None, _met(act.expected, refusal))


def _met(expected: Expected | None, verdict: Step | Refusal) -> bool | None:
    """Whether a verdict is the one expected: of a refusal, every reason, each as often as it was given."""
    if expected is None:
        return None
    if isinstance(verdict, Step):
        return expected.state == verdict.target
    return expected.state is None and Counter(one.code for one in verdict.reasons) == Counter(expected.refused)
