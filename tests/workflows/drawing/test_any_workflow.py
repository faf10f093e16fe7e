"""Whatever is declared, the picture holds: boxes apart, lines clear of boxes and of one another."""

from datetime import date

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.workflows.drawing.geometry import overlapping, slanted, through_boxes, unattached, upon_one_another
from tests.workflows.drawing.pictured import items, parsed, words
from workflows.definition import Definition, Law, Stage, State, Transition
from workflows.drawing import Subject
from workflows.drawing.layout import layout_of
from workflows.naming import Text, Who

TITLES = st.text("Hồ sơ đánh giá, phân hạng <&> mW", min_size=1, max_size=60).filter(lambda text: text.strip())


def _titled(text: str) -> Text:
    return Text(text, text)


@st.composite
def any_definition(draw: st.DrawFn) -> Definition:
    """Stages of one to six states, with any moves between them: loops, self-loops, far and backward ones."""
    sizes = draw(st.lists(st.integers(1, 6), min_size=1, max_size=5))
    places = [(f"s{stage}", f"s{stage}.t{number}") for stage, size in enumerate(sizes) for number in range(size)]
    names = [name for _, name in places]
    finals = draw(st.sets(st.sampled_from(names[1:]))) if names[1:] else set()
    states = {
        name: State(name, stage, _titled(draw(TITLES)), final="done" if name in finals else None)
        for stage, name in places
    }
    leaving = [name for name in names if name not in finals]
    moves = draw(st.lists(st.tuples(st.sampled_from(leaving), st.sampled_from(names)), max_size=25))
    transitions = tuple(Transition(f"do{n}", (one,), to, (Who("who", ""),)) for n, (one, to) in enumerate(moves))
    if draw(st.booleans()):
        everywhere = Transition("leave", tuple(leaving), draw(st.sampled_from(names)), (Who("who", ""),))
        transitions = (*transitions, everywhere)
    stages = tuple(Stage(f"s{number}", Text("Giai đoạn", "Stage")) for number, _ in enumerate(sizes))
    law, title = Law("1/QĐ", date(2024, 1, 1)), _titled("Quy trình")
    titles = {one.trigger: Text("Việc", "Act") for one in transitions}
    return Definition("any", "any", title, law, names[0], stages, states, transitions, {}, titles)


@settings(max_examples=60, deadline=None)
@given(any_definition(), st.integers(2, 6))
def test_boxes_and_lines_keep_apart(definition: Definition, columns: int) -> None:
    layout = layout_of(Subject(definition, words()), columns)
    assert set(definition.states) <= set(layout.frames)
    assert overlapping(dict(layout.frames)) == []
    assert slanted(layout) == []
    assert through_boxes(layout) == []
    assert unattached(layout) == []
    assert upon_one_another(layout, 0.5) == []


@settings(max_examples=15, deadline=None)
@given(any_definition())
def test_every_workflow_becomes_a_well_formed_picture(definition: Definition) -> None:
    root = parsed(Subject(definition, words()))
    assert set(definition.states) <= set(items(root, "state"))
    assert len(items(root, "transition")) == len(definition.transitions)
