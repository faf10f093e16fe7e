"""One evaluation of one transition: role, day, note, values and guards, with every reason."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any
from unicodedata import category

from workflows.asked import Asked
from workflows.computed import computed
from workflows.definition import RESERVED_ROLES, Definition, Transition
from workflows.facts import Actor, Facts, PaperFact
from workflows.guards.guards import GUARDS, Question, relied_papers
from workflows.guards.value_guards import finish_day
from workflows.rules import Rules
from workflows.scopes import barred, names
from workflows.values import day_of, read_values
from workflows.verdict import Outcome, Reason

EVIDENCE_TYPES = frozenset({"paper", "decision"})
DATED_TYPES = frozenset({"date", "decision"})
UNREADABLE = frozenset({"Cc", "Cs"})  # control characters and lone surrogates


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
    given, value_reasons = read_values(transition.records, request.values, facts, happened)
    found, uncomputed = computed(Asked(rules, definition, transition, facts, request.actor, happened, given))
    values = {**given, **found}
    question = Question(rules, definition, transition, facts, request.actor, happened, {**facts.values, **values})
    outcomes, unmet = _run_guards(question, _set_aside(transition, request))
    reasons = [
        *_role_reasons(question, request),
        *_day_reasons(transition, facts, request, happened),
        *_evidence_reasons(question, request, values),
        *_note_reasons(transition, request),
        *_override_reasons(question, request, outcomes),
        *_regime_reasons(rules, transition, happened),
        *_finish_reasons(question),
        *_year_reasons(question),
        *value_reasons,
        *uncomputed,
        *_value_reasons(question, values),
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
    facts, rules, actor, by = question.facts, question.rules, request.actor, question.transition.by
    override = question.transition.override if request.override and actor.on_behalf is None else None
    if override and names(override.by, actor.own_grants, facts, rules) and not names(by, actor.grants, facts, rules):
        return []
    return barred(by, actor, facts, rules)


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
        limit = {"happened": happened, "oldest": oldest, "days": facts.programme.entry_limit_days}
        reasons.append(Reason("happened_too_long_ago", limit))
    return reasons


def _evidence_reasons(question: Question, request: Request, given: Mapping[str, Any]) -> list[Reason]:
    """An act entered with an earlier day stands on paper that came between the step before and that day.

    A paper that meets a guard or is recorded counts, and so does a decision of such a date; a guard that was set aside
    proves nothing.
    """
    transition, happened = question.transition, question.happened
    if not transition.dated or happened >= request.today:
        return []
    first = question.facts.last_happened or date.min
    relied = {one.paper for one in relied_papers(question)}
    days = [paper.received for paper in question.facts.papers if paper.code in relied]
    days += [day for rule in transition.records if rule.type == "decision" and (day := day_of(given.get(rule.name)))]
    if any(first <= day <= happened for day in days):
        return []
    names = [rule.name for rule in transition.records if rule.type in EVIDENCE_TYPES]
    return [Reason("evidence_missing", {"happened": happened, "previous": first, "values": names})]


def _value_reasons(question: Question, given: Mapping[str, Any]) -> list[Reason]:
    """What a recorded paper or day must be besides well formed: of this dossier, valid on the day, not used before."""
    facts, transition = question.facts, question.transition
    reasons = []
    for rule in transition.records:
        if rule.name not in given:
            continue
        day = day_of(given[rule.name]) if rule.type in DATED_TYPES else None
        if day is not None and facts.opened and day < facts.opened:
            told = {"value": rule.name, "given": day, "opened": facts.opened}
            reasons.append(Reason("value_before_opening", told))
        if rule.type == "paper":
            paper = next(one for one in facts.papers if one.code == given[rule.name])
            reasons += _recorded_paper_reasons(question, rule.name, paper)
    return reasons


def _recorded_paper_reasons(question: Question, name: str, paper: PaperFact) -> list[Reason]:
    facts, happened = question.facts, question.happened
    told = {"value": name, "given": paper.code, "paper": paper.type}
    if paper.holder not in facts.holders.get(paper.holder_kind, frozenset()):
        return [Reason("paper_not_here", told)]
    if (paper.issued and paper.issued > happened) or (paper.expires and paper.expires < happened):
        return [Reason("value_paper_not_valid", {"value": name, "given": paper.code, "happened": happened})]
    if question.transition.trigger in facts.acts and facts.values.get(name) == paper.code:
        return [Reason("value_paper_used", told)]
    return []


def _regime_reasons(rules: Rules, transition: Transition, happened: date) -> list[Reason]:
    """What a transition opens has a workflow whose law is in force on the day of the act."""
    if transition.opens is None or rules.member(transition.opens, happened) is not None:
        return []
    return [Reason("no_regime", {"family": transition.opens, "happened": happened})]


def _finish_reasons(question: Question) -> list[Reason]:
    """Once its law lets a dossier finish no more, only what follows by itself, or a withdrawal, is done with it.

    Article 12.2 of 26/2026/QĐ-TTg. Whoever keeps the office moves it to the law in force, or closes it.
    """
    definition, transition, happened = question.definition, question.transition, question.happened
    day = finish_day(definition, question.facts.values)
    if day is None or happened <= day or _goes_on(question):
        return []
    told = {"decision": definition.law.decision, "day": day, "happened": happened, "trigger": transition.trigger}
    return [Reason("law_finished", told, ("secretariat",))]


def _goes_on(question: Question) -> bool:
    """What a machine fires because of another dossier, and the way out that its producer has by itself."""
    by, target = question.transition.by, question.definition.states[question.transition.target]
    out = target.final is not None and all(who.scope == "own" for who in by)
    return out or all(who.role in RESERVED_ROLES for who in by)


def _year_reasons(question: Question) -> list[Reason]:
    """A year is reported once it has begun: the one that the running deadline of the trigger is for."""
    reasons = []
    for name, on in question.facts.fixed.items():
        rule, first = question.definition.deadlines.get(name), date(on.year, 1, 1)
        if rule and rule.yearly == question.transition.trigger and question.happened < first:
            told = {"deadline": name, "year": on.year, "first": first, "happened": question.happened}
            reasons.append(Reason("year_not_begun", told))
    return reasons


def _note_reasons(transition: Transition, request: Request) -> list[Reason]:
    note = request.note or ""
    if any(category(sign) in UNREADABLE and sign not in "\n\t" for sign in note):
        return [Reason("note_unreadable", {"trigger": transition.trigger})]
    wanted = transition.note_required or request.override
    return [Reason("note_missing", {"trigger": transition.trigger})] if wanted and not note.strip() else []


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
