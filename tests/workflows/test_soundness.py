"""What does not hold together: within one workflow, between workflows, and between workflows and programmes."""

import pytest

from tests.workflows.declared import EVALUATION, PROGRAMME, SEASON, changed, read_texts, sound_texts, told
from workflows.problems import Place


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ("initial: idea.drafting", "initial: ¦idea.next_season", "initial_final"),
        ("do: lapse, from: returned", "do: lapse, from: ¦[returned, next_season]", "out_of_final"),
        ("{do: lapse, from: returned", "{do: ¦resubmit, from: returned", "move_repeated"),
        ("{state: returned,", "{state: ¦lonely, title: {vi: L, en: L}}\n      - {state: returned,", "state_unreached"),
        ("filings, opens", "filings, after: ¦season_end, opens", "deadline_not_running"),
    ],
)
def test_an_unsound_season_is_told_with_its_place(old: str, new: str, code: str) -> None:
    texts, place = changed(SEASON, old, new)
    rules, problems = read_texts(texts)
    assert rules is None
    assert (place, code) in [(problem.place, problem.code) for problem in problems], told(problems)


def test_a_cycle_without_end_is_told_for_each_of_its_states_although_it_could_be_withdrawn() -> None:
    texts, place = changed(
        SEASON,
        "- {do: not_recognised, from: under_way, to: refused, by: child}",
        "- {do: not_recognised, from: under_way, to: waiting, by: child}\n"
        "      - {do: return, from: waiting, to: asking, by: commune}\n"
        "      - {do: submit, from: asking, to: waiting, by: commune}",
    )
    texts[SEASON] = texts[SEASON].replace(
        "      - {state: refused, title: {vi: Không được công nhận, en: Refused}, final: refused}",
        "      - {state: waiting, title: {vi: Chờ, en: Wait}}\n      - {state: asking, title: {vi: Hỏi, en: Ask}}",
    )
    _, problems = read_texts(texts)
    assert {(p.code, p.params["name"]) for p in problems} == {
        ("state_endless", "evaluation.waiting"),
        ("state_endless", "evaluation.asking"),
    }, told(problems)
    assert place.file == SEASON


def test_a_value_that_is_only_recorded_afterwards_is_told() -> None:
    texts, _ = changed(
        EVALUATION, "by: council, dated: true,", "by: council, dated: true, needs: [{value: why, equals: x}],"
    )
    texts[EVALUATION] = texts[EVALUATION].replace("needs: [{below_score: 50}]", "records: {why: text}")
    _, problems = read_texts(texts)
    assert [(problem.code, problem.params["name"]) for problem in problems] == [("value_too_late", "why")]


def test_a_clock_that_starts_from_a_value_recorded_afterwards_is_told() -> None:
    texts, _ = changed(EVALUATION, "starts: filed", "starts: closed_on")
    texts[EVALUATION] = texts[EVALUATION].replace("needs: [{below_score: 50}]", "records: {closed_on: date}")
    _, problems = read_texts(texts)
    assert [(problem.code, problem.params["value"]) for problem in problems] == [("starts_too_late", "closed_on")]


def test_a_loop_may_hand_a_value_to_its_own_beginning() -> None:
    texts, _ = changed(
        EVALUATION,
        "do: reconvene, from: scored, to: scoring, by: council,",
        "do: reconvene, from: scored, to: scoring, by: council, needs: [{below_score: 90}],",
    )
    _, problems = read_texts(texts)
    assert problems == []


@pytest.mark.parametrize(
    ("path", "old", "new", "code", "nearest"),
    [
        (EVALUATION, "tells: recognise}", "tells: ¦recognize}", "tells_unheard", "recognise"),
        (SEASON, "to: refused, by: child", "to: refused, by: child", "child_never_tells", None),
        (SEASON, "children: withdraw_too", "children: ¦withdraw_to", "children_deaf", "withdraw_too"),
        (SEASON, "records: {filed: date}", "records: {submitted: date}", "handed_value_absent", None),
        (SEASON, "records: {filed: date}", "records: {filed: text}", "handed_value_differs", None),
    ],
)
def test_what_parents_and_children_promise_each_other_is_kept(
    path: str, old: str, new: str, code: str, nearest: str | None
) -> None:
    texts, place = changed(path, old, new)
    if code == "child_never_tells":
        texts[EVALUATION] = texts[EVALUATION].replace(", tells: not_recognised", "")
    _, problems = read_texts(texts)
    found = [problem for problem in problems if (problem.code, problem.nearest) == (code, nearest)]
    assert found, told(problems)
    if "¦" in new:
        assert found[0].place == place


def test_children_of_a_workflow_that_opens_nothing_are_told() -> None:
    texts, place = changed(EVALUATION, "[parent, producer.own]}", "[parent, producer.own], children: ¦stop}")
    _, problems = read_texts(texts)
    assert [(problem.place, problem.code) for problem in problems] == [(place, "children_none_opened")]


def test_a_value_that_a_child_only_may_receive_need_not_be_handed_over() -> None:
    texts = sound_texts()
    texts[EVALUATION] = texts[EVALUATION].replace(
        "receives: {filed: date}", "receives: {filed: date, hint: optional text}"
    )
    assert read_texts(texts)[1] == []


def test_laws_of_one_family_may_follow_each_other_but_not_overlap() -> None:
    texts = sound_texts()
    newer = texts[EVALUATION].replace("workflow: evaluation_old", "workflow: evaluation_new")
    newer = newer.replace("{vi: Đánh giá, en: Evaluation}", "{vi: Đánh giá mới, en: New evaluation}", 1)
    path = "workflows/evaluation-new.yaml"
    texts[path] = newer.replace('"2023-02-24", until: "2026-07-21"', '"2026-07-22"')
    rules, problems = read_texts(texts)
    assert rules is not None, told(problems)
    assert [member.name for member in rules.families["evaluation"]] == ["evaluation_old", "evaluation_new"]
    texts[path] = newer.replace('"2023-02-24", until: "2026-07-21"', '"2026-07-21"')
    _, problems = read_texts(texts)
    assert [(problem.place, problem.code) for problem in problems] == [(Place(path, 4, 39), "laws_overlap")]


def test_a_window_that_closes_before_its_state_can_be_reached_is_told() -> None:
    texts, _ = changed(
        PROGRAMME, 'opens: "2024-06-01", closes: "2024-10-31"', 'opens: "2024-01-01", closes: "2024-02-29"'
    )
    _, problems = read_texts(texts)
    assert [(problem.code, problem.params["name"]) for problem in problems] == [("window_too_early", "filings")]


def test_a_window_that_may_be_overridden_strands_nobody() -> None:
    texts, _ = changed(
        PROGRAMME, 'opens: "2024-06-01", closes: "2024-10-31"', 'opens: "2024-01-01", closes: "2024-02-29"'
    )
    texts[SEASON] = texts[SEASON].replace(
        "window: filings,", "window: filings, override: {by: secretariat, of: [window]},"
    )
    assert read_texts(texts)[1] == []


def test_windows_are_asked_of_every_programme_that_lists_the_family() -> None:
    texts = sound_texts()
    there = "programmes/there-2024/programme.yaml"
    texts[there] = texts[PROGRAMME].replace("HERE2024", "THERE2024").replace("window: filings", "window: filing")
    _, problems = read_texts(texts)
    assert [(p.place.file, p.code, p.params["programme"], p.nearest) for p in problems] == [
        (SEASON, "window_unknown", "THERE2024", "filing")
    ]
    texts[there] = texts[there].replace("[season, evaluation]", "[evaluation]")
    assert [(p.place.file, p.code) for p in read_texts(texts)[1]] == [(there, "season_not_listed")]


def test_a_child_that_requires_a_note_is_closed_by_a_parent_that_requires_one() -> None:
    texts, _ = changed(EVALUATION, "[parent, producer.own]", "[parent, producer.own], note: required")
    assert read_texts(texts)[1] == []
    texts[SEASON] = texts[SEASON].replace("note: required, children", "children")
    assert [problem.code for problem in read_texts(texts)[1]] == ["children_without_note"] * 2


def test_an_officer_may_lead_on_while_a_child_is_open_only_where_it_is_heard_or_closed() -> None:
    lead_on = "- {do: lapse, from: under_way, to: idle, by: secretariat}\n      - {do: file, from: idle, to: refused, "
    texts, _ = changed(SEASON, "- {do: recognise, from", lead_on + "by: secretariat}\n      - {do: recognise, from")
    texts[SEASON] = texts[SEASON].replace(
        "{state: under_way,", "{state: idle, title: {vi: Chờ, en: Idle}}\n      - {state: under_way,"
    )
    _, problems = read_texts(texts)
    assert [(p.code, p.params["name"]) for p in problems] == [("child_left_open", "evaluation.idle")], told(problems)
    texts[SEASON] = texts[SEASON].replace(
        "to: idle, by: secretariat}", "to: idle, by: secretariat, children: withdraw_too}"
    )
    assert read_texts(texts)[1] == []


def test_a_child_that_never_tells_anything_may_outlive_its_parent() -> None:
    texts, _ = changed(SEASON, "to: refused, by: child}", "to: refused, by: secretariat}")
    texts[SEASON] = (
        texts[SEASON].replace("by: child, needs", "by: secretariat, needs").replace(", children: withdraw_too", "")
    )
    texts[EVALUATION] = texts[EVALUATION].replace(", tells: recognise", "").replace(", tells: not_recognised", "")
    rules, problems = read_texts(texts)
    assert rules is not None, told(problems)


def test_a_value_that_only_one_of_two_ways_records_starts_no_clock_but_may_be_compared() -> None:
    texts, _ = changed(
        EVALUATION,
        "{do: reconvene, from",
        "{do: decide, from: scoring, to: scored, by: council}\n      - {do: reconvene, from",
    )
    assert read_texts(texts)[1] == []
    texts[EVALUATION] = (
        texts[EVALUATION]
        .replace("starts: filed", "starts: verdict")
        .replace("owes: secretariat}", "owes: secretariat, deadline: scoring}")
        .replace("owes: council, deadline: scoring", "owes: council")
    )
    assert [problem.code for problem in read_texts(texts)[1]] == ["starts_too_late"]


IDLE = "evaluation.idle"


def idle_texts(starts: str, under_way: str = "", idle: str = ", deadline: visit") -> dict[str, str]:
    """The dossier may lie idle after the evaluation was opened; a clock `visit` starts with something earlier."""
    texts = sound_texts()
    text = texts[SEASON]
    text = text.replace(
        "step: 5}",
        f"step: 5{under_way}}}\n      - {{state: idle, title: {{vi: Chờ, en: Idle}}{idle}}}",
    )
    text = text.replace(
        "- {do: recognise, from",
        "- {do: lapse, from: under_way, to: idle, by: secretariat, children: withdraw_too}\n"
        "      - {do: return, from: idle, to: refused, by: secretariat}\n      - {do: recognise, from",
    )
    texts[SEASON] = text.replace(
        "      - {deadline: season_end",
        f"      - {{deadline: visit, starts: {starts}, within: {{days: 5}}, basis: b}}\n      - {{deadline: season_end",
    )
    return texts


@pytest.mark.parametrize(
    ("texts", "code"),
    [
        (idle_texts("{child: evaluation}"), "start_never_opened"),
        (idle_texts("{child: evaluation}", ", deadline: visit"), None),
        (idle_texts("{child: evaluation}", ", deadline: visit", ""), None),
        (idle_texts("{deadline: screening}"), "start_never_ran"),
        (idle_texts("{deadline: screening}", ", deadline: screening"), None),
        (idle_texts("{deadline: season_end}", "", ", deadline: [visit, season_end]"), None),
        (idle_texts("{deadline: screening}", ", deadline: visit"), None),
    ],
)
def test_what_starts_a_clock_must_happen_or_run_on_the_very_arrival(texts: dict[str, str], code: str | None) -> None:
    _, problems = read_texts(texts)
    lines = texts[SEASON].splitlines()
    found = [(one.code, one.params["state"], lines[one.place.line - 1].strip()) for one in problems]
    lapse = "- {do: lapse, from: under_way, to: idle, by: secretariat, children: withdraw_too}"
    assert found == ([(code, IDLE, lapse)] if code else []), told(problems)


def test_a_clock_of_the_first_state_that_waits_for_another_dossier_is_told() -> None:
    texts, _ = changed(SEASON, "step: 2, owes: producer.own}", "step: 2, owes: producer.own, deadline: visit}")
    texts[SEASON] = texts[SEASON].replace(
        "      - {deadline: season_end",
        "      - {deadline: visit, starts: {child: evaluation}, within: {days: 5}, basis: b}\n"
        "      - {deadline: season_end",
    )
    _, problems = read_texts(texts)
    assert [(one.code, one.params["state"]) for one in problems] == [("start_never_opened", "idea.drafting")]
