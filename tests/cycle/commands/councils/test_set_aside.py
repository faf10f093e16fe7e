"""A turn that cannot be concluded is set aside: the session, its other dossiers and this one go on."""

from dataclasses import replace
from typing import Any

import pytest

from cycle.answers import Done
from cycle.commands import councils
from cycle.commands.councils import JoinCouncil, Joining, SetTurnAside
from cycle.commands.permits import Caller
from cycle.queries.evaluation.sheets import list_sheets
from cycle.queries.history import verify
from cycle.queries.viewing import View
from tests.cycle.commands.councils.sitting import DECISION, SECRETARY, SET, TODAY, Sitting, codes, lowered

NOTE = "Chủ tịch Hội đồng có xung đột lợi ích"
ALL = View("kiem_tra", TODAY, everything=True)


def set_aside(sitting: Sitting, **more: Any) -> Any:
    return sitting.act(SetTurnAside, **{"dossier": sitting.dossier, "note": NOTE, **more})


@pytest.fixture
def stuck(sitting: Sitting) -> Sitting:
    """A turn that nobody can close: the chair keeps out of the dossier, everybody else has given a sheet."""
    sitting.done(councils.DeclareConflict, member="01", dossier=sitting.dossier, note="Người nhà")
    for member in range(2, 10):
        sitting.enter(member, sitting.answers)
    assert codes(sitting.close()) == ["chair_missing"]
    return sitting


def test_a_turn_without_a_chair_is_set_aside_and_the_dossier_goes_on(stuck: Sitting) -> None:
    assert codes(stuck.scene.fire(stuck.dossier, "postpone", "to_chuc", note="Chuyển đợt")) == ["turn_open"]
    assert codes(set_aside(stuck, note=" ")) == ["session_note_missing"]
    assert codes(set_aside(stuck, caller=Caller("uy_vien_2"))) == ["not_permitted"]
    assert isinstance(set_aside(stuck), Done)
    assert codes(set_aside(stuck)) == ["turn_void"]
    assert codes(stuck.close()) == ["turn_void"]
    assert codes(stuck.conclude()) == ["turn_void"]
    assert codes(stuck.enter(2, stuck.answers)) == ["turn_void"]
    sheets = list_sheets(stuck.office, ALL, stuck.session, stuck.dossier)
    assert isinstance(sheets, tuple)
    assert {(one.status, one.said) for one in sheets} == {("sealed", None)}, "what was sealed is never opened"
    assert isinstance(stuck.act(councils.CancelSession, note="Không còn hồ sơ nào"), Done)
    stuck.scene.done(stuck.dossier, "postpone", "to_chuc", note="Chuyển đợt")
    assert verify(stuck.office).faults == ()


def test_who_stands_in_for_the_chair_joins_and_presides_the_same_day(stuck: Sitting) -> None:
    joining = JoinCouncil(Caller("to_chuc"), stuck.council, Joining("stand_in", "Ông P"), TODAY, DECISION)
    assert codes(councils.join_council(stuck.office, joining)) == ["member_not_there"]
    assert isinstance(set_aside(stuck), Done)
    assert isinstance(councils.join_council(stuck.office, joining), Done)
    stuck.done(councils.Attend, present={"10": True})
    opened = stuck.open_turn()
    assert isinstance(opened, Done), opened
    assert opened.details["turns"] == [{"dossier": stuck.dossier, "turn": 2, "set": SET}]
    for member in range(2, 10):
        assert isinstance(stuck.enter(member, stuck.answers), Done)
    assert codes(stuck.close()) == ["members_missing"]
    assert isinstance(stuck.enter(10, stuck.answers, SECRETARY, scan=stuck.scan()), Done)
    assert isinstance(stuck.close(), Done)
    assert isinstance(stuck.conclude(), Done)
    assert isinstance(stuck.act(councils.CloseSession), Done)
    assert verify(stuck.office).faults == ()


def test_a_turn_of_the_wrong_set_is_opened_anew_with_the_right_one(sitting: Sitting) -> None:
    assert isinstance(set_aside(sitting, note="Mở nhầm bộ"), Done)
    again = sitting.act(councils.OpenTurns, dossiers={sitting.dossier: 2})
    assert isinstance(again, Done), again
    assert again.details["turns"][0]["set"] == 2


def test_what_has_been_opened_is_scored_again_in_another_session_only(sitting: Sitting) -> None:
    sitting.all_enter()
    assert isinstance(sitting.close(), Done)
    assert isinstance(set_aside(sitting, note="Sai bộ tiêu chí"), Done)
    assert codes(sitting.open_turn()) == ["turn_void"]
    other = sitting.open_session()
    assert isinstance(sitting.open_turn(other), Done)
    assert verify(sitting.office).faults == ()


def test_a_turn_set_aside_before_it_was_opened_is_none_of_those_that_the_council_has(sitting: Sitting) -> None:
    assert isinstance(set_aside(sitting), Done)
    far = {2: lowered(sitting.given, sitting.answers, 12)}
    for _ in range(2):
        assert isinstance(sitting.open_turn(), Done)
        sitting.all_enter(far)
        assert isinstance(sitting.close(), Done)
    assert codes(sitting.open_turn()) == ["turn_last"]
    assert codes(sitting.conclude()) == ["spread_note_missing"]
    assert isinstance(sitting.conclude("Đã thảo luận"), Done)
    assert codes(set_aside(sitting)) == ["turn_concluded"]
    assert verify(sitting.office).faults == ()


def test_a_turn_set_aside_behind_the_records_is_found(sitting: Sitting) -> None:
    assert isinstance(set_aside(sitting), Done)
    with sitting.office.database.writing() as transaction:
        transaction.run("UPDATE turn SET status = 'open'")
    assert [one.place.split()[0] for one in verify(sitting.office).faults] == ["turn"]


def test_nobody_is_a_member_before_the_decision_nor_of_what_was_judged(sitting: Sitting) -> None:
    early = replace(DECISION, day=TODAY)
    joining = JoinCouncil(Caller("to_chuc"), sitting.council, Joining("guest", "Khách"), DECISION.day, early)
    assert codes(councils.join_council(sitting.office, joining)) == ["member_before_decision", "member_not_there"]


def test_a_list_of_nothing_is_refused_and_one_named_twice_is_judged_once(sitting: Sitting) -> None:
    for kind in (councils.CloseTurns, councils.ConcludeTurns):
        caller = Caller("chu_tich_hoi_dong") if kind is councils.ConcludeTurns else Caller("thu_ky_tinh")
        assert codes(sitting.act(kind, caller, dossiers=())) == ["nothing_named"]
    assert codes(sitting.act(councils.OpenTurns, dossiers={})) == ["nothing_named"]
    assert codes(sitting.act(councils.Attend, present={})) == ["nothing_named"]
    sitting.all_enter()
    twice = (sitting.dossier, sitting.dossier)
    assert len(sitting.done(councils.CloseTurns, dossiers=twice).details["turns"]) == 1
    concluded = sitting.done(councils.ConcludeTurns, Caller("chu_tich_hoi_dong"), dossiers=twice)
    assert len(concluded.details["turns"]) == 1
    with sitting.office.database.reading() as transaction:
        assert transaction.row("SELECT COUNT(*) FROM record WHERE kind = 'turn'") == (3,)
