"""Papers: what may be entered, who may judge it, and what a guard then makes of it."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from cycle.answers import Done
from cycle.commands.papers import papers
from cycle.commands.permits import Caller
from cycle.queries.history import verify
from cycle.store import Pages
from tests.scene import PRODUCER, PRODUCT, Scene
from workflows.verdict import Refusal

TODAY = date(2024, 3, 5)
PDF = papers.FileContent("ab" * 32, "phieu.pdf", "pdf", 1000)


def codes(answer: object) -> list[str]:
    assert isinstance(answer, Refusal), answer
    return [reason.code for reason in answer.reasons]


def paper(kind: str, holder_kind: str, holder: str, **more: Any) -> papers.Paper:
    return papers.Paper(kind, holder_kind, holder, more.pop("content", PDF), more.pop("received", TODAY), **more)


ITEM = ("organisation_profile", "producer", PRODUCER)
FOOD_SAFETY = ("food_safety", "establishment", "CS01")


def test_a_certificate_that_lasts_three_years_gets_its_last_day_from_its_issue(scene: Scene) -> None:
    added = papers.add_paper(scene.office, scene.secretariat, paper(*FOOD_SAFETY, issued=date(2024, 2, 29)))
    assert isinstance(added, Done)
    assert added.details == {"version": 1, "expires": "2027-02-28"}


@pytest.mark.parametrize(
    ("given", "code"),
    [
        (paper("khong_co", "dossier", "X"), "paper_type_unknown"),
        (paper("food_safety", "product", PRODUCT, issued=TODAY), "paper_wrong_holder"),
        (paper(*FOOD_SAFETY), "paper_issue_missing"),
        (paper(*FOOD_SAFETY, expires=date(2026, 1, 1)), "paper_issue_missing"),
        (paper(*FOOD_SAFETY, issued=TODAY, expires=date(2027, 3, 6)), "paper_expiry_too_late"),
        (
            paper(*FOOD_SAFETY, issued=TODAY, content=papers.FileContent("ab" * 32, "a\ud800.pdf", "pdf", 1)),
            "text_unreadable",
        ),
        (paper("samples", "product", PRODUCT, content=papers.PhysicalContent(5, "kho\x00")), "text_unreadable"),
        (paper("food_safety", "establishment", "CS\x00", issued=TODAY), "text_unreadable"),
        (paper(*FOOD_SAFETY, issued=date(2024, 3, 6)), "paper_issued_after"),
        (paper(*FOOD_SAFETY, issued=TODAY, received=date(2024, 3, 6)), "happened_in_future"),
        (paper(*FOOD_SAFETY, issued=TODAY, expires=date(2024, 1, 1)), "dates_out_of_order"),
        (paper("food_safety", "establishment", "CS99", issued=TODAY), "holder_unknown"),
        (
            paper(*FOOD_SAFETY, issued=TODAY, content=papers.FileContent("ab" * 32, "a.docx", "docx", 1)),
            "paper_wrong_media",
        ),
        (
            paper(*FOOD_SAFETY, issued=TODAY, content=papers.FileContent("ab" * 32, "a.pdf", "pdf", 2**31)),
            "paper_too_large",
        ),
        (paper(*FOOD_SAFETY, issued=TODAY, content=papers.PhysicalContent(5, "kho")), "paper_wrong_form"),
        (paper("samples", "product", PRODUCT, content=papers.PhysicalContent(0, "kho")), "paper_count_malformed"),
    ],
)
def test_a_paper_that_cannot_be_is_refused_and_nothing_is_written(scene: Scene, given: papers.Paper, code: str) -> None:
    if given.type == "samples":
        with scene.office.database.reading() as transaction:
            published = scene.office.rulebook.on(transaction, TODAY)
        assert published
        holder = {"product": PRODUCT, "dossier": scene.open()}
        held_by = published.rules.papers["samples"].held_by
        given = paper("samples", held_by, holder[held_by], content=given.content)
    answer = papers.add_paper(scene.office, scene.secretariat, given)
    assert code in codes(answer)
    with scene.office.database.reading() as transaction:
        assert transaction.rows("SELECT code FROM paper") == []


def test_versions_count_up_and_the_producer_supplies_its_own(scene: Scene) -> None:
    given = paper(*FOOD_SAFETY, issued=TODAY)
    own = papers.add_paper(scene.office, Caller("chu_the"), given)
    office = papers.add_paper(scene.office, Caller("xa", on_behalf=f"producer:{PRODUCER}"), given)
    assert isinstance(own, Done)
    assert isinstance(office, Done)
    assert (own.target, office.target) == ("CS01/food_safety/1", "CS01/food_safety/2")
    with scene.office.database.reading() as transaction:
        suppliers = transaction.rows("SELECT supplier, on_behalf FROM paper ORDER BY version")
    assert suppliers == [("chu_the", None), ("xa", f"producer:{PRODUCER}")]


@pytest.mark.parametrize("account", ["huyen_khac", "kiem_tra", "quan_tri"])
def test_an_office_that_the_product_is_not_in_may_neither_enter_nor_judge(scene: Scene, account: str) -> None:
    given = paper(*FOOD_SAFETY, issued=TODAY)
    assert set(codes(papers.add_paper(scene.office, Caller(account), given))) <= {"out_of_reach", "not_permitted"}
    code = scene.unverified("food_safety", "establishment", "CS01", TODAY, issued=TODAY)
    judged = papers.judge_papers(scene.office, Caller(account), papers.Judgement((code,), verified=True))
    assert set(codes(judged)) <= {"out_of_reach", "not_permitted"}


def test_a_producer_may_not_verify_its_own_paper(scene: Scene) -> None:
    code = scene.unverified("food_safety", "establishment", "CS01", TODAY, issued=TODAY)
    judged = papers.judge_papers(scene.office, Caller("chu_the"), papers.Judgement((code,), verified=True))
    assert codes(judged) == ["not_permitted"]


def test_a_whole_list_is_judged_in_one_act_that_names_each_or_not_at_all(scene: Scene) -> None:
    dossier = scene.open()
    listed = [
        scene.unverified("food_safety", "establishment", "CS01", TODAY, issued=TODAY),
        scene.unverified("idea_form_new", "dossier", dossier, TODAY),
    ]
    wrong = papers.Judgement((*listed, "CS01/khong_co/1"), verified=True)
    assert codes(papers.judge_papers(scene.office, scene.secretariat, wrong)) == ["paper_unknown"]
    judged = papers.judge_papers(scene.office, scene.secretariat, papers.Judgement(tuple(listed), verified=True))
    assert isinstance(judged, list)
    assert sorted(done.target for done in judged) == sorted(listed)
    again = papers.judge_papers(scene.office, scene.secretariat, papers.Judgement(tuple(listed), verified=True))
    assert codes(again) == ["paper_already_judged", "paper_already_judged"]


def test_a_rejection_needs_its_reason_and_a_rejected_paper_stays_rejected(scene: Scene) -> None:
    code = scene.unverified("food_safety", "establishment", "CS01", TODAY, issued=TODAY)
    rejection = papers.Judgement((code,), verified=False)
    assert codes(papers.judge_papers(scene.office, scene.secretariat, rejection)) == ["reason_missing"]
    told = papers.Judgement((code,), verified=False, reason="Không đúng cơ sở")
    assert isinstance(papers.judge_papers(scene.office, scene.secretariat, told), list)
    back = papers.Judgement((code,), verified=True)
    assert codes(papers.judge_papers(scene.office, scene.secretariat, back)) == ["paper_was_rejected"]


def test_a_paper_that_a_step_relied_on_is_rejected_only_knowingly(scene: Scene) -> None:
    dossier = scene.open()
    scene.done(dossier, "choose", "xa")
    form = scene.paper("idea_form_new", "dossier", dossier, TODAY)
    scene.done(dossier, "submit", "chu_the")
    rejection = papers.Judgement((form,), verified=False, reason="Chữ ký giả")
    refused = papers.judge_papers(scene.office, scene.secretariat, rejection)
    assert codes(refused) == ["paper_relied_on"]
    assert isinstance(refused, Refusal)
    assert refused.reasons[0].params["dossiers"] == [dossier]
    knowingly = papers.Judgement((form,), verified=False, reason="Chữ ký giả", although_relied=True)
    assert isinstance(papers.judge_papers(scene.office, scene.secretariat, knowingly), list)


def test_an_expiry_printed_earlier_than_the_period_is_kept(scene: Scene) -> None:
    added = papers.add_paper(scene.office, scene.secretariat, paper(*FOOD_SAFETY, issued=TODAY, expires=TODAY))
    assert isinstance(added, Done)
    assert added.details["expires"] == "2024-03-05"


def test_a_producer_dates_the_receipt_of_its_own_paper_today_and_an_office_when_it_stamped_it(scene: Scene) -> None:
    yesterday = date(2024, 3, 4)
    given = paper(*FOOD_SAFETY, issued=yesterday, received=yesterday)
    assert codes(papers.add_paper(scene.office, Caller("chu_the"), given)) == ["received_by_producer"]
    for caller in (Caller("xa"), Caller("xa", f"producer:{PRODUCER}"), Caller("to_chuc", "account:chu_the")):
        assert isinstance(papers.add_paper(scene.office, caller, given), Done)


def test_the_name_of_a_file_and_the_place_of_a_thing_stay_out_of_what_is_hashed(scene: Scene) -> None:
    content = papers.FileContent("ab" * 32, "Nguyễn Thị Ví Dụ.pdf", "pdf", 1000)
    scene.unverified(*FOOD_SAFETY, TODAY, issued=TODAY, content=content)
    holder = (_held_by(scene, "samples"), {"product": PRODUCT, "dossier": scene.open()}[_held_by(scene, "samples")])
    scene.unverified("samples", *holder, TODAY, content=papers.PhysicalContent(5, "Nhà bà Ví Dụ"))
    with scene.office.database.reading() as transaction:
        payloads = "".join(p for (p,) in transaction.rows("SELECT payload FROM record WHERE kind = 'paper'"))
        plain = transaction.rows("SELECT field, plain FROM personal WHERE field IN ('file_name', 'place') ORDER BY 1")
        kept = transaction.rows("SELECT file_name, place FROM paper ORDER BY type")
    assert "Ví Dụ" not in payloads
    assert plain == [("file_name", "Nguyễn Thị Ví Dụ.pdf"), ("place", "Nhà bà Ví Dụ")]
    assert kept == [("Nguyễn Thị Ví Dụ.pdf", None), (None, "Nhà bà Ví Dụ")]
    assert verify(scene.office).faults == ()


@pytest.mark.parametrize("reason", ["mờ\x00", "mờ\ud800"])
def test_a_rejection_whose_reason_cannot_be_kept_is_refused(scene: Scene, reason: str) -> None:
    code = scene.unverified(*FOOD_SAFETY, TODAY, issued=TODAY)
    told = papers.Judgement((code,), verified=False, reason=reason)
    assert codes(papers.judge_papers(scene.office, scene.secretariat, told)) == ["text_unreadable"]


def _held_by(scene: Scene, kind: str) -> str:
    with scene.office.database.reading() as transaction:
        published = scene.office.rulebook.on(transaction, TODAY)
    assert published
    return published.rules.papers[kind].held_by


def pages(first: int, last: int) -> papers.FileContent:
    return replace(PDF, pages=Pages(first, last))


def test_ranges_of_one_file_are_told_apart_by_their_hash_and_entered_once(scene: Scene) -> None:
    whole, front, back = (papers.Paper(*ITEM, one, TODAY) for one in (PDF, pages(1, 3), pages(3, 5)))
    added = papers.add_papers(scene.office, [(scene.secretariat, one) for one in (whole, front, back, front)])
    assert [isinstance(one, Done) for one in added] == [True, True, True, False]
    assert codes(added[3]) == ["paper_pages_known"]
    with scene.office.database.reading() as transaction:
        rows = transaction.rows("SELECT hash, file, pages_from, pages_to FROM paper ORDER BY version")
    assert [row[1:] for row in rows] == [(PDF.sha256, None, None), (PDF.sha256, 1, 3), (PDF.sha256, 3, 5)]
    assert len({row[0] for row in rows}) == 3
    assert verify(scene.office).faults == ()


def test_a_refused_paper_keeps_no_other_of_its_batch_from_being_entered(scene: Scene) -> None:
    lost = papers.Paper(ITEM[0], ITEM[1], "QNG2024-0099", PDF, TODAY)
    added = papers.add_papers(
        scene.office, [(scene.secretariat, one) for one in (lost, papers.Paper(*ITEM, PDF, TODAY))]
    )
    assert codes(added[0]) == ["holder_unknown"]
    assert isinstance(added[1], Done)


def test_an_act_records_the_request_of_its_run(scene: Scene) -> None:
    caller = replace(scene.secretariat, request="r-1")
    added = papers.add_paper(scene.office, caller, papers.Paper(*ITEM, PDF, TODAY))
    assert isinstance(added, Done)
    with scene.office.database.reading() as transaction:
        found = transaction.row("SELECT request FROM record WHERE stream = ? AND seq = ?", (added.stream, added.seq))
    assert found == ("r-1",)
