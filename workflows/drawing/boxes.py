"""What is written in a box: a sign, the wrapped title, and when a dossier came there."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from workflows.definition import Definition
from workflows.drawing.arrows import anywhere_box, anywhere_targets
from workflows.drawing.lettering import lines_of
from workflows.drawing.subject import Subject, Way

TITLE, SMALL = 12.0, 10.0
PADDING = 9.0
LEADING = 1.3
# The room of the sign before a small line.
SIGN = 14.0


@dataclass(frozen=True)
class Line:
    """A line in a box. `kind` is title, initial, final, here, step or anywhere."""

    kind: str
    text: str

    @property
    def size(self) -> float:
        return TITLE if self.kind in {"title", "anywhere"} else SMALL

    @property
    def bold(self) -> bool:
        return self.kind != "title"

    @property
    def height(self) -> float:
        return self.size * LEADING


@dataclass(frozen=True)
class Box:
    """A state, or the sign for all open states. `visited` and `here` are of the dossier that is followed."""

    name: str
    lines: tuple[Line, ...]
    final: bool = False
    visited: bool = False
    here: bool = False

    @property
    def height(self) -> float:
        return sum(line.height for line in self.lines) + 2 * PADDING


def boxes_of(subject: Subject, width: float) -> Mapping[str, Box]:
    """Every box by its name, its text broken for a width."""
    definition, word = subject.definition, subject.wording.word
    found = {name: _state_box(subject, name, width) for name in definition.states}
    for target in anywhere_targets(definition):
        told = lines_of(word("anywhere"), width - 2 * PADDING, TITLE, bold=True)
        name = anywhere_box(target)
        found[name] = Box(name, tuple(Line("anywhere", text) for text in told))
    return found


def _state_box(subject: Subject, name: str, width: float) -> Box:
    state = subject.definition.states[name]
    room = width - 2 * PADDING
    signs = [(kind, subject.wording.word(kind)) for kind in _signs(subject.definition, subject.way, name)]
    titles = [Line("title", text) for text in lines_of(subject.wording.title(state.title), room, TITLE)]
    steps = [("step", text) for text in _steps(subject, name)]
    small = [
        [Line(kind, line) for kind, text in told for line in lines_of(text, room - SIGN, SMALL, bold=True)]
        for told in (signs, steps)
    ]
    lines = (*small[0], *titles, *small[1])
    way = subject.way
    return Box(name, lines, state.final is not None, bool(steps), way is not None and way.state == name)


def _signs(definition: Definition, way: Way | None, name: str) -> Iterator[str]:
    if name == definition.initial:
        yield "initial"
    if definition.states[name].final is not None:
        yield "final"
    if way is not None and way.state == name:
        yield "here"


def _steps(subject: Subject, name: str) -> Iterator[str]:
    """Each time that the dossier came to a state."""
    way, word = subject.way, subject.wording.word
    if way is None:
        return
    if way.begun == name:
        yield word("opened", day=way.begun_on)
    for count, step in enumerate(way.steps, start=1):
        if step.target == name:
            yield word("arrived", step=count, day=step.day)
