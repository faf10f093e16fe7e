"""The board of an office that began with what another had: its recognised products count as they did there."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from cycle.database import Database
from cycle.imports import BOOKS, certificates, dossiers, export
from cycle.office import Office
from cycle.publication import Rulebook
from cycle.queries.seasons.board import Board, board
from cycle.queries.viewing import View
from tests.conftest import TestClock
from tests.cycle.imports.workbooks import CERTIFICATE, run, told, written
from tests.cycle.queries.story import JUNE, LATER, Story, enter_register, found_province
from tests.cycle.queries.test_dossiers import counted
from tests.scene import MARCH, PROGRAMME, Scene

EVERYTHING = View("to_chuc", JUNE, everything=True, permissions=frozenset({"see.all", "producer.write"}))


@pytest.fixture
def fresh(tmp_path: Path, sqlite_template: Path) -> Iterator[Scene]:
    """The same province on the same day, without a dossier."""
    (folder := tmp_path / "fresh").mkdir()
    (folder / "ocop.db").write_bytes(sqlite_template.read_bytes())
    clock = TestClock(MARCH)
    scene = Scene(Office(Database(f"sqlite:///{folder / 'ocop.db'}"), Rulebook(), clock, rehearsal=True))
    found_province(scene)
    enter_register(scene)
    clock.set(LATER)
    yield scene
    scene.office.database.close()


def seen(scene: Scene) -> Board:
    found = board(scene.office, EVERYTHING, PROGRAMME, JUNE)
    assert isinstance(found, Board), found
    return found


def counts(found: Board) -> tuple[object, ...]:
    places = {row.code: (row.evaluated, row.recognised) for row in found.localities}
    targets = {row.name: row.reached for row in found.targets}
    return found.evaluated, found.localities_evaluated, places, targets


def test_what_was_carried_over_is_evaluated_and_recognised_as_it_was(
    own_story: Story, fresh: Scene, tmp_path: Path
) -> None:
    for kind, what in (("certificates", certificates(PROGRAMME)), ("dossiers", dossiers(PROGRAMME))):
        path, programme = tmp_path / f"{kind}.xlsx", PROGRAMME if kind == "dossiers" else None
        assert isinstance(export(own_story.office, EVERYTHING, BOOKS[kind], path, programme), int)
        assert told(run(fresh, what, path)) == [], kind
    assert counts(seen(fresh)) == counts(seen(own_story.scene))
    assert seen(fresh).evaluated == 1


@pytest.mark.parametrize(("issued", "evaluated"), [(date(2022, 6, 20), 1), (date(2024, 6, 10), 1)])
def test_a_certificate_of_a_former_year_or_beside_an_evaluation_counts_for_nothing(
    own_story: Story, tmp_path: Path, issued: date, evaluated: int
) -> None:
    scene, product = own_story.scene, "SP003" if issued.year == 2024 else "SP002"
    row = replace(CERTIFICATE, product=product, issued=issued, decision_date=issued)
    assert told(run(scene, certificates(PROGRAMME), written(scene, "certificates", tmp_path / "a.xlsx", [row]))) == []
    assert seen(scene).evaluated == evaluated
    assert {row.name: row.reached for row in seen(scene).targets}["four_stars"] == 0


@pytest.mark.parametrize("own_story", ["sqlite"], indirect=True)
def test_imported_certificates_cost_no_question_more(own_story: Story, tmp_path: Path) -> None:
    scene = own_story.scene
    with counted() as few:
        seen(scene)
    row = replace(CERTIFICATE, product="SP002")
    run(scene, certificates(PROGRAMME), written(scene, "certificates", tmp_path / "a.xlsx", [row]))
    with counted() as many:
        seen(scene)
    assert len(many) == len(few)
