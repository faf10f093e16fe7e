"""Whether a dossier can go on under another law, where, and why not: pure, one verdict for trying and for applying."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import lru_cache
from typing import Any

from workflows.asked import Asked
from workflows.computed import computed
from workflows.definition import Definition, Transition, ValueRule
from workflows.facts import Actor, Facts
from workflows.guards.guards import GUARDS, Question, relied_papers
from workflows.transfer.cases import IMPOSSIBLE, MOVES, MOVES_IF, PERSON, Case, Change, Choice, Ground, Result
from workflows.transfer.clocks import moved_clocks
from workflows.transfer.plan import Rule
from workflows.transfer.reasons import barred, foreseen, never, undecided, waits
from workflows.verdict import Outcome, Reason

MOVE, VALUE = "move", "value"
NOBODY = Actor("", ())
# What an act computes for a dossier by the day alone.
BY_DAY = frozenset({"round"})


def judge(ground: Ground, case: Case, choice: Choice | None = None) -> Result:
    """How a dossier goes on. A `choice` settles what a person has to decide, if its roles may."""
    rule = _rule(ground, case.facts)
    number, targets = (rule.number if rule else 0), _targets(ground, rule, case.facts.state)
    if hopeless := never(ground, rule, targets, case):
        return Result(IMPOSSIBLE, number, None, hopeless)
    later = waits(ground, rule, case)
    questions = undecided(ground, rule, targets, case, choice)
    if questions:
        return Result(MOVES_IF if later else PERSON, number, None, foreseen(later, questions), targets)
    target = choice.to if choice is not None and choice.to in targets else targets[0]
    return _settled(ground, rule, target, case, later)


def _settled(ground: Ground, rule: Rule | None, target: str, case: Case, later: tuple[Reason, ...]) -> Result:
    number = rule.number if rule else 0
    question = _question(ground, rule, target, case.facts)
    values, uncomputed = _values(ground, question, rule)
    after = {**_left(case.facts.values, rule), **values}
    if reasons := barred(ground, case, target, after):
        return Result(IMPOSSIBLE, number, target, reasons)
    outcomes = [(use.guard, tuple(GUARDS[use.guard](question, use.params))) for use in question.transition.guards]
    clocks = moved_clocks(ground, rule, target, replace(case, facts=replace(case.facts, values=after)))
    unmet = [*later, *uncomputed, *(one for _, found in outcomes for one in found)]
    if isinstance(clocks, tuple) or unmet:
        return Result(MOVES_IF, number, target, (*unmet, *(clocks if isinstance(clocks, tuple) else ())))
    change = Change(
        values,
        tuple(sorted(case.facts.values.keys() - after.keys())),
        tuple(name for name in (rule.forgets if rule else ()) if name in case.facts.acts),
        clocks,
        tuple(Outcome(guard, "met") for guard, _ in outcomes),
        relied_papers(question),
    )
    return Result(MOVES, number, target, change=change)


def _rule(ground: Ground, facts: Facts) -> Rule | None:
    """The first rule of the dossier's state that fits it."""
    for rule in ground.transfer.rules:
        if facts.state in rule.sources:
            question = _question(ground, None, facts.state, facts)
            if not any(GUARDS[use.guard](question, use.params) for use in rule.when):
                return rule
    return None


def _targets(ground: Ground, rule: Rule | None, state: str) -> tuple[str, ...]:
    """Where a dossier of the state may go on; nowhere where an older text has a state that the plan does not know."""
    wanted = rule.goes_to(state) if rule else () if ground.transfer.rules else (state,)
    return tuple(one for one in wanted if one in ground.target.states and ground.target.states[one].final is None)


def _question(ground: Ground, rule: Rule | None, target: str, facts: Facts) -> Question:
    """The move as a transition of the old workflow that records what the new one computes."""
    recorded = tuple(_by_day(ground, target, facts)) if target in ground.target.states else ()
    transition = Transition(MOVE, (facts.state,), target, (), rule.needs if rule else (), recorded)
    return Question(ground.rules, ground.source, transition, facts, NOBODY, ground.day, facts.values)


def _by_day(ground: Ground, target: str, facts: Facts) -> Iterator[ValueRule]:
    """The values that the day alone gives to a dossier like this where it comes to the stage of a state."""
    values = {**_received(ground, facts.values), **facts.values}
    for transition, rule in _dated_in(ground.target, ground.target.states[target].stage):
        asked = Question(ground.rules, ground.target, transition, facts, NOBODY, ground.day, values)
        fits = not any(GUARDS[use.guard](asked, use.params) for use in transition.guards if use.guard == VALUE)
        if fits and rule.name not in values:
            values[rule.name] = None
            yield rule


@lru_cache(maxsize=1024)
def _dated_in(definition: Definition, stage: str) -> tuple[tuple[Transition, ValueRule], ...]:
    """The steps to a stage that record a value which the day alone gives."""
    steps = [one for one in definition.transitions if one.target in definition.states]
    found = ((step, rule) for step in steps for rule in step.records if rule.type in BY_DAY)
    return tuple((step, rule) for step, rule in found if definition.states[step.target].stage == stage)


def _received(ground: Ground, had: Mapping[str, Any]) -> dict[str, Any]:
    """What the new workflow receives, by its defaults, where the dossier does not have it."""
    return {one.name: one.default for one in ground.target.receives if one.default and one.name not in had}


def _values(ground: Ground, question: Question, rule: Rule | None) -> tuple[dict[str, Any], list[Reason]]:
    """The values that a dossier has anew: under another name, by default, or computed by the day."""
    had, asked = question.values, question
    renamed = {new: had[old] for old, new in (rule.renames.items() if rule else ()) if old in had}
    received = _received(ground, had)
    found, reasons = computed(
        Asked(ground.rules, ground.target, asked.transition, asked.facts, NOBODY, ground.day, renamed)
    )
    return {**received, **renamed, **found}, reasons


def _left(values: Mapping[str, Any], rule: Rule | None) -> Mapping[str, Any]:
    lost = {*rule.renames, *rule.drops} if rule else set()
    return {name: one for name, one in values.items() if name not in lost}
