"""A certificate's number stands in one dossier only, whether a step gives it or a workbook brings it."""

from dataclasses import replace
from functools import partial
from pathlib import Path

import pytest
from sqlalchemy import delete, update

from cycle import tables
from cycle.answers import Answer, Done
from cycle.commands.fire import Fire, fire, fire_many
from cycle.database import ContentionError
from cycle.imports import certificates, dossiers
from cycle.office import Office
from cycle.queries.verification import verify
from tests.cycle.imports.workbooks import CERTIFICATE, EVALUATION, WAITING, rows_of, run, told, written
from tests.scene import MARCH, PROGRAMME, Scene
from tests.workers import at_once, office_on
from workflows.verdict import Refusal

DECISION = {"number": "45/QĐ-UBND", "date": "2024-03-05"}
NUMBERS = "SELECT family, name, text, dossier FROM unique_value ORDER BY dossier"


def recognised(number: str) -> dict[str, object]:
    return {"district_decision": DECISION, "certificate": number, "issued": "05/03/2024"}


def evaluated(scene: Scene, folder: Path, count: int) -> list[str]:
    """Evaluations of as many products, each ready for its recognition."""
    products = ["SP001", *(scene.add_product(number) for number in range(2, count + 1))]
    rows = [replace(row, product=product) for product in products for row in (WAITING, EVALUATION)]
    assert told(run(scene, dossiers(PROGRAMME), written(scene, "dossiers", folder / "a.xlsx", rows))) == []
    return [code for (code,) in rows_of(scene, "SELECT code FROM dossier WHERE parent IS NOT NULL ORDER BY code")]


def codes(answer: Answer) -> list[str]:
    assert isinstance(answer, Refusal), answer
    return [reason.code for reason in answer.reasons]


@pytest.mark.parametrize("number", ["15/2022/OCOP", "15/2022/ocop", " 15/2022/OCOP\u200b "])
def test_a_recognition_with_the_number_of_an_entered_certificate_is_refused(
    scene: Scene, tmp_path: Path, number: str
) -> None:
    (dossier,) = evaluated(scene, tmp_path, 1)
    scene.add_product(2)
    entered = replace(CERTIFICATE, product="SP002")
    run(scene, certificates(PROGRAMME), written(scene, "certificates", tmp_path / "b.xlsx", [entered]))
    answer = scene.fire(dossier, "recognise_3", "chu_tich_huyen", values=recognised(number))
    assert codes(answer) == ["value_taken"]
    assert isinstance(answer, Refusal)
    assert answer.reasons[0].params["dossier"] == "QNG2024-0002"
    scene.done(dossier, "recognise_3", "chu_tich_huyen", values=recognised("16/2022/OCOP"))
    assert [row[:3] for row in rows_of(scene, NUMBERS)] == [
        ("certificate", "certificate", "16/2022/ocop"),
        ("certificate", "certificate", "15/2022/ocop"),
    ]
    assert verify(scene.office).faults == ()


def test_two_recognitions_of_one_batch_do_not_share_a_number(scene: Scene, tmp_path: Path) -> None:
    pair = evaluated(scene, tmp_path, 2)
    asked = [Fire(one, "recognise_3", "chu_tich_huyen", values=recognised("1/2024/OCOP")) for one in pair]
    first, second = fire_many(scene.office, asked)
    assert isinstance(first, Done)
    assert codes(second) == ["value_taken"]


def test_two_recognitions_at_once_do_not_share_a_number(scene: Scene, database_url: str, tmp_path: Path) -> None:
    rounds = 4
    ready = evaluated(scene, tmp_path, 2 * rounds)
    offices = [office_on(database_url, MARCH) for _ in range(2)]
    for turn in range(rounds):
        values, pair = recognised(f"{turn}/2024/OCOP"), ready[2 * turn : 2 * turn + 2]
        asked = [Fire(dossier, "recognise_3", "chu_tich_huyen", values=values) for dossier in pair]
        answers = at_once(*(partial(_insist, *both) for both in zip(offices, asked, strict=True)))
        assert sorted(isinstance(answer, Done) for answer in answers) == [False, True]
        assert [codes(one) for one in answers if isinstance(one, Refusal)] == [["value_taken"]]
    for office in offices:
        office.database.close()
    assert verify(scene.office).faults == ()


def _insist(office: Office, asked: Fire) -> Answer:
    try:
        return fire(office, asked)
    except ContentionError:
        return fire(office, asked)


def test_a_number_that_a_recognition_gave_is_not_entered_again(scene: Scene, tmp_path: Path) -> None:
    (dossier,) = evaluated(scene, tmp_path, 1)
    scene.done(dossier, "recognise_3", "chu_tich_huyen", values=recognised("15/2022/OCOP"))
    scene.add_product(2)
    entered = replace(CERTIFICATE, product="SP002")
    report = run(scene, certificates(PROGRAMME), written(scene, "certificates", tmp_path / "b.xlsx", [entered]))
    assert [code for _, code in told(report)] == ["differs_from_register"]


def test_a_number_set_free_or_moved_in_the_rows_is_found(scene: Scene, tmp_path: Path) -> None:
    (dossier,) = evaluated(scene, tmp_path, 1)
    scene.done(dossier, "recognise_3", "chu_tich_huyen", values=recognised("15/2022/OCOP"))
    with scene.office.database.writing() as transaction:
        transaction.connection.execute(update(tables.unique_value).values(text="99"))
    assert {fault.code for fault in verify(scene.office).faults} == {"row_missing", "row_unknown"}
    with scene.office.database.writing() as transaction:
        transaction.connection.execute(delete(tables.unique_value))
    assert {fault.code for fault in verify(scene.office).faults} == {"row_missing"}
