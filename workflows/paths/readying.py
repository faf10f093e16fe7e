"""An act made ready in thought: judged again and again, with what it lacks supplied each time."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from workflows.definition import ValueRule
from workflows.facts import ChildFact, Facts
from workflows.guards.council_values import draws
from workflows.judging import Judgement, Request, judge
from workflows.naming import Who
from workflows.paths.assuming import AHEAD, Lacking, assumed, lacking_of, result_of, supplied, with_paper
from workflows.paths.scheduling import Ground, Slot
from workflows.scopes import counting, meant
from workflows.trying.cast import actor_of
from workflows.trying.following import child_in, member_with
from workflows.trying.script import Act, Party
from workflows.verdict import Reason

PAPER, CHILD = "paper_", "child_open"
COUNCIL = frozenset({"session_absent", "council_used", "council_excluded", "council_otherwise"})
# How often an act is judged anew after something it lacks was supplied in thought.
MOST_TRIES = 40


@dataclass(frozen=True)
class Ready:
    """An act that nothing stands against any more, and what had to be supplied for that."""

    act: Act
    facts: Facts
    who: tuple[Who, ...]
    lacking: tuple[Lacking, ...] = ()
    awaits: tuple[ChildFact, ...] = ()


def ready_for(ground: Ground, facts: Facts, slots: Sequence[Slot], at: int) -> Ready | tuple[Reason, ...]:
    """Judged again and again, with what it lacks supplied each time."""
    slot = slots[at]
    ready, tries = _begun(ground, facts, slots, at), 0
    while reasons := _judged(ground, slot, ready).reasons:
        tries += 1
        supply = next((one for one in reasons if one.code.startswith(PAPER) or one.code == CHILD), None)
        if supply is not None and tries < MOST_TRIES:
            ready = _supplied(ground, ready, supply, slot.day)
        elif any(one.code in COUNCIL for one in reasons) and ready.act.council is None and draws(slot.stop.move):
            ready = _with_result(ready, slots, at)
        else:
            return reasons
    return ready


def _begun(ground: Ground, facts: Facts, slots: Sequence[Slot], at: int) -> Ready:
    """The act by one of those who may do it, with the values it records; a paper that it records is handed in first."""
    slot, rules = slots[at], ground.rules
    move, day = slot.stop.move, slot.day
    who = counting(move.by, facts, rules)
    person = next((one for one in who if meant(one, facts, rules)), who[0])
    note = AHEAD if move.note_required else None
    party, by = Party(person.role, person.scope), f"{AHEAD}{move.trigger}"
    act = Act(
        move.trigger, party, None, by, day, day, {}, note, override=False, papers=(), children={}, expected=None, line=0
    )
    ready = Ready(act, facts, who)
    ahead = tuple(one.stop.move for one in slots[at:])
    for rule in move.records:
        if rule.awaited and not rule.computed:
            ready = (
                _recorded(ground, ready, rule)
                if rule.type == "paper"
                else _given(ready, rule, assumed(rule, ahead, day))
            )
    return ready


def _given(ready: Ready, rule: ValueRule, value: Any) -> Ready:
    return replace(ready, act=replace(ready.act, values={**ready.act.values, rule.name: value}))


def _recorded(ground: Ground, ready: Ready, rule: ValueRule) -> Ready:
    """With the paper that the act records: the one at hand, else one that is still to be handed in."""
    facts, kind = ready.facts, ground.rules.papers[rule.argument or ""]
    known = _at_hand(ready, rule)
    if known is not None:
        return _given(ready, rule, known)
    holders = facts.holders.get(kind.held_by, frozenset())
    holder = facts.dossier if kind.held_by == "dossier" else min(holders, default=AHEAD)
    told = Reason("paper_missing", {"paper": kind.name, "holder": holder, "held_by": kind.held_by})
    facts = with_paper(facts, kind, holder, ready.act.day)
    lacking = (*ready.lacking, lacking_of(ground.rules, told))
    return _given(replace(ready, facts=facts, lacking=lacking), rule, facts.papers[-1].code)


def _at_hand(ready: Ready, rule: ValueRule) -> str | None:
    """The newest verified paper that the act may record."""
    facts, day = ready.facts, ready.act.day
    used = facts.values.get(rule.name) if ready.act.trigger in facts.acts else None
    good = [
        one
        for one in facts.papers
        if one.type == rule.argument
        and one.status == "verified"
        and one.code != used
        and one.holder in facts.holders.get(one.holder_kind, frozenset())
        and max(one.received, one.issued or one.received) <= day <= (one.expires or day)
    ]
    newest = max(good, key=lambda one: (one.received, one.version), default=None)
    return newest.code if newest else None


def _judged(ground: Ground, slot: Slot, ready: Ready) -> Judgement:
    act, facts = ready.act, ready.facts
    actor = actor_of(ground.rules, facts, act)
    assert not isinstance(actor, Reason)  # noqa: S101 - nobody acts for another in thought
    request = Request(act.trigger, actor, act.entered, act.day, act.values, act.note)
    return judge(ground.rules, slot.stop.definition, slot.stop.move, facts, request)


def _supplied(ground: Ground, ready: Ready, reason: Reason, day: date) -> Ready:
    """With the paper that a reason asks for, or with the dossier ended that it waits for."""
    rules, facts = ground.rules, ready.facts
    if reason.code != CHILD:
        lacking = lacking_of(rules, reason)
        # Of a paper that is only thought of, more units are no second paper.
        more = () if str(reason.params.get("code", "")).startswith(AHEAD) else (lacking,)
        return replace(ready, facts=supplied(rules, facts, lacking, day), lacking=(*ready.lacking, *more))
    child = next(one for one in facts.children if one.dossier == reason.params["dossier"])
    member = member_with(rules, child.family, child.state)
    assert member is not None  # noqa: S101 - the child stands in a state of one
    ended = child_in(rules, child, next(name for name, one in member.states.items() if one.final))
    children = tuple(ended if one is child else one for one in facts.children)
    return replace(ready, facts=replace(facts, children=children), awaits=(*ready.awaits, child))


def _with_result(ready: Ready, slots: Sequence[Slot], at: int) -> Ready:
    slot = slots[at]
    found = result_of(slot.stop.move, [one.stop.move for one in slots[at + 1 :]], slot.day)
    stage = slot.stop.definition.states[slot.stop.source].stage
    facts = replace(ready.facts, councils={**ready.facts.councils, stage: found})
    return replace(ready, facts=facts, act=replace(ready.act, council=found))
