"""Documents drafted from the truth: what stands in each, for whom, and why some cannot be drafted yet."""

import io
import re
from datetime import date

import pytest

from cycle.commands.documents.abouts import AskedAbout
from cycle.documents.drafting import Asked, Draft, draft
from tests.cycle.documents.conftest import ROUND, Desk
from tests.cycle.documents.test_templates import text_of
from tests.evaluating import COMMUNE, bring
from tests.judged import best, judge, scoring_set, two_stars
from workflows.verdict import Reason

GROUNDS = {"reject": "Giả mạo hồ sơ; không xếp hạng", "stop": "Có tạp chất không chấp nhận được"}


def drafted(desk: Desk, kind: str, about: str, account: str = "to_chuc", **more: str) -> Draft | Reason:
    asked = AskedAbout(about, None, more.get("organisation"))
    suffix = more.get("suffix", ".docx")
    return draft(desk.scene.office, desk.view(account), desk.config, Asked(desk.caller(account), kind, asked, suffix))


def told(answer: Draft | Reason) -> str:
    assert isinstance(answer, Draft), answer
    return text_of(io.BytesIO(answer.content).getvalue())


def test_a_commune_drafts_its_report_and_its_request(desk: Desk) -> None:
    dossier = bring(desk.scene, "SP001", "commune.checking")
    report = told(drafted(desk, "commune_report", dossier, "xa"))
    for words in ("Hợp tác xã Thử nghiệm", "Loại hình tổ chức: Hợp tác xã", "nguyên liệu địa phương", "DIỄN TẬP"):
        assert words in report
    assert "Số:          /…………" in report
    for request in (
        drafted(desk, "commune_request", ROUND, "xa", organisation=COMMUNE),
        drafted(desk, "commune_request", dossier, "xa"),
    ):
        assert isinstance(request, Draft)
        assert request.dossiers == (dossier,)
        assert dossier in told(request)
        assert "Kính gửi: Ủy ban nhân dân tỉnh Quảng Ngãi" in told(request)
    other = drafted(desk, "commune_report", dossier, "xa_khac")
    assert isinstance(other, Reason)
    assert other.code == "out_of_reach"


def test_the_decision_lists_what_is_recognised(desk: Desk) -> None:
    dossier = bring(desk.scene, "SP001", "province.concluded")
    (round_code,) = _rounds(desk, dossier)
    decision = told(drafted(desk, "decision", round_code))
    assert "Công nhận 1 sản phẩm OCOP" in decision
    assert "4 sao" in decision
    assert "/QĐ-UBND" in decision
    assert "đạt 4 sao (danh sách kèm theo)" in decision
    assert "1 sản phẩm đề nghị công nhận (4 sao)" in told(drafted(desk, "submission", round_code))
    notice = told(drafted(desk, "notice", round_code))
    assert re.search("9[0-9],[0-9]{2}", notice)
    assert "Hợp tác xã Thử nghiệm" in told(drafted(desk, "notice", dossier))
    certificate = told(drafted(desk, "certificate", dossier))
    assert "SẢN PHẨM OCOP ĐẠT 4 SAO" in certificate
    assert "★★★★" in certificate
    refused = drafted(desk, "province_request", dossier)
    assert isinstance(refused, Reason)
    assert refused.code == "document_not_for_ministry"


def test_what_is_recognised_or_approved_waits_for_no_decision_any_more(file_desk: Desk) -> None:
    dossier = bring(file_desk.scene, "SP001", "province.recognised")
    (round_code,) = _rounds(file_desk, dossier)
    for kind in ("decision", "approval_decision", "submission"):
        answer = drafted(file_desk, kind, round_code)
        assert isinstance(answer, Reason)
        assert answer.code == "document_nothing_waits"
    centre = drafted(file_desk, "decision", "TW-01-2026")
    assert isinstance(centre, Reason)
    assert centre.code == "document_of_centre"


def test_the_request_to_the_ministry_tells_the_province_s_own_result(file_desk: Desk) -> None:
    dossier, done = bring_five(file_desk), file_desk.scene.done
    approval = {"approval": {"number": "903/QĐ-UBND", "date": "2026-06-08"}}
    done(dossier, "approve_result", "chu_tich_tinh", values=approval)
    done(dossier, "send_to_ministry", "to_chuc")
    found = {"score": "86", "stars": 4, "notice": f"{dossier}/centre_notice/1"}
    done(dossier, "record_result", "trung_uong", values=found)
    request = told(drafted(file_desk, "province_request", dossier))
    assert "đạt 100,00 điểm" in request
    assert "Quyết định số 903/QĐ-UBND ngày 08/06/2026" in request
    assert "1. Báo cáo của Tổ tư vấn" in request
    assert "phân hạng lại" not in request
    assert "Thông báo kết quả đánh giá, phân hạng của Trung ương" not in request
    notice = told(drafted(file_desk, "notice", dossier))
    assert "Hội đồng cấp tỉnh đánh giá 100,00 điểm, 5 sao; kết quả của Bộ" in notice
    round_code = next(one for one in _rounds(file_desk, dossier) if one.startswith("T-"))
    assert "Công nhận 1 sản phẩm OCOP đạt 4 sao" in told(drafted(file_desk, "decision", round_code))


@pytest.mark.parametrize("effect", ["reject", "stop"])
def test_a_notice_names_the_ground_that_excludes_and_nothing_that_would_raise(file_desk: Desk, effect: str) -> None:
    dossier = bring(file_desk.scene, "SP001", "province.in_council")
    given = scoring_set(file_desk.scene.office)
    ground = next(one for one in given.findings if one.effect == effect)
    judge(file_desk.scene, dossier, two_stars(given), findings=((ground.ground, ground.at),))
    notice = told(drafted(file_desk, "notice", dossier))
    assert GROUNDS[effect] in notice
    assert "để đạt hạng cao hơn" not in notice


def test_results_for_five_stars_are_approved_by_a_decision_of_their_own(file_desk: Desk) -> None:
    dossier = bring_five(file_desk)
    (round_code,) = _rounds(file_desk, dossier)
    assert isinstance(drafted(file_desk, "decision", round_code), Reason)
    for about in (round_code, dossier):
        approval = drafted(file_desk, "approval_decision", about)
        assert "Phê duyệt kết quả đánh giá, phân hạng 1 sản phẩm OCOP" in told(approval)
        assert "100,00" in told(approval)
        assert isinstance(approval, Draft)
        assert approval.dossiers == (dossier,)


def test_a_place_is_named_as_people_call_it_and_a_notice_goes_to_its_own_commune(file_desk: Desk) -> None:
    dossier = bring_five(file_desk)
    (round_code,) = _rounds(file_desk, dossier)
    approval = told(drafted(file_desk, "approval_decision", round_code)).splitlines()
    own, one = "Ủy ban nhân dân xã Trà Giang", told(drafted(file_desk, "notice", dossier))
    assert "xã Trà Giang" in approval
    assert own not in approval
    assert f"Kính gửi: {own} và Hợp tác xã Thử nghiệm" in one
    every = told(drafted(file_desk, "notice", round_code))
    assert "Kính gửi: Ủy ban nhân dân các xã, phường, đặc khu có sản phẩm và" in every


def bring_five(desk: Desk) -> str:
    """An evaluation concluded with five stars."""
    dossier = bring(desk.scene, "SP001", "province.in_council")
    judge(desk.scene, dossier, best(scoring_set(desk.scene.office)))
    minutes = {"minutes": f"{dossier}/council_minutes/1"}
    desk.scene.done(dossier, "record_result", "thu_ky_tinh", values=minutes)
    return dossier


@pytest.mark.parametrize(
    ("kind", "about", "code"),
    [
        ("decision", ROUND, "document_no_result"),
        ("approval_decision", ROUND, "document_no_result"),
        ("decision", "T-1", "document_about_unknown"),
        ("minutes", "P-1", "document_about_unknown"),
        ("commune_request", ROUND, "document_organisation_missing"),
        ("letter", ROUND, "document_kind_unknown"),
    ],
)
def test_what_cannot_be_drafted_yet_says_why(file_desk: Desk, kind: str, about: str, code: str) -> None:
    answer = drafted(file_desk, kind, about)
    assert isinstance(answer, Reason)
    assert answer.code == code


def test_a_certificate_counts_until_its_own_last_day_and_not_that_of_filing_again(file_desk: Desk) -> None:
    dossier = bring(file_desk.scene, "SP001", "province.recognised")
    with file_desk.scene.office.database.reading() as transaction:
        rows = transaction.rows("SELECT name, last_day FROM deadline WHERE dossier = ?", (f"{dossier}.1",))
    days = {name: date.fromisoformat(day) for name, day in rows}
    assert days["refiling"] < days["expiry"]
    assert f"đến hết ngày {days['expiry']:%d/%m/%Y}" in told(drafted(file_desk, "certificate", dossier))


def test_a_certificate_names_the_decision_whether_it_is_asked_of_the_evaluation_or_of_itself(file_desk: Desk) -> None:
    dossier = bring(file_desk.scene, "SP001", "province.recognised")
    texts = [told(drafted(file_desk, "certificate", one)) for one in (dossier, f"{dossier}.1")]
    lines = [next(line for line in text.splitlines() if "Quyết định công nhận số" in line) for text in texts]
    assert lines[0] == lines[1]
    assert "………" not in lines[1]


def test_a_certificate_needs_three_stars_and_a_sheet_its_criteria(file_desk: Desk) -> None:
    dossier = bring(file_desk.scene, "SP001", "commune.checking")
    answers = [drafted(file_desk, kind, dossier) for kind in ("certificate", "notice", "score_sheet")]
    assert [one.code for one in answers if isinstance(one, Reason)][:2] == ["document_not_ranked", "document_no_result"]
    wrong = drafted(file_desk, "certificate", dossier, suffix=".xlsx")
    assert isinstance(wrong, Reason)
    assert wrong.code == "document_suffix"


def test_a_sheet_has_every_criterion_of_the_product_s_set(file_desk: Desk) -> None:
    dossier = bring(file_desk.scene, "SP001", "commune.checking")
    with file_desk.scene.office.database.writing() as transaction:
        transaction.run("UPDATE product SET set_number = 1 WHERE code = 'SP001'")
    paper, book = (told(drafted(file_desk, "score_sheet", dossier, suffix=one)) for one in (".docx", ".xlsx"))
    assert "Nguồn gốc sản phẩm (tối đa 3 điểm)" in paper
    assert "Nhãn rút gọn" in paper
    assert "Nguồn gốc sản phẩm" in book
    assert "Bộ sản phẩm số 1" in book


def _rounds(desk: Desk, dossier: str) -> list[str]:
    with desk.scene.office.database.reading() as transaction:
        return [one for (one,) in transaction.rows("SELECT round FROM dossier_round WHERE dossier = ?", (dossier,))]
