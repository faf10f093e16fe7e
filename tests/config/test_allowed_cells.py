"""Who may do what, and where: every allowed cell of every shipped workflow, written out by hand."""

import pytest

from workflows.definition import Definition
from workflows.rules import Rules

# One line for each state and trigger: state, trigger, and after it all who may.
SEASON = """
propaganda.candidate         choose                commune.of_product, else district.of_product
propaganda.candidate         leave_out             commune.of_product, else district.of_product
propaganda.candidate         end_season            secretariat.of_programme
propaganda.candidate         withdraw              producer.own
idea.drafting                submit                producer.own
idea.drafting                carry_over            secretariat.of_programme
idea.drafting                end_season            secretariat.of_programme
idea.drafting                withdraw              producer.own
idea.screening               return                commune.of_product, else district.of_product
idea.screening               accept                commune.of_product, else district.of_product
idea.screening               end_season            secretariat.of_programme
idea.screening               withdraw              producer.own
idea.selection               return                district.of_product
idea.selection               select                district.of_product
idea.selection               defer                 district.of_product
idea.selection               end_season            secretariat.of_programme
idea.selection               withdraw              producer.own
idea.returned                resubmit              producer.own
idea.returned                lapse                 secretariat.of_programme
idea.returned                end_season            secretariat.of_programme
idea.returned                withdraw              producer.own
plan.drafting                submit_plan           producer.own
plan.drafting                carry_over            secretariat.of_programme
plan.drafting                end_season            secretariat.of_programme
plan.drafting                withdraw              producer.own
plan.appraisal               return_plan           district.of_product
plan.appraisal               accept_plan           district.of_product
plan.appraisal               end_season            secretariat.of_programme
plan.appraisal               withdraw              producer.own
plan.returned                resubmit_plan         producer.own
plan.returned                lapse                 secretariat.of_programme
plan.returned                end_season            secretariat.of_programme
plan.returned                withdraw              producer.own
plan.implementing            declare_ready         producer.own
plan.implementing            carry_over            secretariat.of_programme
plan.implementing            withdraw              producer.own
evaluation.preparing         file                  producer.own
evaluation.preparing         carry_over            secretariat.of_programme
evaluation.preparing         end_season            secretariat.of_programme
evaluation.preparing         withdraw              producer.own
evaluation.under_evaluation  recognise             child
evaluation.under_evaluation  recognise_centre      child
evaluation.under_evaluation  not_recognised        child
evaluation.under_evaluation  evaluation_withdrawn  child
evaluation.under_evaluation  withdraw              producer.own
promotion.recognised         complete              secretariat.of_programme
promotion.recognised         withdraw              producer.own
"""

EVALUATION_148 = """
district.received       ask_supplement       district.of_product
district.received       confirm_complete     district.of_product
district.received       withdraw_evaluation  producer.own
district.received       withdraw             parent
district.supplementing  supply               producer.own
district.supplementing  close_incomplete     district.of_product
district.supplementing  withdraw_evaluation  producer.own
district.supplementing  withdraw             parent
district.in_council     record_result        district_council_secretary.of_product
district.in_council     withdraw_evaluation  producer.own
district.in_council     withdraw             parent
district.concluded      reconvene            district_council_chair.of_product
district.concluded      not_recognise        district.of_product
district.concluded      recognise_3          district_chair.of_product
district.concluded      send_up              district.of_product
district.concluded      withdraw_evaluation  producer.own
district.concluded      withdraw             parent
province.in_review      ask_supplement       advisory_team.of_programme
province.in_review      complete_review      advisory_team.of_programme
province.in_review      withdraw_evaluation  producer.own
province.in_review      withdraw             parent
province.supplementing  supply               producer.own
province.supplementing  proceed              secretariat.of_programme
province.supplementing  withdraw_evaluation  producer.own
province.supplementing  withdraw             parent
province.in_council     record_result        province_council_secretary.of_programme
province.in_council     withdraw_evaluation  producer.own
province.in_council     withdraw             parent
province.concluded      reconvene            province_council_chair.of_programme
province.concluded      return_to_district   secretariat.of_programme
province.concluded      recognise_4          province_chair.of_programme
province.concluded      approve_result       province_chair.of_programme
province.concluded      withdraw_evaluation  producer.own
province.concluded      withdraw             parent
province.approved       send_to_centre       secretariat.of_programme
province.approved       withdraw_evaluation  producer.own
province.approved       withdraw             parent
centre.evaluating       send_back            centre.of_programme
centre.evaluating       record_result        centre.of_programme
centre.evaluating       withdraw_evaluation  producer.own
centre.evaluating       withdraw             parent
centre.concluded        recognise_5          centre.of_programme
centre.concluded        recognise_4          province_chair.of_programme
centre.concluded        return_to_district   secretariat.of_programme
centre.concluded        withdraw_evaluation  producer.own
centre.concluded        withdraw             parent
"""

CERTIFICATE = """
certificate.valid  expire                secretariat.of_programme
certificate.valid  replace               secretariat.of_programme
certificate.valid  withdraw_by_district  district_chair.of_product
certificate.valid  withdraw_by_province  province_chair.of_programme
certificate.valid  withdraw_by_centre    centre.of_programme
"""

PLAN_TASK = """
task.planned    assign            secretariat.of_programme
task.planned    begin             department.of_lead, district.of_lead, commune.of_lead
task.planned    report_year_part  department.of_lead, district.of_lead, commune.of_lead
task.planned    report_year       department.of_lead, district.of_lead, commune.of_lead
task.planned    cancel            secretariat.of_programme
task.under_way  report_part       department.of_lead, district.of_lead, commune.of_lead
task.under_way  report            department.of_lead, district.of_lead, commune.of_lead
task.under_way  report_year_part  department.of_lead, district.of_lead, commune.of_lead
task.under_way  report_year       department.of_lead, district.of_lead, commune.of_lead
task.under_way  cancel            secretariat.of_programme
task.reported   return            secretariat.of_programme
task.reported   note              secretariat.of_programme
task.reported   cancel            secretariat.of_programme
"""

ALLOWED = {
    "season": SEASON,
    "evaluation_148": EVALUATION_148,
    "certificate": CERTIFICATE,
    "plan_task": PLAN_TASK,
}

Cell = tuple[str, str, str]


def cells(table: str) -> frozenset[Cell]:
    """The cells (state, trigger, role.scope) of a table."""
    rows = [line.split(maxsplit=2) for line in table.strip().splitlines()]
    return frozenset((state, trigger, who) for state, trigger, all_who in rows for who in all_who.split(", "))


def declared(definition: Definition) -> frozenset[Cell]:
    return frozenset((s, trigger, str(who)) for (s, trigger), move in definition.moves.items() for who in move.by)


def test_every_shipped_workflow_has_its_table(shipped_rules: Rules) -> None:
    assert set(shipped_rules.definitions) == set(ALLOWED)


@pytest.mark.parametrize("workflow", ALLOWED)
def test_the_declared_cells_are_those_written_by_hand(workflow: str, shipped_rules: Rules) -> None:
    assert declared(shipped_rules.definitions[workflow]) == cells(ALLOWED[workflow])


@pytest.mark.parametrize("workflow", ALLOWED)
def test_no_state_and_trigger_stand_in_two_lines(workflow: str) -> None:
    pairs = [tuple(line.split()[:2]) for line in ALLOWED[workflow].strip().splitlines()]
    assert len(pairs) == len(set(pairs))


def test_an_administrator_and_an_auditor_can_move_no_dossier(shipped_rules: Rules) -> None:
    acting = {who.partition(".")[0] for table in ALLOWED.values() for _, _, who in cells(table)}
    for name in ("administrator", "auditor"):
        assert name not in acting
        assert not shipped_rules.roles[name].acts_for
    assert shipped_rules.roles["administrator"].may == {"account.write", "organisation.write"}


def test_only_the_secretariat_may_act_for_any_account(shipped_rules: Rules) -> None:
    assert [name for name, role in shipped_rules.roles.items() if "enter_for_others" in role.may] == ["secretariat"]


def test_no_officer_below_the_province_acts_for_it(shipped_rules: Rules) -> None:
    assert shipped_rules.roles["commune"].acts_for == {"producer"}
    assert shipped_rules.roles["district"].acts_for == {"producer", "commune", "district_chair"}
