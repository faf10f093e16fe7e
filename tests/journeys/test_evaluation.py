"""A product from the list of potential products to its certificate, and the family of dossiers on the way."""

from collections.abc import Iterator
from datetime import date

import pytest

from cycle.commands.fire import Fire, fire
from cycle.commands.papers import papers
from tests.conftest import TestClock
from tests.scene import MARCH, PRODUCER, PRODUCT, Scene, set_scene
from workflows.verdict import Refusal

DAY = date(2024, 3, 5)
FILING = "2024-06-03T02:00:00+00:00"


@pytest.fixture
def scene(database_url: str, clock: TestClock) -> Iterator[Scene]:
    clock.set(MARCH)
    scene = set_scene(database_url, clock)
    yield scene
    scene.office.database.close()


def with_all_papers(scene: Scene, dossier: str) -> None:
    """Every paper of the catalogue that a file can be, verified; and the samples."""
    holders = {"producer": PRODUCER, "product": PRODUCT, "establishment": "CS01", "dossier": dossier}
    with scene.office.database.reading() as transaction:
        published = scene.office.rulebook.on(transaction, DAY)
    assert published
    today = scene.office.clock.now().date()
    for kind in published.rules.papers.values():
        more: dict[str, object] = {"issued": today}
        if kind.form == "physical":
            more["content"] = papers.PhysicalContent(5, "Kho mẫu huyện Tư Nghĩa")
        if kind.expires == "printed":
            more["expires"] = date(2026, 12, 31)
        if kind.form == "file" and "pdf" not in kind.media:
            more["content"] = papers.FileContent("cd" * 32, "anh.jpg", min(kind.media), 1000)
        scene.paper(kind.name, kind.held_by, holders[kind.held_by], today, **more)


def filed(scene: Scene, clock: TestClock) -> tuple[str, str]:
    """A dossier whose evaluation has just been opened by the producer's filing."""
    dossier = scene.open()
    scene.done(dossier, "choose", "xa")
    with_all_papers(scene, dossier)
    scene.done(dossier, "submit", "chu_the")
    scene.done(dossier, "accept", "xa")
    scene.done(dossier, "select", "huyen")
    clock.set("2024-04-10T02:00:00+00:00")
    scene.done(dossier, "submit_plan", "chu_the")
    scene.done(dossier, "accept_plan", "huyen")
    clock.set(FILING)
    scene.done(dossier, "declare_ready", "chu_the")
    done = scene.done(dossier, "file", "chu_the")
    return dossier, done.details["opened"][0]


def states(scene: Scene) -> dict[str, tuple[str, str | None]]:
    with scene.office.database.reading() as transaction:
        rows = transaction.rows("SELECT code, state, final FROM dossier")
    return {code: (state, final) for code, state, final in rows}


def judged(scene: Scene, evaluation: str, score: str, stars: str) -> None:
    scene.done(evaluation, "confirm_complete", "huyen")
    with_all_papers(scene, evaluation)
    minutes = f"{evaluation}/council_minutes/1"
    values = {"score": score, "stars": stars, "minutes": minutes}
    scene.done(evaluation, "record_result", "thu_ky_huyen", values=values)


DECISION = {"number": "812/QĐ-UBND", "date": "03/06/2024"}


def test_a_filing_opens_the_evaluation_of_the_regime_in_force_on_its_day(scene: Scene, clock: TestClock) -> None:
    dossier, evaluation = filed(scene, clock)
    assert evaluation == f"{dossier}.1"
    assert states(scene)[evaluation] == ("district.received", None)
    assert states(scene)[dossier] == ("evaluation.under_evaluation", None)
    with scene.office.database.reading() as transaction:
        workflow = transaction.row("SELECT workflow FROM dossier WHERE code = ?", (evaluation,))
    assert workflow == ("evaluation_148",)


def test_three_stars_by_the_district_move_the_season_and_open_a_certificate(scene: Scene, clock: TestClock) -> None:
    dossier, evaluation = filed(scene, clock)
    judged(scene, evaluation, "66,5", "3")
    values = {"district_decision": DECISION, "certificate": "01/2024/OCOP", "issued": "03/06/2024"}
    done = scene.done(evaluation, "recognise_3", "chu_tich_huyen", values=values)
    assert [move["dossier"] for move in done.details["moves"]] == [evaluation, dossier]
    certificate = f"{evaluation}.1"
    assert states(scene) == {
        dossier: ("promotion.recognised", None),
        evaluation: ("district.recognised", "recognised"),
        certificate: ("certificate.valid", None),
    }
    with scene.office.database.reading() as transaction:
        until = transaction.row("SELECT last_day FROM deadline WHERE dossier = ? AND name = 'expiry'", (certificate,))
        (payload,) = transaction.row(
            "SELECT payload FROM record WHERE stream = ? ORDER BY seq DESC LIMIT 1", (f"dossier/{dossier}",)
        ) or ("",)
    assert until == ("2027-06-03",)
    assert '"cause"' in payload


def test_whoever_recorded_the_result_may_not_decide_on_it(scene: Scene, clock: TestClock) -> None:
    _, evaluation = filed(scene, clock)
    scene.done(evaluation, "confirm_complete", "huyen")
    with_all_papers(scene, evaluation)
    values = {"score": "55", "stars": "3", "minutes": f"{evaluation}/council_minutes/1"}
    scene.done(evaluation, "record_result", "to_chuc", values=values, on_behalf="organisation:528")
    decision = {"district_decision": DECISION, "certificate": "2/2024", "issued": "03/06/2024"}
    answer = scene.fire(evaluation, "recognise_3", "to_chuc", values=decision, on_behalf="organisation:528")
    assert isinstance(answer, Refusal)
    assert [reason.code for reason in answer.reasons] == ["same_person"]


@pytest.mark.parametrize(
    ("name", "given", "code"),
    [
        ("score", "100.5", "score_out_of_range"),
        ("score", "bảy mươi", "value_malformed"),
        ("stars", "6", "value_malformed"),
        ("minutes", "QNG2024-0001/khong_co/1", "paper_not_here"),
        ("extra", "1", "value_unknown"),
    ],
)
def test_a_malformed_value_is_named(scene: Scene, clock: TestClock, name: str, given: str, code: str) -> None:
    _, evaluation = filed(scene, clock)
    scene.done(evaluation, "confirm_complete", "huyen")
    with_all_papers(scene, evaluation)
    values = {"score": "60", "stars": "3", "minutes": f"{evaluation}/council_minutes/1", name: given}
    answer = scene.fire(evaluation, "record_result", "thu_ky_huyen", values=values)
    assert isinstance(answer, Refusal)
    assert [(reason.code, reason.params["value"]) for reason in answer.reasons] == [(code, name)]


def test_withdrawing_the_season_withdraws_its_open_evaluation(scene: Scene, clock: TestClock) -> None:
    dossier, evaluation = filed(scene, clock)
    scene.done(dossier, "withdraw", "chu_the", note="Không còn sản xuất")
    assert states(scene) == {
        dossier: ("closed.withdrawn", "withdrawn"),
        evaluation: ("closed.withdrawn", "withdrawn"),
    }


def test_withdrawing_the_evaluation_alone_gives_the_season_back(scene: Scene, clock: TestClock) -> None:
    dossier, evaluation = filed(scene, clock)
    scene.done(evaluation, "withdraw_evaluation", "chu_the", note="Bổ sung nhãn hiệu trước")
    assert states(scene)[dossier] == ("evaluation.preparing", None)
    again = scene.done(dossier, "file", "chu_the")
    assert again.details["opened"] == [f"{dossier}.2"]


def test_a_child_may_not_be_told_by_people_what_only_its_parent_tells(scene: Scene, clock: TestClock) -> None:
    dossier, evaluation = filed(scene, clock)
    for code, trigger in ((dossier, "recognise"), (evaluation, "withdraw")):
        answer = fire(scene.office, Fire(code, trigger, "to_chuc", note="x"))
        assert isinstance(answer, Refusal)
        assert answer.reasons[0].code == "role_not_allowed"


def test_ninety_points_go_to_the_centre_whose_result_is_recorded_on_its_behalf(scene: Scene, clock: TestClock) -> None:
    dossier, evaluation = filed(scene, clock)
    judged(scene, evaluation, "92", "5")
    scene.done(evaluation, "send_up", "huyen")
    scene.done(evaluation, "complete_review", "to_tu_van", values={"report": f"{evaluation}/advisory_report/1"})
    used = {"score": "91", "stars": "5", "minutes": f"{evaluation}/council_minutes/1"}
    refused = scene.fire(evaluation, "record_result", "thu_ky_tinh", values=used)
    assert isinstance(refused, Refusal)
    assert [reason.code for reason in refused.reasons] == ["value_paper_used"]
    minutes = scene.paper("council_minutes", "dossier", evaluation, clock.now().date())
    scene.done(evaluation, "record_result", "thu_ky_tinh", values={**used, "minutes": minutes})
    scene.done(evaluation, "approve_result", "chu_tich_tinh", values={"approval": DECISION})
    scene.done(evaluation, "send_to_centre", "to_chuc")
    notice = {"score": "90", "stars": "5", "notice": f"{evaluation}/centre_notice/1"}
    assert isinstance(scene.fire(evaluation, "record_result", "to_chuc", values=notice), Refusal)
    centre = "organisation:BNNPTNT"
    scene.done(evaluation, "record_result", "to_chuc", values=notice, on_behalf=centre)
    granted = {"centre_decision": DECISION, "certificate": "5S-01", "issued": "03/06/2024"}
    scene.done(evaluation, "recognise_5", "to_chuc", values=granted, on_behalf=centre)
    assert states(scene)[dossier] == ("promotion.recognised", None)
    assert states(scene)[f"{evaluation}.1"] == ("certificate.valid", None)


def test_a_result_entered_for_somebody_counts_as_that_persons_too(scene: Scene, clock: TestClock) -> None:
    _, evaluation = filed(scene, clock)
    scene.done(evaluation, "confirm_complete", "huyen")
    with_all_papers(scene, evaluation)
    values = {"score": "55", "stars": "3", "minutes": f"{evaluation}/council_minutes/1"}
    scene.done(evaluation, "record_result", "to_chuc", values=values, on_behalf="account:thu_ky_huyen")
    decision = {"district_decision": DECISION, "certificate": "2/2024", "issued": "03/06/2024"}
    answer = scene.fire(evaluation, "recognise_3", "to_chuc", values=decision, on_behalf="account:chu_tich_huyen")
    assert isinstance(answer, Refusal)
    assert [reason.code for reason in answer.reasons] == ["same_person"]
    scene.done(evaluation, "recognise_3", "chu_tich_huyen", values=decision)


def test_the_minutes_of_a_result_cannot_be_rejected_unawares(scene: Scene, clock: TestClock) -> None:
    _, evaluation = filed(scene, clock)
    judged(scene, evaluation, "66", "3")
    rejection = papers.Judgement((f"{evaluation}/council_minutes/1",), verified=False, reason="sai biên bản")
    answer = papers.judge_papers(scene.office, scene.secretariat, rejection)
    assert isinstance(answer, Refusal)
    assert answer.reasons[0].params["dossiers"] == [evaluation]


def test_the_minutes_of_a_withdrawn_evaluation_serve_no_other(scene: Scene, clock: TestClock) -> None:
    dossier, first = filed(scene, clock)
    judged(scene, first, "66", "3")
    scene.done(first, "withdraw_evaluation", "chu_the", note="nộp lại")
    again = scene.done(dossier, "file", "chu_the").details["opened"][0]
    scene.done(again, "confirm_complete", "huyen")
    scene.paper("site_inspection", "dossier", again, clock.now().date())
    values = {"score": "60", "stars": "3", "minutes": f"{first}/council_minutes/1"}
    answer = scene.fire(again, "record_result", "thu_ky_huyen", values=values)
    assert isinstance(answer, Refusal)
    assert [reason.code for reason in answer.reasons] == ["paper_not_here"]


def test_a_certificate_is_not_issued_before_its_evaluation_was_opened(scene: Scene, clock: TestClock) -> None:
    _, evaluation = filed(scene, clock)
    judged(scene, evaluation, "66", "3")
    values = {"district_decision": DECISION, "certificate": "1", "issued": "01/01/1990"}
    answer = scene.fire(evaluation, "recognise_3", "chu_tich_huyen", values=values)
    assert isinstance(answer, Refusal)
    assert [reason.code for reason in answer.reasons] == ["value_before_opening"]


def test_a_repeated_request_gives_the_whole_first_answer(scene: Scene, clock: TestClock) -> None:
    _, evaluation = filed(scene, clock)
    judged(scene, evaluation, "66", "3")
    values = {"district_decision": DECISION, "certificate": "1", "issued": "03/06/2024"}
    first = scene.done(evaluation, "recognise_3", "chu_tich_huyen", values=values, request_id="ky-1")
    again = scene.done(evaluation, "recognise_3", "chu_tich_huyen", values=values, request_id="ky-1")
    assert again.repeated
    assert (again.seq, again.details) == (first.seq, first.details)
