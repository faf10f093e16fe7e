"""The fewest stars of a recognition and the months of a certificate are what the decisions declare."""

from dataclasses import replace
from datetime import date

import pytest

from cycle.queries.evaluation.scales import months_of_validity, scale_of
from tests.scene import declared
from workflows.deadlines.deadline_rules import Period
from workflows.definition import Definition
from workflows.rules import Rules

TODAY = date(2026, 6, 8)


@pytest.fixture(scope="module")
def rules() -> Rules:
    return declared().rules


def member(rules: Rules, family: str) -> Definition:
    found = rules.member(family, TODAY)
    assert found
    return found


def test_a_scale_is_that_of_the_criteria_and_a_certificate_s_that_of_evaluations_of_its_day(rules: Rules) -> None:
    evaluation, certificate = member(rules, "evaluation"), member(rules, "certificate")
    assert evaluation.criteria
    own = rules.criteria[evaluation.criteria]
    stricter = replace(own, scoring=replace(own.scoring, recognised_from=4))
    changed = replace(rules, criteria={**rules.criteria, own.name: stricter})
    assert [scale_of(rules, one, TODAY).recognised_from for one in (evaluation, certificate)] == [3, 3]
    assert [scale_of(changed, one, TODAY).recognised_from for one in (evaluation, certificate)] == [4, 4]
    assert scale_of(changed, certificate, date(2025, 6, 1)).recognised_from == 3
    assert scale_of(rules, evaluation, TODAY).highest == 5


def test_a_certificate_counts_as_long_as_the_clock_declares_after_which_it_expires(rules: Rules) -> None:
    own = member(rules, "certificate")
    assert months_of_validity(rules, TODAY) == 36
    longer = replace(
        own, deadlines={**own.deadlines, "expiry": replace(own.deadlines["expiry"], within=Period(months=48))}
    )
    families = {
        **rules.families,
        "certificate": tuple(longer if one is own else one for one in rules.families["certificate"]),
    }
    assert months_of_validity(replace(rules, families=families), TODAY) == 48
    assert months_of_validity(rules, date(1999, 1, 1)) is None
