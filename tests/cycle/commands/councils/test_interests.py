"""What a council is told before it scores, and that it does not score until a result pleases."""

from datetime import date
from typing import Any

from cycle.answers import Done
from cycle.commands import councils
from cycle.commands.councils import Joining, Leaving, OpenSession
from cycle.commands.permits import Caller
from tests.cycle.commands.councils.sitting import DECISION, SECRETARY, TODAY, Sitting, codes, gated

OFFICE, TOMORROW = Caller("to_chuc"), date(2026, 6, 9)


def opened(sitting: Sitting, day: date = TODAY) -> dict[str, Any]:
    answer = councils.try_open_session(sitting.office, OpenSession(SECRETARY, sitting.council, "meeting", day))
    assert isinstance(answer, Done), answer
    return dict(answer.details)


def test_whom_the_register_ties_to_the_producer_is_named(sitting: Sitting) -> None:
    assert opened(sitting)["interests"] == []
    of_producer = Joining("guest", "Bà Y", account="chu_the")
    of_office = Joining("guest", "Bà Z", organisation="21244-2025")
    for one in (of_producer, of_office):
        asked = councils.JoinCouncil(OFFICE, sitting.council, one, TOMORROW, DECISION)
        assert isinstance(councils.join_council(sitting.office, asked), Done)
    ties = [(one["dossier"], one["member"], one["tie"]) for one in opened(sitting, TOMORROW)["interests"]]
    assert ties == [(sitting.dossier, "10", "acts_for_producer"), (sitting.dossier, "11", "office")]


def test_a_seat_that_nobody_holds_is_named(sitting: Sitting) -> None:
    assert opened(sitting)["vacant"] == []
    leaving = Leaving(OFFICE, sitting.council, "04", TODAY, DECISION)
    assert isinstance(councils.leave_council(sitting.office, leaving), Done)
    assert opened(sitting, TOMORROW)["vacant"] == ["health"]


def test_a_member_who_sat_does_not_leave_before_the_session(sitting: Sitting) -> None:
    sitting.all_enter()
    left = councils.leave_council(sitting.office, Leaving(OFFICE, sitting.council, "03", date(2026, 6, 5), DECISION))
    assert codes(left) == ["member_sat_later"]


def test_no_other_session_scores_what_waits_to_be_recorded(sitting: Sitting) -> None:
    sitting.all_enter()
    sitting.close()
    assert isinstance(sitting.conclude(), Done)
    sitting.done(councils.CloseSession)
    again = sitting.open_session()
    assert codes(sitting.open_turn(again)) == ["result_waits"]


def test_what_no_sheet_says_is_agreed_on_with_a_note_only(sitting: Sitting) -> None:
    code, other = gated(sitting.given, sitting.answers)
    sitting.all_enter()
    sitting.close()
    agreed = sitting.act(councils.Agree, dossier=sitting.dossier, options={code: other})
    assert codes(agreed) == ["agreement_note_missing"]
    sitting.done(councils.Agree, dossier=sitting.dossier, options={code: other}, note="Thống nhất lại")
