"""Who reads what a member's sheet says, before and after the turn closes: every reader at every moment."""

import json
import shutil
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from cycle.answers import Done
from cycle.commands import councils, publishing
from cycle.commands.permits import Caller
from cycle.queries.evaluation.sessions import SessionTold, find_session
from cycle.queries.evaluation.sheets import list_sheets
from cycle.queries.history import HistoryRecord, show_history
from cycle.queries.viewing import View, view_of
from tests.cycle.commands.councils.sitting import CHAIR, SECRETARY, TODAY, Sitting, officer
from tests.evaluating import PROGRAMME
from tests.scene import CONFIG, read_declared

OWN, PAPER = "02", "03"
READERS = {
    "uy_vien_2": {OWN},
    "uy_vien_3": {PAPER},
    "uy_vien_4": set(),
    "thu_ky_tinh": {PAPER},
    CHAIR: set(),
    "kiem_tra": set(),
    "to_chuc": set(),
}
BLIND = ("chu_the", "quan_tri", "xa")


def eyes(sitting: Sitting, account: str) -> View | None:
    with sitting.office.database.reading() as transaction:
        found = view_of(transaction, sitting.office, account, TODAY)
    return found if isinstance(found, View) else None


def read(sitting: Sitting, view: View) -> set[str]:
    """The members whose answers a view reads in the sheets, or in any record of the session's history."""
    found = list_sheets(sitting.office, view, sitting.session, sitting.dossier)
    listed = {one.member for one in found if one.said is not None} if isinstance(found, tuple) else set()
    records = show_history(sitting.office, view, f"session/{sitting.session}")
    told = {name for one in records for name in _answered(one)} if isinstance(records, tuple) else set()
    assert listed == told
    return listed


def _answered(one: HistoryRecord) -> set[str]:
    if one.kind == "turn":
        return set(one.payload.get("sheets", ()))
    return {str(one.payload["member"])} if "answers" in one.personal else set()


@pytest.fixture
def entered(sitting: Sitting) -> Sitting:
    """Two sheets: one that its member gave, one entered from paper by the council's secretary."""
    assert isinstance(sitting.enter(2, sitting.answers), Done)
    assert isinstance(sitting.enter(3, sitting.answers, SECRETARY, scan=sitting.scan()), Done)
    return sitting


def test_a_sealed_sheet_is_read_by_its_member_and_by_who_entered_it(entered: Sitting) -> None:
    for account, wanted in READERS.items():
        view = eyes(entered, account)
        assert view is not None, account
        assert read(entered, view) == wanted, account
    for account in BLIND:
        view = eyes(entered, account)
        assert view is None or read(entered, view) == set(), account


def test_who_looks_through_a_members_eyes_sees_no_sealed_sheet(entered: Sitting) -> None:
    view = eyes(entered, "uy_vien_2")
    assert view is not None
    assert read(entered, replace(view, through="to_chuc")) == set()


def test_no_answer_stands_in_the_history_that_others_are_shown(entered: Sitting) -> None:
    view = eyes(entered, "kiem_tra")
    assert view is not None
    records = show_history(entered.office, view, f"session/{entered.session}")
    assert isinstance(records, tuple)
    said = json.dumps([one._asdict() for one in records], default=str)
    assert json.dumps(dict(entered.answers))[1:-1] not in said
    assert [one.sealed for one in records if one.kind == "sheet"] == [True, True]


def test_all_sheets_are_read_once_the_turn_has_closed_but_not_by_producers(entered: Sitting) -> None:
    entered.done(councils.Attend, present={f"{number:02d}": False for number in (8, 9)})
    for number in (1, 4, 5, 6, 7):
        entered.enter(number, entered.answers)
    assert isinstance(entered.close(), Done)
    everyone = {f"{number:02d}" for number in range(1, 8)}
    for account in READERS:
        view = eyes(entered, account)
        assert view is not None
        assert read(entered, view) == everyone, account
    producer = eyes(entered, "chu_the")
    assert producer is not None
    assert read(entered, producer) == set()


def test_where_the_programme_says_so_others_read_sheets_only_after_the_session(sitting: Sitting) -> None:
    unseal_with_the_session(sitting)
    sitting.done(councils.CancelSession, note="Mở lại theo quy chế mới")
    sitting.session = sitting.open_session()
    sitting.done(councils.Attend, present={f"{number:02d}": True for number in range(1, 10)})
    sitting.open_turn()
    sitting.all_enter()
    assert isinstance(sitting.close(), Done)
    everyone = {f"{number:02d}" for number in range(1, 10)}
    # Who runs the session reads them to conclude it; a member still reads its own only.
    closed = {"kiem_tra": set(), "uy_vien_2": {OWN}, "thu_ky_tinh": everyone, CHAIR: everyone}
    for account, wanted in closed.items():
        view = eyes(sitting, account)
        assert view is not None
        assert read(sitting, view) == wanted, account
        assert (result(sitting, view)[0] == "100.00") is (wanted == everyone), account
    assert isinstance(sitting.conclude(), Done)
    assert_untold(sitting, "uy_vien_2")
    sitting.done(councils.CloseSession)
    for account in closed:
        view = eyes(sitting, account)
        assert view is not None
        assert read(sitting, view) == everyone, account
        assert result(sitting, view)[0] == "100.00"


def assert_untold(sitting: Sitting, account: str) -> None:
    """Neither the session nor its history tells an account what the turn came to."""
    view = eyes(sitting, account)
    assert view is not None
    assert result(sitting, view) == (None,) * 6
    assert "stars" not in str([one.payload for one in history(sitting, view) if one.kind == "turn"])


def history(sitting: Sitting, view: View) -> tuple[HistoryRecord, ...]:
    found = show_history(sitting.office, view, f"session/{sitting.session}")
    assert isinstance(found, tuple)
    return found


def result(sitting: Sitting, view: View) -> tuple[Any, ...]:
    """What a view is told that the only turn came to."""
    told = find_session(sitting.office, view, sitting.session)
    assert isinstance(told, SessionTold)
    [turn] = told.turns
    return (turn.score, turn.spread, turn.band, turn.gate, turn.stars, turn.outcome)


def unseal_with_the_session(sitting: Sitting) -> None:
    """The same rules but for when the province's council shows its sheets, in force at once."""
    config = Path(shutil.copytree(CONFIG, sitting.folder / "config"))
    file = config / "programmes" / "quang-ngai-2026" / "programme.yaml"
    text = file.read_text(encoding="utf-8")
    assert "unseal: turn" in text
    file.write_text(text.replace("unseal: turn", "unseal: session"), encoding="utf-8")
    answer = publishing.publish(sitting.office, Caller("to_chuc"), read_declared(config), None)
    assert isinstance(answer, Done), answer


def test_a_withdrawn_or_cancelled_sheet_stays_sealed(entered: Sitting) -> None:
    entered.done(councils.WithdrawSheet, Caller("uy_vien_2"), dossier=entered.dossier, note="Ghi nhầm")
    entered.done(councils.CancelSession, note="Hoãn")
    auditor, member = eyes(entered, "kiem_tra"), eyes(entered, "uy_vien_2")
    assert auditor is not None
    assert member is not None
    assert read(entered, auditor) == set()
    assert read(entered, member) == {OWN}


def test_nothing_of_a_sealed_sheet_stands_in_the_tables_or_in_the_answer(sitting: Sitting) -> None:
    done = sitting.enter(2, sitting.answers)
    assert isinstance(done, Done)
    assert set(done.details) == {"dossier", "turn", "member", "version"}
    with sitting.office.database.reading() as transaction:
        assert transaction.rows("SELECT answers, total FROM sheet") == [(None, None)]
        payloads = transaction.rows("SELECT payload FROM record WHERE kind = 'sheet'")
    assert all('"3.1"' not in payload for (payload,) in payloads)


def test_a_member_alone_with_its_account_sees_its_own_session(sitting: Sitting) -> None:
    officer(sitting.scene, "khach", "commune", "21244-2025")
    view = eyes(sitting, "khach")
    assert view is not None
    assert not isinstance(list_sheets(sitting.office, view, sitting.session, sitting.dossier), tuple)


def test_the_names_of_a_council_are_read_by_officials_only(sitting: Sitting) -> None:
    named = {}
    for account in ("chu_the", "kiem_tra", "to_chuc"):
        view = eyes(sitting, account)
        assert view is not None
        found = show_history(sitting.office, view, f"programme/{PROGRAMME}")
        assert isinstance(found, tuple)
        named[account] = [one.personal["name"] for one in found if "name" in one.personal]
    assert named["chu_the"] == []
    assert named["kiem_tra"] == named["to_chuc"] == [f"Người {at}" for at in range(9)]
