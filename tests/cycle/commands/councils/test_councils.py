"""Forming a council from its declaration, who joins it and who leaves, and its sessions' opening."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date
from typing import Any

import orjson
import pytest

from cycle.answers import Answer, Done, RequestReusedError
from cycle.commands import councils
from cycle.commands.councils import (
    Decision,
    EnterSheet,
    Forming,
    JoinCouncil,
    Joining,
    Leaving,
    OpenSession,
    OpenTurns,
)
from cycle.commands.permits import Caller
from cycle.database import Database, patiently
from cycle.office import Office
from cycle.publication import Rulebook
from cycle.queries.evaluation.councils import find_council, list_councils
from cycle.queries.evaluation.sessions import SessionFilter, find_session, list_sessions
from cycle.queries.history import verify
from cycle.queries.paging import Page
from cycle.queries.viewing import View
from tests.cycle.commands.councils.sitting import DECISION, MEMBERS, SEATS, SECRETARY, SET, TODAY, Sitting, codes
from tests.evaluating import PROGRAMME
from workflows.verdict import Reason, Refusal

ALL = View("kiem_tra", TODAY, everything=True)
OFFICE = Caller("to_chuc")


def forming(*members: Joining) -> Forming:
    return Forming(OFFICE, PROGRAMME, "province", Decision("101/QĐ-UBND", date(2026, 6, 2)), members)


def test_a_council_needs_a_member_on_every_seat_of_the_law(sitting: Sitting) -> None:
    few = [Joining(seat, f"Người {seat}") for seat in SEATS if seat not in ("health", "guest")]
    refused = councils.form_council(sitting.office, forming(*few))
    assert codes(refused) == ["seats_missing"]
    odd = [*few, Joining("health", "A"), Joining("chair", "B"), Joining("khong_co", "C", account="khong_co")]
    assert codes(councils.form_council(sitting.office, forming(*odd))) == [
        "seat_twice",
        "seat_unknown",
        "account_unknown",
    ]
    later = replace(forming(*few), name="tinh")
    assert codes(councils.form_council(sitting.office, later)) == ["council_undeclared"]
    for programme, code in (("QNG2027", "programme_unknown"), ("QNG2024", "season_not_open")):
        assert codes(councils.form_council(sitting.office, replace(later, programme=programme))) == [code]
    asked = replace(forming(*few, Joining("health", "A"), Joining("specialised", "B")), caller=SECRETARY)
    assert codes(councils.form_council(sitting.office, asked)) == ["not_permitted"]


def test_members_join_and_leave_by_days(sitting: Sitting) -> None:
    taken = JoinCouncil(OFFICE, sitting.council, Joining("health", "Bà Y"), TODAY, DECISION)
    assert codes(councils.join_council(sitting.office, taken)) == ["seat_taken", "member_not_there"]
    leaving = Leaving(OFFICE, sitting.council, "04", date(2026, 6, 7), DECISION)
    assert codes(councils.leave_council(sitting.office, leaving)) == ["member_sat_later"]
    sitting.done(councils.Attend, present={"04": False})
    later = replace(leaving, decision=Decision(" ", date(2026, 6, 30)))
    assert codes(councils.leave_council(sitting.office, later)) == ["text_empty", "happened_in_future"]
    left = councils.leave_council(sitting.office, leaving)
    assert isinstance(left, Done), left
    assert codes(councils.join_council(sitting.office, taken)) == ["member_not_there"]
    sitting.done(councils.SetTurnAside, dossier=sitting.dossier, note="Đổi thành viên")
    assert isinstance(councils.try_join_council(sitting.office, taken), Done)
    joined = councils.join_council(sitting.office, taken)
    assert isinstance(joined, Done)
    assert joined.details["member"] == "10"
    recorded = _payloads(sitting, "council")[-2:]
    decided = [(one["decision_number"], one["decision_date"]) for one in recorded]
    assert decided == [("100/QĐ-UBND", "2026-06-01")] * 2
    assert not isinstance(find_council(sitting.office, ALL, sitting.council), Reason)
    assert [one.code for one in list_councils(sitting.office, ALL, PROGRAMME)] == [sitting.council]
    told = find_session(sitting.office, ALL, sitting.session)
    assert hasattr(told, "members")
    assert [one.member for one in told.members if one.seat == "health"] == ["10"]
    assert verify(sitting.office).faults == ()


def _payloads(sitting: Sitting, kind: str) -> list[dict[str, Any]]:
    with sitting.office.database.reading() as transaction:
        rows = transaction.rows("SELECT payload FROM record WHERE kind = ? ORDER BY stream, seq", (kind,))
    return [orjson.loads(payload) for (payload,) in rows]


def test_a_session_needs_a_known_round_and_its_council_formed(sitting: Sitting) -> None:
    asked = OpenSession(SECRETARY, sitting.council, "meeting", date(2026, 5, 30), "T-09-2026")
    assert codes(councils.open_session(sitting.office, asked)) == ["council_later", "round_unknown"]
    unknown = replace(asked, council="QNG2026-HD99")
    assert codes(councils.try_open_session(sitting.office, unknown)) == ["council_unknown"]
    formless = replace(asked, day=TODAY, round=None, form="online")
    assert codes(councils.open_session(sitting.office, formless)) == ["session_form_unknown"]
    held = councils.open_session(sitting.office, replace(asked, day=TODAY, round="T-02-2026"))
    assert isinstance(held, Done), held
    listed = list_sessions(sitting.office, ALL, SessionFilter(round="T-02-2026"), Page(sort="day"))
    assert [one.code for one in listed.rows] == [held.target]


def test_requests_about_councils_and_sessions_are_answered_once(sitting: Sitting) -> None:
    named = Caller("thu_ky_tinh", request="mo-phien")
    asked = OpenSession(named, sitting.council, "meeting", TODAY)
    first, again = (councils.open_session(sitting.office, asked) for _ in range(2))
    assert isinstance(first, Done)
    assert isinstance(again, Done)
    assert (first.target, again.repeated) == (again.target, True)
    with pytest.raises(RequestReusedError):
        councils.open_session(sitting.office, replace(asked, form="written"))
    assert verify(sitting.office).faults == ()


def test_a_dossier_is_heard_where_it_stands_and_once_at_a_time(sitting: Sitting) -> None:
    other = sitting.open_session()
    assert codes(sitting.open_turn(other)) == ["turn_open"]
    written = sitting.open_session("written")
    assert codes(sitting.open_turn(written)) == ["dossier_not_heard", "turn_open"]
    answer = sitting.act(OpenTurns, dossiers={"QNG2026-9999": SET, sitting.dossier: 77})
    assert codes(answer) == ["turn_open", "set_unknown", "dossier_unknown"]


def test_a_work_database_needs_the_official_wording(sitting: Sitting) -> None:
    office = replace(sitting.office, rehearsal=False)
    session = councils.open_session(office, OpenSession(SECRETARY, sitting.council, "meeting", TODAY))
    assert isinstance(session, Done)
    sitting.done(councils.CancelSession, note="Hủy")
    refused = councils.act_in(office, OpenTurns(SECRETARY, session.target, {sitting.dossier: SET}))
    assert codes(refused) == ["wording_missing"]
    assert isinstance(refused, Refusal)
    assert refused.reasons[0].mend == ("secretariat",)


def test_nine_members_enter_at_once(sitting: Sitting) -> None:
    url = sitting.office.database.url.render_as_string(hide_password=False)

    def enter(account: str) -> Answer:
        office = Office(Database(url), Rulebook(), sitting.office.clock, rehearsal=True)
        asked = EnterSheet(Caller(account), sitting.session, sitting.dossier, sitting.answers)
        answer = patiently(lambda: councils.enter_sheet(office, sitting.store, asked))
        office.database.close()
        return answer

    with ThreadPoolExecutor(len(MEMBERS)) as at_once:
        answers = list(at_once.map(enter, MEMBERS))
    assert all(isinstance(one, Done) for one in answers), answers
    assert isinstance(sitting.close(), Done)
    assert verify(sitting.office).faults == ()
