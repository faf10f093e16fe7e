"""A re-evaluation is outside the rounds: what its session concluded is submitted, decided and recognised even so."""

from datetime import timedelta
from typing import Any

import pytest

from cycle.answers import Done
from cycle.commands.documents.abouts import AskedAbout
from cycle.commands.documents.documents import file_document, try_file_document
from cycle.commands.fire import fire
from cycle.documents.recognising import Recognising, Waiting, recognitions, waiting_for
from cycle.queries.documents import DocumentFilter, list_documents
from cycle.queries.paging import Page
from cycle.queries.verification.walk import verify
from cycle.sheets.recognitions import RecognitionRow
from tests.cycle.documents.conftest import Desk
from tests.cycle.documents.test_drafting import bring_five, drafted, told
from tests.cycle.documents.test_filing import TODAY, codes, rows, signed
from tests.evaluating import PRODUCT, add_papers, bring
from tests.judged import best, judge, scoring_set
from workflows.verdict import Reason

SHEET = "so-giay.xlsx"


def reassess(desk: Desk) -> tuple[str, str]:
    """A re-evaluation on which the Council has concluded in writing, and that session; it is in no round."""
    scene = desk.scene
    certificate = f"{bring(scene, PRODUCT, 'province.recognised')}.1"
    (request,) = add_papers(scene, certificate, PRODUCT, "superior_request")
    asked = {"purpose": "Đánh giá lại", "superior_request": request}
    note = {"note": "Bộ đề nghị thực hiện lại"}
    (dossier,) = scene.done(certificate, "order_redo", "to_chuc", values=asked, **note).details["opened"]
    add_papers(scene, dossier, PRODUCT, *_asked(desk), held_by=("dossier",))
    given = {name: f"{dossier}/{name}/1" for name in ("commune_report", "commune_request")}
    scene.done(dossier, "propose_reevaluation", "xa", values=given)
    scene.done(dossier, "accept_for_reassessment", "to_chuc", values={"complete": "08/06/2026"})
    scene.done(dossier, "report_reassessment", "to_chuc", values={"body_report": f"{dossier}/ocop_body_report/1"})
    session = judge(scene, dossier, form="written")
    scene.done(dossier, "record_result", "thu_ky_tinh", values={"minutes": f"{dossier}/council_minutes/1"})
    return dossier, session


def _asked(desk: Desk) -> tuple[str, ...]:
    """The types of papers that others hold: those of the evaluation before do not count again."""
    with desk.scene.office.database.reading() as transaction:
        found = transaction.rows("SELECT DISTINCT type FROM paper WHERE holder_kind <> 'dossier' ORDER BY type")
    return tuple(one for (one,) in found)


def recognising(desk: Desk, about: str, document: str, number: str = "09/2026/OCOP") -> Any:
    waiting = waiting_for(desk.scene.office, desk.view("chu_tich_tinh"), AskedAbout(about))
    assert isinstance(waiting, tuple), waiting
    filled = [RecognitionRow(SHEET, 2, one.dossier, one.product, str(one.stars), number, None) for one in waiting]
    asked = Recognising(desk.caller("chu_tich_tinh"), AskedAbout(about), document, f"recognise {document}")
    return recognitions(desk.scene.office, desk.view("chu_tich_tinh"), asked, filled)


def test_a_reevaluation_is_submitted_decided_and_recognised_by_its_session(desk: Desk) -> None:
    dossier, session = reassess(desk)
    office = desk.scene.office
    assert rows(desk, f"SELECT round FROM dossier_round WHERE dossier = '{dossier}'") == []
    assert "1 sản phẩm đề nghị công nhận (4 sao)" in told(drafted(desk, "submission", session))
    assert "Công nhận 1 sản phẩm OCOP đạt 4 sao" in told(drafted(desk, "decision", session))
    assert "kết quả đánh giá, phân hạng 1 sản phẩm" in told(drafted(desk, "notice", session))
    filed = file_document(office, desk.store, signed(desk, "decision", session))
    assert isinstance(filed, Done), filed
    listed = list_documents(office, desk.view("to_chuc"), DocumentFilter(about=session), Page(sort="day")).rows
    assert [one.subject for one in listed] == [("session", session)]
    (act,) = recognising(desk, session, filed.target)
    assert isinstance(fire(office, act), Done)
    assert rows(desk, f"SELECT state FROM dossier WHERE code = '{dossier}'") == [("province.recognised",)]
    answer = drafted(desk, "decision", session)
    assert isinstance(answer, Reason)
    assert answer.code == "document_nothing_waits"
    assert verify(office).faults == ()


def test_a_single_dossier_is_decided_and_recognised_too(file_desk: Desk) -> None:
    dossier = bring(file_desk.scene, PRODUCT, "province.concluded")
    assert "Công nhận 1 sản phẩm OCOP" in told(drafted(file_desk, "decision", dossier))
    filed = file_document(file_desk.scene.office, file_desk.store, signed(file_desk, "decision", dossier))
    assert isinstance(filed, Done), filed
    assert [one.dossier for one in recognising(file_desk, dossier, filed.target)] == [dossier]
    # A commune decides on nothing, though the product lies in it.
    own = signed(file_desk, "decision", dossier, "xa", number="16/UBND")
    assert codes(file_document(file_desk.scene.office, file_desk.store, own)) == {"out_of_reach"}


@pytest.mark.parametrize("kind", ["submission", "decision", "notice"])
def test_nothing_tells_a_result_before_the_council_met(file_desk: Desk, kind: str) -> None:
    dossier = bring(file_desk.scene, PRODUCT, "province.concluded")
    ((session,),) = rows(file_desk, f"SELECT session FROM turn WHERE dossier = '{dossier}'")
    office, store, day = file_desk.scene.office, file_desk.store, TODAY - timedelta(days=1)
    for about in (session, dossier):
        early = signed(file_desk, kind, about, day=day)
        assert codes(file_document(office, store, early)) == {"document_before_session"}
        assert codes(try_file_document(office, early)) == {"document_before_session"}
    assert rows(file_desk, "SELECT code FROM document") == []
    assert isinstance(file_document(office, store, signed(file_desk, kind, session)), Done)


def test_a_session_s_decision_recognises_no_other_session_and_no_round(file_desk: Desk) -> None:
    dossier = bring(file_desk.scene, PRODUCT, "province.concluded")
    (session,), (round_code,) = (
        rows(file_desk, f"SELECT {column} FROM {table} WHERE dossier = '{dossier}'")[0]
        for column, table in (("session", "turn"), ("round", "dossier_round"))
    )
    filed = file_document(file_desk.scene.office, file_desk.store, signed(file_desk, "decision", session))
    assert isinstance(filed, Done), filed
    assert [one.code for one in recognising(file_desk, round_code, filed.target)] == ["document_not_decision"]
    assert [one.dossier for one in recognising(file_desk, session, filed.target)] == [dossier]


def test_what_a_later_session_concluded_is_decided_by_that_one(file_desk: Desk) -> None:
    scene = file_desk.scene
    dossier = bring(scene, PRODUCT, "province.concluded")
    ((first,),) = rows(file_desk, f"SELECT session FROM turn WHERE dossier = '{dossier}'")
    scene.done(dossier, "reconvene", "chu_tich_hoi_dong", note="Xem xét lại")
    second = judge(scene, dossier, best(scoring_set(scene.office)))
    (minutes,) = add_papers(scene, dossier, PRODUCT, "council_minutes")
    scene.done(dossier, "record_result", "thu_ky_tinh", values={"minutes": minutes})
    answer = drafted(file_desk, "submission", first)
    assert isinstance(answer, Reason)
    assert answer.code == "document_no_result"
    assert "1 sản phẩm có tiềm năng 5 sao" in told(drafted(file_desk, "submission", second))


def test_an_approval_about_a_session_becomes_a_paper_of_what_needs_it(file_desk: Desk) -> None:
    dossier = bring_five(file_desk)
    ((session,),) = rows(file_desk, f"SELECT session FROM turn WHERE dossier = '{dossier}'")
    filed = file_document(file_desk.scene.office, file_desk.store, signed(file_desk, "approval_decision", session))
    assert isinstance(filed, Done), filed
    assert filed.details["dossiers"] == [dossier]


def test_who_waits_is_told_by_dossier_with_its_stars(file_desk: Desk) -> None:
    dossier = bring(file_desk.scene, PRODUCT, "province.concluded")
    found = waiting_for(file_desk.scene.office, file_desk.view("chu_tich_tinh"), AskedAbout(dossier))
    assert isinstance(found, tuple)
    assert found == (Waiting(dossier, found[0].product, 4, "recognise_4", "province_decision"),)


@pytest.mark.parametrize("about", ["QNG2026-PH999", "QNG2026-9999"])
def test_a_session_or_dossier_that_is_not_there_is_told(file_desk: Desk, about: str) -> None:
    answer = drafted(file_desk, "submission", about)
    assert isinstance(answer, Reason)
    assert answer.code == "document_about_unknown"
