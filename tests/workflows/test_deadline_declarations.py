"""Deadlines as they are declared: what is read, and what is refused at its place."""

from datetime import date

import pytest

from tests.workflows.deadline_cases import END, LAST, LISTED, NAMES, RETURNED, SHAPE
from tests.workflows.declared import PROGRAMME, SEASON, Case, changed, is_told, read_texts, sound_texts, told
from workflows.deadlines.deadline_rules import Allowance, Expiry, Period, Reminder, Start
from workflows.definition import AtClose
from workflows.naming import Who
from workflows.programme import FixedDate
from workflows.rules import Rules

SECRETARIAT, PRODUCER = Who("secretariat", "of_programme"), Who("producer", "own")


def read(*changes: tuple[str, str, str]) -> Rules:
    texts = sound_texts()
    for path, old, new in changes:
        assert texts[path].count(old) == 1
        texts[path] = texts[path].replace(old, new)
    rules, problems = read_texts(texts)
    assert rules is not None, told(problems)
    return rules


@pytest.mark.parametrize("case", [*SHAPE, *NAMES], ids=lambda case: f"{case[0]}-{case[3][:40]}")
def test_what_is_wrong_with_a_deadline_is_told_at_its_place_with_the_nearest_name(case: Case) -> None:
    is_told(case)


def test_every_part_of_a_deadline_is_read() -> None:
    new = (
        "rolls: false, owes: producer, remind: [{before: {working_days: 3}}, due, {used: 75, to: secretariat}],\n"
        "         expiry: {propose: lapse, to: secretariat, escalate: true},\n"
        "         pause: {by: secretariat, basis: Điều 1, most: {working_days: 5}},\n"
        "         extend: {by: secretariat, basis: Điều 2, times: 2}}"
    )
    rule = read((SEASON, LAST, new)).definitions["season"].deadlines["resubmission"]
    assert rule.owes == (PRODUCER,)
    assert rule.remind == (
        Reminder("before", Period(working_days=3)),
        Reminder("on"),
        Reminder("used", None, 75, (SECRETARIAT,)),
    )
    assert [one.mark for one in rule.remind] == ["before_3_working_days", "on", "used_75"]
    assert rule.expiry == Expiry("lapse", (SECRETARIAT,), escalates=True)
    assert rule.pause == Allowance((SECRETARIAT,), "Điều 1", Period(working_days=5), None)
    assert rule.extend == Allowance((SECRETARIAT,), "Điều 2", None, 2)


@pytest.mark.parametrize(
    ("starts", "start"),
    [
        ("entering", Start()),
        ("{paper: idea_form}", Start("paper", "idea_form")),
        ("{deadline: screening}", Start("deadline", "screening")),
        ("programme.season_end", Start("date", "season_end")),
    ],
)
def test_a_clock_may_start_with_a_state_a_paper_another_deadline_or_a_date(starts: str, start: Start) -> None:
    rules = read((SEASON, RETURNED, f"resubmission, starts: {starts}"))
    assert rules.definitions["season"].deadlines["resubmission"].starts == start


def test_a_clock_may_start_with_the_opening_of_a_dossier_that_every_way_opens() -> None:
    under_way = "{state: under_way, title: {vi: Đang đánh giá, en: Under way}, step: 5"
    answer = "    deadlines:\n      - {deadline: answer, starts: {child: evaluation}, within: {days: 9}, basis: x}\n"
    rules = read(
        (SEASON, under_way, f"{under_way}, deadline: answer"),
        (SEASON, "  - stage: closed\n", f"{answer}  - stage: closed\n"),
    )
    assert rules.definitions["season"].deadlines["answer"].starts == Start("child", "evaluation")


@pytest.mark.parametrize(
    ("written", "term", "last"),
    [
        ('day: "2024-12-31", inclusive: true', None, date(2024, 12, 31)),
        ("months: {from: 3, to: 4, year: 2024}", "2024-03/2024-04", date(2024, 4, 30)),
        ("months: {from: 2, to: 2, year: 2024}", "2024-02/2024-02", date(2024, 2, 29)),
        ("quarter: {quarter: 2, year: 2020}", "2020-Q2", date(2020, 6, 30)),
        ("year: 2021, inclusive: true", "2021", date(2021, 12, 31)),
        ("years: {from: 2020, to: 2025}", "2020/2025", date(2025, 12, 31)),
    ],
)
def test_a_fixed_day_is_a_day_or_the_last_one_of_a_span(written: str, term: str | None, last: date) -> None:
    rules = read((PROGRAMME, 'day: "2024-12-31", inclusive: true', written))
    found = rules.programmes["HERE2024"].dates["season_end"]
    assert found == FixedDate("season_end", last, inclusive=True, basis="kế hoạch", origin="plan", term=term)


def test_a_duration_may_count_working_days() -> None:
    rules = read((PROGRAMME, "days: 15", "working_days: 15"))
    assert rules.programmes["HERE2024"].durations["idea_screening"].period == Period(working_days=15)


def test_a_gap_in_the_timetable_is_told_where_the_later_window_opens_unless_it_says_why() -> None:
    texts, place = changed(PROGRAMME, 'opens: "2024-06-01"', 'opens: ¦"2024-06-01"')
    texts[PROGRAMME] = texts[PROGRAMME].replace(LISTED, f"timetable: [ideas, filings]\n{LISTED}")
    _, problems = read_texts(texts)
    assert [(one.place, one.code, dict(one.params)) for one in problems] == [
        (place, "timetable_gap", {"first": "2024-05-01", "last": "2024-05-31"})
    ]
    texts[PROGRAMME] = texts[PROGRAMME].replace('closes: "2024-10-31"', 'closes: "2024-10-31", gap: chấm phiếu')
    rules, problems = read_texts(texts)
    assert rules is not None, told(problems)
    assert rules.programmes["HERE2024"].timetable == ("ideas", "filings")
    assert rules.programmes["HERE2024"].windows["filings"].gap == "chấm phiếu"


def test_what_the_end_of_the_season_means_is_read_for_every_open_state() -> None:
    season = read(
        (SEASON, "owes: producer.own}\n", "owes: producer.own, at_close: {do: withdraw}}\n"),
        (SEASON, "], deadline: screening}", "], deadline: screening, at_close: continue}"),
        (
            SEASON,
            "deadline: [resubmission, season_end]}",
            "deadline: [resubmission, season_end], at_close: {do: lapse, carry_over: true}}",
        ),
        (SEASON, "en: Under way}, step: 5}", "en: Under way}, step: 5, at_close: continue}"),
    ).definitions["season"]
    assert season.states["idea.drafting"].at_close == AtClose("withdraw")
    assert season.states["idea.screening"].at_close == AtClose()
    assert season.states["idea.returned"].at_close == AtClose("lapse", carried_over=True)
    assert season.states["idea.next_season"].at_close is None


def test_a_circle_of_deadlines_is_told_for_each_of_them() -> None:
    texts, _ = changed(SEASON, RETURNED, "resubmission, starts: {deadline: season_end}")
    texts[SEASON] = texts[SEASON].replace(END, "starts: {deadline: resubmission}, within: {days: 3}")
    _, problems = read_texts(texts)
    assert {(one.code, one.params["name"]) for one in problems} == {
        ("starts_circle", "resubmission"),
        ("starts_circle", "season_end"),
    }
