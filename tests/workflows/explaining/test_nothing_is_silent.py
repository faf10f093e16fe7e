"""A definition read out: whatever is declared in it is said."""

import re
from dataclasses import asdict, fields

import pytest

from cycle.reading import read_text
from tests.workflows.declared import sound_texts
from tests.workflows.explaining.enriched import HASH, text_of
from tests.workflows.explaining.other_definitions import NAMES, alternatives, nodes
from tests.workflows.explaining.other_files import mutated, trees
from workflows.definition import Definition
from workflows.reading import read_definition
from workflows.rules import Rules
from workflows.source import Source


def meaning(definition: Definition) -> str:
    return repr(asdict(definition))


def test_no_key_of_a_file_is_silent(rules: Rules) -> None:
    """Whatever is changed in a file so that it still reads and means something else, the text changes."""
    heard, silent = 0, []
    for path, tree in trees().items():
        before, problems = read_definition(Source(path, tree, {}, ""), HASH, rules)
        assert before is not None, problems
        first = text_of(rules, before)
        for way, changed in mutated(tree):
            after, _ = read_definition(Source(path, changed, {}, ""), HASH, rules)
            if after is None or meaning(after) == meaning(before):
                continue
            heard += 1
            if text_of(rules, after) == first:
                silent.append((path, way))
    assert silent == []
    assert heard > 200


@pytest.mark.parametrize("name", ["season", "evaluation_old"])
def test_no_field_of_a_definition_is_silent(rules: Rules, name: str) -> None:
    """Also what could not be changed alone without making the file unsound."""
    definition = rules.definitions[name]
    first = text_of(rules, definition)
    silent = {kind for kind, changed in alternatives(rules, definition) if text_of(rules, changed) == first}
    assert silent == set()


def test_every_field_is_tried(rules: Rules) -> None:
    tried = {kind for one in rules.definitions.values() for kind, _ in alternatives(rules, one)}
    every = {
        (type(part).__name__, f.name)
        for one in rules.definitions.values()
        for _, part in nodes(one)
        for f in fields(part)
    }
    nested = {("Definition", "title"), ("Definition", "law"), ("State", "title"), ("Stage", "title")}
    nested |= {("Definition", "reopens"), ("Transition", "too_late")}
    nested |= {("DeadlineRule", "starts"), ("DeadlineRule", "expiry"), ("Allowance", "most"), ("State", "at_close")}
    assert every - tried - NAMES == nested | {("GuardUse", "guard")}


@pytest.mark.parametrize("old", ["idea", "drafting", "submit", "screening", "resubmission", "filed"])
def test_names_that_hang_together_are_said(rules: Rules, old: str) -> None:
    """Renamed throughout the file, a stage, a state, a trigger, a deadline and a value are read out by the new name."""
    raw = sound_texts()["workflows/season.yaml"]
    source, _ = read_text("workflows/season.yaml", re.sub(rf"(?<!programme\.)\b{old}\b", f"{old}_anew", raw))
    assert source is not None
    definition, problems = read_definition(source, HASH, rules)
    if old == "filed":
        assert {problem.code for problem in problems} == {"handed_value_absent"}, "its child knows the old name"
        return
    assert definition is not None, problems
    assert f"{old}_anew" in text_of(rules, definition)
