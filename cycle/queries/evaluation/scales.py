"""The scale of ranks that counts for a dossier, and how long a recognition lasts: as the decisions declare them."""

from datetime import date

from workflows.deadlines.deadline_rules import Period
from workflows.definition import Definition
from workflows.rules import Rules
from workflows.scoring.criteria import Scoring

EVALUATION, CERTIFICATE = "evaluation", "certificate"
AFTER = "after"


def scale_of(rules: Rules, definition: Definition, day: date) -> Scoring:
    """The scoring of a workflow's criteria; of one without any, as a certificate, that of evaluations of a day."""
    of_day = rules.member(EVALUATION, day)
    names = (definition.criteria or "", (of_day.criteria if of_day else None) or "")
    return next((rules.criteria[name].scoring for name in names if name in rules.criteria), Scoring({}, ()))


def months_of_validity(rules: Rules, day: date) -> int | None:
    """For how many months a certificate of a day counts: the clock after whose end it expires; None: not in months."""
    certificate = rules.member(CERTIFICATE, day)
    moves = [one for one in certificate.transitions if certificate.initial in one.sources] if certificate else []
    ends = [use.params["deadline"] for one in moves for use in one.guards if use.guard == AFTER]
    clocks = (certificate.deadlines[name].within for name in ends if certificate)
    return next((within.months for within in clocks if isinstance(within, Period) and within.months), None)
