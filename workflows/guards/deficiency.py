"""What a dossier lacks, all at once: a request for completion names every paper that is not as it must be.

Apart from those it tells what only a higher rank will need, which nothing waits for. A second request may cite only
what changed since the first, or says why it comes late.
"""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from itertools import groupby
from typing import Any

from workflows.asked import Asked
from workflows.definition import Transition, ValueRule
from workflows.facts import PaperFact
from workflows.guards.guards import GUARDS, Question
from workflows.verdict import Reason

# What a request may add by hand, and why something is asked for late.
MORE, LATE_REASON = "more", "late_reason"
REJECTED = "rejected"


def lacking(asked: Asked, rule: ValueRule) -> Mapping[str, Any] | Reason:
    """Every unmet paper of the triggers that a value names, with the day.

    A Reason where a repeat asks for more, or where nothing is asked for. Kept as `{"lacking": [{"code": …, "params":
    …}], "on": day}`; beside it, where there are any, `"higher"`: such items, each with the `stars` that need it.
    """
    questions = tuple(_questions(asked, rule))
    items = _items(_kept(reason) for one in questions for use in _said(one, "paper") for reason in use)
    higher = [one for one in _items(_foretold(questions)) if not _told(one, items)]
    before = asked.facts.values.get(rule.name)
    withheld = _withheld(asked, items, before) if before and not asked.values.get(LATE_REASON) else None
    if withheld or not (items or higher or asked.values.get(MORE)):
        return withheld or Reason("deficiency_nothing", {"value": MORE})
    return {"lacking": items, "on": asked.happened.isoformat(), **({"higher": higher} if higher else {})}


def reasons_of(value: Mapping[str, Any]) -> tuple[Reason, ...]:
    """The reasons of a kept list, their days as text."""
    return tuple(Reason(one["code"], one["params"]) for one in value["lacking"])


def higher_of(value: Mapping[str, Any]) -> Mapping[int, tuple[Reason, ...]]:
    """What a kept list tells apart, by the number of stars that will need it, fewer first."""
    told = sorted(value.get("higher", ()), key=lambda one: int(one["stars"]))
    return {
        stars: tuple(Reason(one["code"], one["params"]) for one in some)
        for stars, some in groupby(told, key=lambda one: int(one["stars"]))
    }


def _questions(asked: Asked, rule: ValueRule) -> Iterator[Question]:
    """The acts that a value names, but for those that other values bar."""
    for trigger in (rule.argument or "").split(" "):
        for transition in (one for one in asked.definition.transitions if one.trigger == trigger):
            question = _question(asked, transition)
            if not any(_said(question, "value")):
                yield question


def _foretold(questions: Iterable[Question]) -> Iterator[Mapping[str, Any]]:
    for question in questions:
        for use in question.transition.foretold:
            yield from ({"stars": use.params["stars"], **_kept(one)} for one in GUARDS[use.guard](question, use.params))


def _items(every: Iterable[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    """Each of them once."""
    found: list[Mapping[str, Any]] = []
    for one in every:
        if one not in found:
            found.append(one)
    return found


def _told(item: Mapping[str, Any], items: Iterable[Mapping[str, Any]]) -> bool:
    """Whether a paper is asked for by itself already."""
    return any(_types(one) == _types(item) for one in items)


def _said(question: Question, guard: str) -> Iterator[list[Reason]]:
    """What each guard of a kind has against the transition."""
    return (GUARDS[guard](question, use.params) for use in question.transition.guards if use.guard == guard)


def _question(asked: Asked, transition: Transition) -> Question:
    facts = asked.facts
    return Question(asked.rules, asked.definition, transition, facts, asked.actor, asked.happened, facts.values)


def _withheld(asked: Asked, items: list[Mapping[str, Any]], before: Mapping[str, Any]) -> Reason | None:
    """Why a repeated request may not cite what it does: papers that were as they are now, or something by hand."""
    since = date.fromisoformat(before["on"])
    cited = frozenset[str]().union(*(_types(one) for one in (*before["lacking"], *before.get("higher", ()))))
    new = [kind for one in items if not _types(one) & cited for kind in _types(one)]
    changed = {paper.type for paper in asked.facts.papers if _changed(paper, since, asked.happened)}
    withheld = [kind for kind in dict.fromkeys(new) if kind not in changed]
    if withheld:
        return Reason("deficiency_withheld", {"papers": withheld, "since": since, "value": LATE_REASON})
    if asked.values.get(MORE) or not items:
        return Reason("deficiency_more", {"since": since, "value": LATE_REASON})
    return None


def _types(item: Mapping[str, Any]) -> frozenset[str]:
    params = item["params"]
    return frozenset(params.get("papers") or [params["paper"]])


def _changed(paper: PaperFact, since: date, happened: date) -> bool:
    """Whether a paper was received or ran out since a day, that day included, or was rejected: it then was not before,

    or the list of that day would have named it.
    """
    ran_out = paper.expires is not None and since <= paper.expires < happened
    return paper.received >= since or ran_out or paper.status == REJECTED


def _kept(reason: Reason) -> Mapping[str, Any]:
    params = {name: one.isoformat() if isinstance(one, date) else one for name, one in reason.params.items()}
    return {"code": reason.code, "params": params}
