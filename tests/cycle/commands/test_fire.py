"""One act, from the question to what is kept of it."""

from datetime import date, timedelta

import pytest

from cycle.answers import Conflict, Done, RequestReusedError
from cycle.commands.fire import Fire, fire_many
from cycle.commands.papers import papers
from tests.conftest import TestClock
from tests.scene import COMMUNE, Scene
from workflows.verdict import Refusal

TODAY = date(2024, 3, 5)


def codes(answer: object) -> list[str]:
    assert isinstance(answer, Refusal), answer
    return [reason.code for reason in answer.reasons]


def state(scene: Scene, dossier: str) -> tuple[str, int]:
    with scene.office.database.reading() as transaction:
        found = transaction.row("SELECT state, version FROM dossier WHERE code = ?", (dossier,))
    assert found
    return found[0], found[1]


def records(scene: Scene) -> int:
    with scene.office.database.reading() as transaction:
        return int((transaction.row("SELECT COUNT(*) FROM record") or (0,))[0])


def test_a_dossier_moves_and_the_move_is_recorded_with_a_promise(scene: Scene) -> None:
    dossier = scene.open()
    done = scene.done(dossier, "choose", "xa")
    assert state(scene, dossier) == ("idea.drafting", 2)
    with scene.office.database.reading() as transaction:
        kinds = transaction.rows("SELECT kind FROM record WHERE stream = ? ORDER BY seq", (done.stream,))
        promised = transaction.rows("SELECT seq FROM outbox WHERE stream = ? ORDER BY seq", (done.stream,))
        clocks = transaction.rows(
            "SELECT name, last_day FROM deadline WHERE dossier = ? AND status = 'open'", (dossier,)
        )
    assert kinds == [("opened",), ("step",)]
    assert promised == [(1,), (2,)]
    assert clocks == [("submission", "2024-04-30")]


def test_every_reason_is_told_at_once(scene: Scene, clock: TestClock) -> None:
    dossier = scene.open()
    scene.done(dossier, "choose", "xa")
    clock.set("2024-05-06T02:00:00+00:00")
    before = records(scene)
    answer = scene.fire(dossier, "submit", "huyen_khac")
    assert codes(answer) == ["role_not_allowed", "window_closed", "paper_missing_any"]
    assert records(scene) == before
    assert state(scene, dossier) == ("idea.drafting", 2)


def test_a_form_stamped_in_time_counts_though_entered_and_verified_late(scene: Scene, clock: TestClock) -> None:
    dossier = scene.open()
    scene.done(dossier, "choose", "xa")
    clock.set("2024-05-02T02:00:00+00:00")
    scene.paper("idea_form_new", "dossier", dossier, date(2024, 4, 29))
    clock.set("2024-05-05T02:00:00+00:00")
    assert codes(scene.fire(dossier, "submit", "chu_the")) == ["window_closed"]
    done = scene.done(dossier, "submit", "xa", on_behalf="producer:CT-4300100001", happened=date(2024, 4, 29))
    with scene.office.database.reading() as transaction:
        row = transaction.row(
            "SELECT happened, recorded, actor, on_behalf FROM record WHERE stream = ? AND seq = ?",
            (done.stream, done.seq),
        )
    assert row is not None
    assert (row[0], row[1][:10], row[2], row[3]) == ("2024-04-29", "2024-05-05", "xa", "producer:CT-4300100001")


@pytest.mark.parametrize(
    ("happened", "code"),
    [
        (TODAY + timedelta(days=1), "happened_in_future"),
        (TODAY - timedelta(days=2), "happened_before_previous"),
    ],
)
def test_a_day_that_cannot_be_is_refused(scene: Scene, happened: date, code: str) -> None:
    dossier = scene.open()
    scene.done(dossier, "choose", "xa")
    scene.paper("idea_form_new", "dossier", dossier, TODAY)
    assert code in codes(scene.fire(dossier, "submit", "chu_the", happened=happened))


def test_an_act_older_than_the_programme_admits_is_refused(scene: Scene, clock: TestClock) -> None:
    dossier = scene.open()
    scene.done(dossier, "choose", "xa")
    scene.paper("idea_form_new", "dossier", dossier, TODAY)
    clock.set("2024-04-20T02:00:00+00:00")
    assert codes(scene.fire(dossier, "submit", "chu_the", happened=date(2024, 3, 7))) == ["happened_too_long_ago"]


def test_an_unverified_or_rejected_paper_does_not_satisfy(scene: Scene) -> None:
    dossier = scene.open()
    scene.done(dossier, "choose", "xa")
    paper = scene.unverified("idea_form_new", "dossier", dossier, TODAY)
    assert codes(scene.fire(dossier, "submit", "chu_the")) == ["paper_unverified"]
    rejected = papers.judge_papers(
        scene.office, scene.secretariat, papers.Judgement((paper,), False, "mờ, không đọc được")
    )
    assert isinstance(rejected, list)
    assert codes(scene.fire(dossier, "submit", "chu_the")) == ["paper_rejected"]


def test_the_same_request_gives_the_first_answer_and_another_payload_an_error(scene: Scene) -> None:
    dossier = scene.open()
    first = scene.done(dossier, "choose", "xa", request_id="r-1")
    again = scene.done(dossier, "choose", "xa", request_id="r-1")
    assert (again.stream, again.seq, again.repeated) == (first.stream, first.seq, True)
    with pytest.raises(RequestReusedError):
        scene.fire(dossier, "leave_out", "xa", request_id="r-1", note="khác")


def test_a_refusal_is_not_kept_so_a_retry_is_judged_anew(scene: Scene) -> None:
    dossier = scene.open()
    scene.done(dossier, "choose", "xa")
    assert codes(scene.fire(dossier, "submit", "chu_the", request_id="r-2")) == ["paper_missing_any"]
    scene.paper("idea_form_new", "dossier", dossier, TODAY)
    assert scene.done(dossier, "submit", "chu_the", request_id="r-2").repeated is False


def test_a_stale_version_is_told_what_changed(scene: Scene) -> None:
    dossier = scene.open()
    scene.done(dossier, "choose", "xa", seen_version=1)
    answer = scene.fire(dossier, "leave_out", "xa", seen_version=1, note="trùng")
    assert isinstance(answer, Conflict)
    assert (answer.seen, answer.version) == (1, 2)
    assert [(change["trigger"], change["actor"]) for change in answer.changes] == [("choose", "xa")]


def test_an_override_needs_its_role_its_note_and_a_need(scene: Scene, clock: TestClock) -> None:
    dossier = scene.open()
    scene.done(dossier, "choose", "xa")
    scene.paper("idea_form_new", "dossier", dossier, TODAY)
    assert codes(scene.fire(dossier, "submit", "chu_the", override=True, note="xin")) == ["override_role"]
    assert codes(scene.fire(dossier, "submit", "to_chuc", override=True, note="x")) == ["override_not_needed"]
    clock.set("2024-05-05T02:00:00+00:00")
    assert codes(scene.fire(dossier, "submit", "to_chuc", override=True)) == ["note_missing"]
    done = scene.done(dossier, "submit", "to_chuc", override=True, note="Bão số 1, xã bị cô lập đến 02/5")
    with scene.office.database.reading() as transaction:
        (payload,) = transaction.row(
            "SELECT payload FROM record WHERE stream = ? AND seq = ?", (done.stream, done.seq)
        ) or ("",)
        note = transaction.row("SELECT plain FROM personal WHERE stream = ? AND seq = ?", (done.stream, done.seq))
    assert '"override":true' in payload
    assert "window_closed" in payload
    assert note == ("Bão số 1, xã bị cô lập đến 02/5",)
    assert "Bão" not in payload


def test_acting_for_somebody_needs_a_role_near_the_dossier(scene: Scene) -> None:
    dossier = scene.open()
    scene.done(dossier, "choose", "xa")
    scene.paper("idea_form_new", "dossier", dossier, TODAY)
    behalf = "producer:CT-4300100001"
    assert codes(scene.fire(dossier, "submit", "huyen_khac", on_behalf=behalf)) == ["may_not_act_for"]
    assert codes(scene.fire(dossier, "submit", "kiem_tra", on_behalf=behalf)) == ["may_not_act_for"]
    assert isinstance(scene.fire(dossier, "submit", "huyen", on_behalf=behalf), Done)


def test_unknown_things_are_named_with_what_is_near(scene: Scene) -> None:
    dossier = scene.open()
    assert codes(scene.fire("QNG2024-9999", "choose", "xa")) == ["dossier_unknown"]
    assert codes(scene.fire(dossier, "choose", "ai_do")) == ["account_unknown"]
    answer = scene.fire(dossier, "chose", "xa")
    assert codes(answer) == ["trigger_unknown"]
    assert isinstance(answer, Refusal)
    assert answer.reasons[0].params["nearest"] == "choose"
    assert codes(scene.fire(dossier, "select", "huyen")) == ["trigger_not_from_here"]


def test_where_there_is_no_commune_the_district_acts_and_elsewhere_it_may_not(scene: Scene) -> None:
    dossier = scene.open()
    assert codes(scene.fire(dossier, "choose", "huyen")) == ["role_not_allowed"]
    on_island = scene.open(scene.add_product(2, "536"))
    assert codes(scene.fire(on_island, "choose", "xa")) == ["role_not_allowed"]
    assert codes(scene.fire(on_island, "choose", "huyen")) == ["role_not_allowed"]
    assert COMMUNE != "536"


def test_an_old_paper_does_not_carry_an_act_back_over_its_deadline(scene: Scene, clock: TestClock) -> None:
    dossier = scene.open()
    scene.done(dossier, "choose", "xa")
    scene.paper("idea_form_new", "dossier", dossier, TODAY)
    scene.done(dossier, "submit", "chu_the")
    clock.set("2024-03-08T02:00:00+00:00")
    scene.done(dossier, "return", "xa", note="thiếu chữ ký")
    clock.set("2024-04-02T02:00:00+00:00")
    late = {"on_behalf": "producer:CT-4300100001", "happened": date(2024, 3, 20)}
    assert codes(scene.fire(dossier, "resubmit", "xa", **late)) == ["evidence_missing"]
    scene.paper("idea_form_new", "dossier", dossier, date(2024, 3, 20))
    scene.done(dossier, "resubmit", "xa", **late)


def test_an_officers_act_of_an_earlier_day_needs_the_document_that_proves_it(scene: Scene, clock: TestClock) -> None:
    dossier = scene.open()
    clock.set("2024-03-12T02:00:00+00:00")
    earlier = {"happened": date(2024, 3, 8)}
    assert codes(scene.fire(dossier, "choose", "xa", **earlier)) == ["evidence_missing"]
    notice = scene.paper("office_notice", "dossier", dossier, date(2024, 3, 8))
    scene.done(dossier, "choose", "xa", values={"document": notice}, **earlier)


@pytest.mark.parametrize("party", ["producer:CT-KHONG-CO", "organisation:524", "organisation:KHONG-CO"])
def test_nobody_acts_for_a_party_that_the_dossier_does_not_concern(scene: Scene, party: str) -> None:
    dossier = scene.open()
    scene.done(dossier, "choose", "xa")
    answer = scene.fire(dossier, "submit", "to_chuc", on_behalf=party, override=True, note="thử")
    assert codes(answer) == ["may_not_act_for"]


def test_a_note_that_cannot_be_read_is_refused(scene: Scene) -> None:
    dossier = scene.open()
    for note in ("có \x00 trong", "nửa ký tự \ud800"):
        assert "note_unreadable" in codes(scene.fire(dossier, "leave_out", "xa", note=note))
    scene.done(dossier, "leave_out", "xa", note="hai dòng\nđọc được")


def test_a_reused_request_id_stops_one_act_of_a_batch_and_not_the_others(scene: Scene) -> None:
    first, second = scene.open(), scene.open(scene.add_product(2))
    scene.done(first, "choose", "xa", request_id="lô-1")
    asked = [
        Fire(first, "leave_out", "xa", note="khác", request_id="lô-1"),
        Fire(second, "choose", "xa", request_id="lô-1"),
    ]
    answers = fire_many(scene.office, asked)
    assert codes(answers[0]) == ["request_reused"]
    assert isinstance(answers[1], Done)
