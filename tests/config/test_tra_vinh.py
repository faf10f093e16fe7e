"""The plan of Trà Vinh as it is shipped: the 22 lines of its annex, its groups, and what becomes of its bodies."""

from collections.abc import Mapping
from datetime import date

import pytest

from cycle.configuration import read_seeds
from cycle.reading import read_folder
from tests.config.conftest import SHIPPED
from workflows.model.organisations import OrganisationSeed
from workflows.reading import unseeded
from workflows.programme import Item
from workflows.rules import Rules
from workflows.deadlines.terms import read_term

# The annex of 82/KH-UBND: number, lead, coordinating, time; `^` is a cell merged with the one above, `-` a blank one.
ANNEX = """
I.1a    SNNPTNT    SKHCN, districts                 2020-Q2
I.1b    SCT        SKHCN, districts                 ^
I.1c    SCT        SKHCN, districts                 ^
I.2a    SNNPTNT    SKHCN, districts                 2020-Q3
I.2b    SCT        SKHCN, districts                 ^
I.2c    SCT        SKHCN, districts                 ^
I.3     SCT        -                                2020-Q4
II.1    SKHCN      departments, districts           2021-Q2
II.2    SKHCN      SCT                              2021-Q3
II.3    SCT        departments, districts           2021-Q4
II.4    -          SCT                              2022-Q1
III.1   SNNPTNT    SCT, SKHCN, districts            2020/2025
III.2   SCT        SKHCN, departments, districts    2020/2025
III.3   SKHCN      SCT, districts                   2020/2025
III.4   SKHCN      SCT, SNNPTNT, districts          2020/2025
III.5   SCT        SNNPTNT, SVHTTDL, districts      2020/2025
III.6   SCT        SNNPTNT, SVHTTDL, districts      2020/2025
III.7   SCT        SNNPTNT, SVHTTDL, districts      2020/2025
III.8   SCT        SNNPTNT, STTTT, districts        2020/2025
III.9   SCT        SNNPTNT, districts               2020/2025
III.10  SCT        SNNPTNT, STNMT, SVHTTDL, districts  2020/2025
III.11  SCT, SKHCN  SNNPTNT, districts              2020/2025
"""
ENDS = {"2020-Q2": date(2020, 6, 30), "2022-Q1": date(2022, 3, 31), "2020/2025": date(2025, 12, 31)}


@pytest.fixture(scope="module")
def items(shipped_rules: Rules) -> Mapping[str, Item]:
    return {item.code: item for item in shipped_rules.programmes["TVH2020"].items}


@pytest.fixture(scope="module")
def seeds() -> Mapping[str, OrganisationSeed]:
    found, problems = read_seeds(SHIPPED)
    assert problems == []
    return {seed.code: seed for seed in found}


def lines() -> list[tuple[str, list[str], list[str], str]]:
    """The lines of the annex, merged cells filled from above."""
    found: list[tuple[str, list[str], list[str], str]] = []
    for line in ANNEX.strip().splitlines():
        number, lead, coordinating, time = (cell.strip() for cell in line.split("  ") if cell.strip())
        time = found[-1][3] if time == "^" else time
        named = [[] if cell == "-" else cell.split(", ") for cell in (lead, coordinating)]
        found.append((number, named[0], named[1], time))
    return found


def test_the_22_tasks_are_those_of_the_annex_in_its_order(items: Mapping[str, Item]) -> None:
    shipped = [
        (
            item.code,
            [code.removeprefix("TVH-") for code in item.values.get("lead", [])],
            [code.removeprefix("TVH-") for code in item.values.get("coordinating", [])],
            item.values["term"],
        )
        for item in items.values()
    ]
    assert len(shipped) == 22
    assert shipped == lines()


@pytest.mark.parametrize("term", ENDS)
def test_a_term_ends_on_its_last_day(term: str) -> None:
    assert read_term(term).last == ENDS[term]


def test_only_the_tasks_of_part_three_bear_the_note_on_funds(items: Mapping[str, Item]) -> None:
    noted = {code for code, item in items.items() if "funds" in item.values}
    assert noted == {f"III.{number}" for number in range(1, 12)}
    assert len({item.values["funds"] for item in items.values() if "funds" in item.values}) == 1


def test_the_logo_is_designed_then_protected_then_regulated_then_granted(items: Mapping[str, Item]) -> None:
    follows = {code: item.values["previous"] for code, item in items.items() if "previous" in item.values}
    assert follows == {"II.2": "II.1", "II.3": "II.2", "II.4": "II.3"}


def test_nothing_is_misspelt_as_in_the_printed_plan(items: Mapping[str, Item]) -> None:
    text = " ".join(str(item.values) for item in items.values())
    assert not [wrong for wrong in ("nhãn liệu", "quản ý", "luyện", "PTNN", "sản phẩm sản phẩm") if wrong in text]


def test_every_body_of_the_old_province_ends_with_it_and_has_a_successor_that_lives(
    seeds: Mapping[str, OrganisationSeed],
) -> None:
    old = [seed for seed in seeds.values() if seed.parent == "TVH" or seed.code == "TVH"]
    assert len(old) == 16
    assert {seed.ends for seed in old} == {date(2025, 6, 30)}
    assert all(seeds[code].ends is None for seed in old for code in seed.successors)
    assert all(seed.successors for seed in old)


def test_propaganda_of_2024_has_a_channel_an_audience_an_office_and_a_month(shipped_rules: Rules) -> None:
    found = shipped_rules.programmes["QNG2024"].items
    assert len(found) == 10
    for item in found:
        assert {"channel", "audience", "lead"} <= set(item.values)
        assert read_term(item.values["term"]).kind == "months"
        assert "giả định" in item.basis


def test_every_organisation_that_a_programme_names_is_seeded(seeds: Mapping[str, OrganisationSeed]) -> None:
    sources, _ = read_folder(SHIPPED)
    assert unseeded(sources, seeds.values()) == []
