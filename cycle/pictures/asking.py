"""What a transition asks for and brings about, in the few words that stand beside its number."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import reduce
from typing import Any

from cycle.texts import Texts
from workflows.definition import Override, Transition
from workflows.model.guards import ALL_SECTORS, COMPARISONS
from workflows.naming import GuardUse, Who

# So many papers are named; of more only their number is told.
NAMED = 3
Params = Mapping[str, Any]


def people(texts: Texts, who: Sequence[Who]) -> str:
    """Those who may act, and who instead where there is nobody of those before."""
    return reduce(lambda before, one: _joined(texts, before, one), who, "")


def needs_of(texts: Texts, transition: Transition) -> tuple[str, ...]:
    """The conditions of a transition and what follows from it, one line each; every guard is told of."""
    lines = (*_conditions(texts, transition.guards), *_terms(texts, transition), *_effects(texts, transition))
    return tuple(line for line in lines if line)


def _joined(texts: Texts, before: str, one: Who) -> str:
    told = texts.role(str(one))
    if not before:
        return told
    return texts.say("draw.or_else", first=before, then=told) if one.otherwise else f"{before}, {told}"


def _conditions(texts: Texts, guards: Sequence[GuardUse]) -> Iterator[str]:
    """Times first, then papers on one line and values on one line, then whatever else must hold."""
    yield from (_said(texts, use) for use in guards if use.guard in TIMES)
    yield _papers(texts, [use.params for use in guards if use.guard == "paper"])
    yield "; ".join(_said(texts, use) for use in guards if use.guard in VALUES)
    yield from (_said(texts, use) for use in guards if use.guard not in {"paper", *TIMES, *VALUES})


def _said(texts: Texts, use: GuardUse) -> str:
    told = SPELT.get(use.guard)
    return told(texts, use.params) if told else texts.say(f"draw.{use.guard}", **use.params)


def _papers(texts: Texts, papers: Sequence[Params]) -> str:
    if len(papers) > NAMED:
        return texts.say("draw.papers_many", count=len(papers))
    return texts.say("draw.papers", papers="; ".join(_paper(texts, one) for one in papers)) if papers else ""


def _paper(texts: Texts, params: Params) -> str:
    told = texts.say("draw.or").join(texts.show("paper", name) for name in params["one_of"])
    if params.get("count", 1) > 1:
        told = texts.say("draw.paper_count", paper=told, count=params["count"])
    if params.get("valid_on", "happened") != "happened":
        told = texts.say("draw.paper_valid_on", paper=told, value=params["valid_on"])
    if params.get("sectors") is not None and params["sectors"] != ALL_SECTORS:
        told = texts.say("draw.paper_sectors", paper=told, sectors=params["sectors"])
    return told


def _ahead(texts: Texts, params: Params) -> str:
    bounds = [name for name in ("most", "least") if name in params]
    return texts.say("draw.ahead" if len(bounds) > 1 else f"draw.ahead.{bounds[0]}", **params)


def _value(texts: Texts, params: Params) -> str:
    limits = ((check, params[check]) for check in COMPARISONS if check in params)
    return "; ".join(texts.say(f"draw.{check}", value=params["value"], limit=limit) for check, limit in limits)


def _minimum_score(texts: Texts, params: Params) -> str:
    return texts.say("draw.minimum_score", value="score", **params)


def _below_score(texts: Texts, params: Params) -> str:
    return texts.say("draw.below_score", value="score", **params)


def _terms(texts: Texts, transition: Transition) -> Iterator[str]:
    if transition.note_required:
        yield texts.say("draw.note")
    if transition.dated:
        yield texts.say("draw.dated")
    if transition.override is not None:
        yield _override(texts, transition.override)


def _override(texts: Texts, override: Override) -> str:
    skipped = ", ".join(texts.text("explain", f"skipped.{guard}") for guard in sorted(override.guards))
    return texts.say("draw.override", skipped=skipped, who=people(texts, override.by))


def _effects(texts: Texts, transition: Transition) -> Iterator[str]:
    if transition.each is not None:
        yield texts.say("draw.opens_each", family=transition.opens, value=transition.each)
    elif transition.opens is not None:
        yield texts.say("draw.opens", family=transition.opens)
    if transition.children is not None:
        yield texts.say("draw.endings")


TIMES = ("window", "before", "after", "ahead")
VALUES: Mapping[str, Callable[[Texts, Params], str]] = {
    "value": _value,
    "minimum_score": _minimum_score,
    "below_score": _below_score,
    "decision_by": lambda texts, params: texts.say("draw.decision_by", **params),
}
SPELT: Mapping[str, Callable[[Texts, Params], str]] = {**VALUES, "ahead": _ahead}
