"""Two people who enter certificates at one moment never enter one number twice."""

from dataclasses import replace
from functools import partial
from pathlib import Path

from cycle.commands.permits import Caller
from cycle.imports import Load, Report, certificates, import_workbook
from cycle.office import Office
from cycle.queries.verification import verify
from tests.cycle.imports.workbooks import CERTIFICATE, rows_of, told, written
from tests.scene import MARCH, PROGRAMME, Scene
from tests.workers import at_once, office_on

KIND = certificates(PROGRAMME)
ROUNDS = 5


def imported_at_once(database_url: str, paths: list[Path]) -> list[Report]:
    """The reports of the workbooks, each entered by an office of its own, all begun together."""
    offices = [office_on(database_url, MARCH) for _ in paths]

    def bring(office: Office, path: Path) -> Report:
        return import_workbook(office, Caller("to_chuc"), Load(KIND, path), good_rows=False)

    reports = at_once(*(partial(bring, *both) for both in zip(offices, paths, strict=True)))
    for office in offices:
        office.database.close()
    return reports


def test_of_two_who_enter_one_number_at_once_one_is_told(scene: Scene, database_url: str, tmp_path: Path) -> None:
    for number in range(2, 2 * ROUNDS + 2):
        scene.add_product(number)
    for turn in range(ROUNDS):
        one = replace(CERTIFICATE, number=f"{turn}/2022/OCOP", product=f"SP{2 * turn + 2:03d}")
        other = replace(one, number=one.number.lower(), product=f"SP{2 * turn + 3:03d}")
        paths = [
            written(scene, "certificates", tmp_path / f"{turn}-{place}.xlsx", [row])
            for place, row in enumerate((one, other))
        ]
        reports = imported_at_once(database_url, paths)
        assert sorted(report.written for report in reports) == [0, 1], turn
        (code,) = [code for report in reports for _, code in told(report)]
        assert code in ("value_taken", "differs_from_register")
    assert rows_of(scene, "SELECT COUNT(*) FROM dossier") == [(ROUNDS,)]
    assert verify(scene.office).faults == ()
