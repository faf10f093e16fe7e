"""A re-evaluation that comes back from the Ministry: the province has its 45 days again (an assumption)."""

from datetime import date

from cycle.trying import read_scripts, run, scripts_in
from tests.config.conftest import SHIPPED
from workflows.rules import Rules


def test_the_45_days_begin_anew_on_the_day_the_result_came_back(shipped_rules: Rules) -> None:
    scripts, _ = read_scripts(scripts_in(SHIPPED), shipped_rules, "evaluation_26")
    acts = [one for found in (run(script, shipped_rules) for script in scripts) for one in found.tried]
    found = [one.clocks for one in acts if one.act.trigger == "reevaluate_again" and one.met and one.clocks]
    assert [one.opened["reassessment"].last_day for one in found] == [date(2026, 7, 24)]
