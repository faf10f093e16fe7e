"""The closed vocabulary of guards: pure functions from a question to the reasons why not."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from workflows.definition import Definition, Transition
from workflows.facts import Actor, Facts
from workflows.guards.council_values import council
from workflows.guards.paper_guard import OWNER, VERIFIER, Need, Shelf, mended_by, paper_reasons, relied_on
from workflows.guards.value_guards import BY_VALUES
from workflows.parties import uncovered
from workflows.rules import Rules
from workflows.scopes import able_here
from workflows.values import day_of
from workflows.verdict import Reason, Relied


@dataclass(frozen=True)
class Question:
    """May this transition happen? `values` are those of the dossier with the ones now given laid over."""

    rules: Rules
    definition: Definition
    transition: Transition
    facts: Facts
    actor: Actor
    happened: date
    values: Mapping[str, Any]


Guard = Callable[[Question, Mapping[str, Any]], list[Reason]]


def window(question: Question, params: Mapping[str, Any]) -> list[Reason]:
    """The act happened within the programme's window, both ends included."""
    span = question.facts.programme.windows[params["window"]]
    if span.opens <= question.happened <= span.closes:
        return []
    code = "window_not_open" if question.happened < span.opens else "window_closed"
    told = {"window": span.name, "opens": span.opens, "closes": span.closes, "happened": question.happened}
    return [Reason(code, told, _overriders(question, "window"))]


def before(question: Question, params: Mapping[str, Any]) -> list[Reason]:
    """The act happened on or before the last day of the deadline; while it is paused it is in time on any day."""
    last_day = question.facts.deadlines.get(params["deadline"])
    if last_day is None:
        return [Reason("deadline_not_running", {"deadline": params["deadline"]})]
    if question.happened <= last_day or params["deadline"] in question.facts.paused:
        return []
    told = {"deadline": params["deadline"], "last_day": last_day, "happened": question.happened}
    return [Reason("deadline_passed", told, _overriders(question, "before"))]


def after(question: Question, params: Mapping[str, Any]) -> list[Reason]:
    """The act happened when the last day of the deadline was over; while it is paused there is none."""
    last_day = question.facts.deadlines.get(params["deadline"])
    if last_day is None:
        return [Reason("deadline_not_running", {"deadline": params["deadline"]})]
    if params["deadline"] in question.facts.paused:
        return [Reason("deadline_paused", {"deadline": params["deadline"]})]
    if question.happened > last_day:
        return []
    return [Reason("deadline_not_passed", {"deadline": params["deadline"], "last_day": last_day})]


def ahead(question: Question, params: Mapping[str, Any]) -> list[Reason]:
    """The act happened no more than `most` and no less than `least` days before the last day of the deadline."""
    name, happened = params["deadline"], question.happened
    last_day = question.facts.deadlines.get(name)
    if last_day is None:
        return [Reason("deadline_not_running", {"deadline": name})]
    first, last = (last_day - timedelta(days=params[one]) if one in params else None for one in ("most", "least"))
    told = {"deadline": name, "last_day": last_day, "happened": happened}
    if first is not None and happened < first:
        return [_too_early(question, {**told, "first": first})]
    if last is not None and happened > last:
        return [Reason("ahead_too_late", {**told, "last": last}, _overriders(question, "ahead"))]
    return []


def _too_early(question: Question, told: Mapping[str, Any]) -> Reason:
    """That the act must wait; or, where its window closes before its first day, that waiting never helps."""
    windows = question.facts.programme.windows
    spans = [windows[use.params["window"]] for use in question.transition.guards if use.guard == "window"]
    mend = _overriders(question, "ahead")
    for span in spans:
        if span.closes < told["first"]:
            return Reason("ahead_never", {**told, "window": span.name, "closes": span.closes}, mend)
    return Reason("ahead_too_early", told, mend)


def paper(question: Question, params: Mapping[str, Any]) -> list[Reason]:
    """A verified paper of a right type, valid on the day it is needed for, is held where its type says."""
    need = paper_need(question, params)
    reasons = paper_reasons(need, paper_shelf(question)) if need else []
    facts, rules = question.facts, question.rules
    people = {OWNER: able_here("paper.add", facts, rules, "own"), VERIFIER: able_here("paper.verify", facts, rules)}
    return mended_by(reasons, people)


def producer_eligible(question: Question, _params: Mapping[str, Any]) -> list[Reason]:
    """The producer is of a kind that the programme admits (Article 2.3 of 26/2026/QĐ-TTg and its predecessors)."""
    kind, sector, programme = question.facts.producer_kind, question.facts.sector, question.facts.programme
    if programme.admits(kind, sector):
        return []
    if kind in programme.producer_kinds:
        told = {"kind": kind, "sectors": sorted(programme.kind_sectors[kind]), "sector": sector}
        return [Reason("producer_of_other_sector", told)]
    admitted = sorted(one for one in programme.producer_kinds if programme.admits(one, sector))
    return [Reason("producer_not_eligible", {"kind": kind, "admitted": admitted})]


def children_answered(question: Question, params: Mapping[str, Any]) -> list[Reason]:
    """Every child of the family has reached a final state, and there is one at least."""
    if not any(child.family == params["family"] for child in question.facts.children):
        return [Reason("children_none", {"family": params["family"]})]
    return children_closed(question, params)


def children_closed(question: Question, params: Mapping[str, Any]) -> list[Reason]:
    """Every child of the family has reached a final state; there may be none."""
    return [
        Reason("child_open", {"dossier": child.dossier, "state": child.state, "family": child.family})
        for child in question.facts.children
        if child.family == params["family"] and child.final is None
    ]


def not_same_person_as(question: Question, params: Mapping[str, Any]) -> list[Reason]:
    """Whoever fired the named trigger last may not fire this one, nor have it entered for them, nor enter it.

    Where it was done on paper before the dossier was entered, by whom nobody has said, nobody can be told apart from.
    """
    past, actor = question.facts.acts.get(params["trigger"]), question.actor
    if past is not None and not past.actor:
        return [Reason("act_not_known", {"trigger": params["trigger"], "happened": past.happened})]
    if past is None or not _persons(past.actor, past.on_behalf) & _persons(actor.account, actor.on_behalf):
        return []
    return [Reason("same_person", {"trigger": params["trigger"], "happened": past.happened})]


def running(question: Question, params: Mapping[str, Any]) -> list[Reason]:
    """The deadline is running, whether its last day is over or not."""
    name = params["deadline"]
    return [] if name in question.facts.deadlines else [Reason("deadline_not_running", {"deadline": name})]


def covered(question: Question, params: Mapping[str, Any]) -> list[Reason]:
    """Of the organisations that a value names as many have acted as it declares, this act counted."""
    name, acted = params["value"], question.values.get(params["by"], ())
    value = question.values.get(name)
    if value is None:
        return [Reason("value_absent", {"value": name})]
    wanting = uncovered(value, acted, question.facts, name)
    return [Reason("not_covered", {"value": name, "wanting": wanting, "acted": list(acted)})] if wanting else []


def ended_well(question: Question, params: Mapping[str, Any]) -> list[Reason]:
    """The dossier that a value names has ended as declared; met where the value names none."""
    name = params["value"]
    if question.values.get(name) is None:
        return []
    link = question.facts.links.get(name)
    if link is not None and link.final in params["finals"]:
        return []
    dossier, state = (link.dossier, link.state) if link else ("", "")
    told = {"value": name, "dossier": dossier, "state": state, "finals": list(params["finals"])}
    return [Reason("not_ended_well", told)]


GUARDS: Mapping[str, Guard] = {
    "window": window,
    "before": before,
    "after": after,
    "ahead": ahead,
    "paper": paper,
    **BY_VALUES,
    "producer_eligible": producer_eligible,
    "children_answered": children_answered,
    "children_closed": children_closed,
    "not_same_person_as": not_same_person_as,
    "running": running,
    "covered": covered,
    "ended_well": ended_well,
    "council": council,
}


def paper_need(question: Question, params: Mapping[str, Any]) -> Need | None:
    """What a paper guard asks of this dossier; None where the product's sector or set does not need it.

    Of a choice that its set needs at all, each paper of its sector will do.
    """
    law, facts = question.definition.law.decision, question.facts
    types = tuple(question.rules.papers[name].under(law) for name in params["one_of"])
    sectors = params.get("sectors")
    if sectors is not None and facts.sector not in sectors:
        return None
    if not any(kind.needed(facts.sector, facts.set_number) for kind in types):
        return None
    types = tuple(kind for kind in types if facts.sector in kind.sectors)
    valid_on = params.get("valid_on", "happened")
    day = question.happened if valid_on == "happened" else day_of(question.values.get(valid_on))
    return Need(types, params.get("count", 1), day or question.happened, question.happened)


def paper_shelf(question: Question) -> Shelf:
    """The papers that this question may look at."""
    return Shelf(question.facts.papers, question.facts.holders)


def relied_papers(question: Question) -> tuple[Relied, ...]:
    """The paper versions that the step stands on: those that met its guards and those that it records."""
    needs = [paper_need(question, use.params) for use in question.transition.guards if use.guard == "paper"]
    shelf = paper_shelf(question)
    found = {relied.paper: relied for need in needs if need for relied in relied_on(need, shelf)}
    recorded = {question.values.get(rule.name) for rule in question.transition.records if rule.type == "paper"}
    found |= {p.code: Relied(p.code, p.type, p.version, p.hash) for p in shelf.papers if p.code in recorded}
    return tuple(found[code] for code in sorted(found))


def _overriders(question: Question, guard: str) -> tuple[str, ...]:
    """The roles that may set a guard of the transition aside."""
    override = question.transition.override
    return tuple(who.role for who in override.by) if override and guard in override.guards else ()


def _persons(account: str, on_behalf: str | None) -> set[str]:
    """Everybody who had a hand in an act: who entered it, and the account it was entered for."""
    kind, _, code = (on_behalf or "").partition(":")
    return {account, code} if kind == "account" else {account}
