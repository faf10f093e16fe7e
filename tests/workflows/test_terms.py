"""Spans as they are written in plans: their first and last days, and what is no span."""

from datetime import date

import pytest

from workflows.deadlines.terms import read_term


@pytest.mark.parametrize(
    ("text", "kind", "first", "last"),
    [
        ("2020-06-30", "day", "2020-06-30", "2020-06-30"),
        ("2024-03/2024-04", "months", "2024-03-01", "2024-04-30"),
        ("2024-02/2024-02", "months", "2024-02-01", "2024-02-29"),
        ("2024-11/2025-02", "months", "2024-11-01", "2025-02-28"),
        ("2020-Q1", "quarter", "2020-01-01", "2020-03-31"),
        ("2020-Q2", "quarter", "2020-04-01", "2020-06-30"),
        ("2020-Q3", "quarter", "2020-07-01", "2020-09-30"),
        ("2020-Q4", "quarter", "2020-10-01", "2020-12-31"),
        ("2021", "year", "2021-01-01", "2021-12-31"),
        ("2020/2025", "years", "2020-01-01", "2025-12-31"),
    ],
)
def test_a_term_has_a_first_and_a_last_day(text: str, kind: str, first: str, last: str) -> None:
    term = read_term(text)
    assert (term.text, term.kind) == (text, kind)
    assert (term.first, term.last) == (date.fromisoformat(first), date.fromisoformat(last))


@pytest.mark.parametrize(
    "text",
    [
        *("", "2020-04-31", "2021-02-29", "2020-Q0", "2020-Q5", "2020-q2", "20", "0000", "2020-13/2021-01"),
        *("2020-00/2020-01", "2024-04/2024-03", "2025/2020", "2020/2020", " 2020", "2020\n", "2020-6-30", "30/06/2020"),
        *("２０２０", "2020-2025", "2020/2025/2026", "2020-06", "2020-06-30/2020-07-01"),
    ],
)
def test_what_is_no_term_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r".+"):
        read_term(text)


def test_the_ends_of_its_years_stop_with_the_term() -> None:
    ends = [end.isoformat() for end in read_term("2024-11/2026-02").year_ends]
    assert ends == ["2024-12-31", "2025-12-31", "2026-02-28"]
    assert [end.year for end in read_term("2020/2025").year_ends] == [2020, 2021, 2022, 2023, 2024, 2025]
    assert read_term("2020-Q2").year_ends == (date(2020, 6, 30),)
