"""What a test does and looks at of planning: a sweep and a pass, the letters queued, what one would say."""

from typing import Any

from cycle.commands.sequencing import sequence
from cycle.letters.composed import Composed, Nothing, Queued
from cycle.letters.composing import Composer
from cycle.letters.planning.plan import Planned, plan
from cycle.letters.renderers import renderer_of
from cycle.letters.waiting import COLUMNS, queued_of
from cycle.sweeps import sweep
from tests.conftest import TestClock
from tests.cycle.sweeps.looking import TODAY, in_drafting
from tests.scene import Scene


def passed(scene: Scene, at: str | None = None, clock: TestClock | None = None) -> Planned:
    """A sweep and a pass of planning, at an instant if one is given."""
    if at is not None and clock is not None:
        clock.set(at)
    sweep(scene.office, "test")
    sequence(scene.office)
    return plan(scene.office)


def queued(scene: Scene, kind: str = "reminder", recipient: str | None = None) -> list[Queued]:
    """The letters of a kind that wait, the first to go first."""
    statement = f"SELECT {COLUMNS} FROM letter l WHERE l.kind = ? AND l.status = 'queued' ORDER BY l.send_after, l.code"
    with scene.office.database.reading() as transaction:
        found = [queued_of(row) for row in transaction.rows(statement, (kind,))]
    return [one for one in found if recipient in (None, one.recipient)]


def composed(scene: Scene, one: Queued) -> Composed | Nothing:
    with scene.office.database.reading() as transaction:
        return Composer(transaction, scene.office).compose(one)


def body(scene: Scene, one: Queued) -> Any:
    """What a letter says; it says something."""
    found = composed(scene, one)
    assert isinstance(found, Composed), found
    return found.body


def mail(scene: Scene, one: Queued) -> Any:
    """The rendered text of a letter."""
    with scene.office.database.reading() as transaction:
        composer = Composer(transaction, scene.office)
        found = composer.compose(one)
        assert isinstance(found, Composed), found
        desk = composer.desk_of(one)
        letter = desk.letters.letters[one.name]
        return renderer_of(desk.published).render(letter.template, composer.facts(one, letter, found))


def screening(scene: Scene, product: str = "SP001") -> str:
    """A dossier that the commune has to screen by 15/03/2024; the producer has handed in its idea."""
    dossier = in_drafting(scene, product)
    scene.paper("idea_form_new", "dossier", dossier, TODAY)
    scene.done(dossier, "submit", "to_chuc", on_behalf="producer:CT-4300100001")
    return dossier


def rows(scene: Scene, statement: str, *parameters: Any) -> list[tuple[Any, ...]]:
    with scene.office.database.reading() as transaction:
        return transaction.rows(statement, parameters)
