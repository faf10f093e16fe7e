"""The reminders of 300 organisations over very many dossiers: planned, composed from the truth, rendered."""

from collections.abc import Iterator
from datetime import date
from time import perf_counter

from bench.crowd import fill
from bench.grounds import Ground
from bench.model import model_of, resubmit, walk
from bench.profiling import where_time_goes
from bench.rounds import Measured
from bench.table import Result
from cycle import migrations
from cycle.answers import Done
from cycle.clock import NamedInstant, read_instant
from cycle.commands.register import register
from cycle.letters.composed import Composed
from cycle.letters.composing import Composer
from cycle.letters.planning.plan import plan
from cycle.letters.renderers import renderer_of
from cycle.letters.waiting import COLUMNS, queued_of
from cycle.office import Office
from cycle.sweeps import sweep
from notifications.facts import Text
from tests.scene import DISTRICT, MARCH, Scene, set_scene

LIMIT = 60_000_000.0  # microseconds in which all may be grouped
ORGANISATIONS = 300
REMINDED = "2024-03-12T02:00:00+00:00"
GROUPED = "reminders of 300 organisations, against 60 s"
EACH = "… composing and rendering, per letter"
MODEL = "600009"


def telling(ground: Ground, dossiers: int) -> Iterator[Result]:
    """A row for planning and composing what so many dossiers remind of, and one for each letter of it."""
    url = ground.url(f"telling_{dossiers}")
    migrations.upgrade(url)
    scene = set_scene(url, NamedInstant(read_instant(MARCH)))
    _fill(url, scene, dossiers)
    office = Office(scene.office.database, scene.office.rulebook, NamedInstant(read_instant(REMINDED)))
    sweep(office, "bench")
    began = perf_counter()
    planned = plan(office)
    between = perf_counter()
    assert planned.counts["reminder"] >= min(ORGANISATIONS, dossiers), planned
    letters, rendering = _rendered(office)
    ended = perf_counter()
    where = f"{where_time_goes(lambda: _rendered(office))}; planning alone {between - began:.1f} s"
    yield Result(GROUPED, ground.kind, dossiers, _measured((ended - began) * 1e6, LIMIT), 1.0, where)
    yield Result(EACH, ground.kind, dossiers, _measured((ended - between) * 1e6 / letters, rendering * 1e6 / letters))
    scene.office.database.close()


def _measured(ours: float, other: float) -> Measured:
    return Measured(ours, other, (ours / other,), 1)


def _rendered(office: Office) -> tuple[int, float]:
    """Compose and render every letter that waits: how many, and the seconds that rendering alone took."""
    with office.database.reading() as transaction:
        composer, spent = Composer(transaction, office), 0.0
        waiting = [queued_of(row) for row in transaction.rows(_QUEUED)]
        for one in waiting:
            composed = composer.compose(one)
            assert isinstance(composed, Composed), (one, composed)
            desk = composer.desk_of(one)
            letter = desk.letters.letters[one.name]
            facts = composer.facts(one, letter, composed)
            began = perf_counter()
            text = renderer_of(desk.published).render(letter.template, facts)
            spent += perf_counter() - began
            assert isinstance(text, Text)
    return len(waiting), spent


def _fill(url: str, scene: Scene, dossiers: int) -> None:
    """Clone a dossier that its commune has to screen, as many to each commune."""
    walked = walk(scene, MODEL, 1)
    resubmit(scene, walked.dossier, f"CT-4300{MODEL}", "bench")
    model = model_of(scene, MODEL, walked.dossier, walked.name)
    fill(url, (model, model), range(2, dossiers + 1), _communes(scene))


def _communes(scene: Scene) -> list[str]:
    for number in range(ORGANISATIONS):
        code, name = f"X{number:04d}", f"Ủy ban nhân dân xã {number}"
        body = register.Organisation(code, name, "commune", date(2024, 1, 1), DISTRICT)
        done = register.add_organisation(scene.office, scene.admin, body)
        assert isinstance(done, Done), done
    return [f"X{number:04d}" for number in range(ORGANISATIONS)]


_QUEUED = f"SELECT {COLUMNS} FROM letter l WHERE l.status = 'queued' AND l.kind = 'reminder' ORDER BY l.code"
