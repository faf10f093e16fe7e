"""Exports for the nation's databases: what lies in a divided commune waits until a person says where."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from cycle.answers import Done
from cycle.commands.producers.placing import Placing, place
from cycle.imports import certificates
from cycle.queries.certificates.national import NationalAsked, list_ocop_rows
from cycle.queries.viewing import View
from tests.conftest import TestClock
from tests.cycle.imports.workbooks import CERTIFICATE, run, written
from tests.scene import PROGRAMME, Scene

DIVIDED, HERE = "21142", "21136-2025"
TODAY = date(2026, 6, 8)
BASIS = "Công văn số 12/SNNMT-PTNT ngày 10/07/2025"


def exported(scene: Scene, at: date) -> tuple[list[tuple[str, ...]], list[tuple[str, tuple[str, ...]]]]:
    """The communes of each certificate that goes out by the places of a day, and why and of what places another not."""
    found = list_ocop_rows(scene.office, View("to_chuc", TODAY, everything=True), NationalAsked(at))
    assert not hasattr(found, "code"), found
    return [row.communes for row in found.rows], [
        (reason.code, tuple(reason.params.get("places", ()))) for reason in found.refused.values()
    ]


@pytest.fixture
def certified(scene: Scene, clock: TestClock, tmp_path: Path) -> Scene:
    """A certificate of a product whose commune has been divided since."""
    product = scene.add_product(9, DIVIDED)
    rows = [replace(CERTIFICATE, product=product)]
    report = run(scene, certificates(PROGRAMME), written(scene, "certificates", tmp_path / "old.xlsx", rows))
    assert (report.faults, report.written) == ((), 1)
    clock.set(f"{TODAY}T02:00:00+00:00")
    return scene


def test_a_certificate_of_a_divided_commune_goes_out_once_its_product_is_placed(certified: Scene) -> None:
    assert exported(certified, date(2025, 6, 30)) == ([(DIVIDED,)], [])
    both = ("21136-2025", "21157-2025")
    assert exported(certified, TODAY) == ([], [("export_place_unsettled", both)])
    settled = place(certified.office, certified.secretariat, Placing("product", "SP009", (HERE,), BASIS))
    assert isinstance(settled, Done), settled
    assert exported(certified, TODAY) == ([("21136",)], [])


def test_a_certificate_past_its_last_day_is_told_as_expired_though_nobody_has_confirmed_it(
    scene: Scene, clock: TestClock, tmp_path: Path
) -> None:
    product = scene.add_product(9)
    rows = [replace(CERTIFICATE, product=product, issued=date(2023, 7, 1), decision_date=date(2023, 7, 1))]
    run(scene, certificates(PROGRAMME), written(scene, "certificates", tmp_path / "old.xlsx", rows))
    told = {}
    for today in (date(2026, 7, 1), date(2026, 7, 2)):
        clock.set(f"{today}T02:00:00+00:00")
        found = list_ocop_rows(scene.office, View("to_chuc", today, everything=True), NationalAsked(today))
        assert not hasattr(found, "code"), found
        told[today] = [row.state.vi for row in found.rows]
    assert list(told.values()) == [["Còn hiệu lực"], ["Hết hiệu lực"]]
