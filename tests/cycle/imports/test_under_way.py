"""What stands against a dossier under way: whose hands it went through, its values, and what has ended here."""

import json
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from cycle.answers import Done
from cycle.commands.register import register
from cycle.imports import dossiers
from cycle.queries.verification import verify
from tests.cycle.imports.workbooks import EVALUATION, SEASON, WAITING, rows_of, run, told, written
from tests.scene import DISTRICT, PROGRAMME, Scene
from workflows.verdict import Refusal

KIND = dossiers(PROGRAMME)
CHILD = "QNG2024-0001.1"
DECISION = {"number": "45/QĐ-UBND", "date": "2024-03-05"}
RECOGNISED = {"district_decision": DECISION, "certificate": "01/2024/OCOP", "issued": "05/03/2024"}
APPROVED = replace(
    EVALUATION,
    state="province.approved",
    values={"score": "92", "stars": "5", "approval.number": "9/QĐ-UBND", "approval.date": "04/03/2024"},
    acts={},
)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "hồ sơ.xlsx"


def scribe(scene: Scene, account: str, holder: str, first: date, last: date | None = None) -> None:
    """An account that is the secretary of a district's council for some time."""
    register.add_account(scene.office, scene.admin, register.Account(account, f"Người {account}"))
    held = register.Holding(account, "district_council_secretary", holder, first, last)
    assert isinstance(register.grant_role(scene.office, scene.admin, held), Done)


def test_whoever_enters_a_dossier_had_a_hand_in_the_act_behind_it(scene: Scene, path: Path) -> None:
    report = run(scene, KIND, written(scene, "dossiers", path, [WAITING, EVALUATION]))
    assert told(report) == []
    answer = scene.fire(CHILD, "recognise_3", "to_chuc", on_behalf=f"organisation:{DISTRICT}", values=RECOGNISED)
    assert isinstance(answer, Refusal)
    assert [reason.code for reason in answer.reasons] == ["same_person"]
    (data,) = rows_of(scene, f"SELECT data FROM dossier WHERE code = '{CHILD}'")[0]
    assert json.loads(data)["acts"] == {"record_result": ["to_chuc", "account:thu_ky_huyen", "2024-03-04"]}
    scene.done(CHILD, "recognise_3", "chu_tich_huyen", values=RECOGNISED)
    assert verify(scene.office).faults == ()


@pytest.mark.parametrize("account", ["quan_tri", "xa", "chu_the", "thu_ky_khac", "da_nghi"])
def test_who_never_held_a_role_that_may_do_an_act_did_not_do_it(scene: Scene, path: Path, account: str) -> None:
    scribe(scene, "thu_ky_khac", "524", date(2024, 1, 1))
    scribe(scene, "da_nghi", DISTRICT, date(2023, 1, 1), date(2023, 12, 31))
    rows = [WAITING, replace(EVALUATION, acts={"record_result": account})]
    report = run(scene, KIND, written(scene, "dossiers", path, rows))
    assert told(report) == [("G3", "act_of_other_role")]
    assert rows_of(scene, "SELECT code FROM dossier") == []


@pytest.mark.parametrize("account", ["thu_ky_truoc", "to_chuc"])
def test_who_held_the_role_then_or_enters_for_it_may_have_done_it(scene: Scene, path: Path, account: str) -> None:
    scribe(scene, "thu_ky_truoc", DISTRICT, date(2023, 1, 1), date(2024, 3, 4))
    rows = [WAITING, replace(EVALUATION, acts={"record_result": account})]
    assert told(run(scene, KIND, written(scene, "dossiers", path, rows))) == []


def test_a_state_that_its_values_forbid_is_told_with_what_the_way_there_asks(scene: Scene, path: Path) -> None:
    forbidden = replace(APPROVED, values={**APPROVED.values, "score": "12", "stars": "1"})
    report = run(scene, KIND, written(scene, "dossiers", path, [WAITING, forbidden]))
    assert told(report) == [
        ("F3", "no_way_to_state"),
        ("F3", "value_not_at_least"),
        ("F3", "value_not_equals"),
    ]
    assert report.faults[0].params["ways"] == ["approve_result"]
    assert rows_of(scene, "SELECT code FROM dossier") == []
    assert told(run(scene, KIND, written(scene, "dossiers", path, [WAITING, APPROVED]))) == []


@pytest.mark.parametrize("state", ["centre.evaluating", "province.in_review", "province.supplementing"])
def test_values_forbid_what_lies_beyond_the_state_that_they_forbid(scene: Scene, path: Path, state: str) -> None:
    forbidden = replace(APPROVED, state=state, values={**APPROVED.values, "score": "12", "stars": "1"})
    report = run(scene, KIND, written(scene, "dossiers", path, [WAITING, forbidden]))
    assert told(report)[0] == ("F3", "no_way_to_state")
    fitting = replace(forbidden, values=APPROVED.values)
    assert told(run(scene, KIND, written(scene, "dossiers", path, [WAITING, fitting]))) == []


@pytest.mark.parametrize("row", [SEASON, WAITING])
def test_a_season_that_ended_here_is_not_entered_again(scene: Scene, path: Path, row: object) -> None:
    dossier = scene.open()
    scene.done(dossier, "leave_out", "xa", note="không đủ điều kiện")
    pair = [row, EVALUATION] if row is WAITING else [row]
    report = run(scene, KIND, written(scene, "dossiers", path, pair))  # type: ignore[arg-type]  # rows of this kind, as objects
    assert told(report) == [("A2", "dossier_ended_here")]
    (fault,) = report.faults
    assert (fault.params["dossier"], fault.params["ended"]) == (dossier, "2024-03-05")


def test_an_entered_season_that_ended_is_known_when_it_comes_again(scene: Scene, path: Path) -> None:
    run(scene, KIND, written(scene, "dossiers", path, [WAITING, EVALUATION]))
    scene.done("QNG2024-0001", "withdraw", "to_chuc", on_behalf="producer:CT-4300100001", note="chủ thể xin rút")
    again = run(scene, KIND, path)
    assert (told(again), again.written, again.known) == ([], 0, {"dossier": 2})
    other = run(scene, KIND, written(scene, "dossiers", path, [SEASON]))
    assert [code for _, code in told(other)] == ["differs_from_register"]


def test_only_the_same_account_again_is_the_same_act(scene: Scene, path: Path) -> None:
    scribe(scene, "thu_ky_hai", DISTRICT, date(2024, 1, 1))
    run(scene, KIND, written(scene, "dossiers", path, [WAITING, EVALUATION]))
    other = replace(EVALUATION, acts={"record_result": "thu_ky_hai"})
    assert ("G3", "differs_from_register") in told(run(scene, KIND, written(scene, "dossiers", path, [WAITING, other])))
