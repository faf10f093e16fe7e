"""A violation that an inspection concludes: 15 days from that day to withdraw or not (Article 8.4), by whoever may."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from cycle.imports import certificates
from cycle.queries.verification import verify
from cycle.sweeps import sweep
from tests.conftest import TestClock
from tests.cycle.imports.workbooks import CERTIFICATE, run, told, written
from tests.evaluating import PRODUCT, PROGRAMME, Scene, add_papers, scene_26
from workflows.verdict import Refusal

CONCLUDED, ISSUED = "2026-06-08", date(2024, 6, 20)
BY_MINISTER = {"centre_withdrawal": {"number": "10/QĐ-BNNMT", "date": "08/06/2026"}}
BY_CHAIR = {"province_withdrawal": {"number": "7/QĐ-UBND", "date": "08/06/2026"}}


@pytest.fixture
def scene(database_url: str, clock: TestClock) -> Iterator[Scene]:
    scene = scene_26(database_url, clock)
    yield scene
    scene.office.database.close()


def certificate_of(scene: Scene, folder: Path, stars: int) -> str:
    """A certificate entered from paper."""
    row = replace(CERTIFICATE, product=PRODUCT, stars=stars, issued=ISSUED, decision_date=ISSUED)
    book = written(scene, "certificates", folder / "cert.xlsx", [row])
    assert told(run(scene, certificates(PROGRAMME), book)) == []
    return f"{PROGRAMME}-0001"


def concluded(scene: Scene, certificate: str, by: str) -> str:
    """A violation concluded by an inspection of a certificate; the withdrawal that it opens."""
    values: dict[str, Any] = {"subject": "Chất lượng sản phẩm", "kind": "Đột xuất"}
    (inspection,) = scene.done(certificate, "inspect", by, values=values).details["opened"]
    add_papers(scene, inspection, PRODUCT, "inspection_report", "violation_conclusion")
    values = {"inspected": CONCLUDED, "report": f"{inspection}/inspection_report/1", "findings": "Không đạt chỉ tiêu"}
    scene.done(inspection, "record_findings", by, values=values)
    values = {"ground": "c", "concluded": CONCLUDED, "conclusion": f"{inspection}/violation_conclusion/1"}
    scene.done(inspection, "close_violation", by, values=values, note="Theo kết quả kiểm nghiệm")
    found = rows(scene, "SELECT code FROM dossier WHERE parent = ? AND workflow = 'withdrawal'", certificate)
    assert len(found) == 1
    return str(found[0][0])


def rows(scene: Scene, statement: str, *given: str) -> list[tuple[Any, ...]]:
    with scene.office.database.reading() as transaction:
        return [tuple(row) for row in transaction.rows(statement, given)]


def state_of(scene: Scene, dossier: str) -> str:
    return str(rows(scene, "SELECT state FROM dossier WHERE code = ?", dossier)[0][0])


def test_its_fifteen_days_run_from_the_conclusion_and_are_owed_and_escalated(
    scene: Scene, clock: TestClock, tmp_path: Path
) -> None:
    withdrawal = concluded(scene, certificate_of(scene, tmp_path, 4), "to_chuc")
    running = rows(scene, "SELECT name, last_day FROM deadline WHERE dossier = ? AND closed_seq IS NULL", withdrawal)
    assert (state_of(scene, withdrawal), running) == ("withdrawal.concluded", [("decision", "2026-06-23")])
    clock.set("2026-06-24T02:00:00+00:00")
    sweep(scene.office, "test")
    marks = {mark.partition("@")[0] for (mark,) in rows(scene, "SELECT mark FROM effect WHERE subject = ?", withdrawal)}
    assert {"before_7_days", "before_3_days", "on", "expiry"} <= marks
    assert rows(scene, "SELECT escalation FROM deadline WHERE dossier = ?", withdrawal) == [("waiting",)]


def test_the_authority_and_not_the_producer_is_asked_for_its_conclusion(scene: Scene, tmp_path: Path) -> None:
    certificate, values = certificate_of(scene, tmp_path, 4), {"ground": "c", "concluded": CONCLUDED}
    refused = scene.fire(certificate, "conclude", "to_chuc", values=values, note="Theo kết luận")
    assert isinstance(refused, Refusal)
    (missing,) = (reason for reason in refused.reasons if reason.code == "paper_missing")
    assert missing.mend == ("secretariat", "centre")


def test_the_chairman_withdraws_or_says_why_not(scene: Scene, tmp_path: Path) -> None:
    certificate = certificate_of(scene, tmp_path, 4)
    first = concluded(scene, certificate, "to_chuc")
    scene.done(first, "drop", "chu_tich_tinh", note="Đã khắc phục ngay khi kiểm tra")
    assert (state_of(scene, first), state_of(scene, certificate)) == ("withdrawal.dropped", "certificate.valid")
    values = {"subject": "Nhãn", "kind": "Định kỳ"}
    scene.done(certificate, "inspect", "to_chuc", values=values)
    assert verify(scene.office).faults == ()


def test_a_decision_ends_the_certificate_and_what_else_goes_on(scene: Scene, tmp_path: Path) -> None:
    certificate = certificate_of(scene, tmp_path, 3)
    values = {"subject": "Nhãn", "kind": "Định kỳ"}
    (other,) = scene.done(certificate, "inspect", "to_chuc", values=values).details["opened"]
    withdrawal = concluded(scene, certificate, "to_chuc")
    scene.done(withdrawal, "withdraw_by_province", "chu_tich_tinh", values=BY_CHAIR, note="Vi phạm chất lượng")
    assert [state_of(scene, one) for one in (certificate, other)] == ["certificate.withdrawn", "inspection.cancelled"]
    assert verify(scene.office).faults == ()


def test_the_minister_withdraws_five_stars_without_a_proposal_and_no_others(scene: Scene, tmp_path: Path) -> None:
    certificate = certificate_of(scene, tmp_path, 5)
    withdrawal = concluded(scene, certificate, "trung_uong")
    scene.done(withdrawal, "withdraw_by_minister", "trung_uong", values=BY_MINISTER, note="Theo kiểm tra của Bộ")
    assert state_of(scene, certificate) == "certificate.withdrawn"
    assert verify(scene.office).faults == ()


def test_four_stars_are_not_the_ministers_to_withdraw(scene: Scene, tmp_path: Path) -> None:
    withdrawal = concluded(scene, certificate_of(scene, tmp_path, 4), "trung_uong")
    refused = scene.fire(withdrawal, "withdraw_by_minister", "trung_uong", values=BY_MINISTER, note="Theo kiểm tra")
    assert isinstance(refused, Refusal)
    assert [one.code for one in refused.reasons] == ["value_not_equals"]
