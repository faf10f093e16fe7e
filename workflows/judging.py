"""One evaluation of one transition: role, day, note, values and guards, with every reason."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from workflows.definition import RESERVED_ROLES, Definition, Transition
from workflows.facts import Actor, Facts
from workflows.guards import GUARDS, Question
from workflows.rules import Rules
from workflows.scopes import counting, names
from workflows.values import read_values
from workflows.verdict import Outcome, Reason

EVIDENCE_TYPES = frozenset({"paper", "decision"})


@dataclass(frozen=True)
class Request:
    """What is asked for. `happened` None means today; `today` is a day in the programme's zone."""

    trigger: str
    actor: Actor
    today: date
    happened: date | None = None
    values: Mapping[str, Any] = field(default_factory=dict)
    note: str | None = None
    override: bool = False


@dataclass(frozen=True)
class Judgement:
    """The question as it was put, what the guards said and every reason why not."""

    question: Question
    happened: date
    values: Mapping[str, Any]
    outcomes: tuple[Outcome, ...]
    reasons: tuple[Reason, ...]


def judge(rules: Rules, definition: Definition, transition: Transition, facts: Facts, request: Request) -> Judgement:
    """The one evaluation that both the verdict and the list of what is offered come from."""
    happened = request.happened or request.today
    values, value_reasons = read_values(transition.records, request.values, facts, happened)
    question = Question(rules, definition, transition, facts, request.actor, happened, {**facts.values, **values})
    outcomes, unmet = _run_guards(question, _set_aside(transition, request))
    reasons = [
        *_role_reasons(question, request),
        *_day_reasons(transition, facts, request, happened),
        *_evidence_reasons(transition, request, happened, values),
        *_note_reasons(transition, request),
        *_override_reasons(question, request, outcomes),
        *_regime_reasons(rules, transition, happened),
        *value_reasons,
        *unmet,
    ]
    return Judgement(question, happened, values, outcomes, tuple(reasons))


def _run_guards(question: Question, set_aside: frozenset[str]) -> tuple[tuple[Outcome, ...], list[Reason]]:
    outcomes, unmet = [], []
    for use in question.transition.guards:
        reasons = GUARDS[use.guard](question, use.params)
        overridden = bool(reasons) and use.guard in set_aside
        if reasons and not overridden:
            unmet += reasons
        else:
            outcomes.append(Outcome(use.guard, "overridden" if overridden else "met", tuple(reasons)))
    return tuple(outcomes), unmet


def _set_aside(transition: Transition, request: Request) -> frozenset[str]:
    return transition.override.guards if request.override and transition.override else frozenset()


def _role_reasons(question: Question, request: Request) -> list[Reason]:
    transition, facts, rules = question.transition, question.facts, question.rules
    if names(transition.by, request.actor.grants, facts, rules):
        return []
    override = transition.override
    if request.override and override and names(override.by, request.actor.own_grants, facts, rules):
        return []
    allowed = counting(transition.by, facts, rules)
    roles = tuple(dict.fromkeys(who.role for who in allowed))
    return [Reason("role_not_allowed", {"allowed": [str(who) for who in allowed], "roles": list(roles)}, roles)]


def _day_reasons(transition: Transition, facts: Facts, request: Request, happened: date) -> list[Reason]:
    reasons = []
    by_machine = any(grant.role in RESERVED_ROLES for grant in request.actor.grants)
    if happened > request.today:
        reasons.append(Reason("happened_in_future", {"happened": happened, "today": request.today}))
    if happened < request.today and not transition.dated and not by_machine:
        reasons.append(Reason("happened_not_declared", {"happened": happened, "trigger": transition.trigger}))
    if facts.last_happened and happened < facts.last_happened:
        told = {"happened": happened, "previous": facts.last_happened}
        reasons.append(Reason("happened_before_previous", told))
    oldest = request.today - timedelta(days=facts.programme.entry_limit_days)
    if happened < oldest and transition.dated:
        told = {"happened": happened, "oldest": oldest, "days": facts.programme.entry_limit_days}  # type: ignore[dict-item]
        reasons.append(Reason("happened_too_long_ago", told))
    return reasons


def _evidence_reasons(
    transition: Transition, request: Request, happened: date, values: Mapping[str, Any]
) -> list[Reason]:
    """An act entered with an earlier day stands on paper: one that a guard demands, or one that it records."""
    if not transition.dated or happened >= request.today:
        return []
    if any(use.guard == "paper" for use in transition.guards):
        return []
    names = [rule.name for rule in transition.records if rule.type in EVIDENCE_TYPES]
    if any(name in values for name in names):
        return []
    return [Reason("evidence_missing", {"happened": happened, "values": names})]


def _regime_reasons(rules: Rules, transition: Transition, happened: date) -> list[Reason]:
    """What a transition opens has a workflow whose law is in force on the day of the act."""
    if transition.opens is None or rules.member(transition.opens, happened) is not None:
        return []
    return [Reason("no_regime", {"family": transition.opens, "happened": happened})]


def _note_reasons(transition: Transition, request: Request) -> list[Reason]:
    wanted = transition.note_required or request.override
    return (
        [Reason("note_missing", {"trigger": transition.trigger})] if wanted and not (request.note or "").strip() else []
    )


def _override_reasons(question: Question, request: Request, outcomes: tuple[Outcome, ...]) -> list[Reason]:
    if not request.override:
        return []
    override = question.transition.override
    if override is None:
        return [Reason("override_not_declared", {"trigger": request.trigger})]
    if not names(override.by, request.actor.own_grants, question.facts, question.rules):
        roles = tuple(who.role for who in override.by)
        return [Reason("override_role", {"roles": list(roles)}, roles)]
    if all(outcome.result == "met" for outcome in outcomes):
        return [Reason("override_not_needed", {"trigger": request.trigger})]
    return []
