"""A database of a given size with an office on it: what every case is run on."""

import random
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

from bench.crowd import fill
from bench.grounds import Ground
from bench.model import walk
from cycle import migrations
from cycle.clock import NamedInstant, read_instant
from cycle.office import Office
from cycle.queries.viewing import View
from tests.scene import COMMUNE, MARCH, set_scene

MODELS = ("600001", "600002")
VIEW_OF = "to_chuc"
LOCALITIES = 40


@dataclass(frozen=True)
class Stand:
    """An office with many dossiers, four of five of them given back for completion and waiting for it."""

    kind: str
    url: str
    office: Office
    view: View
    dossiers: int
    records: int
    places: tuple[str, ...]
    seed: int

    def place(self, number: int) -> str:
        """Where the product of a dossier lies."""
        return COMMUNE if number <= len(MODELS) else self.places[number % len(self.places)]

    def returned(self, many: int) -> list[int]:
        """Numbers of dossiers that wait for completion, chosen by chance, no two of them neighbours by intent."""
        there = [number for number in range(len(MODELS) + 1, self.dossiers + 1) if number % 5]
        return random.Random(self.seed).sample(there, min(many, len(there)))  # noqa: S311 - which ones is no secret


@contextmanager
def stand(ground: Ground, dossiers: int, returns: int, seed: int) -> Iterator[Stand]:
    """Found an office, walk the models and clone them up to so many dossiers."""
    url = ground.url(f"bench_{dossiers}")
    migrations.upgrade(url)
    scene = set_scene(url, NamedInstant(read_instant(MARCH)))
    models = [walk(scene, MODELS[0], returns), walk(scene, MODELS[1], 0)]
    places = _places(scene.office)
    fill(url, models, range(len(MODELS) + 1, dossiers + 1), places)
    view = View(VIEW_OF, scene.office.clock.now().date(), everything=True)
    with scene.office.database.reading() as transaction:
        (records,) = transaction.row("SELECT COUNT(*) FROM record") or (0,)
    try:
        yield Stand(ground.kind, url, scene.office, view, dossiers, records, tuple(places), seed)
    finally:
        scene.office.database.close()


def _places(office: Office) -> Sequence[str]:
    """Communes of the day: for one that is still to come, those whose place it takes would be asked for."""
    day = office.clock.now().date().isoformat()
    with office.database.reading() as transaction:
        found = transaction.rows(
            "SELECT code FROM organisation WHERE level = 'commune' AND valid_from <= ? "
            "AND (valid_to IS NULL OR valid_to >= ?) ORDER BY code LIMIT ?",
            (day, day, LOCALITIES),
        )
    return [code for (code,) in found]
