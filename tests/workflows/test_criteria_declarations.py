"""Criteria as they are declared: what is read of them, and what is wrong, at its place and all at once."""

from dataclasses import replace

import pytest

from cycle.reading import read_text
from tests.workflows.criteria_cases import HEAD, LABELS, NAMES, SET, SHAPE, WORDING, whole
from tests.workflows.declared import Case, is_told, read_texts, told
from workflows.reading import read_definition
from workflows.scoring.criteria import Finding
from workflows.scoring.wording import fingerprint, unboxed
from workflows.source import Source


@pytest.mark.parametrize("case", [*SHAPE, *NAMES], ids=lambda case: f"{case[0]}-{case[1][15:]}-{case[3][:40]}")
def test_what_is_wrong_is_told_at_its_place_with_the_nearest_name(case: Case) -> None:
    is_told(case, whole())


def test_criteria_are_read_with_their_sets_labels_and_wording() -> None:
    rules, problems = read_texts(whole())
    assert rules is not None, told(problems)
    criteria = rules.criteria["small"]
    given = criteria.sets[1]
    assert rules.definitions["evaluation_old"].criteria == "small"
    assert [*given.criteria] == ["1.1", "1.2.1", "2"]
    assert given.criteria["1.2.1"].path == ("A", "1", "1.2")
    assert [option.stars for option in given.criteria["1.1"].options] == [3, 5]
    assert given.findings == (Finding("forged", "reject"), Finding("forged", "note", "1.1"))
    assert given.zero_stops == {"1": ("1.1", "1.2.1")}
    assert given.hash == f"hash of {SET}"
    assert [criteria.wording_of(option) for option in given.criteria["1.1"].options] == ["Trồng tại xã", None]
    assert (criteria.wording_complete(1), len(criteria.wording_missing(1))) == (False, 1)
    assert criteria.strays == {fingerprint("Trồng trong tỉnh"): "bản đính chính"}


def test_several_things_are_told_at_once() -> None:
    texts = whole()
    texts[SET] = texts[SET].replace("rejects: [forged]", "rejects: [whim]").replace("points: 10", "points: 50")
    texts[LABELS] = texts[LABELS].replace("vi: Lời nhắc", "vi: Lời nhắn")
    codes = {one.code for one in read_texts(texts)[1]}
    assert {"ground_unknown", "options_unlike_most", "options_falling", "label_unknown"} <= codes


def test_a_folder_needs_its_head_and_no_more() -> None:
    texts = {path: text for path, text in whole().items() if path != HEAD}
    assert "file_missing" in {one.code for one in read_texts(texts)[1]}
    bare = {path: text for path, text in whole().items() if path not in (LABELS, WORDING, SET)}
    bare[HEAD] = bare[HEAD].replace("sets: 1\n", "").replace(bare[HEAD][bare[HEAD].index("gates:") :], "")
    rules, problems = read_texts(bare)
    assert rules is not None, told(problems)
    assert rules.criteria["small"].sets == {}


def test_a_set_without_labels_file_is_read_with_its_own_words() -> None:
    texts = {path: text for path, text in whole().items() if path not in (LABELS, WORDING)}
    rules, problems = read_texts(texts)
    assert rules is not None, told(problems)
    option = rules.criteria["small"].sets[1].criteria["1.1"].options[0]
    assert (option.label.vi, option.text, rules.criteria["small"].wording_complete(1)) == ("Tại xã", "", False)


def test_a_damaged_file_of_criteria_hides_no_name() -> None:
    texts = {**whole(), HEAD: "criteria: [\n"}
    assert {one.place.file for one in read_texts(texts)[1]} == {HEAD}


def test_a_pinned_workflow_is_read_against_the_criteria_of_today() -> None:
    rules, _ = read_texts(whole())
    assert rules is not None
    text = whole()["workflows/evaluation-old.yaml"]
    source, _ = read_text("pinned.yaml", text)
    assert isinstance(source, Source)
    assert read_definition(source, "x", rules)[1] == []
    found = read_definition(source, "x", replace(rules, criteria={}))[1]
    assert [one.code for one in found] == ["criteria_unknown"]


@pytest.mark.parametrize(
    ("printed", "bare"),
    [
        ("□ Đẹp, bắt mắt", "Đẹp, bắt mắt"),
        ("o  Đẹp,  bắt mắt ****", "Đẹp, bắt mắt"),
        ("- Đẹp (* * *)", "Đẹp"),
        ("Đẹp", "Đẹp"),
    ],
)
def test_a_box_and_stars_are_no_part_of_a_text(printed: str, bare: str) -> None:
    assert unboxed(printed) == bare
