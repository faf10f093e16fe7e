"""When a required paper counts, and what is said when it does not."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from workflows.deadlines.deadline_rules import Period
from workflows.facts import PaperFact
from workflows.guards.paper_guard import Need, Shelf, paper_reasons, relied_on
from workflows.naming import Text
from workflows.rules import PaperType

DAY = date(2024, 4, 29)
NAME = Text("Giấy", "Paper")


def kind(name: str, held_by: str = "establishment", handed_in_by: tuple[str, ...] = ()) -> PaperType:
    plain = PaperType(name, NAME, held_by, "file", Period(months=36), NAME, frozenset(), 0, frozenset(), 20, "luật")
    return replace(plain, handed_in_by=handed_in_by)


def held(name: str = "food_safety", holder: str = "CS1", **more: Any) -> PaperFact:
    plain = PaperFact(f"{holder}/{name}/1", name, 1, "establishment", holder, "verified", DAY, DAY, None, 1, "a" * 64)
    return replace(plain, **more)


def need(*types: PaperType, count: int = 1) -> Need:
    return Need(types or (kind("food_safety"),), count, DAY, DAY)


def shelf(*papers: PaperFact, **holders: set[str]) -> Shelf:
    named: Mapping[str, set[str]] = holders or {"establishment": {"CS1"}}
    return Shelf(papers, {name: frozenset(codes) for name, codes in named.items()})


def codes(wanted: Need, given: Shelf) -> list[str]:
    return [reason.code for reason in paper_reasons(wanted, given)]


def test_a_verified_paper_of_the_type_valid_on_the_day_is_enough_and_is_named() -> None:
    assert codes(need(), shelf(held())) == []
    assert [relied.paper for relied in relied_on(need(), shelf(held()))] == ["CS1/food_safety/1"]


@pytest.mark.parametrize(
    ("paper", "code"),
    [
        (held(status="received"), "paper_unverified"),
        (held(status="rejected"), "paper_rejected"),
        (held(expires=date(2024, 4, 28)), "paper_expired"),
        (held(issued=date(2024, 4, 30)), "paper_not_yet_valid"),
        (held(received=date(2024, 4, 30)), "paper_received_late"),
        (held("test_report"), "paper_missing"),
        (held(holder="CS2"), "paper_missing"),
        (held(holder_kind="product"), "paper_missing"),
    ],
)
def test_what_does_not_count_is_said_for_what_it_is(paper: PaperFact, code: str) -> None:
    assert codes(need(), shelf(paper)) == [code]
    assert relied_on(need(), shelf(paper)) == []


def test_the_last_day_of_validity_still_counts() -> None:
    assert codes(need(), shelf(held(expires=DAY))) == []


def test_every_fault_of_a_paper_is_told_at_once_but_nobody_is_to_verify_one_that_has_expired() -> None:
    bad = held(status="received", expires=date(2024, 1, 1), count=2)
    assert codes(need(count=5), shelf(bad)) == ["paper_expired", "paper_too_few"]


def test_an_older_version_that_covers_the_day_serves_beside_a_newer_one_that_does_not() -> None:
    newer = held(code="CS1/food_safety/2", version=2, issued=date(2024, 5, 2), received=date(2024, 5, 2))
    assert codes(need(), shelf(held(), newer)) == []
    assert [relied.version for relied in relied_on(need(), shelf(held(), newer))] == [1]


def test_every_establishment_needs_its_own_certificate() -> None:
    two = {"establishment": {"CS1", "CS2"}}
    missing = paper_reasons(need(), shelf(held(), **two))
    assert [(reason.code, reason.params["holder"]) for reason in missing] == [("paper_missing", "CS2")]
    assert codes(need(), shelf(held(), held(holder="CS2"), **two)) == []


def test_without_an_establishment_it_is_said_that_the_product_has_none() -> None:
    (reason,) = paper_reasons(need(), shelf(held(), establishment=set(), product={"SP-1"}))
    assert (reason.code, reason.params) == ("paper_without_establishment", {"paper": "food_safety", "product": "SP-1"})


def test_a_dossier_counts_the_papers_of_the_one_that_opened_it() -> None:
    form = kind("form", "dossier")
    line = {"dossier": {"Q-1", "Q-1.1"}}
    assert codes(need(form), shelf(held("form", "Q-1", holder_kind="dossier"), **line)) == []
    assert codes(need(form), shelf(held("form", "Q-2", holder_kind="dossier"), **line)) == ["paper_missing"]


def test_of_two_forms_one_is_enough_and_of_none_both_are_named() -> None:
    both = need(kind("form_new"), kind("form_existing"))
    assert codes(both, shelf(held("form_existing"))) == []
    (reason,) = paper_reasons(both, shelf())
    assert (reason.code, reason.params["papers"]) == ("paper_missing_any", ["form_new", "form_existing"])
    assert codes(both, shelf(held("form_new", status="received"))) == ["paper_unverified"]


def test_those_are_named_who_hand_the_paper_in_and_its_owner_where_nobody_is_declared() -> None:
    conclusion = kind("conclusion", handed_in_by=("secretariat", "centre"))
    lacks = (shelf(), shelf(held("conclusion", status="rejected")), shelf(held("conclusion", count=0)))
    for lack in lacks:
        assert [reason.mend for reason in paper_reasons(need(conclusion), lack)] == [("secretariat", "centre")]
    assert [reason.mend for reason in paper_reasons(need(), shelf())] == [("producer",)]
    both = paper_reasons(need(conclusion, kind("form")), shelf())
    assert [reason.mend for reason in both] == [("secretariat", "centre", "producer")]
