"""Every state, trigger and role of every shipped workflow, asked of the engine: what is offered is what is allowed."""

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest

from tests.config.test_allowed_cells import ALLOWED
from workflows.definition import Definition, ValueRule
from workflows.facts import Actor, BodyFact, Facts, Grant, PaperFact, PartyFact, Register
from workflows.judging import Request
from workflows.machine import Offer, available, decide
from workflows.rules import Rules
from workflows.verdict import Refusal, Step

TODAY = date(2024, 4, 15)
RESULTS = (
    {"score": "40", "stars": 2, "purpose": "Lần đầu"},
    {"score": "60", "stars": 3, "purpose": "Nâng hạng"},
    {"score": "75", "stars": 4, "purpose": "Đánh giá lại"},
    {"score": "95", "stars": 5, "purpose": "Lần đầu"},
)
PLACES = {"commune": "X", "district": "H", "province": "T", "department": "S", "centre": "B"}
# Every value that names organisations names these, and any one of them acts for all.
LEADS = {"commune": "X", "district": "H", "department": "S", "province": "T"}


def facts(rules: Rules, definition: Definition, state: str, values: dict[str, Any]) -> Facts:
    """A dossier that wants for nothing: every paper there and verified, every clock of its state running."""
    programme = next(iter(rules.programmes.values()))
    holders = {"producer": "P", "product": "SP", "establishment": "CS", "dossier": "D"}
    papers = tuple(
        PaperFact(f"D/{p.name}/1", p.name, 1, p.held_by, holders[p.held_by], "verified", TODAY, None, None, 9, "0" * 64)
        for p in rules.papers.values()
    )
    decisions = {
        rule.name: {"number": "1/QĐ", "date": "2024-04-01", "by": rule.argument}
        for rule in definition.recorded.values()
        if rule.type == "decision"
    }
    lead = {"organisations": [*LEADS.values()], "groups": [], "rule": "any"}
    named = {rule.name: lead for rule in definition.recorded.values() if rule.type == "organisations"}
    return Facts(
        dossier="D",
        state=state,
        programme=programme,
        producer="P",
        producer_kind="cooperative",
        sector="food",
        areas={
            level: frozenset({code}) for level, code in PLACES.items() if level in ("commune", "district", "province")
        },
        bodies={level: frozenset({code}) for level, code in PLACES.items() if level not in ("commune", "district")},
        holders={kind: frozenset({code}) for kind, code in holders.items()},
        values={**decisions, **named, **values},
        papers=papers,
        deadlines=dict.fromkeys(definition.states[state].deadlines, TODAY),
        parties={
            name: tuple(PartyFact(code, {level: frozenset({code})}) for level, code in LEADS.items()) for name in named
        },
        register=Register({code: BodyFact(date.min, None) for code in LEADS.values()}),
    )


def actor(rules: Rules, role: str) -> Actor:
    level = rules.roles[role].level if role in rules.roles else "none"
    holder = "P" if level == "producer" else PLACES.get(level, "")
    grants = (Grant(role, holder),)
    return Actor(f"nguoi.{role}", grants, grants)


def value(rule: ValueRule) -> Any:
    given = {"score": "88", "stars": "4", "decimal": "1.5", "integer": "2", "text": "số 12", "date": "2024-04-10"}
    if rule.type == "decision":
        return {"number": "12/QĐ-UBND", "date": "2024-04-10"}
    if rule.type == "organisations":
        return [*LEADS.values()]
    return f"D/{rule.argument}/1" if rule.type == "paper" else given[rule.type]


def chosen(offer: Offer, rule: ValueRule) -> Any:
    """A value that the act itself gives, one of those that it may be."""
    asked = (use.params for use in offer.transition.guards if use.guard == "value")
    choices = [one["one_of"] for one in asked if one["value"] == rule.name and "one_of" in one]
    return choices[0][0] if rule.type == "text" and choices else value(rule)


def questions(rules: Rules, definition: Definition) -> Iterator[tuple[Facts, Actor]]:
    for state in definition.states:
        for values in RESULTS:
            for role in (*rules.roles, "child", "parent"):
                yield facts(rules, definition, state, values), actor(rules, role)


@pytest.mark.parametrize("workflow", sorted(ALLOWED))
def test_the_engine_admits_exactly_the_roles_written_by_hand(workflow: str, shipped_rules: Rules) -> None:
    definition = shipped_rules.definitions[workflow]
    cells = {tuple(line.split(None, 2)[:2]): line.split(None, 2)[2] for line in ALLOWED[workflow].strip().splitlines()}
    triggers = sorted({transition.trigger for transition in definition.transitions})
    for about, who in questions(shipped_rules, definition):
        for trigger in triggers:
            verdict = decide(shipped_rules, definition, about, Request(trigger, who, TODAY))
            codes = {reason.code for reason in verdict.reasons} if isinstance(verdict, Refusal) else set()
            cell = cells.get((about.state, trigger), "")
            first_choice = [part.strip() for part in cell.split(",") if not part.strip().startswith("else ")]
            admitted = any(part.split(".")[0] == who.grants[0].role for part in first_choice)
            stranger = codes & {"trigger_not_from_here", "dossier_closed", "role_not_allowed"}
            assert bool(stranger) != admitted, (about.state, trigger, who.account, codes)


@pytest.mark.parametrize("workflow", sorted(ALLOWED))
def test_what_is_offered_is_exactly_what_is_allowed(workflow: str, shipped_rules: Rules) -> None:
    definition = shipped_rules.definitions[workflow]
    triggers = sorted({transition.trigger for transition in definition.transitions})
    steps = 0
    for about, who in questions(shipped_rules, definition):
        offers = {offer.transition.trigger: offer for offer in available(shipped_rules, definition, about, who, TODAY)}
        for trigger in triggers:
            offer = offers.get(trigger)
            records = offer.transition.records if offer else ()
            given = {rule.name: chosen(offer, rule) for rule in records if offer and not rule.computed}
            asked = Request(trigger, who, TODAY, values=given, note="có lý do")
            verdict = decide(shipped_rules, definition, about, asked)
            allowed = isinstance(verdict, Step)
            assert allowed == (offer is not None and not offer.reasons), (about.state, trigger, who.account, verdict)
            steps += allowed
    assert steps > len(definition.states)
