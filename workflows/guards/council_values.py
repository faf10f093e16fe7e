"""What a council has concluded on a dossier: values that an act takes from it, and a guard on its outcome."""

from collections.abc import Mapping
from datetime import date
from typing import Any, Protocol

from workflows.definition import Definition, Transition, ValueRule
from workflows.facts import CouncilFact, Facts
from workflows.rules import Rules
from workflows.scopes import able_here
from workflows.verdict import Reason

TURN, RANKED, OUTCOMES = "turn", "ranked", ("ranked", "excluded", "stopped")


class Asking(Protocol):
    """What is asked for, and on which day it happened: an act whose values are computed, or a question of a guard."""

    @property
    def rules(self) -> Rules: ...

    @property
    def definition(self) -> Definition: ...

    @property
    def transition(self) -> Transition: ...

    @property
    def facts(self) -> Facts: ...

    @property
    def happened(self) -> date: ...


def drawn(asked: Asking, rule: ValueRule) -> Any:
    """The value as the council has it, or the Reason why it cannot be taken from there."""
    found = concluded(asked)
    if isinstance(found, Reason):
        return found
    if rule.type == TURN:
        return {"session": found.session, "turn": found.turn, "hash": found.hash}
    if rule.type == "score":
        return found.score
    if found.stars is None:
        return Reason("council_excluded", {**_named(found), "outcome": found.outcome})
    return found.stars


def council(asking: Asking, params: Mapping[str, Any]) -> list[Reason]:
    """The council's newest result is of a kind; where the act takes values from it, these say that there is none."""
    found = concluded(asking)
    if isinstance(found, Reason):
        return [] if draws(asking.transition) else [found]
    if found.outcome in params["outcomes"]:
        return []
    told = {**_named(found), "outcome": found.outcome, "wanted": list(params["outcomes"])}
    return [Reason("council_otherwise", told)]


def draws(transition: Transition) -> bool:
    """Whether an act takes some value from the council."""
    return any(rule.origin is not None for rule in transition.records)


def concluded(asking: Asking) -> CouncilFact | Reason:
    """What the council of the stage has concluded by the day and no act has used, or why there is nothing.

    What it concluded by the criteria of another law counts no more.
    """
    facts, happened = asking.facts, asking.happened
    mend = able_here("session.conclude", facts, asking.rules)
    found = facts.councils.get(asking.definition.states[facts.state].stage)
    if found is None or found.day > happened or found.criteria not in (None, asking.definition.criteria):
        return Reason("session_absent", {"dossier": facts.dossier, "happened": happened}, mend)
    turns = (facts.values.get(rule.name) for rule in asking.definition.recorded.values() if rule.type == TURN)
    if any(one is not None and (one["session"], one["turn"]) == (found.session, found.turn) for one in turns):
        return Reason("council_used", _named(found), mend)
    return found


def _named(found: CouncilFact) -> dict[str, Any]:
    return {"session": found.session, "turn": found.turn}
