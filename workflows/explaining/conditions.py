"""Guards in words, with their parameters."""

from collections.abc import Callable, Mapping
from typing import Any

from workflows.explaining.said import Said, Subject, said
from workflows.explaining.timing import kinds, length, which, window
from workflows.guards.value_guards import NUMBERS
from workflows.naming import GuardUse, Text
from workflows.rules import SECTORS

Params = Mapping[str, Any]
# The value that the guards on scores look at.
SCORE = "score"


def condition(subject: Subject, use: GuardUse) -> Said:
    """What a guard asks for."""
    return CONDITIONS[use.guard](subject, use.params)


def _window(subject: Subject, params: Params) -> Said:
    return said("guard.window", spans=window(subject, params["window"]))


def _before(subject: Subject, params: Params) -> Said:
    return _clocked(subject, "guard.before", params["deadline"])


def _after(subject: Subject, params: Params) -> Said:
    return _clocked(subject, "guard.after", params["deadline"])


def _clocked(subject: Subject, code: str, deadline: str) -> Said:
    return said(code, which=which(subject, deadline), length=length(subject, deadline))


def _ahead(subject: Subject, params: Params) -> Said:
    told = which(subject, params["deadline"])
    if "least" not in params:
        return said("guard.ahead_most", which=told, most=params["most"])
    if "most" not in params:
        return said("guard.ahead_least", which=told, least=params["least"])
    return said("guard.ahead", which=told, most=params["most"], least=params["least"])


def _given(_subject: Subject, params: Params) -> Said:
    return said("guard.given", value=params["value"])


def _paper(_subject: Subject, params: Params) -> Said:
    papers = tuple(said("paper.named", paper=name) for name in params["one_of"])
    told = papers[0] if len(papers) == 1 else said("paper.one_of", papers=papers)
    if params.get("count", 1) > 1:
        told = said("paper.count", told=told, count=params["count"])
    if params.get("valid_on", "happened") != "happened":
        told = said("paper.valid_on", told=told, value=params["valid_on"])
    if params.get("sectors") is not None:
        told = said("paper.sectors", told=told, sectors=[one for one in SECTORS if one in params["sectors"]])
    return said("guard.paper", told=told)


def _value(subject: Subject, params: Params) -> Said:
    rule = subject.definition.recorded.get(params["value"])
    numeric = rule is not None and rule.type in NUMBERS
    checks = tuple(_check(name, limit, numeric=numeric) for name, limit in params.items() if name != "value")
    return said("guard.value", value=params["value"], checks=checks)


def _check(name: str, limit: Any, *, numeric: bool) -> Said:
    return said(f"check.{name}" if numeric else f"check.{name}_word", limit=limit)


def _minimum_score(_subject: Subject, params: Params) -> Said:
    return said("guard.minimum_score", value=SCORE, minimum=params["minimum"])


def _below_score(_subject: Subject, params: Params) -> Said:
    return said("guard.below_score", value=SCORE, below=params["below"])


def _decision_by(_subject: Subject, params: Params) -> Said:
    return said("guard.decision_by", role=params["role"])


def _producer_eligible(subject: Subject, _params: Params) -> Said:
    admitted = {one.name: kinds(one) for one in subject.programmes}
    return said("guard.producer_eligible", kinds=subject.of_each(admitted) or (said("programme.kinds_unset"),))


def _children_answered(_subject: Subject, params: Params) -> Said:
    return said("guard.children_answered", family=params["family"], name=params["family"])


def _children_closed(_subject: Subject, params: Params) -> Said:
    return said("guard.children_closed", family=params["family"], name=params["family"])


def _not_same_person_as(subject: Subject, params: Params) -> Said:
    name = params["trigger"]
    return said("guard.not_same_person_as", title=subject.definition.triggers.get(name, Text(name, name)), name=name)


def _running(subject: Subject, params: Params) -> Said:
    return said("guard.running", which=which(subject, params["deadline"]))


def _covered(_subject: Subject, params: Params) -> Said:
    return said("guard.covered", value=params["value"], by=params["by"])


def _ended_well(_subject: Subject, params: Params) -> Said:
    return said("guard.ended_well", value=params["value"], finals=params["finals"])


def _council(_subject: Subject, params: Params) -> Said:
    return said("guard.council", outcomes=params["outcomes"])


CONDITIONS: Mapping[str, Callable[[Subject, Params], Said]] = {
    "window": _window,
    "before": _before,
    "after": _after,
    "ahead": _ahead,
    "given": _given,
    "paper": _paper,
    "value": _value,
    "minimum_score": _minimum_score,
    "below_score": _below_score,
    "decision_by": _decision_by,
    "producer_eligible": _producer_eligible,
    "children_answered": _children_answered,
    "children_closed": _children_closed,
    "not_same_person_as": _not_same_person_as,
    "running": _running,
    "covered": _covered,
    "ended_well": _ended_well,
    "council": _council,
}
