"""What a way takes for granted: the values that its acts will record, a council's result, papers handed in."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from workflows.calendars.working_days import WEEK, WORKED
from workflows.deadlines.deadline_rules import Period
from workflows.definition import Transition, ValueRule
from workflows.facts import CouncilFact, Facts, PaperFact
from workflows.guards.council_values import RANKED
from workflows.guards.paper_guard import ABSENT
from workflows.naming import GuardUse
from workflows.rules import PaperType, Rules
from workflows.verdict import Reason

# What stands for something that is not there yet, in facts that are only thought of.
AHEAD = "(…)"
UNVERIFIED = "paper_unverified"
# Least where nothing on the way asks for more: what is recognised at all.
LEAST: Mapping[str, Any] = {"score": "50", "stars": 3, "decimal": "1", "integer": 1}


@dataclass(frozen=True)
class Lacking:
    """A paper to be handed in and verified, or only verified; `reason` is what the guards say.

    `takes` is how long it takes to get it, None: nothing is declared.
    """

    reason: Reason
    types: tuple[str, ...]
    only_verify: bool
    takes: Period | None


@dataclass(frozen=True)
class Assumed:
    """A value that the way takes for granted: a result of at least so much, or one of some words."""

    value: str
    given: Any


def lacking_of(rules: Rules, reason: Reason) -> Lacking:
    """What a reason of a paper guard asks for; of several types the one that takes least comes first."""
    names = reason.params.get("papers") or [reason.params["paper"]]
    types = sorted((rules.papers[name] for name in names), key=_length)
    only_verify = reason.code == UNVERIFIED
    return Lacking(reason, tuple(one.name for one in types), only_verify, None if only_verify else types[0].takes)


def supplied(rules: Rules, facts: Facts, lacking: Lacking, day: date) -> Facts:
    """The facts once a paper that was lacking is there, verified and received on a day."""
    kind, params = rules.papers[lacking.types[0]], lacking.reason.params
    if lacking.reason.code == ABSENT:
        return replace(facts, holders={**facts.holders, "establishment": frozenset({AHEAD})})
    holders = facts.holders.get(kind.held_by, frozenset())
    before = next((one for one in facts.papers if one.code == params.get("code")), None)
    if before is not None and lacking.reason.code in (UNVERIFIED, "paper_too_few"):
        paper = replace(before, status="verified", count=int(params.get("wanted", before.count)))
        return replace(facts, papers=tuple(paper if one is before else one for one in facts.papers))
    holder = str(params.get("holder") or min(holders, default=AHEAD))
    return with_paper(facts, kind, holder, day, int(params.get("wanted", 1)))


def with_paper(facts: Facts, kind: PaperType, holder: str, day: date, count: int = 1) -> Facts:
    """The facts with a new verified paper of a holder."""
    code = f"{AHEAD}/{kind.name}/{holder}"
    version = 1 + sum(one.code.startswith(code) for one in facts.papers)
    paper = PaperFact(
        f"{code}/{version}", kind.name, version, kind.held_by, holder, "verified", day, None, None, count, ""
    )
    return replace(facts, papers=(*facts.papers, paper))


def result_of(transition: Transition, ahead: Sequence[Transition], day: date) -> CouncilFact:
    """What the council would have to conclude so that the way goes on."""
    values = {rule.type: assumed(rule, (transition, *ahead), day) for rule in transition.records if rule.origin}
    score, stars = values.get("score", LEAST["score"]), values.get("stars", LEAST["stars"])
    return CouncilFact(AHEAD, 1, str(score), int(stars), RANKED, day, "")


def assumed(rule: ValueRule, moves: Sequence[Transition], day: date) -> Any:
    """A value that an act is to record: what the acts after it ask of it, else the least."""
    if rule.type == "date":
        return day.isoformat()
    if rule.type == "decision":
        return {"number": AHEAD, "date": day.isoformat()}
    wanted = (_wanted(rule.name, use) for move in moves for use in move.guards)
    found = next((one for one in wanted if one is not None), None)
    return found if found is not None else LEAST.get(rule.type, AHEAD)


def _length(kind: PaperType) -> float:
    """About how many days it takes to get a paper of a type."""
    period = kind.takes or Period(days=0)
    return (period.days or 0) + (period.working_days or 0) * WEEK / WORKED


def _wanted(name: str, use: GuardUse) -> Any:
    """The value that a guard on it asks for; None where it asks for none."""
    if use.guard == "minimum_score" and name == "score":
        return str(use.params["minimum"])
    if use.guard == "below_score" and name == "score":
        return "0"
    if use.guard != "value" or use.params["value"] != name:
        return None
    if "one_of" in use.params:
        return use.params["one_of"][0]
    return next((use.params[one] for one in ("equals", "at_least", "at_most") if one in use.params), None)
