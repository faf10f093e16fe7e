"""How numbers given in turn are counted and written."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from tests.workflows.declared import read_texts, told
from tests.workflows.round_cases import whole
from workflows.asked import Asked
from workflows.computed import computed
from workflows.definition import Series, ValueRule
from workflows.facts import Actor, Facts
from workflows.numbering import series_of
from workflows.verdict import Reason

DAY = date(2026, 6, 8)


def asked(level: str = "commune", **about: Any) -> Asked:
    rules, problems = read_texts(whole())
    assert rules is not None, told(problems)
    definition = rules.definitions["evaluation_old"]
    form = "{number}/{province}-{commune}-{year}"
    definition = replace(definition, series={"receipt": Series("receipt", level, form, "")})
    transition = definition.moves["council.scoring", "record_result"]
    only = replace(transition, records=tuple(rule for rule in transition.records if rule.type == "number"))
    areas: Mapping[str, frozenset[str]] = {"commune": frozenset({"21244-2025"}), "province": frozenset({"QNG"})}
    programme = rules.programmes["HERE2024"]
    facts = replace(Facts("D", "", programme, "", "", "", areas, {}, {}), **about)
    return Asked(rules, definition, only, facts, Actor("a", ()), DAY, {})


def given(one: Asked) -> Any:
    values, reasons = computed(one)
    return values.get("receipt") or reasons


def keys(one: Asked) -> dict[str, str]:
    return series_of(one.definition, one.transition, one.facts, one.happened)


def test_each_organisation_and_year_counts_for_itself() -> None:
    assert keys(asked()) == {"receipt": "receipt/21244-2025/2026"}
    assert keys(asked("province")) == {"receipt": "receipt/QNG/2026"}
    assert keys(replace(asked(), happened=date(2027, 1, 1))) == {"receipt": "receipt/21244-2025/2027"}


@pytest.mark.parametrize(
    ("day", "level", "year"),
    [
        (date(2026, 10, 29), "province", 2026),
        (date(2026, 10, 30), "province", 2027),
        (date(2026, 12, 31), "province", 2027),
        (date(2027, 1, 1), "province", 2027),
        (date(2026, 12, 31), "centre", 2026),
    ],
)
def test_what_joins_a_round_of_the_province_is_counted_in_the_year_of_that_round(
    day: date, level: str, year: int
) -> None:
    one = replace(asked(), happened=day)
    records = (*one.transition.records, ValueRule("joined", "round", level))
    one = replace(one, transition=replace(one.transition, records=records))
    assert keys(one) == {"receipt": f"receipt/21244-2025/{year}"}
    assert given(one) == f"01/QNG-21244-{year}"


@pytest.mark.parametrize(("last", "number"), [(0, "01"), (8, "09"), (99, "100")])
def test_the_next_number_is_written_with_two_digits_at_least(last: int, number: str) -> None:
    assert given(asked(series={"receipt/21244-2025/2026": last})) == f"{number}/QNG-21244-2026"


def test_the_official_code_of_the_province_is_written_where_the_programme_says_it() -> None:
    one = asked("province", areas={})
    programme = replace(one.facts.programme, province_code="51")
    assert given(one) == "01/HERE--2026"
    assert given(replace(one, facts=replace(one.facts, programme=programme))) == "01/51--2026"


def test_a_dossier_keeps_the_number_that_it_has() -> None:
    one = asked(values={"receipt": "07/51-21244-2026"})
    assert keys(one) == {}
    assert given(one) == "07/51-21244-2026"


def test_a_product_that_lies_nowhere_is_not_numbered() -> None:
    assert given(asked(areas={})) == [Reason("number_not_counted", {"value": "receipt", "level": "commune"})]


def test_where_a_product_lies_in_several_communes_the_first_counts() -> None:
    one = asked(areas={"commune": frozenset({"2", "10", "1-2025"})})
    assert keys(one) == {"receipt": "receipt/1-2025/2026"}
