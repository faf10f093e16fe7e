"""What holds of any sheets: raising never lowers, order is nothing, the way up leads to its rank and no further."""

import ast
from collections.abc import Callable
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from random import Random

import pytest

from tests.workflows.scoring.sets import CONFIG, chance, qd26, settled_by_lowest, sheets_of
from workflows.scoring.criteria import CriteriaSet
from workflows.scoring.ranking import Ranking, average, rank, text_of
from workflows.scoring.rising import lifted, rises
from workflows.scoring.sheets import Sheet, sheet_reasons, total

SCORING = CONFIG.parent / "workflows/scoring"
Agreed = dict[str, int]


def result(given: CriteriaSet, sheets: list[Sheet], agreed: Agreed) -> Ranking:
    found = rank(qd26().scoring, given, sheets, agreed)
    assert isinstance(found, Ranking), found
    return found


def cases(seed: str, count: int) -> list[tuple[CriteriaSet, list[Sheet], Agreed]]:
    random = Random(seed)
    found = []
    for _ in range(count):
        given = qd26().sets[random.randint(1, 26)]
        sheets = sheets_of(*(chance(given, random) for _ in range(random.choice([1, 3, 9]))))
        found.append((given, sheets, settled_by_lowest(given, sheets)))
    return found


def test_raising_an_answer_never_lowers_average_gate_or_stars() -> None:
    random = Random("raise")
    for given, sheets, agreed in cases("raise", 150):
        before = result(given, sheets, agreed)
        code = random.choice([*given.criteria])
        one, at = given.criteria[code], sheets[0].answers[code]
        higher = [to for to in range(at + 1, one.last + 1) if one.case(to) == one.case(at) or not at]
        answers = {**sheets[0].answers, code: random.choice(higher or [at])}
        if sheet_reasons(given, answers):
            continue
        raised = [Sheet("m1", answers), *sheets[1:]]
        after = result(given, raised, settled_by_lowest(given, raised))
        assert after.exact >= before.exact
        assert after.gate >= before.gate
        assert (after.stars or 0) >= (before.stars or 0)


def test_the_average_lies_between_the_sheets_whose_order_is_nothing() -> None:
    for given, sheets, agreed in cases("order", 80):
        found = result(given, sheets, agreed)
        totals = [total(given, one.answers) for one in sheets]
        assert min(totals) <= found.exact <= max(totals)
        assert found == result(given, sheets[::-1], agreed)
        assert Fraction(Decimal(found.score)) <= found.exact < Fraction(Decimal(found.score)) + Fraction(1, 100)
        assert found.stars in (None, min(found.band, found.gate))


def test_the_text_of_a_whole_average_is_exact() -> None:
    assert [text_of(average([n]), qd26().scoring) for n in (0, 7, 100)] == ["0.00", "7.00", "100.00"]


def followed(given: CriteriaSet, sheets: list[Sheet], agreed: Agreed, steps: dict[str, int]) -> Ranking:
    """The result once every member and the council have done some steps."""
    lifts = {code: given.criteria[code] for code in steps}
    raised = [
        Sheet(
            one.member,
            {**one.answers, **{code: lifted(c, one.answers[code], steps[code]) for code, c in lifts.items()}},
        )
        for one in sheets
    ]
    kept = {code: max(at, steps.get(code, 0)) for code, at in agreed.items()}
    for one in raised:
        assert sheet_reasons(given, one.answers) == []
    return result(given, raised, kept)


@pytest.mark.torture
def test_the_way_up_leads_to_the_rank_it_names_and_one_step_less_does_not(share: Callable[[int], int]) -> None:
    tried = 0
    for given, sheets, agreed in cases("rise", share(300)):
        before = result(given, sheets, agreed)
        for rise in rises(qd26().scoring, given, sheets, before):
            gates = {one.criterion: one.to for one in rise.gates}
            steps = [(one.criterion, one.to) for one in rise.cheapest]
            whole = followed(given, sheets, agreed, _together(gates, steps))
            assert (whole.stars or 0) >= rise.stars
            assert rise.points_short == max(Decimal(0), qd26().scoring.low(rise.stars) - Decimal(before.score))
            if steps:
                less = followed(given, sheets, agreed, _together(gates, steps[:-1]))
                assert (less.stars or 0) < rise.stars
            tried += 1
    assert tried > 20


def _together(gates: dict[str, int], steps: list[tuple[str, int]]) -> dict[str, int]:
    found = dict(gates)
    for code, to in steps:
        found[code] = max(to, found.get(code, 0))
    return found


def test_nothing_raises_what_a_ground_excludes_and_nothing_is_above_five_stars() -> None:
    given, sheets, agreed = cases("none", 1)[0]
    excluded = rank(qd26().scoring, given, sheets, agreed, [one for one in given.findings if one.effect == "reject"])
    assert isinstance(excluded, Ranking)
    assert rises(qd26().scoring, given, sheets, excluded) == ()


def test_scores_are_never_binary_fractions() -> None:
    for file in sorted(Path(SCORING).glob("*.py")):
        for node in ast.walk(ast.parse(file.read_text("utf-8"))):
            assert not (isinstance(node, ast.Name) and node.id in ("float", "round")), file.name
            assert not (isinstance(node, ast.Constant) and isinstance(node.value, float)), file.name
            assert not (isinstance(node, ast.BinOp) and isinstance(node.op, ast.Div)), (file.name, node.lineno)
