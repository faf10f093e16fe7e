"""`history verify` finds what was changed behind the engine's back in councils, sessions, turns and sheets."""

from collections.abc import Callable
from typing import Any

import orjson
import pytest
from sqlalchemy import select, update

from cycle.answers import Done
from cycle.canonical import canonical
from cycle.commands import councils
from cycle.queries.history import verify
from cycle.tables import record
from tests.cycle.commands.councils.sitting import Sitting, gated
from tests.cycle.queries.vandal import past_all_guards

Change = Callable[[dict[str, Any]], dict[str, Any]]

EDITS = {
    "council": "UPDATE council SET decision_number = '999/QĐ-UBND'",
    "council_member": "UPDATE council_member SET seat = 'guest' WHERE member = '02'",
    "session": "UPDATE session SET day = '2026-06-09'",
    "attendance": "UPDATE attendance SET present = 0 WHERE member = '02'",
    "turn": "UPDATE turn SET score = '99.00'",
    "sheet": "UPDATE sheet SET total = 1 WHERE member = '02'",
    "agreed_option": "UPDATE agreed_option SET option = 1 - option",
    "conflict": "UPDATE conflict SET member = '08'",
}


@pytest.fixture
def concluded(sitting: Sitting) -> Sitting:
    """A session that was closed with a result; a criterion was agreed on, a member kept out."""
    sitting.done(councils.DeclareConflict, member="09", dossier=sitting.dossier, note="Người nhà")
    code, other = gated(sitting.given, sitting.answers)
    for member in range(1, 9):
        sitting.enter(member, {**sitting.answers, code: other} if member == 3 else sitting.answers)
    sitting.close()
    sitting.done(councils.Agree, dossier=sitting.dossier, options={code: sitting.answers[code]})
    assert isinstance(sitting.conclude(), Done)
    assert isinstance(sitting.act(councils.CloseSession), Done)
    return sitting


def test_every_edited_row_is_found_and_nothing_else(concluded: Sitting) -> None:
    assert verify(concluded.office).faults == ()
    for table, edit in EDITS.items():
        with concluded.office.database.writing() as transaction:
            transaction.run(edit)
        found = {one.place.split()[0] for one in verify(concluded.office).faults}
        assert table in found, table


def test_a_member_and_a_sheet_without_their_owners_are_astray(concluded: Sitting) -> None:
    with concluded.office.database.writing() as transaction:
        transaction.run("DELETE FROM agreed_option")
        transaction.run("DELETE FROM sheet WHERE member = '04'")
    faults = {(one.code, one.place.split()[0]) for one in verify(concluded.office).faults}
    assert faults == {("row_missing", "agreed_option"), ("row_missing", "sheet")}


@pytest.mark.parametrize(("event", "name", "value"), [("concluded", "stars", 3), ("closed", "score", "12.00")])
def test_a_miscounted_turn_is_found(concluded: Sitting, event: str, name: str, value: object) -> None:
    _rewrite(concluded, event, lambda payload: {**payload, name: value})
    assert "turn_miscounted" in {one.code for one in verify(concluded.office).faults}


def test_a_revealed_sheet_that_is_not_the_sealed_one_is_found(concluded: Sitting) -> None:
    def changed(payload: dict[str, Any]) -> dict[str, Any]:
        sheets = payload["sheets"]
        answers = {**sheets["02"]["answers"], "1.1": 0}
        return {**payload, "sheets": {**sheets, "02": {**sheets["02"], "answers": answers}}}

    _rewrite(concluded, "closed", changed)
    faults = {one.code: one for one in verify(concluded.office).faults}
    assert faults["sheet_not_as_sealed"].params["member"] == "02"


def _rewrite(sitting: Sitting, event: str, change: Change) -> None:
    """Change the payload of a turn's record as somebody could who has taken the guards off the database."""
    url = sitting.office.database.url.render_as_string(hide_password=False)
    with past_all_guards(url) as connection:
        told = select(record).where(record.c.kind == "turn")
        for row in connection.execute(told).mappings().all():
            payload = orjson.loads(row["payload"])
            if payload["event"] == event:
                here = (record.c.stream == row["stream"]) & (record.c.seq == row["seq"])
                connection.execute(update(record).where(here).values(payload=canonical(change(payload))))
        connection.commit()
