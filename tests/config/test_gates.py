"""The papers that 26/2026/QĐ-TTg asks for are those of the stars of Annex II, set by set."""

import re
from collections.abc import Mapping
from datetime import date

import pytest

from workflows.facts import Actor, Facts
from workflows.guards.guards import Question, paper_need
from workflows.rules import SECTORS, Rules

LAW, CRITERIA, EVIDENCE, DATED = "26/2026/QĐ-TTg", "qd26_2026", "evaluation_26", "dated_evidence_26"
ABOVE_3 = 4

# By paper: the criterion whose starred options ask for it, and what such an option says.
GATES: Mapping[str, tuple[str, str]] = {
    "food_safety": ("ĐẢM BẢO CHẤT LƯỢNG", "an toàn thực phẩm|ATTP"),
    "production_conditions": ("CHẤT LƯỢNG AN TOÀN THỰC PHẨM", "."),
    "environment": ("Bảo vệ môi trường trong quá trình sản xuất", "."),
    "material_origin": ("Liên kết|Nguồn nguyên liệu", "."),
    "financial_reports": ("Tăng trưởng sản xuất kinh doanh", "."),
    "trademark_application": ("Sở hữu trí tuệ", "^Đơn"),
    "trademark_certificate": ("Sở hữu trí tuệ", "^Nhãn hiệu"),
    "market_contracts": ("Khu vực phân phối chính", "."),
    "product_story": ("Trí tuệ/bản sắc địa phương", "."),
    "quality_declaration": ("CÔNG BỐ", "."),
    "test_report": ("CÔNG BỐ", "."),
    "barcode_traceability": ("Câu chuyện sản phẩm", "truy xuất"),
    "quality_system": ("ĐẢM BẢO CHẤT LƯỢNG", "ISO|HACCP|quản lý chất lượng"),
    "control_plan": ("ĐẢM BẢO CHẤT LƯỢNG", "kiểm soát nội bộ"),
}
# Where what is asked is not what the stars say, and why; 0 stars: of everybody.
NO_FORGERY = "a ground of rejection, whatever the rank"
ORIGIN = "its origin is asked of every rank: grounds of rejection and the requirement of criterion 1.1"
EXCEPTIONS: Mapping[str, tuple[Mapping[int, int | None], str]] = {
    "food_safety": ({**dict.fromkeys(range(1, 18), 0), 19: 0, 20: 0, 21: 0}, NO_FORGERY),
    "production_conditions": (dict.fromkeys((18, 19, 20), 0), NO_FORGERY),
    "material_origin": (dict.fromkeys(range(1, 26), 0), ORIGIN),
    "quality_declaration": ({**dict.fromkeys((18, 19, 20), 3), 21: None}, "rejected without; 21: only where it is due"),
    "test_report": (
        {21: None, 22: None},
        "goes with the declaration by its note, which 22 has not; 21: only where due",
    ),
}
# Papers of form 02 (Annex III) that no star asks for: they are part of every dossier.
UNGATED = {"business_registration", "labour_list", "publicity"}
# Asked for by a ground of rejection alone.
GROUNDS = {"production_licence": {15: 0, 17: 0}}


def starred(rules: Rules, paper: str) -> dict[int, int | None]:
    """By set the fewest stars that ask for a paper."""
    title, label = GATES[paper]
    found: dict[int, int | None] = {}
    for number, one in rules.criteria[CRITERIA].sets.items():
        asking = [
            option.stars
            for criterion in one.criteria.values()
            if re.search(title, criterion.title)
            for option in criterion.options
            if option.stars and re.search(label, option.label.vi)
        ]
        if asking:
            found[number] = min(asking)
    return found


def asked(rules: Rules, paper: str) -> dict[int, int]:
    """By set from how many stars on dossiers of the decision need a paper."""
    kind, sets = rules.papers[paper].under(LAW), rules.criteria[CRITERIA].sets
    return {number: kind.stars for number, one in sets.items() if kind.needed(one.sector, number)}


@pytest.mark.parametrize("paper", sorted(GATES))
def test_a_paper_is_asked_for_where_a_star_asks_for_it_and_from_that_rank_on(shipped_rules: Rules, paper: str) -> None:
    exceptions, _why = EXCEPTIONS.get(paper, ({}, ""))
    expected = {**starred(shipped_rules, paper), **exceptions}
    assert asked(shipped_rules, paper) == {number: stars for number, stars in expected.items() if stars is not None}


def test_every_evidence_paper_is_tied_to_stars_or_said_not_to_be(shipped_rules: Rules) -> None:
    known = {*GATES, *UNGATED, *GROUNDS}
    assert {*shipped_rules.paper_sets[EVIDENCE], "trademark_application"} == known
    assert {name: asked(shipped_rules, name) for name in GROUNDS} == GROUNDS
    assert all(set(asked(shipped_rules, name)) == set(range(1, 27)) for name in UNGATED)


def test_what_only_higher_ranks_need_is_looked_at_as_they_are_recognised(shipped_rules: Rules) -> None:
    evidence = shipped_rules.paper_sets[EVIDENCE]
    higher = {name for name in evidence if shipped_rules.papers[name].under(LAW).stars >= ABOVE_3}
    assert higher <= {*shipped_rules.paper_sets[DATED]} <= {*evidence}


def test_older_decisions_ask_as_they_did(shipped_rules: Rules) -> None:
    environment, system = (shipped_rules.papers[name].under("148/QĐ-TTg") for name in ("environment", "quality_system"))
    assert (environment.stars, environment.sets) == (0, None)
    assert system.needed("beverages", 16)
    assert not system.needed("handicrafts", 21)


def test_in_a_set_without_the_star_a_trademark_certificate_still_stands_in_for_the_application(
    shipped_rules: Rules,
) -> None:
    definition = shipped_rules.definitions["evaluation_26"]
    move = definition.moves["province.received", "accept_for_review"]
    programme = shipped_rules.programmes["QNG2026"]
    facts = Facts("D1", "", programme, "P1", "cooperative", "food", {}, {}, {}, set_number=10)
    question = Question(shipped_rules, definition, move, facts, Actor("a", ()), date(2026, 6, 8), {})
    (choice,) = [use.params for use in move.guards if use.guard == "paper" and len(use.params["one_of"]) > 1]
    need = paper_need(question, choice)
    assert need is not None
    assert [kind.name for kind in need.types] == ["trademark_application", "trademark_certificate"]


def test_associations_and_operating_centres_take_part_with_tourism_alone(shipped_rules: Rules) -> None:
    programme = shipped_rules.programmes["QNG2026"]
    for kind in ("association", "operating_centre"):
        assert [sector for sector in SECTORS if programme.admits(kind, sector)] == ["tourism"]
    assert all(programme.admits("cooperative", sector) for sector in SECTORS)
