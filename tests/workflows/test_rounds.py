"""The rounds of a programme: which one a day's proposal joins, also in later years, and what declarations may say."""

from dataclasses import replace
from datetime import date

import pytest

from tests.workflows.declared import EVALUATION, PROGRAMME, Case, is_told, read_texts, told
from tests.workflows.round_cases import NAMES, SHAPE, whole
from workflows import rounds
from workflows.naming import Text
from workflows.programme import Programme, Round, Rounds, YearlyRound


def shipped(*, inclusive: bool = False, extra: tuple[Round, ...] = ()) -> Programme:
    """A programme with the rounds of Article 5 of 26/2026/QĐ-TTg."""
    rules, problems = read_texts(whole())
    assert rules is not None, told(problems)
    programme = rules.programmes["HERE2024"]
    declared = programme.rounds
    assert declared is not None
    yearly = tuple(replace(one, inclusive=inclusive) for one in declared.yearly)
    return replace(programme, rounds=Rounds(yearly, extra))


def code(level: str, day: str, programme: Programme) -> str:
    return rounds.round_for(programme, level, date.fromisoformat(day)).code


@pytest.mark.parametrize(
    ("level", "day", "strict", "inclusive"),
    [
        ("province", "2026-04-29", "T-01-2026", "T-01-2026"),
        ("province", "2026-04-30", "T-02-2026", "T-01-2026"),
        ("province", "2026-10-29", "T-02-2026", "T-02-2026"),
        ("province", "2026-10-30", "T-01-2027", "T-02-2026"),
        ("province", "2026-10-31", "T-01-2027", "T-01-2027"),
        ("province", "2026-12-31", "T-01-2027", "T-01-2027"),
        ("province", "2028-02-29", "T-01-2028", "T-01-2028"),
        ("centre", "2026-07-29", "TW-01-2026", "TW-01-2026"),
        ("centre", "2026-07-30", "TW-02-2026", "TW-01-2026"),
        ("centre", "2027-01-29", "TW-02-2026", "TW-02-2026"),
        ("centre", "2027-01-30", "TW-01-2027", "TW-02-2026"),
        ("centre", "2099-12-31", "TW-02-2099", "TW-02-2099"),
    ],
)
def test_the_first_cut_off_not_before_the_day_counts(level: str, day: str, strict: str, inclusive: str) -> None:
    assert code(level, day, shipped()) == strict
    assert code(level, day, shipped(inclusive=True)) == inclusive


def test_a_cut_off_before_the_first_of_march_is_the_last_of_february() -> None:
    march = YearlyRound("X-01", "province", 1, (3, 1), (4, 1), Text("{year}", "{year}"), "", "law")
    programme = replace(shipped(), rounds=Rounds((march,)))
    assert [rounds.rounds_of(programme, year)[0].cut_off for year in (2027, 2028)] == [
        date(2027, 2, 28),
        date(2028, 2, 29),
    ]
    assert code("province", "2028-02-29", programme) == "X-01-2028"
    assert code("province", "2027-03-01", programme) == "X-01-2028"


def test_no_round_is_cut_off_before_they_begin() -> None:
    programme = shipped()
    assert programme.rounds is not None
    begun = replace(programme, rounds=replace(programme.rounds, begin=date(2026, 5, 22)))
    assert rounds.rounds_of(begun, 2025) == ()
    assert [one.code for one in rounds.rounds_of(begun, 2026)] == ["TW-01-2026", "T-02-2026", "TW-02-2026"]
    assert rounds.round_named(begun, "T-01-2026") is None
    for day in ("2023-03-01", "2026-04-01", "2026-05-22"):
        assert (code("province", day, begun), code("centre", day, begun)) == ("T-02-2026", "TW-01-2026")


def test_a_round_of_the_regulation_takes_its_place_among_those_of_the_law() -> None:
    days = date(2026, 8, 14), date(2026, 9, 30)
    extra = Round("T-03-2026", "province", 3, 2026, *days, Text("", ""), "", "regulation")
    programme = shipped(extra=(extra,))
    assert code("province", "2026-08-14", programme) == "T-03-2026"
    assert code("province", "2026-08-15", programme) == "T-02-2026"
    assert rounds.round_named(programme, "T-03-2026") == extra
    found = [one.code for one in rounds.rounds_of(programme, 2026)]
    assert found == ["T-01-2026", "TW-01-2026", "T-03-2026", "T-02-2026", "TW-02-2026"]


def test_rounds_follow_each_other_without_an_end_and_are_found_by_name() -> None:
    programme = shipped()
    one = rounds.round_for(programme, "province", date(2026, 1, 1))
    for wanted in ("T-02-2026", "T-01-2027", "T-02-2027", "T-01-2028"):
        one = rounds.round_after(programme, one)
        assert one == rounds.round_named(programme, wanted)
    assert (one.title.vi, one.cut_off, one.held_by) == (
        "Đợt 01 năm 2028 cấp tỉnh",
        date(2028, 4, 29),
        date(2028, 6, 29),
    )
    for name in ("T-03-2026", "T-01", "", "T-01-²026", "T-01-9999"):
        assert rounds.round_named(programme, name) is None


@pytest.mark.parametrize(
    ("day", "wanted"), [("2026-10-01", "T-01-2027"), ("2026-12-15", "T-01-2027"), ("2027-05-10", "T-02-2027")]
)
def test_a_dossier_is_moved_to_the_next_round_that_is_still_open(day: str, wanted: str) -> None:
    programme = shipped()
    one = rounds.round_named(programme, "T-02-2026")
    assert rounds.later_round(programme, "province", one, date.fromisoformat(day)).code == wanted


def test_a_programme_without_rounds_has_none() -> None:
    programme = replace(shipped(), rounds=None)
    assert rounds.rounds_of(programme, 2026) == ()
    assert not rounds.declares(programme, "province")
    with pytest.raises(LookupError):
        rounds.round_for(programme, "province", date(2026, 1, 1))


@pytest.mark.parametrize("case", [*SHAPE, *NAMES], ids=lambda case: f"{case[0]}-{case[3][:40]}")
def test_what_is_wrong_is_told_at_its_place(case: Case) -> None:
    is_told(case, whole())


def test_a_level_that_a_value_names_has_a_round_every_year() -> None:
    texts = whole()
    start, end = (texts[PROGRAMME].index(one) for one in ("    - {round: TW-01", "  extra:"))
    less = {**texts, PROGRAMME: texts[PROGRAMME][:start] + texts[PROGRAMME][end:]}
    rules, problems = read_texts(less)
    assert rules is not None, told(problems)
    named = {**less, EVALUATION: less[EVALUATION].replace("joined: round province", "joined: later_round centre")}
    rules, problems = read_texts(named)
    assert rules is None
    assert [(one.code, one.params["level"]) for one in problems] == [("round_level_missing", "centre")]
    without = named[PROGRAMME][: named[PROGRAMME].index("rounds:")]
    assert read_texts({**named, PROGRAMME: without})[0] is not None
