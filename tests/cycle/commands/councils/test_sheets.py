"""Members' sheets: what is taken, what is refused, and that a refusal changes nothing."""

import pytest

from cycle import tables
from cycle.answers import Done, RequestReusedError
from cycle.commands import councils
from cycle.commands.permits import Caller
from cycle.queries.evaluation.sessions import SessionTold, find_session
from cycle.queries.history import verify
from cycle.queries.viewing import View
from tests.cycle.commands.councils.sitting import SECRETARY, TODAY, Sitting, codes
from workflows.verdict import Refusal


def test_a_member_gives_one_sheet_and_may_take_it_back_while_the_turn_is_open(sitting: Sitting) -> None:
    assert isinstance(sitting.enter(1, sitting.answers), Done)
    assert codes(sitting.enter(1, sitting.answers)) == ["sheet_given_before"]
    me = Caller("chu_tich_hoi_dong")
    assert codes(sitting.act(councils.WithdrawSheet, me, dossier=sitting.dossier, note="")) == ["session_note_missing"]
    assert isinstance(sitting.act(councils.WithdrawSheet, me, dossier=sitting.dossier, note="Ghi nhầm"), Done)
    again = sitting.enter(1, sitting.answers)
    assert isinstance(again, Done), again
    assert again.details["version"] == 2
    assert verify(sitting.office).faults == ()


def test_no_sheet_is_taken_or_withdrawn_after_the_turn_has_closed(sitting: Sitting) -> None:
    sitting.all_enter()
    sitting.close()
    assert codes(sitting.enter(1, sitting.answers)) == ["sheet_after_closing"]
    taken = sitting.act(councils.WithdrawSheet, Caller("uy_vien_2"), dossier=sitting.dossier, note="Muộn")
    assert codes(taken) == ["sheet_after_closing"]


def test_who_is_absent_or_conflicted_gives_no_sheet(sitting: Sitting) -> None:
    sitting.done(councils.Attend, present={"05": False})
    sitting.done(councils.DeclareConflict, member="06", dossier=sitting.dossier, note="Người nhà")
    assert codes(sitting.enter(5, sitting.answers)) == ["member_absent"]
    assert codes(sitting.enter(6, sitting.answers)) == ["member_conflicted"]
    stranger = councils.EnterSheet(Caller("thanh_vien_1"), sitting.session, sitting.dossier, sitting.answers)
    assert codes(councils.enter_sheet(sitting.office, sitting.store, stranger)) == ["member_unknown"]


def test_who_leaves_takes_the_sealed_sheet_along_with_a_reason(sitting: Sitting) -> None:
    sitting.enter(4, sitting.answers)
    assert codes(sitting.act(councils.Attend, present={"04": False})) == ["session_note_missing"]
    gone = sitting.act(councils.Attend, present={"04": False}, note="Về sớm")
    assert isinstance(gone, Done), gone
    assert gone.details["withdrawn"] == 1
    for member in (1, 2, 3, 5, 6, 7, 8):
        sitting.enter(member, sitting.answers)
    sitting.done(councils.Attend, present={"09": False})
    assert isinstance(sitting.close(), Done)


def test_a_sheet_from_paper_needs_its_scan(sitting: Sitting) -> None:
    assert codes(sitting.enter(2, sitting.answers, SECRETARY)) == ["sheet_needs_scan"]
    taken = sitting.enter(2, sitting.answers, SECRETARY, scan=sitting.scan())
    assert isinstance(taken, Done), taken
    with sitting.office.database.reading() as transaction:
        [(source, file)] = transaction.rows("SELECT source, file FROM sheet")
    assert source == "paper"
    with sitting.store.open(file) as kept:
        assert kept.read() == sitting.scan().read_bytes()


def test_a_sheet_from_paper_is_taken_once_for_one_request(sitting: Sitting) -> None:
    entering = Caller("thu_ky_tinh", request="phieu-giay-02")
    first = sitting.enter(2, sitting.answers, entering, scan=sitting.scan())
    again = sitting.enter(2, sitting.answers, entering, scan=sitting.scan())
    assert isinstance(first, Done), first
    assert isinstance(again, Done), again
    assert (again.repeated, again.stream, again.seq) == (True, first.stream, first.seq)
    asked = councils.EnterSheet(entering, sitting.session, sitting.dossier, sitting.answers, "02", scan=sitting.scan())
    tried = councils.try_enter_sheet(sitting.office, asked)
    assert isinstance(tried, Done), tried
    assert tried.repeated
    with pytest.raises(RequestReusedError):
        sitting.enter(2, dict.fromkeys(sitting.answers, 0), entering, scan=sitting.scan())


def test_who_keeps_out_of_a_dossier_keeps_out_of_it_in_every_session(sitting: Sitting) -> None:
    sitting.done(councils.DeclareConflict, member="06", dossier=sitting.dossier, note="Người nhà")
    sitting.done(councils.CancelSession, note="Hoãn họp")
    sitting.session = sitting.open_session()
    sitting.done(councils.Attend, present={f"{number:02d}": True for number in range(1, 10)})
    assert isinstance(sitting.open_turn(), Done)
    assert codes(sitting.enter(6, sitting.answers)) == ["member_conflicted"]
    again = sitting.act(councils.DeclareConflict, member="06", dossier=sitting.dossier, note="Người nhà")
    assert codes(again) == ["conflict_declared"]
    told = find_session(sitting.office, View("kiem_tra", TODAY, everything=True), sitting.session)
    assert isinstance(told, SessionTold)
    assert [one.apart for one in told.turns] == [("06",)]
    for member in (1, 2, 3, 4, 5, 7, 8, 9):
        assert isinstance(sitting.enter(member, sitting.answers), Done)
    assert isinstance(sitting.close(), Done)
    assert verify(sitting.office).faults == ()


def test_a_conflict_declared_elsewhere_leaves_a_sealed_sheet_uncounted(sitting: Sitting) -> None:
    sitting.all_enter()
    other = sitting.open_session()
    sitting.done(councils.DeclareConflict, session=other, member="06", dossier=sitting.dossier, note="Người nhà")
    closed = sitting.close()
    assert isinstance(closed, Done), closed
    with sitting.office.database.reading() as transaction:
        assert transaction.rows("SELECT member FROM sheet WHERE status = 'sealed'") == [("06",)]
    assert verify(sitting.office).faults == ()


def test_nobody_enters_or_withdraws_in_a_members_place(sitting: Sitting) -> None:
    for_member = councils.EnterSheet(
        Caller("to_chuc", "account:uy_vien_2"), sitting.session, sitting.dossier, sitting.answers
    )
    assert codes(councils.enter_sheet(sitting.office, sitting.store, for_member)) == ["sheet_needs_scan"]
    assert codes(sitting.enter(2, sitting.answers, Caller("uy_vien_3"))) == ["not_permitted"]
    sitting.enter(2, sitting.answers)
    taken = sitting.act(councils.WithdrawSheet, dossier=sitting.dossier, member="02", note="Không phải của tôi")
    assert codes(taken) == ["sheet_of_member"]


def test_everything_that_is_wrong_in_a_sheet_is_said_at_once(sitting: Sitting) -> None:
    first, second, third, *_ = sitting.given.criteria
    wrong = {**sitting.answers, first: [1, 2], second: 99, "9.9": 1}
    del wrong[third]
    told = codes(sitting.enter(1, wrong, papers={first: ("không có",)}))
    assert told == [
        "criterion_unknown",
        "criterion_unanswered",
        "criterion_two_options",
        "option_unknown",
        "paper_unknown",
    ]
    with sitting.office.database.reading() as transaction:
        assert transaction.rows("SELECT seq FROM sheet") == []


def test_an_answer_that_is_no_whole_number_is_told_as_every_other_wrong_one(sitting: Sitting) -> None:
    first = next(iter(sitting.given.criteria))
    assert codes(sitting.enter(1, {**sitting.answers, first: 1.5})) == ["option_unknown"]
    sitting.all_enter()
    sitting.close()
    half = {next(iter(sitting.given.settled)): 0.5}
    assert codes(sitting.act(councils.Agree, dossier=sitting.dossier, options=half)) == ["option_unknown"]


def test_papers_of_another_producer_are_told_like_unknown_ones(sitting: Sitting) -> None:
    first, own = next(iter(sitting.given.criteria)), f"{sitting.dossier}/advisory_report/1"
    with sitting.office.database.writing() as transaction:
        shared = {"holder_kind": "'producer'", "holder": "'1234567890'", "code": "'1234567890/licence/1'"}
        columns = [column.name for column in tables.paper.columns]
        taken = ", ".join(shared.get(name, name) for name in columns)
        statement = f"INSERT INTO paper ({', '.join(columns)}) SELECT {taken} FROM paper WHERE code = ?"
        transaction.run(statement, (own,))
    told = sitting.enter(1, sitting.answers, papers={first: (own, "1234567890/licence/1", "không có")})
    assert isinstance(told, Refusal)
    assert [(one.code, one.params["code"]) for one in told.reasons] == [
        ("paper_unknown", "1234567890/licence/1"),
        ("paper_unknown", "không có"),
    ]
    assert isinstance(sitting.enter(1, sitting.answers, papers={first: (own,)}), Done)


def test_a_repeated_request_is_answered_once_and_another_payload_is_an_error(sitting: Sitting) -> None:
    me = Caller("uy_vien_2", request="yeu-cau-1")
    asked = councils.EnterSheet(me, sitting.session, sitting.dossier, sitting.answers)
    first = councils.enter_sheet(sitting.office, sitting.store, asked)
    again = councils.enter_sheet(sitting.office, sitting.store, asked)
    assert isinstance(first, Done), first
    assert isinstance(again, Done), again
    assert (again.repeated, again.stream, again.seq) == (True, first.stream, first.seq)
    other = councils.EnterSheet(me, sitting.session, sitting.dossier, dict.fromkeys(sitting.answers, 0))
    with pytest.raises(RequestReusedError):
        councils.enter_sheet(sitting.office, sitting.store, other)
    assert verify(sitting.office).faults == ()
