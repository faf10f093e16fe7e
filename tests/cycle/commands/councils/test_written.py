"""Opinions in writing (26/2026/QĐ-TTg, Điều 7.6d): sheets are counted; where they diverge the council meets."""

import pytest

from cycle.answers import Done
from cycle.commands import councils
from cycle.queries.evaluation.sessions import SessionTold, find_session
from cycle.queries.history import verify
from cycle.queries.viewing import View
from tests.cycle.commands.councils.sitting import SET, TODAY, Sitting, codes, gated, lowered

MOVED = {"dossier"}


@pytest.fixture
def written(sitting: Sitting) -> Sitting:
    """The same council, asked in writing about a re-evaluation."""
    sitting.done(councils.CancelSession, note="Chuyển sang lấy ý kiến bằng văn bản")
    _stands(sitting, "province.written_opinions")
    sitting.session = sitting.open_session("written")
    assert isinstance(sitting.open_turn(), Done)
    return sitting


def test_sheets_that_came_in_are_the_quorum(written: Sitting) -> None:
    assert codes(written.act(councils.Attend, present={"01": True})) == ["attendance_needless"]
    for member in range(1, 7):
        written.enter(member, written.answers)
    assert codes(written.close()) == ["quorum_missing"]
    told = find_session(written.office, View("kiem_tra", TODAY, everything=True), written.session)
    assert isinstance(told, SessionTold)
    sent = {one.member: one.sent for one in told.members}
    assert (sent["06"], sent["07"]) == ((written.dossier,), ())
    written.enter(7, written.answers)
    assert isinstance(written.close(), Done)
    assert isinstance(written.conclude(), Done)
    assert isinstance(written.act(councils.CloseSession), Done)


@pytest.mark.parametrize("how", ["spread", "starred"])
def test_opinions_that_diverge_end_without_a_result(written: Sitting, how: str) -> None:
    code, other = gated(written.given, written.answers)
    far = lowered(written.given, written.answers, 11) if how == "spread" else {**written.answers, code: other}
    written.all_enter({2: far})
    assert isinstance(written.close(), Done)
    assert codes(written.conclude("Vẫn kết luận"))[0] == "opinions_diverge"
    assert codes(written.open_turn()) == ["opinions_diverge"]
    ended = written.act(councils.CloseSession)
    assert isinstance(ended, Done), ended
    assert ended.details["diverged"] == [written.dossier]
    _stands(written, "province.meeting")
    meeting = written.open_session()
    opened = written.act(councils.OpenTurns, session=meeting, dossiers={written.dossier: SET})
    assert isinstance(opened, Done), opened
    assert {one.place.split()[0] for one in verify(written.office).faults} == MOVED


def _stands(sitting: Sitting, state: str) -> None:
    """Put the dossier where only a re-evaluation gets, past the engine: nothing but its row tells of it."""
    with sitting.office.database.writing() as transaction:
        transaction.write("UPDATE dossier SET state = ? WHERE code = ?", (state, sitting.dossier))
