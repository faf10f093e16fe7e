"""A workflow drawn in the words of the catalogue, with the way of a dossier where one is followed."""

from collections.abc import Sequence

from cycle.history import MOVING_KINDS
from cycle.pictures.asking import needs_of, people
from cycle.queries.history import HistoryRecord
from cycle.texts import Texts
from workflows import drawing
from workflows.definition import Definition
from workflows.drawing import Subject, Way, WayStep, Wording


def draw_workflow(texts: Texts, definition: Definition, way: Way | None = None) -> str:
    """The picture of a definition as SVG; `texts` are those under its own rules and titles."""
    wording = Wording(
        texts.language,
        lambda code, **values: texts.say(f"draw.{code}", **values),
        lambda who: people(texts, who),
        lambda transition: needs_of(texts, transition),
    )
    return drawing.svg(Subject(definition, wording, way))


def way_of(texts: Texts, code: str, records: Sequence[HistoryRecord]) -> Way | None:
    """The way that the records of a dossier tell, in their order; None where it had not been opened yet.

    Of one that a law has moved, the way from there: before that it was under another workflow.
    """
    moves: list[HistoryRecord] = []
    for one in records:
        if one.kind in MOVING_KINDS:
            moves = [one] if "definition" in one.payload else [*moves, one]
    if not moves:
        return None
    begun, *later = moves
    places = [str(one.payload["to"]) for one in moves]
    steps = tuple(
        WayStep(str(one.payload["trigger"]), source, target, texts.show("day", one.happened))
        for one, source, target in zip(later, places, places[1:], strict=False)
    )
    return Way(code, places[0], texts.show("day", begun.happened), steps, places[-1])
