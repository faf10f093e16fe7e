"""Documents that came back signed: filed once, with the papers that they become, and proved by verification."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from cycle.answers import Done, RequestReusedError
from cycle.commands.documents.abouts import AskedAbout
from cycle.commands.documents.documents import SignedDocument, file_document, try_file_document
from cycle.queries.documents import DocumentFilter, find_document, list_documents
from cycle.queries.paging import Page
from cycle.queries.verification.walk import verify
from tests.cycle.documents.conftest import ROUND, Desk
from tests.cycle.documents.test_drafting import bring_five
from tests.evaluating import COMMUNE, bring
from workflows.verdict import Reason, Refusal

TODAY = date(2026, 6, 8)


def signed(desk: Desk, kind: str, about: str, account: str = "to_chuc", **more: Any) -> SignedDocument:
    given = {"number": "15/UBND", "day": TODAY, "signer": "Nguyễn Văn A", "signer_role": "Chủ tịch"}
    organisation = more.pop("organisation", None)
    asked = AskedAbout(about, None, organisation)
    return SignedDocument(desk.caller(account), kind, asked, **{**given, "file": desk.scan(), **more})


def codes(answer: object) -> set[str]:
    assert isinstance(answer, Refusal), answer
    return {one.code for one in answer.reasons}


def rows(desk: Desk, statement: str) -> list[tuple[Any, ...]]:
    with desk.scene.office.database.reading() as transaction:
        return transaction.rows(statement)


def test_a_decision_is_filed_once_with_its_number_day_and_signer(desk: Desk) -> None:
    asked = signed(desk, "decision", ROUND)
    office = desk.scene.office
    tried = try_file_document(office, asked)
    assert isinstance(tried, Done), tried
    assert rows(desk, "SELECT code FROM document") == []
    filed = file_document(office, desk.store, asked)
    assert isinstance(filed, Done), filed
    assert filed.target == "QNG2026/decision/1"
    shown = find_document(office, desk.view("to_chuc"), filed.target)
    assert not isinstance(shown, Reason)
    assert (shown.row.number, shown.row.day, shown.signer, shown.row.round) == ("15/UBND", TODAY, "Nguyễn Văn A", ROUND)
    assert desk.store.has(shown.row.file)
    assert codes(file_document(office, desk.store, asked)) == {"formal_number_used"}
    other = replace(asked, number="16/UBND")
    second = file_document(office, desk.store, other)
    assert isinstance(second, Done)
    assert second.target == "QNG2026/decision/2"
    assert verify(office).faults == ()


def test_the_same_number_may_stand_on_another_kind(file_desk: Desk) -> None:
    office = file_desk.scene.office
    assert isinstance(file_document(office, file_desk.store, signed(file_desk, "decision", ROUND)), Done)
    assert isinstance(file_document(office, file_desk.store, signed(file_desk, "submission", ROUND)), Done)


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"day": date(2026, 6, 9)}, "happened_in_future"),
        ({"day": date(2025, 12, 31)}, "document_before_season"),
        ({"number": " "}, "formal_number_missing"),
        ({"kind": "sheet_summary"}, "document_not_filed"),
        ({"kind": "letter"}, "document_kind_unknown"),
        ({"about": AskedAbout("T-99-2026")}, "document_about_unknown"),
        ({"signer": "  "}, "text_empty"),
        ({"signer": "Nguyễn\x07"}, "text_unreadable"),
        ({"signer_role": "Chủ\x00tịch"}, "text_unreadable"),
        ({"number": "15\ud800/UBND"}, "text_unreadable"),
        ({"dossiers": ("QNG2026\x00",)}, "text_unreadable"),
        ({"dossiers": ("QNG2026-0009",)}, "document_not_covering"),
    ],
)
def test_a_document_that_cannot_be_is_not_filed(file_desk: Desk, change: dict[str, Any], code: str) -> None:
    asked = replace(signed(file_desk, "decision", ROUND), **change)
    assert code in codes(file_document(file_desk.scene.office, file_desk.store, asked))
    assert code in codes(try_file_document(file_desk.scene.office, asked))
    assert rows(file_desk, "SELECT code FROM document") == []


@pytest.mark.parametrize("content", [b"MZ\x90", b"PK\x03\x04 a draft", b""])
def test_only_a_pdf_or_a_scan_is_filed(file_desk: Desk, content: bytes) -> None:
    asked = signed(file_desk, "decision", ROUND, file=file_desk.scan("draft.docx", content))
    assert isinstance(file_document(file_desk.scene.office, file_desk.store, asked), Refusal)
    assert rows(file_desk, "SELECT code FROM document") == []


def test_who_may_not_file_files_nothing(file_desk: Desk) -> None:
    office = file_desk.scene.office
    assert codes(file_document(office, file_desk.store, signed(file_desk, "decision", ROUND, "xa"))) == {"out_of_reach"}
    assert codes(file_document(office, file_desk.store, signed(file_desk, "decision", ROUND, "chu_the"))) == {
        "not_permitted"
    }


def test_a_commune_s_request_becomes_a_paper_of_each_dossier_that_waits_for_it(desk: Desk) -> None:
    scene = desk.scene
    scene.add_product(2)
    dossiers = [bring(scene, "SP001", "commune.checking"), bring(scene, "SP002", "commune.checking")]
    asked = signed(desk, "commune_request", ROUND, "xa", organisation=COMMUNE)
    filed = file_document(scene.office, desk.store, asked)
    assert isinstance(filed, Done), filed
    assert filed.details["dossiers"] == dossiers
    found = rows(desk, "SELECT holder, file, status FROM paper WHERE type = 'commune_request' ORDER BY holder, version")
    (document,) = rows(desk, "SELECT file FROM document")
    mine = [(holder, status) for holder, file, status in found if file == document[0]]
    assert mine == [(one, "received") for one in dossiers]
    assert verify(scene.office).faults == ()


def test_an_approval_becomes_a_paper_of_the_round_s_five_star_dossiers(file_desk: Desk) -> None:
    scene = file_desk.scene
    dossier = bring_five(file_desk)
    scene.add_product(2)
    four = bring(scene, "SP002", "province.concluded")
    (round_code,) = rows(file_desk, f"SELECT round FROM dossier_round WHERE dossier = '{dossier}'")[0]
    filed = file_document(scene.office, file_desk.store, signed(file_desk, "approval_decision", round_code))
    assert isinstance(filed, Done), filed
    assert filed.details["dossiers"] == [dossier]
    (document,) = rows(file_desk, "SELECT file FROM document")
    held = rows(file_desk, "SELECT holder, file FROM paper WHERE type = 'approval_decision'")
    assert [holder for holder, file in held if file == document[0]] == [dossier] != [four]
    assert verify(scene.office).faults == ()


def test_a_repeated_request_files_nothing_again(desk: Desk) -> None:
    office, asked = desk.scene.office, signed(desk, "decision", ROUND)
    asked = replace(asked, caller=replace(asked.caller, request="r-1"))
    first, again = (file_document(office, desk.store, asked) for _ in range(2))
    assert isinstance(first, Done)
    assert isinstance(again, Done)
    assert (again.repeated, again.target, again.seq) == (True, first.target, first.seq)
    assert again.details["number"] == "15/UBND"
    for other in (replace(asked, number="16/UBND"), replace(asked, file=desk.scan("other.pdf", b"%PDF-1.4\n%2\n"))):
        with pytest.raises(RequestReusedError):
            file_document(office, desk.store, other)
    assert rows(desk, "SELECT COUNT(*) FROM document") == [(1,)]
    assert verify(office).faults == ()


def test_one_dossier_of_several_may_be_covered_alone(file_desk: Desk) -> None:
    scene = file_desk.scene
    scene.add_product(2)
    bring(scene, "SP001", "commune.checking")
    second = bring(scene, "SP002", "commune.checking")
    asked = signed(file_desk, "commune_request", ROUND, "xa", organisation=COMMUNE, dossiers=(second,))
    filed = file_document(scene.office, file_desk.store, asked)
    assert isinstance(filed, Done), filed
    assert len(filed.details["papers"]) == 1


def test_a_commune_files_for_its_own_places_alone(file_desk: Desk) -> None:
    dossier = bring(file_desk.scene, "SP001", "commune.checking")
    office, store = file_desk.scene.office, file_desk.store
    assert "out_of_reach" in codes(
        file_document(office, store, signed(file_desk, "commune_report", dossier, "xa_khac"))
    )
    mine = file_document(office, store, signed(file_desk, "commune_report", dossier, "xa"))
    assert isinstance(mine, Done), mine
    seen = {
        one: list_documents(office, file_desk.view(one), DocumentFilter(), Page(sort="day")).total
        for one in ("xa", "xa_khac")
    }
    assert seen == {"xa": 1, "xa_khac": 0}


@pytest.mark.parametrize("column", ["number", "day", "signer_role", "file", "kind", "round"])
def test_an_edited_document_is_found(file_desk: Desk, column: str) -> None:
    office = file_desk.scene.office
    assert isinstance(file_document(office, file_desk.store, signed(file_desk, "decision", ROUND)), Done)
    with office.database.writing() as transaction:
        transaction.run(f"UPDATE document SET {column} = 'x'")
    assert any("document" in one.place for one in verify(office).faults)


def test_a_document_that_nobody_filed_and_one_that_is_gone_are_found(desk: Desk) -> None:
    office = desk.scene.office
    assert isinstance(file_document(office, desk.store, signed(desk, "decision", ROUND)), Done)
    with office.database.writing() as transaction:
        transaction.run("UPDATE document SET about = 'dossier/NONE'")
    assert {one.code for one in verify(office).faults} >= {"row_missing", "row_astray"}
