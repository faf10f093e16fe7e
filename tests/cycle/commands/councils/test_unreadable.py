"""A text with a control character is refused wherever a council takes one; nothing is written."""

from dataclasses import replace
from typing import Any

import pytest

from cycle.answers import Answer, Done
from cycle.commands import councils
from cycle.commands.councils import Decision, Forming, JoinCouncil, Joining, Leaving, try_act_in
from cycle.commands.permits import Caller
from tests.cycle.commands.councils.sitting import CHAIR, DECISION, SEATS, SECRETARY, TODAY, Sitting, codes
from tests.evaluating import PROGRAMME

OFFICE = Caller("to_chuc")
BELL, LONE = "chuông\x07", "nửa\ud800"


def records(sitting: Sitting) -> Any:
    with sitting.office.database.reading() as transaction:
        return transaction.rows("SELECT COUNT(*) FROM record")


def acts(sitting: Sitting) -> list[Any]:
    """Every act in a session that says something in words, with one that nobody can read."""
    at, dossier = (SECRETARY, sitting.session), sitting.dossier
    return [
        councils.Attend(*at, present={"01": True}, note=BELL),
        councils.DeclareConflict(*at, dossier=dossier, note=BELL, member="02"),
        councils.CancelSession(*at, note=LONE),
        councils.OpenTurns(*at, dossiers={dossier: 1}, note=BELL),
        councils.Agree(*at, dossier=dossier, note=BELL),
        councils.ConcludeTurns(Caller(CHAIR), sitting.session, dossiers=(dossier,), note=BELL),
        councils.EnterSheet(Caller(CHAIR), sitting.session, dossier, sitting.answers, comment=BELL),
        councils.WithdrawSheet(Caller(CHAIR), sitting.session, dossier, note=BELL),
    ]


def test_no_act_in_a_session_takes_a_text_that_cannot_be_read(sitting: Sitting) -> None:
    before = records(sitting)
    for asked in acts(sitting):
        for answer in (councils.act_in(sitting.office, asked), try_act_in(sitting.office, asked)):
            assert "text_unreadable" in codes(answer), asked
    assert records(sitting) == before


def test_what_else_is_wrong_is_told_with_it(sitting: Sitting) -> None:
    sitting.all_enter()
    asked = councils.CancelSession(SECRETARY, sitting.session, note=BELL)
    assert codes(councils.act_in(sitting.office, asked)) == ["text_unreadable"]
    late = councils.WithdrawSheet(Caller(CHAIR), sitting.session, sitting.dossier, note=BELL)
    assert isinstance(sitting.close(), Done)
    assert codes(councils.act_in(sitting.office, late)) == ["text_unreadable", "sheet_after_closing"]


def forming() -> Forming:
    members = tuple(Joining(seat, f"Người {seat}") for seat in SEATS)
    return Forming(OFFICE, PROGRAMME, "province", DECISION, members, "12/QC")


@pytest.mark.parametrize(
    "wrong",
    [
        {"decision": replace(DECISION, number=BELL)},
        {"regulation_number": BELL},
        {"members": (*forming().members[1:], Joining(SEATS[0], BELL))},
    ],
)
def test_no_council_is_formed_by_a_text_that_cannot_be_read(sitting: Sitting, wrong: dict[str, Any]) -> None:
    before, asked = records(sitting), replace(forming(), **wrong)
    for form in (councils.form_council, councils.try_form_council):
        assert codes(form(sitting.office, asked)) == ["text_unreadable"]
    assert records(sitting) == before


def test_nobody_joins_or_leaves_by_a_text_that_cannot_be_read(sitting: Sitting) -> None:
    before, decision = records(sitting), Decision(LONE, TODAY)
    joining = JoinCouncil(OFFICE, sitting.council, Joining("guest", BELL), TODAY, decision)
    leaving = Leaving(OFFICE, sitting.council, "04", TODAY, decision)
    answers: list[Answer] = [
        *(join(sitting.office, joining) for join in (councils.join_council, councils.try_join_council)),
        *(leave(sitting.office, leaving) for leave in (councils.leave_council, councils.try_leave_council)),
    ]
    assert [set(codes(one)) for one in answers] == [{"text_unreadable"}] * 4
    assert records(sitting) == before
