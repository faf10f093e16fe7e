"""A product of 2026 from its filing to a certificate, under Decision 26/2026/QĐ-TTg."""

from collections.abc import Iterator

import pytest

from tests.conftest import TestClock
from tests.evaluating import EVALUATION, PRODUCT, Scene, bring, scene_26


@pytest.fixture
def scene(database_url: str, clock: TestClock) -> Iterator[Scene]:
    scene = scene_26(database_url, clock)
    yield scene
    scene.office.database.close()


def state_of(scene: Scene, dossier: str) -> tuple[str, str]:
    with scene.office.database.reading() as transaction:
        found = transaction.row("SELECT workflow, state FROM dossier WHERE code = ?", (dossier,))
    assert found
    return found[0], found[1]


@pytest.mark.parametrize("state", ["commune.checking", *(target for target, *_ in EVALUATION)])
def test_a_product_is_brought_to_each_state(scene: Scene, state: str) -> None:
    assert state_of(scene, bring(scene, PRODUCT, state)) == ("evaluation_26", state)
