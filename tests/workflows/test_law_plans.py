"""Plans of changes of law: what a file of one may say, and what is told of each mistake at its place."""

from pathlib import Path

import pytest

from cycle.reading import read_text
from tests.scene import CONFIG, declared
from workflows.problems import Problem
from workflows.reading.law import read_plan
from workflows.rules import Rules
from workflows.source import Source
from workflows.transfer.plan import Plan

LAW = CONFIG / "law"
TO_1489, TO_26, CERTIFICATES = "tu-148-sang-1489", "tu-1489-sang-26", "giay-chung-nhan-26"


@pytest.fixture(scope="module")
def rules() -> Rules:
    return declared().rules


def source_of(text: str) -> Source:
    source, problems = read_text("law/plan.yaml", text.encode())
    assert source is not None, problems
    assert problems == []
    return source


def shipped(name: str) -> str:
    return Path(LAW / f"{name}.yaml").read_text(encoding="utf-8")


def read(text: str, rules: Rules) -> tuple[Plan | None, list[Problem]]:
    return read_plan(source_of(text), rules)


@pytest.mark.parametrize("name", [TO_1489, TO_26, CERTIFICATES])
def test_the_shipped_plans_are_sound(rules: Rules, name: str) -> None:
    plan, problems = read(shipped(name), rules)
    assert problems == []
    assert plan is not None
    assert plan.name == name


# The passage, what stands there instead (¦: the place of the problem), the code, the nearest right name.
WRONG = [
    ("to: evaluation_148_1489", "to: ¦evaluation_148_148", "workflow_unknown", "evaluation_148_1489"),
    ("to: season_2025", "to: ¦plan_task", "law_other_family", None),
    ('"2025-07-06"', '¦"2025-07-05"', "law_before_force", None),
    ("to: commune.received, d", "to: ¦commune.recieved, d", "state_unknown", "commune.received"),
    ("to: commune.received, d", "to: ¦commune.incomplete, d", "law_state_final", None),
    ("from: district.received", "from: ¦district.recognised", "law_state_final", None),
    ("{from: district.received", "{from: [district.supplementing]", "law_state_left_out", None),
    ("{supplement: stand}", "{supplement: ¦stay}", "law_fate_wrong", None),
    ("{supplement: stand}", "{suplement: ¦stand}", "deadline_unknown", "supplement"),
    ("{supplement: stand}", "{supplement: ¦end}", "law_deadline_kept", None),
    ("{supplement: stand}", "{supplement: ¦{carry: suplement}}", "deadline_unknown", "supplement"),
    ("forget: [record_result]", "forget: [¦record_results]", "trigger_unknown", "record_result"),
    ("by: secretariat", "by: ¦auditor", "law_role_may_not", None),
    ("by: secretariat", "by: ¦secretary", "role_unknown", "secretariat"),
    ("letter: law_changed", "letter: ¦law_change", "letter_unknown_here", "law_changed"),
    (
        "choices: [province.in_review, commune.received]",
        "to: province.in_review",
        "law_nothing_to_decide",
        None,
    ),
    ("to: commune.received, d", "impossible: không, to: commune.received, d", "law_rule_outcome", None),
    ("to: commune.received, d", "choices: ¦[commune.received], d", "law_nobody_decides", None),
    ("to: commune.received, d", "to: ¦province.approved, d", "law_value_missing", None),
    ("states: unchanged", "rules: unchanged", "key_missing", None),
    ("to: commune.received, d", "to: commune.received, drop: [¦scores], d", "value_unknown", "score"),
    ("to: commune.received, d", "to: commune.received, rename: {score: ¦points}, d", "value_unknown", None),
    (
        "to: commune.received, d",
        "to: commune.received, rename: {score: ¦stars}, d",
        "value_of_other_type",
        None,
    ),
    (
        "to: commune.received, d",
        "to: commune.received, when: [¦{children_answered: certificate}], d",
        "law_guard_here",
        None,
    ),
    ("to: commune.received, d", "to: commune.received, papers: [¦sample], d", "paper_unknown", "samples"),
]


@pytest.mark.parametrize(("old", "new", "code", "nearest"), WRONG, ids=[f"{w[2]}-{n}" for n, w in enumerate(WRONG)])
def test_each_mistake_is_told_at_its_place(rules: Rules, old: str, new: str, code: str, nearest: str | None) -> None:
    text = shipped(TO_1489)
    assert old in text
    marked = text.replace(old, new, 1)
    plan, problems = read(marked.replace("¦", ""), rules)
    assert plan is None
    found = next(one for one in problems if one.code == code)
    if "¦" in marked:
        before = marked[: marked.index("¦")]
        assert (found.place.line, found.place.column) == (before.count("\n") + 1, len(before.rpartition("\n")[2]) + 1)
    if nearest is not None:
        assert found.nearest == nearest


def test_every_mistake_is_told_at_once(rules: Rules) -> None:
    text = shipped(TO_1489).replace("secretariat", "nobody").replace("record_result", "record").replace("stand", "stay")
    _, problems = read(text, rules)
    assert {"role_unknown", "trigger_unknown", "law_fate_wrong"} <= {one.code for one in problems}


@pytest.mark.parametrize("key", ["moves:", "mvoes:"])
def test_without_rules_only_the_shape_is_told(key: str) -> None:
    plan, problems = read_plan(source_of(shipped(TO_1489).replace("moves:", key)), None)
    assert plan is None
    assert {one.code for one in problems} <= {"key_unknown", "key_missing"}


def test_a_rule_that_never_counts_is_told(rules: Rules) -> None:
    extra = "      - {from: district.received, to: commune.received}\n      - {from: district.supplementing"
    text = shipped(TO_1489).replace("      - {from: district.supplementing", extra, 1)
    _, problems = read(text, rules)
    assert [one.code for one in problems] == ["law_rule_unreached"]
