"""Who may take part: a kind of producer may be bound to sectors, as associations are to tourism (Article 2.3)."""

from datetime import date

import pytest

from tests.workflows.declared import PROGRAMME, read_texts, sound_texts, told
from workflows.facts import Actor, Facts
from workflows.guards.guards import Question, producer_eligible
from workflows.rules import Rules
from workflows.verdict import Reason

KINDS = "producer_kinds: [cooperative, household]"
BOUND = "producer_kinds: [cooperative, {kind: association, sectors: [tourism]}]"


def rules_with(kinds: str) -> Rules:
    texts = sound_texts()
    rules, problems = read_texts({**texts, PROGRAMME: texts[PROGRAMME].replace(KINDS, kinds)})
    assert rules is not None, told(problems)
    return rules


def refused(kind: str, sector: str) -> list[Reason]:
    rules = rules_with(BOUND)
    (programme,) = rules.programmes.values()
    definition = rules.definitions["season"]
    facts = Facts("D1", "idea.screening", programme, "P1", kind, sector, {}, {}, {})
    move = definition.moves["idea.screening", "file"]
    return producer_eligible(Question(rules, definition, move, facts, Actor("a", ()), date(2024, 5, 1), {}), {})


@pytest.mark.parametrize(("kind", "sector"), [("association", "tourism"), ("cooperative", "food")])
def test_a_kind_is_admitted_in_its_sectors(kind: str, sector: str) -> None:
    assert refused(kind, sector) == []


def test_a_kind_bound_to_another_sector_is_told_which() -> None:
    told_why = {"kind": "association", "sectors": ["tourism"], "sector": "food"}
    assert refused("association", "food") == [Reason("producer_of_other_sector", told_why)]


@pytest.mark.parametrize(
    ("sector", "admitted"), [("tourism", ["association", "cooperative"]), ("food", ["cooperative"])]
)
def test_those_admitted_with_the_product_are_named(sector: str, admitted: list[str]) -> None:
    assert refused("farm", sector) == [Reason("producer_not_eligible", {"kind": "farm", "admitted": admitted})]


def test_a_list_of_names_binds_nobody() -> None:
    (programme,) = rules_with(KINDS).programmes.values()
    assert programme.kind_sectors == {}
    assert all(programme.admits("household", sector) for sector in ("food", "tourism"))


def test_a_kind_stands_there_once() -> None:
    texts = sound_texts()
    twice = KINDS.replace("household", "{kind: cooperative, sectors: [food]}")
    _, problems = read_texts({**texts, PROGRAMME: texts[PROGRAMME].replace(KINDS, twice)})
    assert [problem.code for problem in problems] == ["name_repeated"]
