from functools import lru_cache

import pytest

from tests.workflows.drawing.geometry import overlapping, slanted, through_boxes, unattached, upon_one_another
from tests.workflows.drawing.pictured import NAMES, WITHDRAWN, subject
from workflows.drawing.arrows import anywhere_box, numbered
from workflows.drawing.layout import Layout, layout_of
from workflows.drawing.marks import marks_of

CASES = [(name, columns) for name in NAMES for columns in (2, 3, 5)]


@lru_cache
def laid(name: str, columns: int) -> Layout:
    return layout_of(subject(name), columns)


@pytest.mark.parametrize(("name", "columns"), CASES)
def test_no_box_overlaps_another(name: str, columns: int) -> None:
    assert overlapping(dict(laid(name, columns).frames)) == []


@pytest.mark.parametrize(("name", "columns"), CASES)
def test_no_line_runs_through_a_box(name: str, columns: int) -> None:
    assert through_boxes(laid(name, columns)) == []


@pytest.mark.parametrize(("name", "columns"), CASES)
def test_no_two_arrows_run_upon_one_another(name: str, columns: int) -> None:
    assert upon_one_another(laid(name, columns)) == []


@pytest.mark.parametrize(("name", "columns"), CASES)
def test_every_arrow_runs_from_the_border_of_one_box_to_that_of_another(name: str, columns: int) -> None:
    layout = laid(name, columns)
    assert slanted(layout) == []
    assert unattached(layout) == []


@pytest.mark.parametrize(("name", "columns"), CASES)
def test_the_numbers_of_arrows_cover_no_box_and_no_other_number(name: str, columns: int) -> None:
    layout = laid(name, columns)
    marks = {f"{one.arrow.source} → {one.arrow.target}": one.frame for one in marks_of(layout)}
    assert overlapping({**marks, **layout.frames}) == []
    assert len(marks) == len(layout.lines)


@pytest.mark.parametrize("name", NAMES)
def test_every_state_has_its_box_in_the_lane_of_its_stage(name: str) -> None:
    layout, definition = laid(name, 4), subject(name).definition
    for state in definition.states.values():
        lane, box = layout.lanes[state.stage], layout.frames[state.name]
        assert lane.y < box.y
        assert box.bottom < lane.bottom


@pytest.mark.parametrize("name", NAMES)
def test_every_declared_move_has_its_arrow(name: str) -> None:
    definition = subject(name).definition
    drawn = {(a.source, a.target, number) for a, _ in laid(name, 4).lines for number in a.numbers}
    for number, transition in numbered(definition).items():
        sign = (anywhere_box(transition.target), transition.target, number)
        one_by_one = {(source, transition.target, number) for source in transition.sources}
        assert sign in drawn or one_by_one <= drawn


def test_what_may_happen_anywhere_is_drawn_once() -> None:
    arrows = [a for a, _ in laid("large", 4).lines if a.target == "promotion.withdrawn"]
    assert [a.source for a in arrows] == [anywhere_box("promotion.withdrawn")]


def test_moves_between_the_same_states_share_an_arrow() -> None:
    arrows = {(a.source, a.target): a.numbers for a, _ in laid("certificate", 4).lines}
    assert arrows["certificate.valid", "certificate.withdrawn"] == (3, 4, 5)


def test_a_move_to_the_same_state_is_drawn_as_a_loop() -> None:
    line = next(line for a, line in laid("large", 4).lines if a.source == a.target)
    assert len(line) == 4


def test_the_way_of_a_dossier_takes_its_arrows_in_their_order() -> None:
    layout = layout_of(subject("season", WITHDRAWN), 4)
    taken = {(a.source, a.target): a.steps for a, _ in layout.lines if a.steps}
    assert taken["idea.screening", "idea.returned"] == (3, 5)
    assert sorted(step for steps in taken.values() for step in steps) == [1, 2, 3, 4, 5, 6]
    assert through_boxes(layout) == []
    assert overlapping({str(n): one.frame for n, one in enumerate(marks_of(layout))}) == []


def test_an_act_allowed_anywhere_is_drawn_from_the_state_where_it_happened() -> None:
    layout = layout_of(subject("season", WITHDRAWN), 4)
    withdrawal = next(a for a, _ in layout.lines if a.steps == (6,))
    assert withdrawal.source == "idea.returned"
    assert withdrawal.numbers == (32,)
