"""The shipped trials: every act as expected, every transition allowed once and refused once."""

import pytest

from cycle.trying import left, read_scripts, run, scripts_in
from tests.config.conftest import SHIPPED
from workflows.rules import Rules


def test_every_shipped_workflow_has_a_script(shipped_rules: Rules) -> None:
    scripts, problems = read_scripts(scripts_in(SHIPPED), shipped_rules, None)
    assert problems == []
    assert {one.definition.name for one in scripts} == set(shipped_rules.definitions)


@pytest.mark.parametrize(
    "workflow", ["season", "evaluation_148", "certificate", "certificate_26", "withdrawal", "inspection"]
)
def test_every_act_goes_as_expected_and_every_transition_is_tried_both_ways(
    shipped_rules: Rules, workflow: str
) -> None:
    scripts, _ = read_scripts(scripts_in(SHIPPED), shipped_rules, workflow)
    runs = [run(one, shipped_rules) for one in scripts]
    wrong = [(one.act.line, one.verdict) for found in runs for one in found.tried if one.met is not True]
    assert wrong == []
    ((_, found),) = left(runs)
    assert (found.untried, found.never_allowed, found.never_refused) == ((), (), ())
