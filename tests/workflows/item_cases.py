"""Cases of problems of dossiers about no product, of what a programme begins with, and of calendars with a library."""

from tests.workflows.declared import CALENDAR, PROGRAMME, Case, sound_texts

TASK = "workflows/task.yaml"

# The workflow of a task, added to the sound folder.
TASK_TEXT = """workflow: task
title: {vi: Nhiệm vụ, en: Task}
law: {decision: 69/KH-UBND, in_force: "2020-01-01"}
initial: task.planned
about: {title: content, number: number}
receives: {number: text, content: text, lead: organisations any, helping: optional organisations, term: term,
           previous: optional dossier}
triggers:
  report: {vi: Báo cáo, en: Report}
  cancel: {vi: Thôi, en: Cancel}
stages:
  - stage: task
    title: {vi: Nhiệm vụ, en: Task}
    states:
      - {state: planned, title: {vi: Theo kế hoạch, en: Planned}, owes: [commune.of_lead, else secretariat],
         deadline: completion}
      - {state: noted, title: {vi: Đã ghi nhận, en: Noted}, final: noted}
    transitions:
      - {do: report, from: planned, to: noted, by: commune.of_lead, papers: [idea_form],
         records: {reported: tally lead},
         needs: [{covered: {value: lead, by: reported}}, {running: completion},
                 {ended_well: {value: previous, finals: [noted]}}]}
      - {do: cancel, from: planned, to: noted, by: secretariat}
    deadlines:
      - {deadline: completion, ends: {value: term}, basis: kế hoạch}
"""
# What the programme then begins with.
ITEMS_TEXT = """groups:
  - {group: communes, title: {vi: Các xã, en: Communes}, members: [XA-1, XA-2], rule: each, basis: kế hoạch}
items:
  - {item: T1, family: task, values: {content: Rà soát, lead: [communes], term: 2024-Q2}, basis: mục 1}
  - {item: T2, family: task, opened: "2024-02-01", basis: mục 2,
     values: {content: Hội chợ, lead: HERE, term: "2024", previous: T1}}
"""
# A calendar with a library and a correction of it.
CALENDAR_TEXT = """calendar: vietnam
revision: 2
library: VN
years:
  - year: 2024
    status: confirmed
    days_off: [{day: "2024-02-07", reason: Nghỉ bù, document: 1/TB}]
"""
FIRST = "values: {content: Rà soát, lead: [communes], term: 2024-Q2}"
SECOND = "T2, family: task"
MISSING = "{item: ¦T1, family: task, values: {"

# code, file, passage, what stands there instead (¦: the place of the problem), nearest right name
SHAPE: list[Case] = [
    ("value_type_wrong", TASK, "term: term,", "term: ¦terms,", "term"),
    ("value_type_wrong", TASK, "organisations any", "¦organisations all", None),
    ("value_type_wrong", TASK, "{reported: tally lead}", "{reported: ¦tally}", None),
    ("key_missing", TASK, "about: {title: content, number: number}", "about: ¦{number: number}", None),
    ("key_missing", TASK, "{value: lead, by: reported}", "¦{value: lead}", None),
    ("list_too_short", TASK, "finals: [noted]", "finals: ¦[]", None),
    ("given_wrong", PROGRAMME, FIRST, FIRST.replace("2024-Q2", "¦true"), None),
    ("given_wrong", PROGRAMME, FIRST, FIRST.replace("[communes]", "¦[]"), None),
    ("list_too_short", PROGRAMME, "[XA-1, XA-2]", "¦[]", None),
    ("choice_unknown", PROGRAMME, "rule: each", "rule: ¦eech", "each"),
    ("day_wrong", PROGRAMME, 'opened: "2024-02-01"', 'opened: ¦"2024-04-31"', None),
    ("too_small", CALENDAR, "revision: 2", "revision: ¦0", None),
    ("choice_unknown", CALENDAR, "library: VN", "library: ¦LA", None),
    ("choice_unknown", CALENDAR, "status: confirmed", "status: ¦confirmd", "confirmed"),
]

NAMES: list[Case] = [
    ("about_not_received", TASK, "title: content,", "title: ¦contents,", "content"),
    ("value_of_other_type", TASK, "number: number}", "number: ¦lead}", None),
    ("about_recorded", TASK, "{reported: tally lead}", "{reported: tally lead, content: text}", None),
    ("scope_without_product", TASK, "else secretariat]", "¦else district]", None),
    ("choice_unknown", TASK, "by: commune.of_lead", "by: ¦commune.of_leads", "of_lead"),
    ("value_of_other_type", TASK, "by: commune.of_lead", "by: ¦commune.of_term", None),
    ("scope_of_other_level", TASK, "by: commune.of_lead", "by: ¦producer.of_lead", None),
    ("guard_without_product", TASK, "needs: [", "needs: [¦producer_eligible, ", None),
    ("guard_without_product", TASK, "papers: [idea_form]", "papers: [{paper: idea_form, sectors: ¦[food]}]", None),
    ("paper_without_product", TASK, "papers: [idea_form]", "papers: [¦food_safety]", None),
    ("value_unknown", TASK, "{covered: {value: lead", "{covered: {value: ¦leed", "lead"),
    ("value_of_other_type", TASK, "{covered: {value: lead", "{covered: {value: ¦term", None),
    ("value_of_other_type", TASK, "by: reported}", "by: ¦lead}", None),
    ("value_unknown", TASK, "{ended_well: {value: previous", "{ended_well: {value: ¦previos", "previous"),
    ("value_of_other_type", TASK, "{ended_well: {value: previous", "{ended_well: {value: ¦content", None),
    ("name_repeated", TASK, "finals: [noted]", "finals: [noted, ¦noted]", None),
    ("deadline_unknown", TASK, "{running: completion}", "{running: ¦completed}", "completion"),
    ("tally_received", TASK, "term: term,", "term: term, done: ¦tally lead,", None),
    ("tally_of_other_value", TASK, "{value: lead, by: reported}", "{value: helping, by: ¦reported}", None),
    ("value_unknown", TASK, "{reported: tally lead}", "{reported: ¦tally leed}", "lead"),
    ("yearly_elsewhere", TASK, "ends: {value: term}", "ends: {value: term}, yearly: ¦report", None),
    ("starts_too_late", TASK, "term: term,", "term: optional term,", None),
    ("child_about_product", TASK, "by: secretariat}", "by: secretariat, opens: ¦season}", None),
    ("item_opened_by", PROGRAMME, SECOND, "T2, family: ¦evaluation", None),
    ("item_about_product", PROGRAMME, SECOND, "T2, family: ¦season", None),
    ("family_unknown", PROGRAMME, SECOND, "T2, family: ¦tasks", "task"),
    ("item_without_law", TASK, '"2020-01-01"', '"2024-01-15"', None),
    ("item_value_unknown", PROGRAMME, FIRST, FIRST.replace("term:", "¦terms:"), "term"),
    ("item_value_missing", PROGRAMME, "{item: T1, family: task, values: {content: Rà soát, ", MISSING, None),
    ("item_value_wrong", PROGRAMME, FIRST, FIRST.replace("2024-Q2", "¦2024-Q5"), None),
    ("item_value_wrong", PROGRAMME, FIRST, FIRST.replace("[communes]", '¦["x", " "]'), None),
    ("item_unknown", PROGRAMME, "previous: T1", "previous: ¦T2", None),
    ("item_unknown", PROGRAMME, "previous: T1", "previous: ¦T11", "T1"),
    ("outside_period", PROGRAMME, 'opened: "2024-02-01"', 'opened: ¦"2023-12-31"', None),
    ("name_repeated", PROGRAMME, "item: T2", "item: ¦T1", None),
    ("name_repeated", PROGRAMME, "[XA-1, XA-2]", "[XA-1, ¦XA-1]", None),
    (
        "document_missing",
        CALENDAR,
        '"2024-02-07", reason: Nghỉ bù, document: 1/TB}',
        '¦"2024-02-07", reason: Nghỉ bù}',
        None,
    ),
    ("day_of_other_year", CALENDAR, '{day: "2024-02-07"', '{day: ¦"2025-02-07"', None),
    ("library_year_unknown", CALENDAR, "- year: 2024", "- year: ¦2200", None),
    ("library_days_written", CALENDAR, "library: VN", 'library: VN\n¦library_version: "1"', None),
]


def whole() -> dict[str, str]:
    """The sound folder with a task, the items that the programme begins with, and a calendar of a library."""
    found = sound_texts()
    programme = found[PROGRAMME].replace("[season, evaluation]", "[season, evaluation, task]")
    return {**found, PROGRAMME: programme + ITEMS_TEXT, TASK: TASK_TEXT, CALENDAR: CALENDAR_TEXT}
