"""A turn from its opening to its conclusion: what closes it, what concludes it, what it comes to."""

from typing import Any

import pytest

from cycle.answers import Done
from cycle.commands import councils
from cycle.commands.permits import Caller
from cycle.queries.history import verify
from cycle.queries.law import heard_now
from tests.cycle.commands.councils.sitting import CHAIR, MEMBERS, SECRETARY, Sitting, codes, gated, lowered


def test_nine_equal_sheets_are_concluded_as_ranked(sitting: Sitting) -> None:
    sitting.all_enter()
    closed = sitting.close()
    assert isinstance(closed, Done), closed
    assert closed.details["turns"][0]["score"] == "100.00"
    result = sitting.conclude()
    assert isinstance(result, Done), result
    (found,) = result.details["turns"]
    assert (found["score"], found["stars"], found["outcome"], found["turn"]) == ("100.00", 5, "ranked", 1)
    assert isinstance(sitting.act(councils.CloseSession), Done)
    assert verify(sitting.office).faults == ()


def test_a_dossier_before_the_council_is_not_moved_to_another_round(sitting: Sitting) -> None:
    moved = sitting.scene.fire(sitting.dossier, "postpone", "to_chuc", note="Chủ thể vắng")
    assert codes(moved) == ["turn_open"]
    sitting.done(councils.CancelSession, note="Không đủ thành viên")
    sitting.scene.done(sitting.dossier, "postpone", "to_chuc", note="Chủ thể vắng")


def test_one_that_is_concluded_may_be(sitting: Sitting) -> None:
    sitting.all_enter()
    sitting.close()
    assert codes(sitting.scene.fire(sitting.dossier, "postpone", "to_chuc", note="Chủ thể vắng")) == ["turn_open"]
    sitting.conclude()
    sitting.scene.done(sitting.dossier, "postpone", "to_chuc", note="Chủ thể vắng")


def test_six_of_nine_are_no_quorum_and_seven_are(sitting: Sitting) -> None:
    sitting.done(councils.Attend, present={"07": False, "08": False, "09": False})
    for member in range(1, 7):
        sitting.enter(member, sitting.answers)
    assert codes(sitting.close()) == ["quorum_missing"]
    sitting.done(councils.Attend, present={"07": True})
    sitting.enter(7, sitting.answers)
    assert isinstance(sitting.close(), Done)


def test_nobody_decides_without_the_chair(sitting: Sitting) -> None:
    sitting.done(councils.Attend, present={"01": False})
    for member in range(2, 10):
        sitting.enter(member, sitting.answers)
    assert codes(sitting.close()) == ["chair_missing"]


def test_a_conflicted_member_is_not_counted_among_those_entitled(sitting: Sitting) -> None:
    sitting.done(councils.Attend, present={"08": False, "09": False})
    sitting.done(councils.DeclareConflict, Caller("uy_vien_7"), dossier=sitting.dossier, note="Cùng gia đình")
    for member in range(1, 7):
        sitting.enter(member, sitting.answers)
    assert isinstance(sitting.close(), Done), "6 of 8 is three quarters"


def test_every_member_who_is_there_must_have_given_a_sheet(sitting: Sitting) -> None:
    for member in range(1, 9):
        sitting.enter(member, sitting.answers)
    assert codes(sitting.close()) == ["members_missing"]
    assert codes(sitting.act(councils.CloseSession)) == ["turns_left"]


@pytest.mark.parametrize(("apart", "wide"), [(10, False), (11, True)])
def test_sheets_ten_points_apart_are_concluded_and_eleven_are_scored_again(
    sitting: Sitting, apart: int, wide: bool
) -> None:
    sitting.all_enter({2: lowered(sitting.given, sitting.answers, apart)})
    assert isinstance(sitting.close(), Done)
    if not wide:
        assert isinstance(sitting.conclude(), Done)
        return
    assert codes(sitting.conclude("Vẫn kết luận")) == ["spread_too_wide"]
    assert isinstance(sitting.open_turn(), Done)
    sitting.all_enter()
    assert isinstance(sitting.close(), Done)
    assert isinstance(sitting.conclude(), Done)
    assert verify(sitting.office).faults == ()


def test_what_was_scored_again_is_before_the_council_until_its_last_turn_is_concluded(sitting: Sitting) -> None:
    sitting.all_enter({2: lowered(sitting.given, sitting.answers, 11)})
    assert isinstance(sitting.close(), Done)
    assert _heard(sitting) == {sitting.dossier: sitting.session}
    assert isinstance(sitting.open_turn(), Done)
    sitting.all_enter()
    assert isinstance(sitting.close(), Done)
    assert _heard(sitting) == {sitting.dossier: sitting.session}
    assert isinstance(sitting.conclude(), Done)
    assert _heard(sitting) == {}, "the first turn, closed and void, is not what the council is about"


def _heard(sitting: Sitting) -> Any:
    with sitting.office.database.reading() as transaction:
        return heard_now(transaction, [sitting.dossier])


def test_after_the_last_turn_the_chair_concludes_with_a_reason(sitting: Sitting) -> None:
    far = {2: lowered(sitting.given, sitting.answers, 12)}
    sitting.all_enter(far)
    sitting.close()
    sitting.open_turn()
    sitting.all_enter(far)
    sitting.close()
    assert codes(sitting.open_turn()) == ["turn_last"]
    assert codes(sitting.conclude()) == ["spread_note_missing"]
    assert isinstance(sitting.conclude("Đã thảo luận, giữ điểm"), Done)


def test_a_starred_criterion_on_which_sheets_differ_is_agreed_on_first(sitting: Sitting) -> None:
    code, other = gated(sitting.given, sitting.answers)
    sitting.all_enter({3: {**sitting.answers, code: other}})
    sitting.close()
    assert codes(sitting.conclude()) == ["not_agreed"]
    assert codes(sitting.act(councils.Agree, dossier=sitting.dossier)) == ["nothing_agreed"]
    sitting.done(councils.Agree, dossier=sitting.dossier, options={code: sitting.answers[code]})
    assert isinstance(sitting.conclude(), Done)
    assert verify(sitting.office).faults == ()


def test_an_open_turn_is_closed_before_anything_is_agreed_or_concluded(sitting: Sitting) -> None:
    assert codes(sitting.act(councils.Agree, dossier=sitting.dossier, options={"1.1": 1})) == ["turn_not_closed"]
    assert codes(sitting.conclude()) == ["turn_not_closed"]


def test_a_finding_is_kept_or_dropped_before_the_turn_is_concluded(sitting: Sitting) -> None:
    found = sitting.given.findings[0]
    sitting.enter(1, sitting.answers, findings=((found.ground, found.at),))
    for member in range(2, 10):
        sitting.enter(member, sitting.answers)
    sitting.close()
    assert codes(sitting.conclude()) == ["findings_open"]
    drop = councils.Settled(found.ground, found.at, stands=False)
    assert codes(sitting.act(councils.Agree, dossier=sitting.dossier, findings=(drop,))) == ["finding_note_missing"]
    keep = councils.Settled(found.ground, found.at, stands=True)
    sitting.done(councils.Agree, dossier=sitting.dossier, findings=(keep,))
    result = sitting.conclude()
    assert isinstance(result, Done), result
    assert (result.details["turns"][0]["stars"], result.details["turns"][0]["outcome"]) == (None, "excluded")
    assert verify(sitting.office).faults == ()


def test_another_set_than_the_product_s_needs_a_reason_which_is_recorded(sitting: Sitting) -> None:
    sitting.done(councils.CancelSession, note="Hoãn")
    session = sitting.open_session()
    with sitting.office.database.writing() as transaction:
        transaction.run("UPDATE product SET set_number = 1")
    other: dict[str, Any] = {"session": session, "dossiers": {sitting.dossier: 2}}
    assert codes(sitting.act(councils.OpenTurns, **other)) == ["set_note_missing"]
    sitting.done(councils.OpenTurns, **other, note="Sản phẩm đã chế biến")
    with sitting.office.database.reading() as transaction:
        query = "SELECT plain FROM personal WHERE stream = ? AND field = 'note'"
        assert transaction.rows(query, (f"session/{session}",)) == [("Sản phẩm đã chế biến",)]


def test_only_the_chair_concludes(sitting: Sitting) -> None:
    sitting.all_enter()
    sitting.close()
    answer = sitting.act(councils.ConcludeTurns, SECRETARY, dossiers=(sitting.dossier,))
    assert codes(answer) == ["not_permitted"]
    assert isinstance(sitting.act(councils.ConcludeTurns, Caller(CHAIR), dossiers=(sitting.dossier,)), Done)
    assert codes(sitting.act(councils.CancelSession, note="Hoãn")) == ["session_concluded"]
    assert codes(sitting.open_turn()) == ["turn_concluded"]


def test_a_cancelled_session_opens_nothing(sitting: Sitting) -> None:
    sitting.enter(1, sitting.answers)
    assert codes(sitting.act(councils.CancelSession, note=None)) == ["session_note_missing"]
    assert isinstance(sitting.act(councils.CancelSession, note="Hoãn họp"), Done)
    assert codes(sitting.enter(2, sitting.answers)) == ["session_closed"]
    assert verify(sitting.office).faults == ()


def test_a_try_answers_as_the_act_and_writes_nothing(sitting: Sitting) -> None:
    sitting.all_enter()
    asked = councils.CloseTurns(SECRETARY, sitting.session, (sitting.dossier,))
    tried = councils.try_act_in(sitting.office, asked)
    assert isinstance(tried, Done), tried
    done = councils.act_in(sitting.office, asked)
    assert isinstance(done, Done), done
    assert (done.target, done.details["turns"][0]["score"]) == (tried.target, "100.00")
    assert tried.details == {"turns": [{"dossier": sitting.dossier, "turn": 1, "sheets": len(MEMBERS)}]}
