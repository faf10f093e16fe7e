"""What is given for a value is kept in one form only, or refused with its reason."""

from datetime import date
from typing import Any

import pytest

from workflows.definition import ValueRule
from workflows.facts import Facts
from workflows.naming import Text
from workflows.programme import Programme
from workflows.values import Malformed, read_date, read_values

HAPPENED = date(2024, 6, 1)


def facts() -> Facts:
    programme = Programme(
        name="HERE2024",
        title=Text("Chương trình", "Programme"),
        organisation="HERE",
        year=2024,
        zone="Asia/Ho_Chi_Minh",
        starts=date(2024, 1, 1),
        ends=date(2024, 12, 31),
        calendar="vietnam",
        families=(),
        bases=(),
        windows={},
        durations={},
        dates={},
        targets=(),
        entry_limit_days=30,
        producer_kinds=frozenset(),
    )
    return Facts("D1", "idea.drafting", programme, "P1", "household", "food", {}, {}, {})


def read(kind: str, given: Any) -> tuple[Any, list[str]]:
    kept, reasons = read_values((ValueRule("it", kind, "council"),), {"it": given}, facts(), HAPPENED)
    return kept.get("it"), [reason.code for reason in reasons]


@pytest.mark.parametrize(
    ("kind", "given", "code"),
    [
        ("integer", "\uff15", "value_malformed"),
        ("integer", "-0", "value_malformed"),
        ("stars", "\u0663", "value_malformed"),
        ("score", "7\uff10", "value_malformed"),
        ("score", "-0", "value_malformed"),
        ("decimal", "-0,00", "value_malformed"),
        ("decimal", "007", "value_malformed"),
        ("date", "2024-W18-1", "date_malformed"),
        ("date", "20240429", "date_malformed"),
        ("date", "\uff12024-04-29", "date_malformed"),
        ("date", "29/04/\uff12\uff10\uff12\uff14", "date_malformed"),
        ("date", "2024-02-30", "date_malformed"),
        ("text", "a\ud800b", "text_malformed"),
        ("text", "a\x00b", "text_malformed"),
        ("text", "a\x7fb", "text_malformed"),
        ("text", "a\x85b", "text_malformed"),
        ("text", "a\u2028b", "text_malformed"),
        ("paper", "a\ud800", "text_malformed"),
        ("decision", {"number": "12\ud800", "date": "2024-04-29"}, "text_malformed"),
        ("decision", {"number": "12\x00", "date": "2024-04-29"}, "text_malformed"),
        ("decision", {"number": "12", "date": "20240429"}, "date_malformed"),
    ],
)
def test_what_is_written_in_another_way_is_refused(kind: str, given: Any, code: str) -> None:
    assert read(kind, given) == (None, [code])


@pytest.mark.parametrize(
    ("kind", "given", "kept"),
    [
        ("integer", "-7", -7),
        ("integer", 0, 0),
        ("decimal", "-0,5", "-0.5"),
        ("score", "69.5", "69.5"),
        ("date", "29/04/2024", "2024-04-29"),
        ("date", "2024-04-29", "2024-04-29"),
        ("text", " Quả bưởi, loại 1 ", "Quả bưởi, loại 1"),
    ],
)
def test_what_is_written_rightly_is_kept(kind: str, given: Any, kept: Any) -> None:
    assert read(kind, given) == (kept, [])


def test_a_day_is_read_in_two_forms_only() -> None:
    assert read_date("29/04/2024") == read_date("2024-04-29") == date(2024, 4, 29)
    with pytest.raises(Malformed):
        read_date("2024-4-29")
