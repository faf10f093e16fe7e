"""Cases of problems of deadlines, fixed days, timetables and what the end of a season means."""

from tests.workflows.declared import PROGRAMME, SEASON, Case

RETURNED = "resubmission, starts: entering"
SCREENED = "starts: entering, within: programme.idea_screening"
LAST = "rolls: false}"
END = "ends: programme.season_end"
DAY = 'day: "2024-12-31", inclusive: true'
LISTED = "durations:\n"
AHEAD = "needs: [{not_same_person_as: return}]"
BETWEEN = "{deadline: resubmission, most: {days: 9}, least: {days: 3}}"
LAW = 'in_force: "2022-08-01"'
DRAFTING = "step: 2, owes: producer.own}\n      - {state: screening"

# code, file, passage, what stands there instead (¦: the place of the problem), nearest right name
SHAPE: list[Case] = [
    ("period_wrong", SEASON, "within: {days: 5}", "within: ¦{working_days: 0}", None),
    ("period_wrong", SEASON, "within: {days: 5}", "within: ¦15 working days", "{working_days: 15}"),
    ("offset_wrong", SEASON, LAST, "rolls: false, remind: [{before: ¦{months: 1}}]}", None),
    ("offset_wrong", SEASON, LAST, "rolls: false, remind: [{after: ¦{days: 0}}]}", None),
    ("reminder_kind", SEASON, LAST, "rolls: false, remind: [¦{to: secretariat}]}", None),
    ("reminder_kind", SEASON, LAST, 'rolls: false, remind: [¦{"on": due, used: 75}]}', None),
    ("too_large", SEASON, LAST, "rolls: false, remind: [{used: ¦101}]}", None),
    ("too_small", SEASON, LAST, "rolls: false, remind: [{used: ¦0}]}", None),
    ("list_too_short", SEASON, LAST, "rolls: false, remind: ¦[]}", None),
    ("key_unknown", SEASON, LAST, "rolls: false, remind: [{¦befor: {days: 2}}]}", "before"),
    ("expiry_to", SEASON, LAST, "rolls: false, expiry: ¦{propose: lapse}}", None),
    ("expiry_idle", SEASON, LAST, "rolls: false, expiry: ¦{escalate: false}}", None),
    ("key_missing", SEASON, LAST, "rolls: false, pause: ¦{by: secretariat}}", None),
    ("key_missing", SEASON, LAST, "rolls: false, extend: ¦{by: secretariat, times: 1}}", None),
    ("start_kind", SEASON, RETURNED, "resubmission, starts: ¦{paper: idea_form, child: evaluation}", None),
    ("deadline_paused", SEASON, END, f"{END}, pause: {{by: secretariat, basis: x}}", None),
    ("deadline_yearly", SEASON, "within: {days: 5}", "within: {days: 5}, yearly: return", None),
    ("deadline_yearly", SEASON, END, "ends: {law: finish}, yearly: return", None),
    ("end_kind", SEASON, END, "ends: ¦{value: filed, law: finish}", None),
    ("end_kind", SEASON, END, "ends: ¦{deadline: resubmission}", None),
    ("end_kind", SEASON, END, "ends: ¦{law: finish, before: {days: 3}}", None),
    ("choice_unknown", SEASON, END, "ends: {law: ¦until}", None),
    ("days_wrong", SEASON, END, "ends: {deadline: resubmission, before: ¦{working_days: 3}}", None),
    ("list_too_short", SEASON, END, f"{END}, when: ¦[]", None),
    ("ahead_unbounded", SEASON, AHEAD, "needs: [{ahead: ¦{deadline: resubmission}}]", None),
    ("ahead_reversed", SEASON, AHEAD, f"needs: [{{ahead: ¦{BETWEEN.replace('9', '1')}}}]", None),
    ("days_wrong", SEASON, AHEAD, "needs: [{ahead: {deadline: resubmission, most: ¦{months: 1}}}]", None),
    ("duration_unit", PROGRAMME, "days: 15", "days: 15, working_days: 3", None),
    ("too_small", PROGRAMME, "days: 15", "working_days: ¦0", None),
    ("date_form", PROGRAMME, DAY, "inclusive: true", None),
    ("date_form", PROGRAMME, DAY, f"{DAY}, year: 2024", None),
    ("date_inclusive", PROGRAMME, DAY, 'day: "2024-12-31"', None),
    ("date_exclusive", PROGRAMME, DAY, "year: 2024, inclusive: false", None),
    ("span_reversed", PROGRAMME, DAY, "months: ¦{from: 5, to: 3, year: 2024}", None),
    ("span_reversed", PROGRAMME, DAY, "years: ¦{from: 2024, to: 2024}", None),
    ("too_large", PROGRAMME, DAY, "quarter: {quarter: ¦5, year: 2024}", None),
    ("too_large", PROGRAMME, DAY, "months: {from: 3, to: ¦13, year: 2024}", None),
    ("not_integer", PROGRAMME, DAY, 'quarter: {quarter: ¦"2", year: 2024}', None),
    ("day_wrong", PROGRAMME, DAY, 'day: ¦"2024-04-31", inclusive: true', None),
    ("too_small", PROGRAMME, LISTED, f"paper_warning_days: ¦0\n{LISTED}", None),
]
CHILD = "{do: not_recognised, from: under_way, to: refused, by: child"

NAMES: list[Case] = [
    ("paper_unknown", SEASON, RETURNED, "resubmission, starts: {paper: ¦ideaform}", "idea_form"),
    ("deadline_unknown", SEASON, RETURNED, "resubmission, starts: {deadline: ¦screenin}", "screening"),
    ("family_unknown", SEASON, RETURNED, "resubmission, starts: {child: ¦evaluations}", "evaluation"),
    ("family_not_opened", SEASON, RETURNED, "resubmission, starts: {child: ¦season}", None),
    ("starts_circle", SEASON, RETURNED, "resubmission, starts: {deadline: ¦resubmission}", None),
    ("date_unknown", SEASON, RETURNED, "resubmission, starts: ¦programme.season_ends", "season_end"),
    ("date_unknown", SEASON, END, "ends: ¦programme.season_ends", "season_end"),
    ("value_unknown", SEASON, END, "ends: {value: ¦field}", "filed"),
    ("value_of_other_type", SEASON, END, "ends: {value: ¦filed}", None),
    ("deadline_unknown", SEASON, END, "ends: {deadline: ¦resubmision, before: {days: 3}}", "resubmission"),
    ("starts_circle", SEASON, END, "ends: {deadline: ¦season_end, before: {days: 3}}", None),
    ("start_never_ran", SEASON, SCREENED, "ends: {deadline: season_end, before: {days: 3}}", None),
    ("back_from_moving", SEASON, END, "ends: {deadline: ¦screening, before: {days: 3}}", None),
    ("finish_undeclared", SEASON, END, "ends: {law: ¦finish}", None),
    ("finish_never", SEASON, LAW, f'{LAW}, finish: [¦{{by: "2030-01-01"}}, {{by: "2031-01-01"}}]', None),
    ("condition_of_other_kind", SEASON, END, f"{END}, when: [{{¦running: screening}}]", None),
    (
        "condition_of_other_kind",
        SEASON,
        LAW,
        f'{LAW}, finish: [{{by: "2030-01-01", when: [¦producer_eligible]}}]',
        None,
    ),
    ("value_unknown", SEASON, END, f"{END}, when: [{{given: ¦field}}]", "filed"),
    ("deadline_unknown", SEASON, AHEAD, "needs: [{ahead: {deadline: ¦resubmision, most: {days: 3}}}]", "resubmission"),
    ("deadline_not_running", SEASON, AHEAD, "needs: ¦[{ahead: {deadline: screening, most: {days: 3}}}]", None),
    ("trigger_unknown", SEASON, LAST, "rolls: false, expiry: {propose: ¦lapze, to: secretariat}}", "lapse"),
    ("expiry_elsewhere", SEASON, LAST, "rolls: false, expiry: {propose: ¦submit, to: producer}}", None),
    ("expiry_to_other", SEASON, LAST, "rolls: false, expiry: {propose: lapse, to: ¦commune}}", None),
    ("expiry_too_late", SEASON, LAST, "rolls: false, expiry: {propose: ¦resubmit, to: producer}}", None),
    ("deadline_unknown", SEASON, CHILD, f"{CHILD}, too_late: {{deadline: ¦screenin, do: withdraw}}", "screening"),
    ("deadline_not_running", SEASON, CHILD, f"{CHILD}, too_late: {{deadline: ¦screening, do: withdraw}}", None),
    ("trigger_unknown", SEASON, CHILD, f"{CHILD}, too_late: {{deadline: screening, do: ¦withdra}}", "withdraw"),
    ("too_late_elsewhere", SEASON, CHILD, f"{CHILD}, too_late: {{deadline: screening, do: ¦withdraw}}", None),
    ("item_repeated", SEASON, LAST, 'rolls: false, remind: [due, ¦{"on": due, to: secretariat}]}', None),
    ("reminder_too_early", SEASON, LAST, "rolls: false, remind: [¦{before: {days: 5}}]}", None),
    ("role_unknown", SEASON, LAST, "rolls: false, remind: [{used: 50, to: ¦secretaria}]}", "secretariat"),
    ("role_unknown", SEASON, LAST, "rolls: false, extend: {by: ¦secretaria, basis: x}}", "secretariat"),
    ("role_unknown", SEASON, LAST, "rolls: false, owes: ¦comune}", "commune"),
    ("trigger_unknown", SEASON, END, f"{END}, yearly: ¦retrun", "return"),
    ("yearly_elsewhere", SEASON, END, f"{END}, yearly: ¦resubmit", None),
    ("yearly_without_years", SEASON, END, f"{END}, yearly: ¦resubmit", None),
    ("start_never_ran", SEASON, SCREENED, SCREENED.replace("entering", "{deadline: season_end}"), None),
    ("start_never_opened", SEASON, SCREENED, SCREENED.replace("entering", "{child: evaluation}"), None),
    ("close_undeclared", SEASON, DRAFTING, DRAFTING.replace("own}", "own, at_close: continue}"), None),
    ("close_elsewhere", SEASON, DRAFTING, DRAFTING.replace("own}", "own, at_close: {do: ¦lapse}}"), None),
    ("trigger_unknown", SEASON, DRAFTING, DRAFTING.replace("own}", "own, at_close: {do: ¦lapze}}"), "lapse"),
    ("final_closes", SEASON, "final: recognised}", "final: recognised, ¦at_close: continue}", None),
    ("timetable_unknown", PROGRAMME, LISTED, f"timetable: [¦idea]\n{LISTED}", "ideas"),
    ("timetable_order", PROGRAMME, LISTED, f"timetable: [filings, ¦ideas]\n{LISTED}", None),
    ("name_repeated", PROGRAMME, LISTED, f"timetable: [ideas, ¦ideas]\n{LISTED}", None),
    ("timetable_gap", PROGRAMME, LISTED, f"timetable: [ideas, filings]\n{LISTED}", None),
]
