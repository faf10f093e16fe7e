"""The arrows of a picture: one for each pair of states, with the numbers of all transitions that it stands for."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from workflows.definition import Definition, Transition
from workflows.drawing.lettering import width_of
from workflows.drawing.subject import Way

# From so many states on a transition that leaves every open one is shown by one sign instead of as many arrows.
MANY = 4
ANYWHERE = "*"
# The pills in which the numbers stand: size of the letters, height, and room at both sides.
NUMBER, PILL, CHEEK = 10.0, 15.0, 4.0


@dataclass(frozen=True)
class Arrow:
    """From one box to another. `steps` are the acts of the dossier that took it, counted from one."""

    source: str
    target: str
    numbers: tuple[int, ...]
    steps: tuple[int, ...] = ()

    @property
    def told(self) -> tuple[str, str]:
        """The numbers and the acts as they stand beside the line."""
        return ", ".join(map(str, self.numbers)), ", ".join(map(str, self.steps))

    @property
    def breadths(self) -> tuple[float, float]:
        """How much room each of the two takes."""
        first, second = (max(PILL, width_of(text, NUMBER, True) + 2 * CHEEK) if text else 0.0 for text in self.told)
        return first, second


def is_anywhere(definition: Definition, transition: Transition) -> bool:
    """Whether a transition leaves every open state, and there are many."""
    still_open = {name for name, state in definition.states.items() if state.final is None}
    return len(still_open) >= MANY and still_open <= set(transition.sources)


def anywhere_box(target: str) -> str:
    """The name of the box that stands for all open states before a target."""
    return f"{ANYWHERE}{target}"


def anywhere_targets(definition: Definition) -> tuple[str, ...]:
    """The states that are reached from every open one."""
    return tuple(dict.fromkeys(t.target for t in definition.transitions if is_anywhere(definition, t)))


def arrows_of(definition: Definition, way: Way | None) -> tuple[Arrow, ...]:
    """Every arrow as declared; what no declared transition explains has an arrow of its own, with no number."""
    numbers: dict[tuple[str, str], list[int]] = {}
    for number, pair in _pairs(definition):
        numbers.setdefault(pair, []).append(number)
    steps: dict[tuple[str, str], list[int]] = {}
    for count, step in enumerate(way.steps if way else (), start=1):
        pair = (step.source, step.target)
        if set(pair) <= set(definition.states):
            steps.setdefault(pair, []).append(count)
            numbers.setdefault(pair, _numbers_of(definition, step.trigger, step.source))
    return tuple(Arrow(*pair, tuple(found), tuple(steps.get(pair, ()))) for pair, found in numbers.items())


def numbered(definition: Definition) -> Mapping[int, Transition]:
    """Every transition by its number in the picture, counted from one in the order of the declaration."""
    return dict(enumerate(definition.transitions, start=1))


def _pairs(definition: Definition) -> Iterator[tuple[int, tuple[str, str]]]:
    for number, transition in numbered(definition).items():
        if is_anywhere(definition, transition):
            yield number, (anywhere_box(transition.target), transition.target)
        else:
            yield from ((number, (source, transition.target)) for source in transition.sources)


def _numbers_of(definition: Definition, trigger: str, source: str) -> list[int]:
    return [n for n, t in numbered(definition).items() if t.trigger == trigger and source in t.sources]
