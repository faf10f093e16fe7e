"""Scripts of acts on a small season: how they are read, walked, and what they leave untried."""

import ast
from pathlib import Path

from cycle.reading import read_text
from tests.workflows.declared import sound_rules, told
from workflows.facts import Facts
from workflows.problems import Place, Problem
from workflows.reading.trials import read_script
from workflows.rules import Rules
from workflows.trying import Script, Tried, walk
from workflows.trying.codes import VERDICT_CODES
from workflows.trying.coverage import coverage
from workflows.verdict import Refusal, Step

HEAD = "workflow: season\nprogramme: HERE2024\ntrials:\n"


def read(text: str, rules: Rules | None = None) -> tuple[Script | None, list[Problem]]:
    source, problems = read_text("trials/season.yaml", text)
    assert source is not None, told(problems)
    script, more = read_script(source, rules or sound_rules())
    return script, [*problems, *more]


def trial(acts: str, more: str = "") -> str:
    return f'{HEAD}  - trial: one\n    opened: "2024-03-05"\n{more}    acts:\n{acts}'


def walked(text: str) -> tuple[tuple[Tried, ...], Facts]:
    rules = sound_rules()
    script, problems = read(text, rules)
    assert script is not None, told(problems)
    found = walk(rules, script.definition, script.trials[0])
    return found.tried, found.facts


def codes(tried: Tried) -> list[str]:
    assert isinstance(tried.verdict, Refusal), tried.verdict
    return [reason.code for reason in tried.verdict.reasons]


def test_every_problem_of_a_script_is_told_at_once_with_its_place_and_the_nearest_name() -> None:
    text = trial(
        "      - {do: submitt, as: produser, expect: idea.screning}\n"
        "      - {do: submit, as: producer.of_product, papers: [idea_from], expect: {refused: [paper_mising]}}\n"
        "      - {do: submit, as: child.own, children: {evaluation: council.scord}}\n",
        "    state: idea.draftin\n    values: {fild: 1}\n",
    )
    script, problems = read(text)
    assert script is None
    places = {(p.place.line, p.code, p.nearest) for p in problems}
    assert places == {
        (6, "state_unknown", "idea.drafting"),
        (7, "value_unknown", "filed"),
        (9, "trigger_unknown", "submit"),
        (9, "role_unknown", "producer"),
        (9, "state_unknown", "idea.screening"),
        (10, "scope_not_of_role", None),
        (10, "paper_unknown", "idea_form"),
        (10, "reason_unknown", "paper_missing"),
        (11, "reserved_role_dressed", None),
        (11, "state_unknown", "council.scored"),
    }
    assert Place("trials/season.yaml", 9, 14) in {p.place for p in problems}


def test_keys_that_do_not_exist_and_wrong_shapes_are_told() -> None:
    text = trial(
        '      - {do: submit, as: producer, on: "2024-03-06"}\n'
        "      - {do: submit, as: producer, day: 2024-03-06, expect: {state: idea.returned, refused: [note_missing]}}\n"
        "      - {do: submit, as: producer, values: {score: [1]}, papers: [{paper: idea_form, set: evaluation_set}]}\n"
        '      - {do: submit, as: producer, council: {score: "70", stars: 4, outcome: excluded}}\n'
    )
    _, problems = read(text)
    wanted = {"yaml_scalar", "key_unknown", "expect_kind", "given_wrong", "held_kind", "council_stars"}
    assert {p.code for p in problems} == wanted


def test_a_script_of_an_unknown_workflow_or_programme_is_refused() -> None:
    text = trial("      - {do: submit, as: producer}\n").replace("season", "seasn", 1).replace("HERE2024", "HERE2042")
    _, problems = read(text)
    assert [(p.code, p.nearest) for p in problems] == [
        ("workflow_unknown", "season"),
        ("programme_unknown", "HERE2024"),
    ]


def test_an_expectation_that_names_fewer_reasons_than_are_given_is_not_met() -> None:
    text = trial(
        "      - {do: submit, as: council, expect: {refused: [paper_missing]}}\n"
        "      - {do: submit, as: council, expect: {refused: [role_not_allowed, paper_missing]}}\n"
        "      - {do: submit, as: council, expect: {refused: [role_not_allowed, paper_missing: 2]}}\n"
        "      - {do: submit, as: council}\n"
    )
    tried, facts = walked(text)
    assert [one.met for one in tried] == [False, True, False, None]
    assert facts.state == "idea.drafting"


def test_clocks_run_so_that_before_and_after_are_judged() -> None:
    text = trial(
        "      - {do: return, as: commune, note: x, expect: idea.returned}\n"
        '      - {do: lapse, as: secretariat, day: "2024-03-10", expect: {refused: [deadline_not_passed]}}\n'
        '      - {do: resubmit, as: producer, day: "2024-03-11", papers: [idea_form]}\n'
        '      - {do: lapse, as: secretariat, day: "2024-03-11", expect: idea.next_season}\n',
        "    state: idea.screening\n",
    )
    tried, facts = walked(text)
    assert [one.met for one in tried] == [True, True, None, True]
    assert codes(tried[2]) == ["deadline_passed"]
    assert tried[0].clocks is not None
    assert {name: str(due.last_day) for name, due in tried[0].clocks.opened.items()} == {
        "resubmission": "2024-03-10",
        "season_end": "2024-12-31",
    }
    assert tried[0].clocks.closed == ("screening",)
    assert facts.deadlines == {}


def test_the_second_person_is_another_person_than_the_first() -> None:
    text = trial(
        "      - {do: return, as: commune, person: an, note: x}\n"
        '      - {do: lapse, as: secretariat, person: an, day: "2024-03-20"}\n'
        '      - {do: lapse, as: secretariat, person: binh, day: "2024-03-20"}\n',
        "    state: idea.screening\n",
    )
    tried, _ = walked(text)
    assert codes(tried[1]) == ["same_person"]
    assert isinstance(tried[2].verdict, Step)


def test_an_else_counts_where_the_product_has_no_commune() -> None:
    acts = "      - {do: return, as: district, note: x}\n"
    there, _ = walked(trial(acts, "    state: idea.screening\n"))
    assert codes(there[0]) == ["role_not_allowed"]
    gone, _ = walked(trial(acts, "    state: idea.screening\n    places: [district]\n"))
    assert isinstance(gone[0].verdict, Step)


def test_what_a_step_opens_is_shown_counted_and_closed_again() -> None:
    text = trial(
        '      - {do: file, as: producer, day: "2024-06-03", values: {filed: "03/06/2024"},\n'
        "         papers: [{set: evaluation_set, stars: 3}], expect: evaluation.under_way}\n"
        "      - {do: recognise, as: child, expect: {refused: [child_open]}}\n"
        "      - {do: withdraw, as: producer, note: x, expect: closed.withdrawn}\n",
        "    state: idea.screening\n",
    )
    tried, facts = walked(text)
    assert [one.met for one in tried] == [True, True, True]
    assert tried[0].opened is not None
    assert tried[0].opened.name == "evaluation_old"
    assert [(child.state, child.final) for child in facts.children] == [("council.withdrawn", "withdrawn")]


def test_a_child_brought_to_its_end_answers() -> None:
    text = trial(
        "      - {do: recognise, as: child, expect: evaluation.recognised,\n"
        "         children: {evaluation: council.recognised}}\n",
        "    state: evaluation.under_way\n    children: {evaluation: council.scored}\n",
    )
    tried, _ = walked(text)
    assert tried[0].met is True


def test_papers_come_change_and_belong_to_somebody() -> None:
    text = trial(
        "      - {do: submit, as: producer, papers: [{paper: idea_form, status: received}]}\n"
        "      - {do: submit, as: producer, papers: [{paper: idea_form, code: idea_form/1, status: rejected}]}\n"
        "      - {do: submit, as: producer, papers: [{paper: idea_form, code: idea_form/1, holder: other}]}\n"
        "      - {do: submit, as: producer, papers: [idea_form]}\n"
    )
    tried, facts = walked(text)
    assert [codes(one) for one in tried[:3]] == [["paper_unverified"], ["paper_rejected"], ["paper_missing"]]
    assert isinstance(tried[3].verdict, Step)
    assert [paper.code for paper in facts.papers] == ["idea_form/1", "idea_form/2"]


def test_a_printed_expiry_must_be_given_and_a_period_is_counted() -> None:
    text = trial("      - {do: submit, as: producer, papers: [samples, food_safety]}\n")
    _, problems = read(text)
    assert [(p.code, p.params["name"]) for p in problems] == [("held_expiry_missing", "samples")]
    late = '[{paper: food_safety, expires: "2027-03-06"}, {paper: idea_form, expires: "2024-03-06"}]'
    _, problems = read(trial(f"      - {{do: submit, as: producer, papers: {late}}}\n"))
    assert [p.code for p in problems] == ["held_expiry_late", "held_never_expires"]
    _, facts = walked(trial("      - {do: submit, as: producer, papers: [food_safety]}\n"))
    assert [str(paper.expires) for paper in facts.papers] == ["2027-03-05"]


def test_what_the_first_state_needs_must_be_recorded() -> None:
    text = HEAD.replace("season", "evaluation_old")
    acts = '  - trial: one\n    opened: "2024-06-03"\n{}    acts:\n      - {{do: record_result, as: council}}\n'
    _, problems = read(text + acts.format(""))
    assert {(p.code, p.params["name"]) for p in problems} == {("trial_value_missing", "filed")}
    _, problems = read(text + acts.format("    values: {filed: soon}\n"))
    assert "trial_value_wrong" in {p.code for p in problems}
    script, problems = read(text + acts.format('    values: {filed: "03/06/2024"}\n'))
    assert problems == []
    assert script is not None
    assert {name: str(day) for name, day in script.trials[0].facts.deadlines.items()} == {"scoring": "2024-07-03"}


def test_what_nobody_tried_is_listed() -> None:
    rules = sound_rules()
    script, _ = read(
        trial("      - {do: submit, as: producer}\n      - {do: withdraw, as: producer, note: x}\n"), rules
    )
    assert script is not None
    found = coverage(script.definition, [walk(rules, script.definition, script.trials[0])])
    assert "submit" not in {move.trigger for move in found.untried}
    assert [move.trigger for move in found.untried][:2] == ["return", "resubmit"]
    assert "submit" in {move.trigger for move in found.never_allowed}
    assert "withdraw" in {move.trigger for move in found.never_refused}


def modules_of_a_verdict() -> list[ast.Module]:
    """The modules of the rules that judging an act and starting its clocks stand on."""
    root, waiting, found = Path(__file__).parents[2], ["workflows.machine", "workflows.deadlines.clocks"], {}
    while waiting:
        name = waiting.pop()
        if name not in found:
            found[name] = ast.parse((root / f"{name.replace('.', '/')}.py").read_text(encoding="utf-8"))
            imported = (node.module or "" for node in ast.walk(found[name]) if isinstance(node, ast.ImportFrom))
            waiting += [one for one in imported if one.startswith("workflows.")]
    return list(found.values())


def test_every_reason_of_a_verdict_can_be_expected_and_no_other() -> None:
    nodes = [node for tree in modules_of_a_verdict() for node in ast.walk(tree) if isinstance(node, ast.Call)]
    given = [node.args[0] for node in nodes if getattr(node.func, "id", "") in ("Reason", "Malformed")]
    given = [one for one in given if not isinstance(one, ast.Subscript)]
    found = {one.value for code in given for one in ast.walk(code) if isinstance(one, ast.Constant)}
    checks = {f"value_not_{check}" for check in ("at_least", "at_most", "below", "equals", "one_of")}
    windows = {"window_not_open", "window_closed"}
    assert found - {"value_not_"} | checks | windows | {"may_not_act_for"} == VERDICT_CODES
