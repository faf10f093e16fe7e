"""A result that lies behind a dossier entered from paper goes out with it."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from cycle.imports import dossiers
from cycle.queries.certificates.national import NationalAsked
from cycle.queries.certificates.national_evaluations import list_evaluation_rows
from cycle.queries.viewing import View
from cycle.sheets import DossierRow
from tests.cycle.imports.test_under_way import APPROVED
from tests.cycle.imports.workbooks import EVALUATION, WAITING, run, told, written
from tests.scene import PROGRAMME, Scene
from workflows.verdict import Reason

TODAY = date(2024, 3, 5)


@pytest.mark.parametrize("entered", [EVALUATION, APPROVED, replace(APPROVED, state="centre.evaluating")])
def test_a_result_entered_from_paper_goes_out_with_the_day_of_its_state(
    scene: Scene, tmp_path: Path, entered: DossierRow
) -> None:
    report = run(scene, dossiers(PROGRAMME), written(scene, "dossiers", tmp_path / "a.xlsx", [WAITING, entered]))
    assert told(report) == []
    found = list_evaluation_rows(scene.office, View("to_chuc", TODAY, everything=True), NationalAsked(TODAY))
    assert not isinstance(found, Reason), found
    assert [(one.stars, one.day) for one in found.rows] == [(int(entered.values["stars"]), entered.since)]
    assert [one.score for one in found.rows] == [{"62,5": "62.50", "92": "92.00"}[entered.values["score"]]]
