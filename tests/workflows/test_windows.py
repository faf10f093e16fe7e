"""Windows and last days at their edges: the day before, the day itself, the day after."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from random import Random

import pytest

from tests.workflows.timing import TITLE, definition, found, programme, rule
from workflows.deadlines.deadline_rules import Period
from workflows.definition import Transition
from workflows.facts import Actor, Facts
from workflows.guards.guards import Guard, Question, after, ahead, before, window
from workflows.naming import GuardUse, Who
from workflows.programme import Window
from workflows.rules import Rules

SEED = 1489
RULES = Rules({}, {}, {}, {}, {}, {})
NOBODY = Actor("nobody", ())
SUBMIT = Transition("submit", ("s.open",), "s.rest", (Who("producer", "own"),))


def asked(happened: date, *, span: Window | None = None, last_day: date | None = None) -> Question:
    """An act asked for on a day, with one window and one deadline."""
    own = programme(windows={"ideas": span} if span else {})
    facts = Facts("D-1", "s.open", own, "", "", "", {}, {}, {})
    facts = replace(facts, deadlines={"screening": last_day} if last_day else {})
    one = definition(rule(Period(days=1)))
    return Question(RULES, one, SUBMIT, facts, NOBODY, happened, {})


def span_of(opens: date, closes: date) -> Window:
    return Window("ideas", opens, closes, TITLE, "b", "stated")


def codes(guard: Guard, question: Question) -> list[str]:
    param = "window" if guard is window else "deadline"
    return [one.code for one in guard(question, {param: "ideas" if guard is window else "screening"})]


@pytest.mark.parametrize(
    ("happened", "said"),
    [
        ("2026-02-28", ["window_not_open"]),
        ("2026-03-01", []),
        ("2026-03-02", []),
        ("2026-04-29", []),
        ("2026-04-30", []),
        ("2026-05-01", ["window_closed"]),
    ],
)
def test_a_window_is_open_from_its_first_day_to_its_last(happened: str, said: list[str]) -> None:
    span = span_of(date(2026, 3, 1), date(2026, 4, 30))
    assert codes(window, asked(date.fromisoformat(happened), span=span)) == said


def test_an_act_is_in_time_while_the_clock_stands_still() -> None:
    question = asked(date(2026, 5, 1), last_day=date(2026, 3, 31))
    stands = replace(question, facts=replace(question.facts, paused=frozenset({"screening"})))
    assert (codes(before, question), codes(before, stands)) == (["deadline_passed"], [])
    assert codes(after, stands) == ["deadline_paused"]


@pytest.mark.parametrize("within", [Period(days=10), Period(months=1), Period(working_days=10)])
@pytest.mark.parametrize("start", ["2026-02-10", "2026-01-31", "2026-03-30", "2025-12-31", "2024-02-29"])
def test_an_act_is_in_time_on_the_last_day_and_late_the_day_after(within: Period, start: str) -> None:
    last = found(rule(within), date.fromisoformat(start)).last_day
    for day in (last - timedelta(days=1), last):
        question = asked(day, last_day=last)
        assert (codes(before, question), codes(after, question)) == ([], ["deadline_not_passed"])
    question = asked(last + timedelta(days=1), last_day=last)
    assert (codes(before, question), codes(after, question)) == (["deadline_passed"], [])


@pytest.mark.torture
def test_a_window_is_open_on_just_the_days_that_are_walked_from_its_first_to_its_last(
    share: Callable[[int], int],
) -> None:
    random = Random(SEED)
    for number in range(share(5_000)):
        opens = date(2024, 1, 1) + timedelta(days=random.randrange(1400))
        days = [opens + timedelta(days=more) for more in range(random.randrange(1, 60))]
        happened = opens + timedelta(days=random.randrange(-5, 65))
        question = asked(happened, span=span_of(opens, days[-1]))
        assert (codes(window, question) == []) == (happened in days), (SEED, number, opens, happened)


@pytest.mark.parametrize(("closes", "said"), [("2027-12-31", "ahead_never"), ("2028-09-01", "ahead_too_early")])
@pytest.mark.parametrize("happened", ["2027-06-01", "2028-02-01"])
def test_nobody_is_told_to_wait_for_a_day_that_comes_after_the_window(closes: str, said: str, happened: str) -> None:
    span = span_of(date(2027, 1, 1), date.fromisoformat(closes))
    question = asked(date.fromisoformat(happened), span=span, last_day=date(2028, 12, 29))
    windowed = replace(SUBMIT, guards=(GuardUse("window", {"window": "ideas"}),))
    (reason,) = ahead(replace(question, transition=windowed), {"deadline": "screening", "most": 119})
    assert (reason.code, reason.params["first"]) == (said, date(2028, 9, 1))
