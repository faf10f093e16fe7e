"""A plan applied moves what trying said, is harmless twice, and is taken back exactly."""

from datetime import date

import orjson
import pytest

from cycle.answers import Done
from cycle.commands.fire import Fire, fire
from cycle.law import Back, apply_plan, to_return
from cycle.queries.verification import verify
from cycle.sweeps.running import sweep
from tests import laws
from tests.conftest import TestClock
from tests.cycle.law.told import everything, rows, runs, taken_back, told_of_runs
from tests.scene import Scene
from workflows.verdict import Refusal


def test_what_moves_is_moved_as_it_was_tried_and_taken_back_exactly(scene: Scene) -> None:
    before, tried = rows(scene), laws.tried(scene, everything())
    moved = laws.applied(scene, everything())
    assert {one.tried.dossier: one.tried.result.verdict for one in moved} == {code: v for code, (v, _) in tried.items()}
    assert all(isinstance(one.answer, Done) for one in moved)
    assert verify(scene.office).faults == ()
    (run,) = runs(scene)
    assert (run.code, run.moved, run.name, run.happened) == ("LAW-1", len(moved), "tu-148-sang-1489", date(2025, 7, 7))
    assert run.ended is not None
    assert all(isinstance(one, Done) for one in taken_back(scene, "LAW-1"))
    assert rows(scene) == before
    assert verify(scene.office).faults == ()
    (run,) = runs(scene)
    assert run.reverted is not None
    assert run.moved_back == run.moved


def test_applying_again_finds_nothing(small: Scene) -> None:
    laws.applied(small, everything())
    assert laws.applied(small, everything()) == []
    assert len(runs(small)) == 1


def test_the_record_tells_how_the_dossier_stood_and_who_chose(small: Scene) -> None:
    laws.applied(small, everything())
    decided = f"dossier/QNG2024-{laws.STATES.index('district.concluded') + 1:04d}.1"
    with small.office.database.reading() as transaction:
        (text,) = transaction.rows("SELECT payload FROM record WHERE stream = ? AND kind = 'moved'", (decided,))[0]
    told = orjson.loads(text)
    assert told["choice"] == {"to": "province.in_review", "suggested": "province.in_review"}
    assert told["left"]["workflow"] == "evaluation_148"
    assert told["acts_dropped"] == ["record_result"]
    assert told["left"]["acts"].keys() == {"record_result"}
    assert told["law"]["run"] == "LAW-1"
    assert "commitment" in told["note"]


def test_a_dossier_that_somebody_acted_on_stays_when_the_others_go_back(small: Scene) -> None:
    laws.applied(small, everything())
    act = Fire("QNG2024-0005.1", "withdraw_evaluation", "chu_the", note="Không còn sản xuất")
    assert isinstance(fire(small.office, act), Done)
    answers = taken_back(small, "LAW-1")
    refused = [one for one in answers if isinstance(one, Refusal)]
    # The evaluation that was withdrawn, and the season that it told.
    assert [(one.reasons[0].code, one.reasons[0].params["dossier"]) for one in refused] == [
        ("law_acted_since", "QNG2024-0005"),
        ("law_acted_since", "QNG2024-0005.1"),
    ]
    assert runs(small)[0].reverted is None
    assert verify(small.office).faults == ()


def test_what_a_run_did_not_move_is_not_taken_back_from_it_and_nothing_is_written(small: Scene) -> None:
    laws.applied(small, everything())
    assert [type(one) for one in taken_back(small, "LAW-1", ("QNG2024-0003", "QNG2024-0003.1"))] == [Done, Done]
    laws.applied(small, everything())
    before = told_of_runs(small)
    wrong = ("QNG2024-0004.1", "QNG2024-0003.1", "KHONG-CO")
    refusal = to_return(small.office, laws.SECRETARIAT, Back("LAW-2", "Nhầm", wrong))
    assert isinstance(refusal, Refusal)
    assert [(one.code, one.params["dossier"]) for one in refusal.reasons] == [
        ("dossier_unknown", "KHONG-CO"),
        ("law_not_of_run", "QNG2024-0004.1"),
    ]
    assert told_of_runs(small) == before


def test_a_run_that_was_taken_back_whole_is_not_taken_back_again(small: Scene) -> None:
    laws.applied(small, everything())
    taken_back(small, "LAW-1")
    refusal = to_return(small.office, laws.SECRETARIAT, Back("LAW-1", "Nhầm"))
    assert isinstance(refusal, Refusal)
    assert [(one.code, one.params) for one in refusal.reasons] == [
        ("law_reverted_before", {"run": "LAW-1", "reverted": runs(small)[0].reverted})
    ]


def test_a_dossier_that_is_back_already_is_told_so(small: Scene) -> None:
    laws.applied(small, everything())
    assert [type(one) for one in taken_back(small, "LAW-1", ("QNG2024-0004.1",))] == [Done]
    assert [one.reasons[0].code for one in taken_back(small, "LAW-1", ("QNG2024-0004.1",))] == ["law_no_longer"]
    assert told_of_runs(small) == ["begun", "ended", "reverted"]


def test_one_wrong_choice_goes_back_alone_and_is_decided_anew(small: Scene) -> None:
    laws.applied(small, everything())
    assert [type(one) for one in taken_back(small, "LAW-1", ("QNG2024-0004.1",))] == [Done]
    again = laws.applied(small, everything())
    assert [one.tried.dossier for one in again] == ["QNG2024-0004.1"]
    assert [run.code for run in runs(small)] == ["LAW-2", "LAW-1"]
    assert verify(small.office).faults == ()


@pytest.mark.parametrize(
    ("edit", "code"),
    [
        ("UPDATE dossier SET workflow = 'evaluation_148' WHERE code = 'QNG2024-0001.1'", "row_changed"),
        ("DELETE FROM law_move WHERE dossier = 'QNG2024-0001.1'", "row_missing"),
        ("UPDATE law_move SET reverted_seq = 2 WHERE dossier = 'QNG2024-0002.1'", "row_changed"),
        ("UPDATE law_run SET ended = NULL", "row_changed"),
        ("UPDATE law_run SET basis = 'khác'", "row_changed"),
        ("UPDATE deadline SET status = 'open' WHERE dossier = 'QNG2024-0003.1'", "row_changed"),
    ],
)
def test_verification_finds_each_edit(small: Scene, edit: str, code: str) -> None:
    laws.applied(small, everything())
    with small.office.database.writing() as transaction:
        transaction.run(edit)
    assert code in {fault.code for fault in verify(small.office).faults}


def test_verification_finds_a_plan_whose_text_was_changed(small: Scene) -> None:
    laws.applied(small, everything())
    with small.office.database.writing() as transaction:
        transaction.run("DROP TRIGGER config_file_no_update")
        transaction.run("UPDATE config_file SET canonical = '{}' WHERE hash = (SELECT plan FROM law_run)")
    assert "file_changed" in {fault.code for fault in verify(small.office).faults}


def test_verification_finds_a_reopened_clock_with_another_day(small: Scene) -> None:
    laws.applied(small, everything())
    taken_back(small, "LAW-1")
    with small.office.database.writing() as transaction:
        transaction.run("UPDATE deadline SET last_day = '2030-01-01' WHERE dossier = 'QNG2024-0003.1'")
    assert "row_changed" in {fault.code for fault in verify(small.office).faults}


def test_what_is_still_under_148_ends_with_the_new_law_too_and_moves_on_both_steps(
    small: Scene, clock: TestClock
) -> None:
    clock.set(laws.JULY_2026)
    sweep(small.office, "law")
    act = Fire("QNG2024-0005.1", "complete_review", "to_tu_van")
    answer = fire(small.office, act)
    assert isinstance(answer, Refusal)
    assert "law_finished" in {one.code for one in answer.reasons}
    asked = laws.asked_of(laws.TO_1489, accept=True, note="Theo gợi ý", basis="26/2026/QĐ-TTg, Điều 12.2")
    assert all(isinstance(one.answer, Done) for one in laws.applied(small, asked))
    sweep(small.office, "law")
    on = laws.applied(
        small, laws.asked_of(laws.TO_26, accept=True, note="Theo gợi ý", basis="26/2026/QĐ-TTg, Điều 12.2")
    )
    assert len(on) == len(laws.STATES)
    assert all(isinstance(one.answer, Done) for one in on)
    assert verify(small.office).faults == ()


def test_only_those_that_move_do_and_the_others_are_told(small: Scene) -> None:
    moved = list(apply_plan(laws.desk_for(small, laws.asked_of(laws.TO_1489, basis="1489/QĐ-TTg"))))
    stay = {one.tried.dossier: one.tried.result.verdict for one in moved if one.answer is None}
    assert set(stay.values()) == {"person"}
    assert laws.tried(small, laws.asked_of(laws.TO_1489)).keys() == stay.keys()


def test_dossiers_of_an_old_programme_have_a_round_and_its_last_day_too(small: Scene, clock: TestClock) -> None:
    laws.applied(small, everything())
    clock.set(laws.JULY_2026)
    sweep(small.office, "law")
    laws.applied(small, laws.asked_of(laws.TO_26, accept=True, note="Theo gợi ý"))
    asked = (
        "SELECT d.state, r.round, c.last_day FROM dossier d JOIN dossier_round r ON r.dossier = d.code "
        "JOIN deadline c ON c.dossier = d.code AND c.status = 'open' AND c.name IN ('session', 'ministry_session') "
        "WHERE d.final IS NULL ORDER BY d.state"
    )
    with small.office.database.reading() as transaction:
        found = set(transaction.rows(asked))
        waiting = {state for (state,) in transaction.rows("SELECT state FROM dossier WHERE workflow = 'evaluation_26'")}
    assert found == {
        ("ministry.evaluating", "TW-01-2026", "2026-09-29"),
        ("province.in_review", "T-02-2026", "2026-12-29"),
        ("province.review_supplementing", "T-02-2026", "2026-12-29"),
    }
    assert waiting >= {state for state, *_ in found}
    assert verify(small.office).faults == ()
