"""A paper that one decision asks of others than the rest: of its sets, its sectors and from its rank on."""

from datetime import date

from tests.workflows.declared import read_texts, sound_texts, told
from workflows.facts import Actor, Facts
from workflows.guards.guards import Question, paper
from workflows.problems import Problem
from workflows.rules import Rules

PAPERS = "papers.yaml"
BASIS = 'basis: "giả định"}'
LAW = '{law: 919/QĐ-TTg, sectors: [handicrafts], sets: [21], stars: 3, basis: "Điều 1"}'


def read(papers: str, old: str) -> tuple[Rules | None, list[Problem]]:
    texts = sound_texts()
    assert old in texts[PAPERS]
    return read_texts({**texts, PAPERS: texts[PAPERS].replace(old, papers)})


def rules_with(papers: str, old: str) -> Rules:
    rules, problems = read(papers, old)
    assert rules is not None, told(problems)
    return rules


def asked(rules: Rules, sector: str, number: int | None) -> bool:
    """Whether filing asks for samples of a product that has none."""
    (programme,) = rules.programmes.values()
    definition = rules.definitions["season"]
    facts = Facts("D1", "", programme, "P1", "cooperative", sector, {}, {}, {}, set_number=number)
    move = definition.moves["idea.screening", "file"]
    question = Question(rules, definition, move, facts, Actor("a", ()), date(2024, 5, 1), {})
    uses = [use for use in move.guards if use.guard == "paper" and use.params["one_of"] == ("samples",)]
    return any(paper(question, use.params) for use in uses)


def test_dossiers_of_the_decision_are_asked_by_its_sets_and_rank() -> None:
    rules = rules_with(f"by_law: [{LAW}], {BASIS}", BASIS)
    assert [asked(rules, "handicrafts", number) for number in (21, 22, None)] == [True, False, True]
    assert not asked(rules, "food", 1)


def test_those_of_others_are_not() -> None:
    rules = rules_with(f"by_law: [{LAW.replace('919', '920')}], {BASIS}", BASIS)
    assert not asked(rules, "handicrafts", 21)


def test_what_a_higher_rank_needs_of_the_set_is_known_beforehand() -> None:
    rules = rules_with(BASIS, BASIS)
    (use,) = rules.definitions["season"].moves["idea.screening", "file"].foretold
    assert (use.params["one_of"], use.params["stars"]) == (("samples",), 4)


def test_what_a_decision_leaves_out_is_as_of_the_type() -> None:
    rules = rules_with(f'by_law: [{{law: 919/QĐ-TTg, stars: 2, basis: "Điều 1"}}], {BASIS}', BASIS)
    kind, own = rules.papers["samples"], rules.papers["samples"].under("919/QĐ-TTg")
    assert (own.stars, own.sectors, own.sets, own.title) == (2, kind.sectors, kind.sets, kind.title)


def test_a_decision_stands_there_once() -> None:
    _, problems = read(f"by_law: [{LAW}, {LAW}], {BASIS}", BASIS)
    assert [problem.code for problem in problems] == ["name_repeated"]
