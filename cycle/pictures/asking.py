"""What a transition asks for, in the few words that stand beside its number."""

from collections.abc import Iterator

from cycle.texts import Texts
from workflows.definition import GuardUse, Transition

# So many papers are named; of more only their number is told.
NAMED = 3
LIMITS = ("at_least", "at_most", "below", "equals", "one_of")


def needs_of(texts: Texts, transition: Transition) -> tuple[str, ...]:
    """The conditions of a transition, one line each: when, with which papers and values, and what must be written."""
    return tuple(line for line in _lines(texts, transition) if line)


def _lines(texts: Texts, transition: Transition) -> Iterator[str]:
    papers = [use for use in transition.guards if use.guard == "paper"]
    for use in transition.guards:
        if use.guard in {"window", "before", "after"}:
            yield texts.say(f"draw.{use.guard}", **use.params)
    yield _papers(texts, papers)
    yield "; ".join(one for use in transition.guards for one in _limits(texts, use))
    if transition.note_required:
        yield texts.say("draw.note")


def _papers(texts: Texts, uses: list[GuardUse]) -> str:
    if len(uses) > NAMED:
        return texts.say("draw.papers_many", count=len(uses))
    told = [texts.say("draw.or").join(texts.show("paper", name) for name in use.params["one_of"]) for use in uses]
    return texts.say("draw.papers", papers="; ".join(told)) if told else ""


def _limits(texts: Texts, use: GuardUse) -> Iterator[str]:
    if use.guard == "minimum_score":
        yield texts.say("draw.minimum_score", **use.params)
    elif use.guard == "below_score":
        yield texts.say("draw.below_score", **use.params)
    elif use.guard == "decision_by":
        yield texts.say("draw.decision_by", **use.params)
    elif use.guard == "value":
        limits = ((check, use.params[check]) for check in LIMITS if check in use.params)
        yield from (texts.say(f"draw.{check}", value=use.params["value"], limit=limit) for check, limit in limits)
