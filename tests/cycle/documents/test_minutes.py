"""What a session writes: its minutes become papers of its dossiers, its summary has every sheet."""

import io
from dataclasses import replace
from datetime import date

from openpyxl import load_workbook

from cycle.answers import Done
from cycle.commands import councils
from cycle.commands.documents.abouts import AskedAbout
from cycle.commands.documents.documents import SignedDocument, file_document, try_file_document
from cycle.documents.drafting import Asked, Draft, draft
from cycle.queries.verification.walk import verify
from cycle.queries.viewing import View
from tests.cycle.commands.councils.conftest import sitting
from tests.cycle.commands.councils.sitting import SECRETARY, SET, TODAY, Sitting, lowered
from tests.cycle.commands.councils.test_sealing import unseal_with_the_session
from tests.cycle.documents.test_templates import text_of
from tests.evaluating import bring
from tests.scene import CONFIG
from workflows.verdict import Reason, Refusal

__all__ = ["sitting"]


def drafted(sitting: Sitting, kind: str, suffix: str, may: frozenset[str] = frozenset()) -> Draft | Reason:
    seen = View(SECRETARY.account, TODAY, everything=True, permissions=may)
    asked = Asked(SECRETARY, kind, AskedAbout(sitting.session), suffix)
    return draft(sitting.office, seen, CONFIG, asked)


def conclude(sitting: Sitting) -> None:
    sitting.all_enter({2: lowered(sitting.given, sitting.answers, 3)})
    assert isinstance(sitting.close(), Done)
    answer = sitting.conclude()
    assert isinstance(answer, Done), answer


def test_nothing_is_told_of_sheets_that_are_sealed(sitting: Sitting) -> None:
    sitting.all_enter()
    for kind, suffix in (("minutes", ".docx"), ("sheet_summary", ".xlsx")):
        answer = drafted(sitting, kind, suffix)
        assert isinstance(answer, Reason)
        assert answer.code == "document_no_turn"


def test_minutes_and_summary_tell_what_was_concluded(sitting: Sitting) -> None:
    conclude(sitting)
    minutes = drafted(sitting, "minutes", ".docx")
    assert isinstance(minutes, Draft), minutes
    told = text_of(minutes.content)
    assert "Có mặt 9/9 thành viên" in told
    assert "99,66" in told
    assert "5 sao" in told
    assert "Quyết định số 100/QĐ-UBND ngày 01/06/2026" in told
    summary = drafted(sitting, "sheet_summary", ".xlsx")
    assert isinstance(summary, Draft), summary
    rows = list(load_workbook(io.BytesIO(summary.content)).worksheets[0].iter_rows(min_row=7, values_only=True))
    assert sorted(int(str(row[9])) for row in rows[:9]) == [97, *[100] * 8]
    assert [str(one) for one in rows[9][10:15]] == ["99.66", "3", "5", "5", "5"]


def test_minutes_of_a_meeting_wait_for_a_conclusion(sitting: Sitting) -> None:
    sitting.all_enter()
    assert isinstance(sitting.close(), Done)
    answer = drafted(sitting, "minutes", ".docx")
    assert isinstance(answer, Reason)
    assert answer.code == "document_not_concluded"


def test_opinions_in_writing_are_gathered_with_who_sent_one_though_nothing_is_concluded(sitting: Sitting) -> None:
    sitting.all_enter()
    assert isinstance(sitting.close(), Done)
    with sitting.office.database.writing() as transaction:
        transaction.run("UPDATE session SET form = 'written'")
        transaction.run("DELETE FROM attendance")
    minutes = drafted(sitting, "minutes", ".docx")
    assert isinstance(minutes, Draft), minutes
    told = text_of(minutes.content)
    assert "BIÊN BẢN TỔNG HỢP Ý KIẾN HỘI ĐỒNG" in told
    assert "Gửi ý kiến bằng văn bản: 9/9 thành viên" in told
    assert "Có mặt" not in told
    assert "bằng văn bản về 1 sản phẩm" in " ".join(told.split())


def test_a_turn_that_was_scored_again_stands_in_minutes_and_summary(sitting: Sitting) -> None:
    sitting.all_enter({2: lowered(sitting.given, sitting.answers, 11)})
    assert isinstance(sitting.close(), Done)
    assert isinstance(sitting.open_turn(), Done)
    conclude(sitting)
    minutes = drafted(sitting, "minutes", ".docx")
    assert isinstance(minutes, Draft), minutes
    told = text_of(minutes.content)
    assert "phân hạng 1 sản phẩm" in " ".join(told.split())
    assert "không tính" in told
    assert "11" in told.splitlines()
    summary = drafted(sitting, "sheet_summary", ".xlsx")
    assert isinstance(summary, Draft), summary
    rows = list(load_workbook(io.BytesIO(summary.content)).worksheets[0].iter_rows(min_row=7, values_only=True))
    assert [row[5] for row in rows] == [1] * 10 + [2] * 10
    assert [row[11] for row in rows if row[11] is not None] == [11, 3]


def test_sheets_shown_with_the_session_are_in_no_document_before(sitting: Sitting) -> None:
    unseal_with_the_session(sitting)
    sitting.done(councils.CancelSession, note="Mở lại theo quy chế mới")
    sitting.session = sitting.open_session()
    sitting.done(councils.Attend, present={f"{number:02d}": True for number in range(1, 10)})
    sitting.open_turn()
    conclude(sitting)
    for kind, suffix in (("minutes", ".docx"), ("sheet_summary", ".xlsx")):
        answer = drafted(sitting, kind, suffix)
        assert isinstance(answer, Reason)
        assert answer.code == "document_sealed"
        assert isinstance(drafted(sitting, kind, suffix, frozenset({"session.manage"})), Draft)
    sitting.done(councils.CloseSession)
    assert isinstance(drafted(sitting, "sheet_summary", ".xlsx"), Draft)


def test_minutes_become_a_paper_of_every_dossier_of_the_session(sitting: Sitting) -> None:
    conclude(sitting)
    asked, before = minutes_of(sitting), papers(sitting)
    filed = file_document(sitting.office, sitting.store, asked)
    assert isinstance(filed, Done), filed
    assert filed.details["dossiers"] == [sitting.dossier]
    assert papers(sitting) == before + 1
    assert filed.details["before"] == []
    corrected = replace(asked, number="4/BB-HĐ")
    for again in (
        try_file_document(sitting.office, corrected),
        file_document(sitting.office, sitting.store, corrected),
    ):
        assert isinstance(again, Done), again
        assert [(one["code"], one["number"]) for one in again.details["before"]] == [(filed.target, "3/BB-HĐ")]
    assert papers(sitting) == before + 2
    assert verify(sitting.office).faults == ()


def test_minutes_are_filed_only_of_what_was_concluded_and_not_of_a_day_before_the_session(sitting: Sitting) -> None:
    asked, before = minutes_of(sitting), papers(sitting)
    early = replace(asked, day=date(2020, 1, 1))
    assert refused(sitting, early) == ["document_before_session", "document_no_turn"]
    sitting.all_enter()
    assert refused(sitting, asked) == ["document_no_turn"]
    assert isinstance(sitting.close(), Done)
    assert refused(sitting, asked) == ["document_not_concluded"]
    assert isinstance(sitting.conclude(), Done)
    assert refused(sitting, early) == ["document_before_session"]
    assert papers(sitting) == before
    assert isinstance(file_document(sitting.office, sitting.store, asked), Done)


def test_minutes_become_no_paper_of_a_dossier_that_is_still_scored(sitting: Sitting) -> None:
    other = bring(sitting.scene, sitting.scene.add_product(2), "province.in_council")
    sitting.done(councils.OpenTurns, dossiers={other: SET})
    conclude(sitting)
    filed = file_document(sitting.office, sitting.store, minutes_of(sitting))
    assert isinstance(filed, Done), filed
    assert filed.details["dossiers"] == [sitting.dossier]
    assert refused(sitting, replace(minutes_of(sitting), number="4/BB-HĐ", dossiers=(other,))) == [
        "document_not_covering"
    ]


def minutes_of(sitting: Sitting) -> SignedDocument:
    about, file = AskedAbout(sitting.session), sitting.scan()
    return SignedDocument(SECRETARY, "minutes", about, "3/BB-HĐ", TODAY, "Người 0", "Chủ tịch", file)


def refused(sitting: Sitting, asked: SignedDocument) -> list[str]:
    """Why a document is not filed: tried and done, by the same reasons."""
    tried, done = try_file_document(sitting.office, asked), file_document(sitting.office, sitting.store, asked)
    assert isinstance(tried, Refusal)
    assert isinstance(done, Refusal), done
    assert tried.reasons == done.reasons
    return [one.code for one in done.reasons]


def papers(sitting: Sitting) -> int:
    with sitting.office.database.reading() as transaction:
        query = "SELECT COUNT(*) FROM paper WHERE type = 'council_minutes' AND holder = ?"
        (count,) = transaction.row(query, (sitting.dossier,)) or (0,)
    return int(count)
