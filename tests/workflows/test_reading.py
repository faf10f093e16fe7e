"""From texts to rules: what is understood, and each problem with its place and the nearest right name."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from _pytest.mark import ParameterSet

from cycle.reading import read_folder, read_text
from tests.workflows import council_cases
from tests.workflows.declared import (
    CALENDAR,
    EVALUATION,
    PROGRAMME,
    SEASON,
    Case,
    changed,
    read_texts,
    sound_rules,
    sound_texts,
    told,
)
from tests.workflows.problem_cases import COMPANIONS, NAMES, PAPERS, ROLES, SHAPE
from workflows.deadlines.deadline_rules import Period
from workflows.naming import GuardUse, Who
from workflows.problems import Place
from workflows.reading import read_definition, read_rules
from workflows.source import Source

CONFIG = Path(__file__).parents[2] / "config"


def numbered(cases: list[Case]) -> list[ParameterSet]:
    return [pytest.param(*case, id=f"{number}-{case[0]}") for number, case in enumerate(cases)]


@pytest.mark.parametrize(("code", "path", "old", "new", "nearest"), numbered([*SHAPE, *NAMES, *council_cases.NAMES]))
def test_each_problem_is_named_with_its_place_and_the_nearest_right_name(
    code: str, path: str, old: str, new: str, nearest: str | None
) -> None:
    texts, place = changed(path, old, new)
    if code == "calendar_year_missing":
        texts[CALENDAR] = texts[CALENDAR].replace("2024", "2023")

    rules, problems = read_texts(texts)

    found = [problem for problem in problems if problem.code == code]
    assert rules is None
    assert found, told(problems)
    if "¦" in new:
        assert place in [problem.place for problem in found], told(problems)
        found = [problem for problem in found if problem.place == place]
    assert nearest in [problem.nearest for problem in found], told(problems)


@pytest.mark.parametrize(("code", "path", "old", "new", "nearest"), numbered(SHAPE))
def test_a_broken_part_does_not_make_the_rest_of_the_file_look_wrong(
    code: str, path: str, old: str, new: str, nearest: str | None
) -> None:
    texts, _ = changed(path, old, new)
    _, problems = read_texts(texts)
    expected = {code, *COMPANIONS.get((code, new), ())}
    assert {problem.code for problem in problems} <= expected, told(problems)


def test_a_sound_folder_gives_rules_without_problems() -> None:
    rules = sound_rules()
    assert sorted(rules.definitions) == ["evaluation_old", "season"]
    assert rules.definitions["season"].hash == "hash of workflows/season.yaml"
    assert rules.member("evaluation", date(2026, 7, 21)) is rules.definitions["evaluation_old"]
    assert rules.member("evaluation", date(2026, 7, 22)) is None
    assert rules.programmes["HERE2024"].durations["idea_screening"].period == Period(days=15)
    assert rules.calendars["vietnam"].off[date(2024, 2, 8)] == "Tết"


def test_the_shipped_configuration_is_read_without_problems() -> None:
    sources, problems = read_folder(CONFIG)
    rules, more = read_rules(sources, {})
    assert told([*problems, *more]) == ""
    assert rules is not None


def test_roles_without_a_scope_have_their_first_and_else_is_kept() -> None:
    season = sound_rules().definitions["season"]
    assert season.moves["idea.returned", "resubmit"].by == (Who("producer", "own"),)
    assert season.moves["evaluation.under_way", "recognise"].by == (Who("child", ""),)
    assert season.states["idea.screening"].owes == (
        Who("commune", "of_product"),
        Who("district", "of_product", otherwise=True),
    )


def test_sugar_becomes_guards_in_the_order_in_which_an_officer_would_ask() -> None:
    season = sound_rules().definitions["season"]
    assert season.moves["idea.screening", "file"].guards == (
        GuardUse("window", {"window": "filings"}),
        GuardUse("paper", {"one_of": ("idea_form",), "count": 1, "valid_on": "happened", "sectors": None}),
        GuardUse(
            "paper",
            {
                "one_of": ("food_safety",),
                "count": 1,
                "valid_on": "happened",
                "sectors": frozenset({"food", "beverages"}),
            },
        ),
        GuardUse("producer_eligible"),
    )


def test_limits_are_decimal_texts_and_what_is_compared_for_equality_is_as_written() -> None:
    decide = sound_rules().definitions["evaluation_old"].moves["council.scored", "decide"]
    assert [use for use in decide.guards if use.guard != "paper"] == [
        GuardUse("minimum_score", {"minimum": "50"}),
        GuardUse("value", {"value": "stars", "at_least": "3"}),
        GuardUse("value", {"value": "stars", "one_of": (3, 4, 5)}),
        GuardUse("decision_by", {"role": "council"}),
    ]
    assert [use.params["sectors"] for use in decide.guards if use.guard == "paper"] == [None, frozenset({"food"})]


def test_an_override_without_a_list_may_set_aside_papers_and_times_but_no_score_or_decision() -> None:
    override = sound_rules().definitions["evaluation_old"].moves["council.scored", "decide"].override
    assert override is not None
    assert override.guards == {"paper"}


def test_any_open_stands_for_every_state_that_is_not_final() -> None:
    season = sound_rules().definitions["season"]
    withdraw = season.transitions[-1]
    assert withdraw.sources == ("idea.drafting", "idea.screening", "idea.returned", "evaluation.under_way")


def test_a_fixed_date_never_rolls_and_a_period_rolls_unless_it_says_no() -> None:
    deadlines = sound_rules().definitions["season"].deadlines
    assert {name: rule.rolls for name, rule in deadlines.items()} == {
        "screening": True,
        "resubmission": False,
        "season_end": False,
    }
    assert (deadlines["screening"].within, deadlines["season_end"].on) == ("idea_screening", "season_end")


def test_problems_of_all_files_are_told_at_once() -> None:
    texts = sound_texts()
    texts[SEASON] = texts[SEASON].replace("window: ideas", "window: idea").replace("step: 5", "step: 9")
    texts[EVALUATION] = texts[EVALUATION].replace("by: [secretariat]", "by: [secretary]")
    texts[PAPERS] = texts[PAPERS].replace("form: physical", "form: thing")
    texts[ROLES] = texts[ROLES].replace("[see.area]", "[see.everything]")
    texts[PROGRAMME] = texts[PROGRAMME].replace("low: 70", 'low: "70"')
    texts[CALENDAR] = texts[CALENDAR].replace("confirmed", "certain")
    _, problems = read_texts(texts)
    assert {(problem.place.file, problem.code) for problem in problems} == {
        (SEASON, "window_unknown"),
        (SEASON, "too_large"),
        (EVALUATION, "role_unknown"),
        (PAPERS, "choice_unknown"),
        (ROLES, "choice_unknown"),
        (PROGRAMME, "not_integer"),
        (CALENDAR, "choice_unknown"),
    }, told(problems)


def test_names_of_a_file_whose_text_is_broken_are_not_called_unknown() -> None:
    for path in (PAPERS, ROLES, CALENDAR, EVALUATION):
        texts = {**sound_texts(), path: "a: [b"}
        _, problems = read_texts(texts)
        assert {(problem.place.file, problem.code) for problem in problems} == {(path, "yaml_syntax")}, told(problems)


def test_a_missing_file_and_a_stranger_are_told() -> None:
    texts = sound_texts()
    del texts[PAPERS], texts[ROLES]
    texts["letters/reminder.yaml"] = "letter: reminder"
    _, problems = read_texts(texts)
    assert ("file_missing", PAPERS) in {(problem.code, problem.place.file) for problem in problems}
    assert ("file_missing", ROLES) in {(problem.code, problem.place.file) for problem in problems}
    assert ("file_unknown", "letters/reminder.yaml") in {(problem.code, problem.place.file) for problem in problems}


def test_two_programmes_of_one_name_are_told() -> None:
    texts = sound_texts()
    texts["programmes/there-2024/programme.yaml"] = texts[PROGRAMME]
    _, problems = read_texts(texts)
    assert [(problem.code, problem.params["first"]) for problem in problems] == [("programme_repeated", PROGRAMME)]


def test_a_misspelt_key_is_told_once_not_also_as_a_missing_one() -> None:
    texts, place = changed(SEASON, "{do: submit, from: drafting", "{do: submit, ¦form: drafting")
    _, problems = read_texts(texts)
    assert [(problem.place, problem.code, problem.nearest) for problem in problems] == [(place, "key_unknown", "from")]


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ('"2022-08-01"', "2022-08-01", "yaml_scalar"),
        ("initial: idea", "&x initial: idea", "yaml_anchor"),
        ("stages:", "family: season\nfamily: season\nstages:", "yaml_duplicate"),
    ],
)
def test_a_text_with_problems_gives_no_rules_even_where_nothing_else_is_wrong(old: str, new: str, code: str) -> None:
    sources = {path: source for path, text in sound_texts().items() if (source := read_text(path, text)[0])}
    flawed, problems = read_text(SEASON, sound_texts()[SEASON].replace(old, new))
    assert [problem.code for problem in problems] == [code]
    assert flawed is not None
    assert read_rules({**sources, SEASON: flawed}, {}) == (None, [])


def without_marks(source: Source) -> Source:
    return replace(source, marks={})


def test_texts_without_marks_read_the_same_and_their_problems_have_line_zero() -> None:
    sources = {path: read_text(path, text)[0] for path, text in sound_texts().items()}
    bare = {path: without_marks(source) for path, source in sources.items() if source}
    rules, problems = read_rules(bare, {})
    assert rules is not None
    assert problems == []
    broken, _ = read_text(SEASON, sound_texts()[SEASON].replace("window: ideas", "windw: ideas"))
    assert broken is not None
    _, problems = read_rules({**bare, SEASON: without_marks(broken)}, {})
    assert [(problem.place, problem.code) for problem in problems] == [(Place(SEASON, 0, 0), "key_unknown")]


def test_one_stored_definition_is_read_against_the_rules_of_a_publication() -> None:
    rules = sound_rules()
    text = sound_texts()[EVALUATION]
    source, _ = read_text("", text.replace("score: 50}, {value", "score: 60}, {value"))
    assert source is not None
    definition, problems = read_definition(without_marks(source), "abc", rules)
    assert problems == []
    assert definition is not None
    assert definition.hash == "abc"
    assert definition.moves["council.scored", "decide"].guards[2].params == {"minimum": "60"}


def test_a_stored_definition_that_the_rules_no_longer_carry_is_refused() -> None:
    rules = sound_rules()
    source, _ = read_text(SEASON, sound_texts()[SEASON])
    assert source is not None
    lacking = replace(rules, papers={name: paper for name, paper in rules.papers.items() if name != "idea_form"})
    definition, problems = read_definition(source, "abc", lacking)
    assert definition is None
    assert "paper_unknown" in {problem.code for problem in problems}
